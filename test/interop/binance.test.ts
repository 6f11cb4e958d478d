import { binance, pro } from 'ccxt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadPreset } from '../../venues/index.js';
import { testStreams } from './market-data.js';

// The client is used as published; only its addresses lead to the mock exchange.
let sandbox: Sandbox;
let client: binance;

beforeAll(async () => {
  sandbox = await createSandbox({
    venue: await loadPreset('binance_spot'),
    seed: 7,
    calm: true,
    // The client stamps its requests with wall time, so the mock keeps wall time too.
    startTime: Date.now(),
    speed: 1,
  });
  client = pointed(new binance(options()));
});

afterAll(() => sandbox.close());

describe('ccxt binance over REST', () => {
  test('fetchTime', async () => {
    expect(Math.abs(((await client.fetchTime()) ?? 0) - sandbox.clock.now())).toBeLessThan(1000);
  });

  test('loadMarkets', async () => {
    const markets = await client.loadMarkets();
    expect(Object.keys(markets)).toEqual(expect.arrayContaining(['BTC/USDT', 'ETH/USDT']));
    expect(markets['BTC/USDT']?.precision).toMatchObject({ amount: 0.00001, price: 0.01 });
    expect(markets['BTC/USDT']?.limits.cost?.min).toBe(5);
  });

  test('fetchOHLCV equals the ledger', async () => {
    const since = sandbox.clock.now() - 10 * 60_000;
    const rows = await client.fetchOHLCV('BTC/USDT', '1m', since, 5);
    const ledger = sandbox
      .candles('BTC/USDT')
      .candles(60, Math.ceil(since / 60_000) * 60, Math.floor(sandbox.clock.now() / 1000));
    expect(rows).toHaveLength(5);
    expect(rows).toEqual(
      ledger
        .slice(0, 5)
        .map((candle) => [
          candle.timestamp * 1000,
          Number(candle.open),
          Number(candle.high),
          Number(candle.low),
          Number(candle.close),
          Number(candle.volume),
        ]),
    );
  });

  test('fetchBalance equals the ledger', async () => {
    const balance = await client.fetchBalance();
    for (const [asset, { free, locked }] of sandbox.engine.balances(sandbox.account)) {
      expect(balance[asset]).toMatchObject({ free: free.toNumber(), used: locked.toNumber() });
    }
  });

  test('createOrder limit, fetchOrder, fetchOpenOrders, cancelOrder', async () => {
    const placed = await client.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 30_000);
    expect(placed).toMatchObject({
      status: 'open',
      side: 'buy',
      type: 'limit',
      amount: 0.01,
      price: 30_000,
      filled: 0,
    });
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(1);

    const fetched = await client.fetchOrder(placed.id, 'BTC/USDT');
    expect(fetched).toMatchObject({ id: placed.id, status: 'open', remaining: 0.01 });

    const open = await client.fetchOpenOrders('BTC/USDT');
    expect(open.map((order) => order.id)).toEqual([placed.id]);

    const cancelled = await client.cancelOrder(placed.id, 'BTC/USDT');
    expect(cancelled).toMatchObject({ id: placed.id, status: 'canceled' });
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(0);
  });

  test('createOrder market, with its fills and fees', async () => {
    const order = await client.createOrder('BTC/USDT', 'market', 'buy', 0.01);
    const [ledger] = sandbox.engine.orders(sandbox.account).filter(({ id }) => id === order.id);
    expect(order).toMatchObject({
      status: 'closed',
      filled: 0.01,
      average: ledger?.averagePrice?.toNumber(),
    });
    expect(order.trades.length).toBeGreaterThan(0);
    expect(order.fee?.currency).toBe('BTC');
  });

  test('fetchMyTrades and fetchOrders tell what the ledger holds', async () => {
    const trades = await client.fetchMyTrades('BTC/USDT');
    expect(trades.length).toBeGreaterThan(0);
    const orders = await client.fetchOrders('BTC/USDT');
    expect(orders.map(({ id }) => id).toSorted()).toEqual(
      sandbox.engine
        .orders(sandbox.account)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test('fetchTradingFee', async () => {
    expect(await client.fetchTradingFee('BTC/USDT')).toMatchObject({ maker: 0.0008, taker: 0.001 });
  });

  test('the venue’s own errors reach the client as its own classes', async () => {
    await expect(client.createOrder('BTC/USDT', 'limit', 'buy', 1000, 30_000)).rejects.toMatchObject({
      name: 'InsufficientFunds',
    });
    await expect(client.cancelOrder('999999999', 'BTC/USDT')).rejects.toMatchObject({
      name: 'OrderNotFound',
    });
    const stranger = pointed(new binance({ ...options(), secret: 'not-the-secret' }));
    await expect(stranger.fetchBalance()).rejects.toMatchObject({ name: 'AuthenticationError' });
  });
});

describe('ccxt.pro binance over WebSocket', () => {
  let streaming: InstanceType<typeof pro.binance>;

  beforeAll(async () => {
    streaming = pointed(new pro.binance(options()));
    await streaming.loadHttpProxyAgent();
    await streaming.loadMarkets();
  });

  afterAll(() => streaming.close());

  testStreams({ sandbox: () => sandbox, client: () => streaming, symbol: 'BTC/USDT' });

  test('watchOrders', async () => {
    const pending = streaming.watchOrders('BTC/USDT');
    // The subscription is confirmed before the order is placed, or its first event would be missed.
    await sandbox.settle();
    const placed = await client.createOrder('BTC/USDT', 'limit', 'sell', 0.01, 60_000);
    const orders = await pending;
    expect(orders.at(-1)).toMatchObject({ id: placed.id, status: 'open', amount: 0.01, price: 60_000 });
  });
});

function options(): ConstructorParameters<typeof binance>[0] {
  return {
    apiKey: sandbox.credentials['api_key'] ?? '',
    secret: sandbox.credentials['api_secret'] ?? '',
    options: { fetchMarkets: { types: ['spot'] }, fetchMargins: false },
  };
}

function pointed<Client extends binance>(exchange: Client): Client {
  const rest = sandbox.rest;
  const { host } = new URL(rest);
  const api = exchange.urls['api'];
  exchange.has['fetchCurrencies'] = false;
  Object.assign(api, { public: `${rest}/api/v3`, private: `${rest}/api/v3`, sapi: `${rest}/sapi/v1` });
  if (api['ws'] !== undefined) {
    api['ws']['spot'] = `ws://stream@${host}/ws`;
    api['ws']['ws-api']['spot'] = `ws://${host}/ws-api/v3`;
  }
  return exchange;
}
