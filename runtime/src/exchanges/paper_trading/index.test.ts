import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeEnvironment } from '../../environment.js';
import { Candle, type CandleListener } from '../../data/candle.js';
import { NotConnectedException } from '../../exceptions.js';
import { Order } from '../../orders/order.js';
import { testEnvironment } from '../../test-support/test-environment.js';
import { Exchange, type Config } from './index.js';

describe('the market that is configured', () => {
  it('puts prices and sizes on its grid, and refuses what is below its minimums', async () => {
    const { exchange } = await connected({
      tick_size: '0.5',
      step_size: 0.01,
      min_size: '0.02',
      min_notional: 100,
    });
    await exchange.submitOrder(limitBuy(0.029, 10_000.7));
    // 0.02 at 10,000.5 and the fee.
    expect(String((await exchange.getWalletBalance())['USDT']?.locked)).toBe('200.21001');
    await expect(exchange.submitOrder(limitBuy(0.01, 20_000))).rejects.toThrow('minimum size 0.02');
    await expect(exchange.submitOrder(limitBuy(0.02, 4_000))).rejects.toThrow('minimum notional 100');
  });

  it('is validated, and a misspelt key is told with the nearest one', () => {
    expect(() => make({ tick_size: 0 })).toThrow('tick_size: must be a number above 0, like 0.01');
    expect(() => make({ min_notional: 'ten' })).toThrow('min_notional: must be a number above 0');
    expect(() => make({ ticksize: 1 })).toThrow('ticksize: is not known, do you mean tick_size?');
    expect(() => make({ min_notinal: 1 })).toThrow('do you mean min_notional?');
  });
});

describe('without a feed', () => {
  it('delivers the candle of the contract’s example at the end of each second', async () => {
    const { exchange, clock } = await connected();
    const candles: Candle[] = [];
    await exchange.subscribeToCandles((candle) => candles.push(candle));
    await clock.advance(3000);
    const start = 1_700_000_000;
    expect(candles.map(({ timestamp }) => timestamp)).toEqual([start, start + 1, start + 2]);
    expect(candles[0]).toEqual({
      open: 50000,
      high: 51000,
      low: 49500,
      close: 50500,
      volume: 100,
      timestamp: start,
    });
  });

  it('keeps to the interval that is configured', async () => {
    const { exchange, clock } = await connected({ interval: '1m' });
    const times: number[] = [];
    await exchange.subscribeToCandles(({ timestamp }) => times.push(timestamp));
    await clock.advance(120_000);
    expect(times).toEqual([1_699_999_980, 1_700_000_040]);
  });

  it('ends with disconnect', async () => {
    const { exchange, clock } = await connected();
    let candles = 0;
    await exchange.subscribeToCandles(() => (candles += 1));
    await clock.advance(1000);
    await exchange.disconnect();
    await clock.advance(5000);
    expect(candles).toBe(1);
    expect(clock.pending).toBe(0);
    await expect(exchange.submitOrder(market())).rejects.toThrow(NotConnectedException);
  });

  it('has the wallet and the fees of the contract’s example unless told otherwise', async () => {
    const { exchange } = await connected();
    const { BTC, USDT } = await exchange.getWalletBalance();
    expect([String(BTC?.free), String(USDT?.free)]).toEqual(['10', '100000']);
    expect(await exchange.getFees()).toEqual([0.001, 0.001]);
    const other = await connected({ balances: { btc: '0.5' }, fees: { maker: '0.0002', taker: '0.0004' } });
    expect(String((await other.exchange.getWalletBalance()).BTC?.free)).toBe('0.5');
    expect(await other.exchange.getFees()).toEqual([0.0002, 0.0004]);
  });

  it('fills market orders at the last close, limit orders when a candle reaches them', async () => {
    const { exchange, clock } = await connected({ balances: { USDT: 200_000 } });
    await clock.advance(1000);
    const bought = market();
    await exchange.submitOrder(bought);
    expect([bought.status, String(bought.averagePrice)]).toEqual(['COMPLETED', '50500']);
    const limit = new Order({
      symbol: 'BTC/USDT',
      orderType: 'LIMIT',
      orderSide: 'BUY',
      size: 1,
      price: 49_500,
    });
    await exchange.submitOrder(limit);
    expect(await exchange.getOpenOrders()).toEqual([limit]);
    await clock.advance(1000);
    expect([limit.status, String(limit.averagePrice)]).toEqual(['COMPLETED', '49500']);
    expect(exchange.executions).toHaveLength(2);
    await exchange.cancelOrder(limit);
    expect(limit.status).toBe('COMPLETED');
  });

  it('shows a listener what the candle did to the account', async () => {
    const { exchange, clock } = await connected();
    const order = market();
    await exchange.submitOrder(order);
    const seen: string[] = [];
    await exchange.subscribeToCandles(() => seen.push(order.status));
    await clock.advance(1000);
    expect(seen).toEqual(['COMPLETED']);
  });

  it('logs a listener that throws or rejects, and goes on', async () => {
    const { exchange, clock, lines } = await connected();
    let calls = 0;
    await exchange.subscribeToCandles(() => {
      calls += 1;
      if (calls === 1) throw new Error('thrown');
      return Promise.reject(new Error('rejected'));
    });
    await clock.advance(2000);
    expect(calls).toBe(2);
    expect(lines.filter((line) => line.includes('the candle listener threw'))).toHaveLength(2);
    await exchange.unsubscribeFromCandles();
    await clock.advance(2000);
    expect(calls).toBe(2);
  });
});

