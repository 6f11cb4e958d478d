import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.js';
import { Candle } from '../data/candle.js';
import { Instrument } from '../data/instrument.js';
import {
  ConfigValidationException,
  InsufficientBalanceException,
  InvalidOrderSubmissionException,
  OrderNotFoundException,
} from '../exceptions.js';
import { createLogger } from '../logging/logger.js';
import { Order, type OrderFields } from '../orders/order.js';
import type { SimulatedBrokerOptions } from './broker-options.js';
import { SimulatedBroker } from './simulated-broker.js';

describe('market orders', () => {
  it('fill at the next open, not within the candle they were placed on', () => {
    const broker = brokerWith({ balances: { USDT: 1000 } });
    broker.onCandle(candle({ open: 90, high: 120, low: 80, close: 100 }));
    const order = submit(broker, { orderType: 'MARKET', orderSide: 'BUY', size: '2' });
    expect(order.status).toBe('PENDING');
    // Locked: 2 × 100 and the taker's 0.2 %.
    expect(wallet(broker)).toEqual({ BTC: ['0', '0'], USDT: ['799.6', '200.4'] });
    broker.onCandle(candle({ open: 101, high: 101, low: 50, close: 60 }));
    expect(order).toMatchObject({ status: 'COMPLETED' });
    expect(String(order.averagePrice)).toBe('101');
    expect(wallet(broker)).toEqual({ BTC: ['2', '0'], USDT: ['797.596', '0'] });
    expect(String(order.fees.get('USDT'))).toBe('0.404');
  });

  it('fill at once at the last close where that is the timing', () => {
    const broker = brokerWith({ balances: { BTC: 3 }, timing: 'last-close' });
    broker.onCandle(candle({ close: 100 }));
    const order = submit(broker, { orderType: 'MARKET', orderSide: 'SELL', size: '2' });
    expect(order.status).toBe('COMPLETED');
    expect(wallet(broker)).toEqual({ BTC: ['1', '0'], USDT: ['199.6', '0'] });
  });

  it('wait for the first candle where there was none', () => {
    const broker = brokerWith({ balances: { USDT: 1000 }, timing: 'last-close' });
    const order = submit(broker, { orderType: 'MARKET', orderSide: 'BUY', size: '2' });
    expect(order.status).toBe('PENDING');
    broker.onCandle(candle({ open: 90, close: 100 }));
    expect(String(order.averagePrice)).toBe('100');
  });

  it('fill worse by the slippage, rounded to the worse tick', () => {
    const instrument = new Instrument({ symbol: 'BTC/USDT', tickSize: '0.5' });
    const broker = brokerWith({ balances: { BTC: 3, USDT: 1000 }, slippage: '0.001', instrument });
    const buy = submit(broker, { orderType: 'MARKET', orderSide: 'BUY', size: '1' });
    const sell = submit(broker, { orderType: 'MARKET', orderSide: 'SELL', size: '1' });
    broker.onCandle(candle({ open: 100 }));
    expect(String(buy.averagePrice)).toBe('100.5');
    expect(String(sell.averagePrice)).toBe('99.5');
  });

  it('buy as much as the money goes for where the price has run away, and cancel the rest', () => {
    const broker = brokerWith({ balances: { USDT: 300 } });
    broker.onCandle(candle({ close: 100 }));
    const order = submit(broker, { orderType: 'MARKET', orderSide: 'BUY', size: '2' });
    broker.onCandle(candle({ open: 200, high: 200, low: 200, close: 200 }));
    expect(order).toMatchObject({ status: 'CANCELLED', reason: 'the wallet does not hold enough' });
    expect(String(order.filledSize)).toBe('1.49700598');
    expect(wallet(broker)).toEqual({ BTC: ['1.49700598', '0'], USDT: ['0.000001608', '0'] });
  });
});

