import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Decimal } from '../decimal.js';
import { createLogger } from '../logging/logger.js';
import { ManualClock } from '../test-support/manual-clock.js';
import { OrderSide, OrderStatus, OrderType } from './order-constants.js';
import type { Fill, OrderReport } from './order-report.js';
import { Order } from './order.js';
import { nextStatus } from './transitions.js';
import { limitOrder } from '../test-support/limit-order.js';

const { PENDING, PARTIALLY_FILLED, COMPLETED, CANCELLED, REJECTED } = OrderStatus;

describe('order status', () => {
  it.each([
    [PENDING, COMPLETED, COMPLETED],
    [PENDING, REJECTED, REJECTED],
    [PARTIALLY_FILLED, PENDING, PARTIALLY_FILLED],
    [PARTIALLY_FILLED, CANCELLED, CANCELLED],
    [PARTIALLY_FILLED, REJECTED, CANCELLED],
    [COMPLETED, CANCELLED, COMPLETED],
    [COMPLETED, PENDING, COMPLETED],
    [CANCELLED, PARTIALLY_FILLED, CANCELLED],
    [CANCELLED, COMPLETED, COMPLETED],
    [CANCELLED, PENDING, CANCELLED],
    [REJECTED, PENDING, REJECTED],
    [REJECTED, COMPLETED, COMPLETED],
  ] as const)('%s, told %s, becomes %s', (current, told, next) => {
    expect(nextStatus(current, told)).toBe(next);
  });

  it('never leaves an end for an open status, but for a fill after a rejection', () => {
    const all = Object.values(OrderStatus);
    for (const status of all) {
      expect(nextStatus(status, status)).toBe(status);
      expect([COMPLETED]).toContain(nextStatus(COMPLETED, status));
      expect([CANCELLED, COMPLETED]).toContain(nextStatus(CANCELLED, status));
      expect(nextStatus(REJECTED, status)).not.toBe(PENDING);
    }
  });

  it('may be set as in the contract document; what is not legal changes nothing', () => {
    const order = limitOrder();
    order.status = PENDING;
    order.status = COMPLETED;
    order.status = CANCELLED;
    expect(order.status).toBe(COMPLETED);
    expect(order.trail.map(({ status }) => status)).toEqual([PENDING, COMPLETED]);
  });
});

describe('listeners', () => {
  it('are called once for each change, in order, also for a change made by a listener', () => {
    const order = limitOrder();
    const seen: string[] = [];
    order.onStatus((changed) => {
      if (changed.status === PARTIALLY_FILLED) changed.status = CANCELLED;
    });
    const stop = order.onStatus((_order, previous) => seen.push(previous));
    order.status = PARTIALLY_FILLED;
    order.status = CANCELLED;
    expect(seen).toEqual([PENDING, PARTIALLY_FILLED]);
    stop();
    order.status = COMPLETED;
    expect(seen).toHaveLength(2);
  });

  it('may throw: it is logged, the others hear', () => {
    const lines: string[] = [];
    const order = limitOrder();
    order.bind({ clock: new ManualClock(), logger: createLogger({ write: (line) => lines.push(line) }) });
    const other = vi.fn<() => void>();
    order.onStatus(() => {
      throw new Error('oops');
    });
    order.onStatus(other);
    order.status = COMPLETED;
    expect(other).toHaveBeenCalledOnce();
    expect(lines.join('')).toContain('oops');
  });
});

