import { kucoin, pro } from 'ccxt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadPreset } from '../../venues/index.js';
import { testStreams } from './market-data.js';

// The client is used as published; only its addresses lead to the mock exchange.
let sandbox: Sandbox;
let client: kucoin;

beforeAll(async () => {
  sandbox = await createSandbox({
    venue: await loadPreset('kucoin_spot'),
    seed: 7,
    calm: true,
    // The client stamps its requests with wall time, so the mock keeps wall time too.
    startTime: Date.now(),
    speed: 1,
  });
  client = pointed(new kucoin(options()));
});

afterAll(() => sandbox.close());

describe('ccxt kucoin over REST', () => {
  test('fetchTime', async () => {
    expect(Math.abs(((await client.fetchTime()) ?? 0) - sandbox.clock.now())).toBeLessThan(1000);
  });

  test('loadMarkets', async () => {
    const markets = await client.loadMarkets();
    expect(Object.keys(markets)).toEqual(expect.arrayContaining(['BTC/USDT', 'ETH/USDT']));
    expect(markets['BTC/USDT']?.precision).toMatchObject({ amount: 1e-8, price: 0.1 });
    expect(markets['BTC/USDT']?.limits.cost?.min).toBe(0.1);
  });

  test('fetchOHLCV equals the ledger', async () => {
    const since = Math.floor((sandbox.clock.now() - 10 * 60_000) / 60_000) * 60_000;
    const rows = await client.fetchOHLCV('BTC/USDT', '1m', since, 5);
    const ledger = sandbox
      .candles('BTC/USDT')
      .candles(60, since / 1000, Math.floor(sandbox.clock.now() / 1000));
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
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(1);

    const fetched = await client.fetchOrder(placed.id, 'BTC/USDT');
    expect(fetched).toMatchObject({
      id: placed.id,
      status: 'open',
      amount: 0.01,
      price: 30_000,
      remaining: 0.01,
    });

    const open = await client.fetchOpenOrders('BTC/USDT');
    expect(open.map((order) => order.id)).toEqual([placed.id]);

    await client.cancelOrder(placed.id, 'BTC/USDT');
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(0);
    expect(await client.fetchOrder(placed.id, 'BTC/USDT')).toMatchObject({ status: 'canceled' });
  });

  test('createOrder market, with its price and fee', async () => {
    const { id } = await client.createOrder('BTC/USDT', 'market', 'buy', 0.01);
    const ledger = sandbox.engine.orders(sandbox.account).at(-1);
    const order = await client.fetchOrder(id, 'BTC/USDT');
    expect(order).toMatchObject({
      status: 'closed',
      filled: 0.01,
      average: ledger?.averagePrice?.toNumber(),
      fee: { currency: 'USDT', cost: ledger?.fees.get('USDT')?.toNumber() },
    });
  });

  test('fetchMyTrades and fetchClosedOrders tell what the ledger holds', async () => {
    const trades = await client.fetchMyTrades('BTC/USDT');
    expect(trades).toHaveLength(sandbox.engine.trades(sandbox.account, 'BTC/USDT').length);
    const orders = await client.fetchClosedOrders('BTC/USDT');
    expect(orders).toHaveLength(2);
  });

  test('fetchTradingFee', async () => {
    expect(await client.fetchTradingFee('BTC/USDT')).toMatchObject({ maker: 0.001, taker: 0.001 });
  });

  test('the venue’s own errors reach the client as its own classes', async () => {
    await expect(client.createOrder('BTC/USDT', 'limit', 'buy', 1000, 30_000)).rejects.toMatchObject({
      name: 'InsufficientFunds',
    });
    await expect(client.cancelOrder('6fffffffffffffffffffffff', 'BTC/USDT')).rejects.toMatchObject({
      name: 'OrderNotFound',
    });
    const stranger = pointed(new kucoin({ ...options(), apiKey: 'not-the-key' }));
    await expect(stranger.fetchBalance()).rejects.toMatchObject({ name: 'AuthenticationError' });
  });
});

describe('ccxt.pro kucoin over WebSocket', () => {
  let streaming: InstanceType<typeof pro.kucoin>;

  beforeAll(async () => {
    streaming = pointed(new pro.kucoin(options()));
    await streaming.loadHttpProxyAgent();
    await streaming.loadMarkets();
  });

  afterAll(() => streaming.close());

  testStreams({ sandbox: () => sandbox, client: () => streaming, symbol: 'BTC/USDT' });

  test('watchOrders', async () => {
    const pending = streaming.watchOrders('BTC/USDT');
    // The subscription is confirmed before the order is placed, or its first event would be missed.
    await expect.poll(() => subscriptions(), { timeout: 20_000 }).toContain('orders');
    const placed = await client.createOrder('BTC/USDT', 'limit', 'sell', 0.01, 60_000);
    const orders = await pending;
    expect(orders.at(-1)).toMatchObject({
      id: placed.id,
      status: 'open',
      side: 'sell',
      amount: 0.01,
      price: 60_000,
    });
  });
});

function options(): ConstructorParameters<typeof kucoin>[0] {
  return {
    apiKey: sandbox.credentials['api_key'] ?? '',
    secret: sandbox.credentials['api_secret'] ?? '',
    password: sandbox.credentials['passphrase'] ?? '',
    options: { fetchMarkets: { types: ['spot'] } },
  };
}

function subscriptions(): readonly string[] {
  return sandbox.connections().flatMap((connection) => connection.subscriptions);
}

/** Where the streams are the client asks the venue. */
function pointed<Client extends kucoin>(exchange: Client): Client {
  const { rest } = sandbox;
  exchange.has['fetchCurrencies'] = false;
  Object.assign(exchange.urls['api'], { public: rest, private: rest, utaPrivate: rest });
  return exchange;
}
