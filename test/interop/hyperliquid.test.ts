import { hyperliquid, pro } from 'ccxt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadPreset } from '../../venues/index.js';

const SYMBOL = 'BTC/USDC';

// The client is used as published; only its addresses lead to the mock exchange.
let sandbox: Sandbox;
let client: hyperliquid;

beforeAll(async () => {
  sandbox = await createSandbox({
    venue: await loadPreset('hyperliquid_spot'),
    seed: 7,
    calm: true,
    // The client stamps its requests with wall time, so the mock keeps wall time too.
    startTime: Date.now(),
    speed: 1,
  });
  client = pointed(new hyperliquid(options()));
  await client.loadMarkets();
});

afterAll(() => sandbox.close());

describe('ccxt hyperliquid over REST', () => {
  test('fetchOHLCV and fetchOrderBook equal the ledger', async () => {
    const since = Math.ceil((sandbox.clock.now() - 10 * 60_000) / 60_000) * 60_000;
    const rows = await client.fetchOHLCV(SYMBOL, '1m', since, 5);
    const ledger = sandbox.candles(SYMBOL).candles(60, since / 1000, Math.floor(sandbox.clock.now() / 1000));
    expect(rows.map(([time, open]) => [time, open])).toEqual(
      ledger.slice(0, 5).map(({ timestamp, open }) => [timestamp * 1000, Number(open)]),
    );
    const { bids, asks } = await client.fetchOrderBook(SYMBOL);
    expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
  });

  test('fetchBalance equals the ledger', async () => {
    const balance = await client.fetchBalance({ type: 'spot' });
    for (const [asset, { free, locked }] of sandbox.engine.balances(sandbox.account))
      expect(balance[asset]).toMatchObject({ free: free.toNumber(), used: locked.toNumber() });
  });

  test('createOrder, fetchOrder, fetchOpenOrders, editOrder, cancelOrder', async () => {
    const placed = await client.createOrder(SYMBOL, 'limit', 'buy', 0.01, 30_000);
    expect(await client.fetchOrder(placed.id, SYMBOL)).toMatchObject({
      id: placed.id,
      status: 'open',
      amount: 0.01,
    });
    expect((await client.fetchOpenOrders(SYMBOL)).map(({ id }) => id)).toEqual([placed.id]);
    const edited = await client.editOrder(placed.id, SYMBOL, 'limit', 'buy', 0.02, 29_000);
    expect(sandbox.engine.openOrders(sandbox.account).map((order) => order.size.toNumber())).toEqual([0.02]);
    await client.cancelOrder(edited.id, SYMBOL);
    expect(await client.fetchOrder(edited.id, SYMBOL)).toMatchObject({ status: 'canceled' });
  });

  test('several orders in one action are placed and cancelled', async () => {
    const asked = [30_000, 29_000].map((price) => ({
      symbol: SYMBOL,
      type: 'limit' as const,
      side: 'buy' as const,
      amount: 0.01,
      price,
    }));
    const placed = await client.createOrders(asked);
    expect(new Set(placed.map(({ id }) => id)).size).toBe(2);
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(2);
    await client.cancelOrders(
      placed.map(({ id }) => id),
      SYMBOL,
    );
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(0);
  });

  test('createOrder market, fetchMyTrades, fetchOrders tell what the ledger holds', async () => {
    await client.createOrder(SYMBOL, 'market', 'buy', 0.01, 36_500);
    const trades = await client.fetchMyTrades(SYMBOL);
    const ledger = sandbox.engine.trades(sandbox.account, SYMBOL);
    expect(trades.map(({ price, amount }) => [price, amount])).toEqual(
      ledger.map(({ fill }) => [fill.price.toNumber(), fill.size.toNumber()]),
    );
    const orders = await client.fetchOrders(SYMBOL);
    expect(orders).toHaveLength(sandbox.engine.orders(sandbox.account).length);
  });
});

describe('ccxt.pro hyperliquid over WebSocket', () => {
  let streaming: InstanceType<typeof pro.hyperliquid>;

  beforeAll(async () => {
    streaming = pointed(new pro.hyperliquid(options()));
    await streaming.loadHttpProxyAgent();
    await streaming.loadMarkets();
  });

  afterAll(() => streaming.close());

  test('watchOHLCV and watchOrders', async () => {
    expect((await streaming.watchOHLCV(SYMBOL, '1m')).length).toBeGreaterThan(0);
    const pending = streaming.watchOrders(SYMBOL);
    await expect
      .poll(() => sandbox.connections().some(({ subscriptions }) => subscriptions.includes('orders')))
      .toBe(true);
    const placed = await client.createOrder(SYMBOL, 'limit', 'sell', 0.01, 60_000);
    expect((await pending).at(-1)).toMatchObject({ id: placed.id, status: 'open', price: 60_000 });
  });

  test('watchTicker, watchTrades, watchOrderBook', async () => {
    const last = sandbox.engine.lastPrice(SYMBOL)?.toNumber() ?? 0;
    for (const told of [
      (await streaming.watchTicker(SYMBOL)).close,
      (await streaming.watchTrades(SYMBOL)).at(-1)?.price,
      (await streaming.watchOrderBook(SYMBOL)).bids[0]?.[0],
    ])
      expect(Math.abs(Number(told) / last - 1)).toBeLessThan(0.02);
  });
});

function options(): ConstructorParameters<typeof hyperliquid>[0] {
  const { wallet_address: walletAddress = '', api_secret: privateKey = '' } = sandbox.credentials;
  return { walletAddress, privateKey, options: { defaultType: 'spot', fetchMarkets: { types: ['spot'] } } };
}

function pointed<Client extends hyperliquid>(made: Client): Client {
  const { api } = made.urls;
  made.has['fetchCurrencies'] = false;
  // Its broker's approval, which spot orders do not need.
  made.options['builderFee'] = false;
  api.public = api.private = sandbox.rest;
  if (api.ws !== undefined) api.ws.public = `${sandbox.rest.replace('http', 'ws')}/ws`;
  return made;
}
