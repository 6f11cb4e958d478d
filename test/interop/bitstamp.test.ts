import { bitstamp, pro } from 'ccxt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadPreset } from '../../venues/index.js';

// The client is used as published; only its addresses lead to the mock exchange.
let sandbox: Sandbox;
let client: bitstamp;

beforeAll(async () => {
  sandbox = await createSandbox({
    venue: await loadPreset('bitstamp_spot'),
    seed: 7,
    calm: true,
    // The client stamps its requests with wall time, so the mock keeps wall time too.
    startTime: Date.now(),
    speed: 1,
  });
  client = pointed(sandbox.credentials);
  await client.loadMarkets();
});

afterAll(() => sandbox.close());

describe('ccxt bitstamp over REST', () => {
  test('fetchTicker, fetchOrderBook and fetchTrades tell what the ledger holds', async () => {
    const last = sandbox.engine.lastPrice('BTC/USD')?.toNumber() ?? 0;
    const near = expect.closeTo(last, -Math.floor(Math.log10(last * 0.01)));
    expect((await client.fetchTicker('BTC/USD')).last).toEqual(near);
    expect(Object.keys(await client.fetchTickers())).toEqual(expect.arrayContaining(['BTC/USD', 'ETH/USD']));
    const { bids, asks } = await client.fetchOrderBook('BTC/USD');
    expect(Number(bids[0]?.[0])).toBeLessThan(Number(asks[0]?.[0]));
    const trades = await client.fetchTrades('BTC/USD');
    expect(trades.at(-1)?.price).toEqual(near);
    expect(Math.abs((trades.at(-1)?.timestamp ?? 0) - sandbox.clock.now())).toBeLessThan(10_000);
  });

  test('fetchBalance and fetchTradingFee equal the ledger', async () => {
    const balance = await client.fetchBalance();
    for (const [asset, { free, locked }] of sandbox.engine.balances(sandbox.account))
      expect(balance[asset]).toMatchObject({ free: free.toNumber(), used: locked.toNumber() });
    // The venue tells percent, and this client passes it on.
    expect((await client.fetchTradingFee('BTC/USD')).taker).toBe(Number(sandbox.engine.fees.taker) * 100);
  });

  test('createOrder, fetchOrder, fetchOpenOrders, editOrder, cancelOrder, cancelAllOrders', async () => {
    const placed = await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 30_000);
    expect(await client.fetchOrder(placed.id)).toMatchObject({ id: placed.id, status: 'open', side: 'buy' });
    expect(await client.fetchOpenOrders('BTC/USD')).toMatchObject([
      { id: placed.id, amount: 0.01, price: 30_000 },
    ]);
    const edited = await client.editOrder(placed.id, 'BTC/USD', 'limit', 'buy', 0.02, 29_000);
    expect(sandbox.engine.openOrders(sandbox.account).map((order) => order.size.toNumber())).toEqual([0.02]);
    await client.cancelOrder(edited.id, 'BTC/USD');
    expect(await client.fetchOrder(edited.id)).toMatchObject({ status: 'canceled' });
    await client.createOrder('BTC/USD', 'limit', 'sell', 0.01, 90_000);
    await client.cancelAllOrders('BTC/USD');
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(0);
  });

  test('createOrder market and fetchMyTrades tell what the ledger holds', async () => {
    const { id } = await client.createOrder('BTC/USD', 'market', 'buy', 0.01);
    await client.createOrder('BTC/USD', 'market', 'sell', 0.01);
    expect(await client.fetchOrder(id)).toMatchObject({ status: 'closed', filled: 0.01 });
    const told = await client.fetchMyTrades('BTC/USD');
    const ledger = sandbox.engine.trades(sandbox.account, 'BTC/USD');
    expect(told.map(({ side, price, amount, fee }) => [side, price, amount, fee?.cost])).toEqual(
      ledger.map(({ order, fill }) => [
        order.side.toLowerCase(),
        fill.price.toNumber(),
        fill.size.toNumber(),
        fill.fee.toNumber(),
      ]),
    );
  });

  test('the venue’s own errors reach the client as its own classes', async () => {
    const dear = client.createOrder('BTC/USD', 'limit', 'buy', 1000, 30_000);
    await expect(dear).rejects.toMatchObject({ name: 'InsufficientFunds' });
    const stranger = pointed({ ...sandbox.credentials, api_secret: 'not-the-secret' });
    await expect(stranger.fetchBalance()).rejects.toMatchObject({ name: 'AuthenticationError' });
  });
});

describe('ccxt.pro bitstamp over WebSocket', () => {
  let streaming: InstanceType<typeof pro.bitstamp>;

  beforeAll(async () => {
    const { api_key: apiKey, api_secret: secret } = sandbox.credentials;
    streaming = led(new pro.bitstamp({ apiKey, secret }));
    await streaming.loadHttpProxyAgent();
    await streaming.loadMarkets();
  });

  afterAll(() => streaming.close());

  test('watchOrders and watchMyTrades tell of an order and its fills', async () => {
    const orders = streaming.watchOrders('BTC/USD');
    const trades = streaming.watchMyTrades('BTC/USD');
    const isSubscribed = (kind: string): boolean =>
      sandbox.requests.some(({ endpoint }) => endpoint === `streams.${kind}.subscribe`);
    await expect.poll(() => isSubscribed('orders') && isSubscribed('fills')).toBe(true);
    const { id } = await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 60_000);
    expect((await orders).map((order) => order.id)).toContain(id);
    const [trade] = await trades;
    const ledger = sandbox.engine.trades(sandbox.account, 'BTC/USD').at(-1);
    expect(trade).toMatchObject({
      order: id,
      side: 'buy',
      price: ledger?.fill.price.toNumber(),
      amount: ledger?.fill.size.toNumber(),
      fee: { cost: ledger?.fill.fee.toNumber() },
    });
  });
});

function pointed(keys: Readonly<Record<string, string>>): bitstamp {
  return led(new bitstamp({ apiKey: keys['api_key'] ?? '', secret: keys['api_secret'] ?? '' }));
}

function led<Client extends bitstamp>(made: Client): Client {
  const { api } = made.urls;
  made.has['fetchCurrencies'] = false;
  api.public = api.private = `${sandbox.rest}/api`;
  if (api.ws !== undefined) api.ws = sandbox.stream;
  return made;
}
