import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemClock } from '../clock.js';
import { Candle } from '../data/candle.js';
import { Instrument } from '../data/instrument.js';
import { Decimal, ZERO } from '../decimal.js';
import { AtsException } from '../exceptions.js';
import { createLogger } from '../logging/logger.js';
import type { OrderSide, OrderType } from '../orders/order-constants.js';
import { Order } from '../orders/order.js';
import { SimulatedBroker } from './simulated-broker.js';

const prices = fc.integer({ min: 9000, max: 11_000 }).map((cents) => cents / 100);
const steps = fc.oneof(
  fc.record({
    kind: fc.constant('submit' as const),
    orderType: fc.constantFrom<OrderType>('LIMIT', 'LIMIT', 'MARKET'),
    orderSide: fc.constantFrom<OrderSide>('BUY', 'SELL'),
    size: fc.oneof(
      fc.integer({ min: 1, max: 9000 }).map((size) => size / 1000),
      fc.constant('0.123456789'),
    ),
    price: prices,
  }),
  fc.record({ kind: fc.constant('cancel' as const), index: fc.nat(20) }),
  fc.record({
    kind: fc.constant('candle' as const),
    prices: fc.tuple(prices, prices, prices, prices),
    volume: fc.nat(9),
  }),
);
const accounts = fc.record({
  fees: fc.record({
    maker: fc.constantFrom('-0.0001', '0', '0.001'),
    taker: fc.constantFrom('0', '0.00075', '0.01'),
  }),
  slippage: fc.constantFrom('0', '0.0005'),
  volumeShare: fc.constantFrom(undefined, '0.1', '1'),
  timing: fc.constantFrom('next-open' as const, 'last-close' as const),
  instrument: fc.constantFrom(
    undefined,
    new Instrument({ symbol: 'BTC/USDT', tickSize: '0.05', stepSize: '0.001', minNotional: '5' }),
  ),
});

it('keeps exact account: nothing below zero, nothing lost or made up, no fill beyond its order', () => {
  fc.assert(
    fc.property(accounts, fc.array(steps, { maxLength: 60 }), (account, actions) => {
      const broker = new SimulatedBroker({
        ...account,
        symbol: { base: 'BTC', quote: 'USDT' },
        balances: { BTC: '5', USDT: '700.5' },
        clock: systemClock,
        logger: createLogger({ level: 'silent' }),
      });
      const orders: Order[] = [];
      let volume = NO_BOUND;
      for (const [index, action] of actions.entries()) {
        const before = broker.executions.length;
        if (action.kind === 'candle') {
          const [open, , , close] = action.prices;
          const [high, low] = [Math.max(...action.prices), Math.min(...action.prices)];
          volume =
            account.volumeShare === undefined
              ? NO_BOUND
              : new Decimal(account.volumeShare).times(action.volume);
          broker.onCandle(
            new Candle({ open, high, low, close, volume: action.volume, timestamp: index * 60 }),
          );
        } else if (action.kind === 'cancel') {
          const order = orders[action.index];
          if (order?.orderId !== undefined) broker.cancel(order);
        } else {
          const price = action.orderType === 'LIMIT' ? action.price : undefined;
          const order = new Order({ ...action, price, symbol: 'BTC/USDT' });
          orders.push(order);
          refusedOr(() => broker.submit(order));
        }
        const filled = sum(broker.executions.slice(before).map(({ size }) => size));
        const isBeyondVolume = action.kind === 'candle' && filled.greaterThan(volume);
        expect(isBeyondVolume).toBe(false);
        checkAccount(broker, orders);
      }
      for (const order of broker.openOrders) broker.cancel(order);
      const { BTC, USDT } = broker.balances();
      expect([BTC?.locked.toFixed(), USDT?.locked.toFixed()]).toEqual(['0', '0']);
    }),
    { numRuns: 300 },
  );
});

const NO_BOUND = new Decimal(Infinity);

function checkAccount(broker: SimulatedBroker, orders: readonly Order[]): void {
  const { BTC, USDT } = broker.balances();
  for (const amount of [BTC?.free, BTC?.locked, USDT?.free, USDT?.locked])
    expect(amount?.isNegative()).toBe(false);
  const bought = broker.executions.filter(({ side }) => side === 'BUY');
  const sold = broker.executions.filter(({ side }) => side === 'SELL');
  const base = new Decimal(5)
    .plus(sum(bought.map(({ size }) => size)))
    .minus(sum(sold.map(({ size }) => size)));
  const quote = new Decimal('700.5')
    .minus(sum(bought.map(({ size, price }) => size.times(price))))
    .plus(sum(sold.map(({ size, price }) => size.times(price))))
    .minus(sum(broker.executions.map(({ fee }) => fee)));
  expect(BTC?.total.toFixed()).toBe(base.toFixed());
  expect(USDT?.total.toFixed()).toBe(quote.toFixed());
  for (const order of orders) {
    const own = broker.executions.filter(({ orderId }) => orderId === order.orderId);
    expect(order.filledSize.toFixed()).toBe(sum(own.map(({ size }) => size)).toFixed());
    expect(order.filledSize.lessThanOrEqualTo(order.size)).toBe(true);
    expect(broker.openOrders.includes(order)).toBe(order.isOpen && order.orderId !== undefined);
    for (const { price } of own) {
      if (order.price === undefined) continue;
      const isBuy = order.orderSide === 'BUY';
      expect(isBuy ? price.lessThanOrEqualTo(order.price) : price.greaterThanOrEqualTo(order.price)).toBe(
        true,
      );
    }
  }
}

function refusedOr(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof AtsException)) throw error;
  }
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), ZERO);
}
