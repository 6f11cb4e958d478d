import { describe, expect, it } from 'vitest';
import { Candle } from '../data/candle.js';
import { Decimal } from '../decimal.js';
import { InsufficientBalanceException } from '../exceptions.js';
import { Exchange } from '../exchanges/back_trading/index.js';
import { OrderSide, OrderStatus, OrderType } from '../orders/order-constants.js';
import { OrderTracker } from '../orders/order-tracker.js';
import { Order, type OrderFields } from '../orders/order.js';
import { SimulatedBroker } from '../simulation/simulated-broker.js';
import { SimpleState } from '../state/simple-state.js';
import type { ManualClock } from '../test-support/manual-clock.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { PlotData } from './plot-data.js';
import { plotView } from './plot-view.js';

const START = 1_700_000_000;

describe('what becomes of orders', () => {
  it('is drawn by the order tracker, whatever connector it serves', async () => {
    const { plot, tracker, clock } = tracked();
    const buy = order({ orderSide: OrderSide.BUY, price: 100 });
    await tracker.place(buy, () => Promise.resolve({ orderId: '1', status: OrderStatus.PENDING }));
    await clock.advance(60_000);
    tracker.onReport({ orderId: '1', status: OrderStatus.PARTIALLY_FILLED, ...filled(1, 99) });
    tracker.onReport({ orderId: '1', status: OrderStatus.COMPLETED, ...filled(2, 99.5) });
    const refused = order({ orderSide: OrderSide.SELL, price: 110 });
    const refusal = tracker.place(refused, () =>
      Promise.resolve({ orderId: '2', status: OrderStatus.REJECTED }),
    );
    await expect(refusal).rejects.toThrow('the venue rejected the order');
    const cancelled = order({ orderSide: OrderSide.SELL, price: 120 });
    await tracker.place(cancelled, () => Promise.resolve({ orderId: '3', status: OrderStatus.CANCELLED }));
    await tracker.stop();
    expect(Object.fromEntries(plot.topics.map((topic) => [topic, plot.points(topic)]))).toEqual({
      'Buy placed': [[START, 100]],
      'Buy part filled': [[START + 60, 99]],
      'Buy filled': [[START + 60, 99.5]],
      'Sell placed': [
        [START + 60, 110],
        [START + 60, 120],
      ],
      'Sell rejected': [[START + 60, 110]],
      'Sell cancelled': [[START + 60, 120]],
    });
  });

  it('is drawn by a simulated account, market orders at the last close', () => {
    const plot = new PlotData();
    const broker = new SimulatedBroker({
      ...testEnvironment(),
      symbol: { base: 'BTC', quote: 'USDT' },
      balances: { BTC: 1, USDT: 1_000 },
      fees: { maker: 0, taker: 0 },
      plot,
    });
    broker.onCandle(candle(START, 101));
    broker.submit(order({ orderType: OrderType.MARKET, size: 1 }));
    expect(() => broker.submit(order({ orderSide: OrderSide.SELL, size: 5, price: 130 }))).toThrow(
      InsufficientBalanceException,
    );
    broker.onCandle(candle(START + 60, 103));
    expect(plot.points('Candle Close Price')).toEqual([
      [START, 101],
      [START + 60, 103],
    ]);
    expect(plot.points('Buy placed')).toEqual([[START, 101]]);
    expect(plot.points('Buy filled')).toEqual([[START, 103]]);
    expect(plot.points('Sell rejected')).toEqual([[START, 130]]);
  });

  it('stays within plot_data_max_len', () => {
    const exchange = new Exchange({
      symbol: 'BTC/USDT',
      file: 'candles.csv',
      balances: { USDT: 1 },
      plot_data_max_len: 2,
    });
    const plot = exchange.getPlotData();
    for (let n = 0; n < 9; n += 1) plot.addDataPoint({ topic: 'Buy placed', dataPoint: [n, n] });
    expect(plot.points('Buy placed')).toEqual([
      [7, 7],
      [8, 8],
    ]);
  });

  it('is marks on the page, not lines, and what an order given tells is not told twice', () => {
    const given = order({ price: 100 });
    given.bind(testEnvironment());
    const topics = [
      { topic: 'Buy placed', points: [[START + 0.4, 100] as const, [START + 9, Number.NaN] as const] },
      { topic: 'Sell filled', points: [[START + 60, 104.5] as const] },
      { topic: 'position', points: [[START, 1] as const] },
    ];
    const view = plotView(topics, { orders: [given] });
    expect(view.lines.map(({ topic }) => topic)).toEqual(['position']);
    expect(view.marks.map(({ time, side, text }) => [time - START, side, text])).toEqual([
      [0, 'BUY', 'placed 2 @ 100'],
      [9, 'BUY', 'placed'],
      [60, 'SELL', 'filled @ 104.5'],
    ]);
  });
});

function tracked(): { plot: PlotData; tracker: OrderTracker; clock: ManualClock } {
  const environment = testEnvironment();
  const plot = new PlotData();
  const tracker = new OrderTracker({
    environment: { ...environment, plot },
    state: new SimpleState(),
    clientId: { charset: 'a-z0-9', length: 20 },
    lookUp: () => Promise.resolve(undefined),
  });
  return { plot, tracker, clock: environment.clock };
}

function order(fields: Partial<OrderFields>): Order {
  const { symbol, orderType, orderSide, size } = {
    symbol: 'BTC/USDT',
    orderType: OrderType.LIMIT,
    orderSide: OrderSide.BUY,
    size: 2,
    ...fields,
  };
  return new Order({ symbol, orderType, orderSide, size, price: fields.price });
}

function filled(size: number, price: number): { filledSize: Decimal; averagePrice: Decimal } {
  return { filledSize: new Decimal(size), averagePrice: new Decimal(price) };
}

function candle(timestamp: number, price: number): Candle {
  return new Candle({ open: price, high: price, low: price, close: price, volume: 1, timestamp });
}