describe('limit orders', () => {
  it.each([
    ['BUY', { open: 105, low: 100.01 }, undefined],
    ['BUY', { open: 105, low: 100 }, '100'],
    ['BUY', { open: 98, low: 95 }, '98'],
    ['SELL', { open: 95, high: 99.99 }, undefined],
    ['SELL', { open: 95, high: 100 }, '100'],
    ['SELL', { open: 102, high: 105 }, '102'],
  ] as const)('%s at 100, candle %j: filled at %s', (orderSide, prices, expected) => {
    const broker = brokerWith({ balances: { BTC: 1, USDT: 1000 } });
    const order = submit(broker, { orderSide, size: 1, price: 100 });
    broker.onCandle(candle(prices));
    expect(order.averagePrice?.toFixed()).toBe(expected);
    expect(order.status).toBe(expected === undefined ? 'PENDING' : 'COMPLETED');
  });

  it('are makers when they rested, takers when they cross the first open', () => {
    const broker = brokerWith({ balances: { USDT: 1000 } });
    submit(broker, { size: 1, price: 100 });
    submit(broker, { size: 1, price: 120 });
    broker.onCandle(candle({ open: 110, low: 90 }));
    expect(
      broker.executions.map(({ price, liquidity, fee }) => [String(price), liquidity, String(fee)]),
    ).toEqual([
      ['100', 'maker', '0.1'],
      ['110', 'taker', '0.22'],
    ]);
    expect(wallet(broker)).toEqual({ BTC: ['2', '0'], USDT: ['789.68', '0'] });
  });

  it('are makers at the open of a later candle', () => {
    const broker = brokerWith({ balances: { USDT: 1000 } });
    submit(broker, { size: 1, price: 100 });
    broker.onCandle(candle({ open: 110, low: 105 }));
    broker.onCandle(candle({ open: 95, low: 90, timestamp: 6000 }));
    expect(broker.executions).toMatchObject([{ id: '1', orderId: '1', timestamp: 6000, liquidity: 'maker' }]);
    expect(Object.isFrozen(broker.executions[0])).toBe(true);
  });

  it('fill at once at the last close where they cross it and that is the timing', () => {
    const broker = brokerWith({ balances: { USDT: 1000 }, timing: 'last-close' });
    broker.onCandle(candle({ close: 99 }));
    expect(String(submit(broker, { size: 1, price: 100 }).averagePrice)).toBe('99');
    expect(submit(broker, { size: 1, price: 98 }).status).toBe('PENDING');
    broker.onCandle(candle({ open: 97, low: 96 }));
    expect(broker.executions.map(({ price, liquidity }) => [String(price), liquidity])).toEqual([
      ['99', 'taker'],
      ['97', 'maker'],
    ]);
  });

  it('fill for a share of the volume, first come first served, on the step', () => {
    const instrument = new Instrument({ symbol: 'BTC/USDT', stepSize: '0.1' });
    const broker = brokerWith({ balances: { USDT: 1000 }, volumeShare: '0.5', instrument });
    const first = submit(broker, { size: 1, price: 100 });
    const second = submit(broker, { size: '0.55', price: 100 });
    broker.onCandle(candle({ open: 105, low: 95, volume: 2.7 }));
    expect([first.status, second.status]).toEqual(['COMPLETED', 'PARTIALLY_FILLED']);
    expect(String(second.filledSize)).toBe('0.3');
    // What is left of the second order, 0.2 on the step, with the taker's rate.
    expect(wallet(broker).USDT?.[1]).toBe('20.04');
    broker.onCandle(candle({ open: 105, low: 95, volume: 0 }));
    expect(String(second.filledSize)).toBe('0.3');
    broker.onCandle(candle({ open: 105, low: 95, volume: 0.4 }));
    expect(second.status).toBe('COMPLETED');
    expect(String(second.filledSize)).toBe('0.5');
    expect(wallet(broker).USDT?.[1]).toBe('0');
  });

  it('pay a rebate where the rate is negative', () => {
    const broker = brokerWith({ balances: { USDT: 100 }, fees: { maker: '-0.0001', taker: 0 } });
    submit(broker, { size: 1, price: 100 });
    broker.onCandle(candle({ open: 105, low: 95 }));
    expect(wallet(broker)).toEqual({ BTC: ['1', '0'], USDT: ['0.01', '0'] });
  });

  it('fill against the exact decimal of a candle price', () => {
    const broker = brokerWith({ balances: { USDT: 1000 } });
    const below = submit(broker, { size: 1, price: '0.30000000000000003' });
    const exact = submit(broker, { size: 1, price: '0.3' });
    broker.onCandle(candle({ open: 0.5, high: 0.5, low: 0.1 + 0.2, close: 0.5 }));
    expect([below.status, exact.status]).toEqual(['PENDING', 'PENDING']);
    broker.onCandle(candle({ open: 0.5, high: 0.5, low: 0.3, close: 0.5 }));
    expect([below.status, exact.status]).toEqual(['COMPLETED', 'COMPLETED']);
  });
});

describe('submit', () => {
  it('rejects what the wallet does not hold, and changes nothing', () => {
    const broker = brokerWith({ balances: { USDT: 100 } });
    const order = new Order({
      symbol: 'BTC/USDT',
      orderType: 'LIMIT',
      orderSide: 'BUY',
      size: 1,
      price: 100,
    });
    expect(() => broker.submit(order)).toThrow(InsufficientBalanceException);
    expect(order).toMatchObject({ status: 'REJECTED', reason: '100.2 USDT are needed, 100 are free' });
    expect(wallet(broker)).toEqual({ BTC: ['0', '0'], USDT: ['100', '0'] });
    expect(broker.openOrders).toEqual([]);
  });

  it.each([
    ['size', { size: '0' }],
    ['price', { price: undefined }],
    ['symbol', { symbol: 'ETH/USDT' }],
  ])('names the %s that is wrong', (field, fields) => {
    const broker = brokerWith({ balances: { USDT: 1000 } });
    const submitting = () => submit(broker, { size: 1, price: 100, ...fields });
    expect(submitting).toThrow(expect.objectContaining({ code: 'ORDER_INVALID', field }));
  });

  it('holds the order against the instrument', () => {
    const instrument = new Instrument({ symbol: 'BTC/USDT', minNotional: 10 });
    const broker = brokerWith({ balances: { USDT: 1000 }, instrument });
    expect(() => submit(broker, { size: '0.01', price: 100 })).toThrow('minimum notional');
  });

  it('takes an order once', () => {
    const broker = brokerWith({ balances: { USDT: 1000 } });
    const order = submit(broker, { size: 1, price: 100 });
    expect(() => broker.submit(order)).toThrow(InvalidOrderSubmissionException);
    expect(broker.openOrders).toEqual([order]);
    expect(broker.order(order.orderId ?? '')).toBe(order);
  });
});

