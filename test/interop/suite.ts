import type { Exchange } from 'ccxt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadPreset } from '../../venues/index.js';
import { testStreams } from './market-data.js';

/** A published client of a venue, and how its addresses are led to the mock exchange. */
export interface ClientCase<Client extends Exchange> {
  readonly preset: string;
  readonly make: (credentials: Readonly<Record<string, string>>) => Client;
  readonly makeStreaming: (credentials: Readonly<Record<string, string>>) => Client;
  readonly point: (client: Client, rest: string, stream: string) => void;
  /** What a market order's answer tells at once: some venues only acknowledge it. */
  readonly marketAnswer: 'filled' | 'acknowledged';
  /** The client turns a market buy into its cost, by a price that it wants to be told. */
  readonly buysByCost?: boolean;
  /** The venue leaves the candle out that a range begins with. */
  readonly excludesStart?: boolean;
  /** What the client wants said before it asks for an order. */
  readonly fetchOrderParams?: Readonly<Record<string, unknown>>;
  /** And before it asks for the wallet. */
  readonly fetchBalanceParams?: Readonly<Record<string, unknown>>;
  /** What this client cannot do, or its venue does not offer. */
  readonly without?: readonly ('fetchOrders' | 'watchOHLCV' | 'watchOrders')[];
}