describe('apply', () => {
  it('takes cumulative values, and ignores what goes backwards or is told twice', () => {
    const order = limitOrder();
    const partial: OrderReport = {
      orderId: '7',
      status: PENDING,
      filledSize: d('0.4'),
      averagePrice: d('100'),
    };
    expect(order.apply(partial)).toBe(true);
    expect(order.status).toBe(PARTIALLY_FILLED);
    expect(order.apply(partial)).toBe(false);
    expect(order.apply({ status: PARTIALLY_FILLED, filledSize: d('0.2'), averagePrice: d('99') })).toBe(
      false,
    );
    expect(order.apply({ status: COMPLETED, filledSize: d('1'), filledQuote: d('106') })).toBe(true);
    expect(order.averagePrice?.toString()).toBe('106');
    expect(order.orderId).toBe('7');
  });

  it('counts each fill once, whatever the order they come in', () => {
    const fills: Fill[] = [
      { id: 'a', price: d('100'), size: d('0.25'), fee: d('0.01'), feeAsset: 'USDT' },
      { id: 'b', price: d('104'), size: d('0.75'), fee: d('0.03'), feeAsset: 'USDT' },
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(1), { minLength: 2, maxLength: 8 }), (picks) => {
        fc.pre(new Set(picks).size === 2);
        const order = limitOrder();
        for (const pick of picks) {
          const fill = fills[pick];
          if (fill !== undefined) order.apply({ status: PARTIALLY_FILLED, fills: [fill] });
        }
        expect(order.filledSize.toString()).toBe('1');
        expect(order.averagePrice?.toString()).toBe('103');
        expect(order.fees.get('USDT')?.toString()).toBe('0.04');
        expect(order.fills).toHaveLength(2);
      }),
    );
  });

  it('completes a fill whose fee is told later, once', () => {
    const order = limitOrder();
    const fill = { id: 'a', price: d('100'), size: d('1') };
    order.apply({ status: COMPLETED, fills: [fill] });
    const charged: OrderReport = {
      status: COMPLETED,
      fills: [{ ...fill, fee: d('0.1'), feeAsset: 'USDT' }],
    };
    expect([order.apply(charged), order.apply(charged)]).toEqual([true, false]);
    expect(order.fees.get('USDT')?.toString()).toBe('0.1');
    expect([order.filledSize.toString(), order.fills.length]).toEqual(['1', 1]);
  });

  it('lets cumulative values win over sums', () => {
    const order = limitOrder();
    order.apply({
      status: PARTIALLY_FILLED,
      fills: [{ id: 'a', price: d('1'), size: d('0.1'), fee: d('1'), feeAsset: 'X' }],
    });
    order.apply({
      status: COMPLETED,
      filledSize: d('1'),
      averagePrice: d('2'),
      fees: new Map([['X', d('5')]]),
    });
    expect([order.filledSize, order.averagePrice, order.fees.get('X')].map(String)).toEqual(['1', '2', '5']);
  });

  it('keeps CANCELLED and takes the later fill', () => {
    const order = limitOrder();
    order.apply({ status: CANCELLED, filledSize: d('0.1'), reason: 'user' });
    expect(order.apply({ status: PARTIALLY_FILLED, filledSize: d('0.3') })).toBe(true);
    expect([order.status, String(order.filledSize), order.reason]).toEqual([CANCELLED, '0.3', 'user']);
  });

  it('takes COMPLETED without a size for all of it', () => {
    const order = limitOrder();
    order.apply({ status: PARTIALLY_FILLED, filledSize: d('0.3') });
    order.apply({ status: COMPLETED });
    expect(order.filledSize.toString()).toBe('1');
  });

  it('ends the same however the reports of a life are shuffled and repeated', () => {
    const life: OrderReport[] = [
      { orderId: '1', status: PENDING, filledSize: d('0') },
      { orderId: '1', status: PARTIALLY_FILLED, filledSize: d('0.4'), averagePrice: d('10') },
      { orderId: '1', status: PARTIALLY_FILLED, filledSize: d('0.7'), averagePrice: d('11') },
      {
        orderId: '1',
        status: COMPLETED,
        filledSize: d('1'),
        averagePrice: d('12'),
        fees: new Map([['B', d('3')]]),
      },
    ];
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { maxLength: 10 }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        (extra, all) => {
          const order = limitOrder();
          const heard: string[] = [];
          order.onStatus(({ status }) => heard.push(status));
          for (const index of [...extra, ...all]) order.apply(life[index] ?? { status: PENDING });
          expect([
            order.status,
            ...[order.filledSize, order.averagePrice, order.fees.get('B')].map(String),
          ]).toEqual([COMPLETED, '1', '12', '3']);
          expect(new Set(heard).size).toBe(heard.length);
        },
      ),
    );
  });

  it('keeps a size that is no number, for the submission to report', () => {
    const order = new Order({
      symbol: 'BTC/USDT',
      orderType: OrderType.MARKET,
      orderSide: OrderSide.BUY,
      size: 'much',
    });
    expect(order.size.isNaN()).toBe(true);
  });
});

function d(text: string): Decimal {
  return new Decimal(text);
}