describe('cancel', () => {
  it('frees what was locked; twice, or after the fill, is harmless', () => {
    const broker = brokerWith({ balances: { BTC: 2 } });
    const cancelled = submit(broker, { orderSide: 'SELL', size: 1, price: 100 });
    const filled = submit(broker, { orderSide: 'SELL', size: 1, price: 90 });
    broker.cancel(cancelled);
    expect(wallet(broker).BTC).toEqual(['1', '1']);
    broker.cancel(cancelled);
    broker.onCandle(candle({ high: 95 }));
    broker.cancel(filled);
    expect([cancelled.status, filled.status]).toEqual(['CANCELLED', 'COMPLETED']);
    expect(wallet(broker).BTC).toEqual(['1', '0']);
  });

  it('refuses an order it does not know', () => {
    const order = new Order({
      symbol: 'BTC/USDT',
      orderType: 'LIMIT',
      orderSide: 'BUY',
      size: 1,
      price: 100,
    });
    expect(() => brokerWith({}).cancel(order)).toThrow(OrderNotFoundException);
  });
});

describe('listeners', () => {
  it('that place an order as another fills wait for the next candle', () => {
    const broker = brokerWith({ balances: { USDT: 1000 } });
    const first = submit(broker, { size: 1, price: 100 });
    const second = new Order({
      symbol: 'BTC/USDT',
      orderType: 'LIMIT',
      orderSide: 'SELL',
      size: 1,
      price: 90,
    });
    first.onStatus(() => broker.submit(second));
    broker.onCandle(candle({ open: 105, low: 95, high: 110 }));
    expect([first.status, second.status]).toEqual(['COMPLETED', 'PENDING']);
    broker.onCandle(candle({ open: 105, low: 95, high: 110 }));
    expect(second.status).toBe('COMPLETED');
  });

  it('that cancel an order as another fills are obeyed', () => {
    const broker = brokerWith({ balances: { USDT: 1000 } });
    const first = submit(broker, { size: 1, price: 100 });
    const second = submit(broker, { size: 1, price: 100 });
    first.onStatus(() => broker.cancel(second));
    broker.onCandle(candle({ open: 105, low: 95 }));
    expect([first.status, second.status]).toEqual(['COMPLETED', 'CANCELLED']);
    expect(wallet(broker).USDT).toEqual(['899.9', '0']);
  });
});

it.each(['balances.USDT', 'fees.maker', 'fees.taker', 'slippage', 'volume_share'])(
  'refuses rules that make no sense all at once, %s among them',
  (key) => {
    const wrong = { balances: { USDT: -1 }, fees: { maker: 1, taker: 'x' }, slippage: 1, volumeShare: 0 };
    expect(() => brokerWith(wrong)).toThrow(ConfigValidationException);
    expect(() => brokerWith(wrong)).toThrow(`${key}: must be`);
  },
);

function brokerWith(options: Partial<SimulatedBrokerOptions>): SimulatedBroker {
  return new SimulatedBroker({
    symbol: { base: 'BTC', quote: 'USDT' },
    balances: {},
    fees: { maker: '0.001', taker: '0.002' },
    clock: systemClock,
    logger: createLogger({ level: 'silent' }),
    ...options,
  });
}

function submit(broker: SimulatedBroker, fields: Partial<OrderFields>): Order {
  const order = new Order({ symbol: 'BTC/USDT', orderType: 'LIMIT', orderSide: 'BUY', size: 1, ...fields });
  broker.submit(order);
  return order;
}

let starts = 0;

/** A candle a minute; what is not given lies between what is. */
function candle(prices: Partial<Candle>): Candle {
  const known = [prices.open, prices.high, prices.low, prices.close].filter((price) => price !== undefined);
  const open = prices.open ?? prices.close ?? known[0] ?? 100;
  starts += 60;
  return new Candle({
    open,
    high: Math.max(...known, open),
    low: Math.min(...known, open),
    close: open,
    volume: 100,
    timestamp: starts,
    ...prices,
  });
}

function wallet(broker: SimulatedBroker): Record<string, readonly [free: string, locked: string]> {
  return Object.fromEntries(
    Object.entries(broker.balances()).map(([asset, { free, locked }]) => [
      asset,
      [free.toFixed(), locked.toFixed()],
    ]),
  );
}