/** The client is used as published; only its addresses lead to the mock exchange. */
export function describeClient<Client extends Exchange>(name: string, options: ClientCase<Client>): void {
  let sandbox: Sandbox;
  let client: Client;
  const { without = [], fetchOrderParams = {}, fetchBalanceParams = {} } = options;

  const pointed = (made: Client): Client => {
    made.has['fetchCurrencies'] = false;
    made.options['fetchMarkets'] = { types: ['spot'] };
    options.point(made, new URL(sandbox.rest).origin, new URL(sandbox.rest).origin.replace('http', 'ws'));
    return made;
  };

  beforeAll(async () => {
    sandbox = await createSandbox({
      venue: await loadPreset(options.preset),
      seed: 7,
      calm: true,
      // The client stamps its requests with wall time, so the mock keeps wall time too.
      startTime: Date.now(),
      speed: 1,
    });
    client = pointed(options.make(sandbox.credentials));
  });

  afterAll(() => sandbox.close());

  describe(`ccxt ${name} over REST`, () => {
    test('fetchTime', async () => {
      expect(Math.abs(((await client.fetchTime()) ?? 0) - sandbox.clock.now())).toBeLessThan(2000);
    });

    test('loadMarkets tells the rules that the mock enforces', async () => {
      const markets = await client.loadMarkets();
      expect(Object.keys(markets)).toContain('BTC/USDT');
      const { tickSize, stepSize } = sandbox.market('BTC/USDT');
      expect(markets['BTC/USDT']?.precision).toMatchObject({
        amount: Number(stepSize),
        price: Number(tickSize),
      });
    });

    test('fetchOHLCV equals the ledger', async () => {
      const first = Math.ceil((sandbox.clock.now() - 10 * 60_000) / 60_000) * 60_000;
      const since = options.excludesStart === true ? first - 1 : first;
      const rows = await client.fetchOHLCV('BTC/USDT', '1m', since, 5);
      const store = sandbox.candles('BTC/USDT');
      const ledger = store.candles(60, first / 1000, Math.floor(sandbox.clock.now() / 1000));
      expect(rows).toHaveLength(5);
      expect(rows).toEqual(
        ledger
          .slice(0, 5)
          .map((candle) => [
            candle.timestamp * 1000,
            ...[candle.open, candle.high, candle.low, candle.close, candle.volume].map(Number),
          ]),
      );
    });

    test('fetchBalance equals the ledger', async () => {
      const balance = await client.fetchBalance(fetchBalanceParams);
      for (const [asset, { free, locked }] of sandbox.engine.balances(sandbox.account)) {
        expect(balance[asset]).toMatchObject({ free: free.toNumber(), used: locked.toNumber() });
      }
    });

    test('createOrder limit, fetchOrder, fetchOpenOrders, fetchBalance, cancelOrder', async () => {
      const placed = await client.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 30_000);
      const [order] = sandbox.engine.openOrders(sandbox.account);
      expect(order).toMatchObject({ side: 'BUY', type: 'LIMIT' });
      expect([order?.size.toNumber(), order?.price?.toNumber()]).toEqual([0.01, 30_000]);
      expect(placed.id).toBe(order && sandbox.orderId(order));

      const fetched = await client.fetchOrder(placed.id, 'BTC/USDT', fetchOrderParams);
      expect(fetched).toMatchObject({ id: placed.id, status: 'open', side: 'buy', type: 'limit' });
      expect(fetched).toMatchObject({ amount: 0.01, price: 30_000, filled: 0, remaining: 0.01 });

      const open = await client.fetchOpenOrders('BTC/USDT');
      expect(open.map(({ id }) => id)).toEqual([placed.id]);
      // Where the fee is paid in quote, it is bound too.
      const bound = sandbox.engine.balances(sandbox.account).get('USDT')?.locked.toNumber();
      expect(bound).toBeGreaterThanOrEqual(300);
      expect((await client.fetchBalance(fetchBalanceParams))['USDT']?.used).toBe(bound);

      await client.cancelOrder(placed.id, 'BTC/USDT');
      expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(0);
      expect(await client.fetchOrder(placed.id, 'BTC/USDT', fetchOrderParams)).toMatchObject({
        status: 'canceled',
      });
    });

    test.each(['buy', 'sell'] as const)('createOrder market %s, with its fills and fees', async (side) => {
      const placed = await client.createOrder(
        'BTC/USDT',
        'market',
        side,
        0.01,
        ...(options.buysByCost === true && side === 'buy' ? [36_500] : []),
      );
      const order =
        options.marketAnswer === 'filled'
          ? placed
          : await client.fetchOrder(placed.id, 'BTC/USDT', fetchOrderParams);
      const ledger = sandbox.engine.orders(sandbox.account).find((one) => sandbox.orderId(one) === placed.id);
      expect(order).toMatchObject({ status: 'closed', filled: ledger?.filledSize.toNumber() });
      expect(order.average).toBeCloseTo(ledger?.averagePrice?.toNumber() ?? 0, 4);
      const fees = order.fee?.currency === undefined ? await tradeFees(client, placed.id) : [order.fee];
      const paid = [...(ledger?.fees ?? [])].map(([currency, cost]) => [currency, cost.toNumber()]);
      expect(fees.map((fee) => fee?.currency)).toEqual(fees.map(() => paid[0]?.[0]));
      expect(fees.reduce((sum, fee) => sum + (fee?.cost ?? 0), 0)).toBeCloseTo(Number(paid[0]?.[1]), 8);
    });

    test('fetchMyTrades tells what the ledger holds', async () => {
      const trades = await client.fetchMyTrades('BTC/USDT');
      const ledger = sandbox.engine.trades(sandbox.account, 'BTC/USDT');
      expect(trades.map(({ price }) => price).toSorted()).toEqual(
        ledger.map(({ fill }) => fill.price.toNumber()).toSorted(),
      );
    });

    test.skipIf(without.includes('fetchOrders'))('fetchOrders tells what the ledger holds', async () => {
      const orders = await client.fetchOrders('BTC/USDT');
      expect(orders.map(({ id }) => id).toSorted()).toEqual(
        sandbox.engine
          .orders(sandbox.account)
          .map((order) => sandbox.orderId(order))
          .toSorted(),
      );
    });

    test('fetchTradingFee', async () => {
      expect(await client.fetchTradingFee('BTC/USDT')).toMatchObject({ maker: 0.0008, taker: 0.001 });
    });

    test('the venue’s own errors reach the client as its own classes', async () => {
      const dear = client.createOrder('BTC/USDT', 'limit', 'buy', 50, 30_000);
      await expect(dear).rejects.toMatchObject({ name: 'InsufficientFunds' });
      const [known] = sandbox.engine.orders(sandbox.account);
      const stale = client.cancelOrder(known === undefined ? '' : sandbox.orderId(known), 'BTC/USDT');
      await expect(stale).rejects.toMatchObject({
        name: expect.stringMatching(/^OrderNotFound$|^InvalidOrder$|^CancelPending$|^BadRequest$/),
      });
      const stranger = pointed(options.make({ ...sandbox.credentials, api_secret: 'not-the-secret' }));
      await expect(stranger.fetchBalance()).rejects.toMatchObject({ name: 'AuthenticationError' });
    });
  });

  describe(`ccxt.pro ${name} over WebSocket`, () => {
    let streaming: Client;

    beforeAll(async () => {
      streaming = pointed(options.makeStreaming(sandbox.credentials));
      await streaming.loadHttpProxyAgent();
      await streaming.loadMarkets();
    });

    afterAll(() => streaming.close());

    testStreams({
      sandbox: () => sandbox,
      client: () => streaming,
      symbol: 'BTC/USDT',
      candles: !without.includes('watchOHLCV'),
    });

    test.skipIf(without.includes('watchOrders'))('watchOrders', async () => {
      const pending = streaming.watchOrders('BTC/USDT');
      // The subscription is confirmed before the order is placed, or its first event would be missed.
      await expect
        .poll(() => sandbox.connections().some(({ subscriptions }) => subscriptions.includes('orders')))
        .toBe(true);
      const placed = await client.createOrder('BTC/USDT', 'limit', 'sell', 0.01, 60_000);
      const orders = await pending;
      expect(orders.at(-1)).toMatchObject({ id: placed.id, status: 'open', amount: 0.01, price: 60_000 });
    });
  });
}

async function tradeFees(client: Exchange, order: string): ReturnType<typeof feesOf> {
  return feesOf((await client.fetchMyTrades('BTC/USDT')).filter((trade) => trade.order === order));
}

async function feesOf(trades: Awaited<ReturnType<Exchange['fetchMyTrades']>>) {
  return trades.map(({ fee }) => fee);
}
