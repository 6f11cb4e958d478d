import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sleep } from '../clock.js';
import { Decimal } from '../decimal.js';
import { NetworkException, NotConnectedException } from '../exceptions.js';
import { SimpleState } from '../state/simple-state.js';
import { testEnvironment, type TestEnvironment } from '../test-support/test-environment.js';
import { OrderStatus } from './order-constants.js';
import type { Fill, OrderReport } from './order-report.js';
import { OrderTracker, type OrderTrackerOptions } from './order-tracker.js';
import { limitOrder } from '../test-support/limit-order.js';

const FILL: Fill = {
  id: '1',
  price: new Decimal(100),
  size: new Decimal(1),
  fee: new Decimal('0.1'),
  feeAsset: 'USDT',
};

describe('an order that has ended while its fills could not be had', () => {
  it('gets its fees as soon as they can be had, however long that takes', async () => {
    let canBeHad = false;
    let asks = 0;
    const { tracker, clock } = setUp({
      fills: () => {
        asks += 1;
        return canBeHad ? Promise.resolve([FILL]) : Promise.reject(unreachable());
      },
    });
    await tracker.start();
    const order = limitOrder();
    await clock.resolve(tracker.place(order, () => Promise.resolve(completed('v1'))));
    expect([order.status, order.fees.size]).toEqual([OrderStatus.COMPLETED, 0]);
    await clock.advance(3 * 3_600_000);
    // Seldom by then: once in ten minutes at most half the time.
    expect(asks).toBeLessThan(60);
    canBeHad = true;
    await clock.advance(600_000);
    expect(String(order.fees.get('USDT'))).toBe('0.1');
    const enough = asks;
    await clock.advance(3_600_000);
    expect(asks).toBe(enough);
    await tracker.stop();
  });

  it('is not asked for after the end, and nothing waits', async () => {
    const { tracker, clock } = setUp({ fills: () => Promise.reject(unreachable()) });
    await tracker.start();
    const order = limitOrder();
    await clock.resolve(tracker.place(order, () => Promise.resolve(completed('v1'))));
    await tracker.stop();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('is left for the next start where the end comes while they are asked for', async () => {
    const first = setUp({ fills: () => new Promise(() => undefined) });
    await first.tracker.start();
    const order = limitOrder();
    const placing = first.tracker.place(order, () => Promise.resolve(completed('v1')));
    await first.clock.advance(0);
    await first.tracker.stop();
    await placing;
    const second = setUp({
      state: first.state,
      lookUp: () => Promise.resolve(completed('v1')),
      fills: () => Promise.resolve([FILL]),
    });
    await second.tracker.start();
    const found = second.tracker.find('v1');
    expect([found?.status, String(found?.fees.get('USDT'))]).toEqual([OrderStatus.COMPLETED, '0.1']);
    await second.tracker.stop();
  });
});

describe('recovering', () => {
  it('looks orders up several at a time, and not all at once', async () => {
    const first = setUp({});
    for (let n = 0; n < 40; n++) {
      await first.tracker.place(limitOrder(), () => Promise.resolve(pending(`v${n}`)));
    }
    const environment = testEnvironment();
    let [running, most] = [0, 0];
    const second = setUp({
      state: first.state,
      environment,
      lookUp: async (order) => {
        running += 1;
        most = Math.max(most, running);
        await sleep(environment.clock, 1_000);
        running -= 1;
        return pending(order.orderId);
      },
    });
    const before = environment.clock.now();
    await environment.clock.resolve(second.tracker.recover());
    expect(second.tracker.openOrders).toHaveLength(40);
    expect(most).toBe(8);
    expect(environment.clock.now() - before).toBe(5_000);
  });
});

describe('what the state has of an open order', () => {
  const saved = {
    symbol: 'BTC/USDT',
    orderType: 'LIMIT',
    orderSide: 'BUY',
    size: '1',
    price: '100',
    orderId: 'v1',
    sentAt: 1,
    isKnown: true,
  };

  it.each([{ size: 0.5 }, { size: 'half' }, { price: 'x' }, { orderSide: 'UP' }, { sentAt: null }])(
    'is kept aside where it is damaged by %j, and the log names the key alone',
    async (damage) => {
      const state = new SimpleState();
      const value = { ...saved, ...damage, note: 'sEcret' };
      state.set('damaged_open_order:a', 'an earlier one');
      state.set('open_order:a', value);
      state.set('open_order:b', { ...saved, orderId: 'v2' });
      const { tracker, environment } = setUp({
        state,
        lookUp: ({ orderId }) => Promise.resolve(pending(orderId)),
      });
      await tracker.start();
      expect(tracker.openOrders.map(({ orderId }) => orderId)).toEqual(['v2']);
      expect(state.get('damaged_damaged_open_order:a')).toEqual(value);
      expect([state.get('damaged_open_order:a'), state.has('open_order:a')]).toEqual([
        'an earlier one',
        false,
      ]);
      expect(environment.lines).toHaveLength(1);
      expect(environment.lines[0]).toContain('open_order:a');
      expect(environment.lines[0]).not.toContain('sEcret');
      await tracker.stop();
    },
  );
});

describe('after the end', () => {
  it('the state is written and stays as it is, whatever comes in late', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tracker-'));
    const state = await SimpleState.open(join(folder, 'state.json'));
    const { tracker, clock, environment } = setUp({ state });
    await tracker.start();
    const order = limitOrder();
    await tracker.place(order, () => Promise.resolve(pending('v1')));
    let answer: ((report: OrderReport) => void) | undefined;
    const late = tracker.place(limitOrder(), () => new Promise((resolve) => (answer = resolve)));
    await clock.advance(0);
    await tracker.stop();
    await rm(folder, { recursive: true });
    const keys = state.keys();
    tracker.onReport(completed('v1'));
    answer?.(pending('v2'));
    await late;
    await state.flush();
    expect(state.keys()).toEqual(keys);
    expect(environment.lines.join('')).not.toContain('could not be written');
    await expect(tracker.place(limitOrder(), () => Promise.resolve(pending('v3')))).rejects.toThrow(
      NotConnectedException,
    );
  });
});

function setUp(options: Partial<OrderTrackerOptions>): {
  tracker: OrderTracker;
  state: SimpleState;
  clock: TestEnvironment['clock'];
  environment: TestEnvironment;
} {
  const environment = testEnvironment();
  const state = options.state ?? new SimpleState();
  const tracker = new OrderTracker({
    environment,
    clientId: { charset: 'a-z0-9', length: 24 },
    lookUp: () => Promise.resolve(undefined),
    ...options,
    state,
  });
  return { tracker, state, clock: environment.clock, environment };
}

function pending(orderId: string | undefined): OrderReport {
  return { orderId, status: OrderStatus.PENDING };
}

function completed(orderId: string): OrderReport {
  return { orderId, status: OrderStatus.COMPLETED, filledSize: new Decimal(1) };
}

function unreachable(): NetworkException {
  return new NetworkException('GET /fills: reset', { outcomeUnknown: true });
}