describe('with a feed', () => {
  let root: string;
  /** The instances of the feed, in the order of their making. */
  let feeds: Feed[];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'paper-trading-'));
    const folder = join(root, 'custom_modules', 'exchanges', 'my_feed');
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'index.js');
    await Promise.all([
      writeFile(join(root, 'package.json'), '{ "type": "module" }'),
      writeFile(file, MY_FEED),
    ]);
    const module: { readonly feeds: Feed[] } = await import(pathToFileURL(file).href);
    ({ feeds } = module);
  });

  afterAll(() => rm(root, { recursive: true, force: true }));

  const reference = (config: Record<string, unknown> = {}) => ({
    namespace: 'exchanges:my_feed',
    config,
    root,
  });

  it('loads it by its namespace, with this symbol and interval unless it has its own', async () => {
    const { clock } = await connected({ interval: '5m', feed: reference({ depth: 1 }) });
    expect(feeds.at(-1)?.config).toEqual({ symbol: 'BTC/USDT', interval: '5m', depth: 1 });
    expect(feeds.at(-1)?.environment.clock).toBe(clock);
    await connected({ interval: '5m', feed: reference({ symbol: 'BTC/EUR', interval: '1m' }) });
    expect(feeds.at(-1)?.config).toEqual({ symbol: 'BTC/EUR', interval: '1m' });
  });

  it('trades on its candles, passes them on, and ends it with disconnect', async () => {
    const { exchange } = await connected({ feed: reference() });
    const feed = feeds.at(-1);
    const order = market();
    await exchange.submitOrder(order);
    const candles: Candle[] = [];
    await exchange.subscribeToCandles((candle) => candles.push(candle));
    const candle = new Candle({ open: 1, high: 3, low: 1, close: 2, volume: 1, timestamp: 60 });
    feed?.onCandle?.(candle);
    expect(candles).toEqual([candle]);
    expect(String(order.averagePrice)).toBe('2');
    await exchange.disconnect();
    expect(feed?.isConnected).toBe(false);
  });

  it('stays unconnected where the feed refuses, and leaves nothing open', async () => {
    const { exchange } = make({ feed: reference({ refusal: 'no candles today' }) });
    await expect(exchange.connect()).rejects.toThrow('no candles today');
    expect(exchange.isConnected).toBe(false);
    expect(feeds.at(-1)?.isConnected).toBe(false);
  });
});

it('says what is wrong with a feed', () => {
  const faults = [
    [{}, 'feed.namespace: must be a text'],
    ['exchanges:my_feed', 'feed: must be a mapping'],
    [{ namespace: 'exchanges:a', config: 1 }, 'feed.config: must be a mapping'],
    [{ namespace: 'exchanges:a', root: 1 }, 'feed.root: must be a text'],
    [{ namespace: 'exchanges:a', key: 1 }, 'feed.key: is not known'],
  ] as const;
  for (const [feed, message] of faults) {
    expect(() => new Exchange(Object.assign<Config, object>({ symbol: 'BTC/USDT' }, { feed }))).toThrow(
      message,
    );
  }
});

interface Feed {
  readonly config: Readonly<Record<string, unknown>>;
  readonly environment: ExchangeEnvironment;
  readonly isConnected: boolean;
  readonly onCandle?: CandleListener;
}

/** A workspace's exchange that only has candles. */
const MY_FEED = `
export const feeds = [];

export class Exchange {
  isConnected = false;
  constructor(config, state, environment) {
    Object.assign(this, { config, environment });
    feeds.push(this);
  }
  validateConfig() {}
  getState() {}
  submitOrder() {}
  async connect() {
    this.isConnected = true;
  }
  async disconnect() {
    this.isConnected = false;
  }
  async subscribeToCandles(onCandle) {
    if (this.config.refusal !== undefined) throw new Error(this.config.refusal);
    this.onCandle = onCandle;
  }
}
`;

function make(more: Partial<Config> = {}) {
  const environment = testEnvironment();
  const exchange = new Exchange({ symbol: 'BTC/USDT', ...more }, undefined, environment);
  return { exchange, ...environment };
}

async function connected(more: Partial<Config> = {}) {
  const made = make(more);
  await made.exchange.connect();
  return made;
}

function limitBuy(size: number, price: number): Order {
  return new Order({ symbol: 'BTC/USDT', orderType: 'LIMIT', orderSide: 'BUY', size, price });
}

function market(): Order {
  return new Order({ symbol: 'BTC/USDT', orderType: 'MARKET', orderSide: 'BUY', size: 1 });
}
