import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadPreset } from '../../venues/index.js';

/** An order as the suite asks for it; sizes in base, prices in quote. */
export interface Wanted {
  readonly side: 'buy' | 'sell';
  readonly kind: 'limit' | 'post_only' | 'ioc' | 'market';
  /** Of a market buy its cost in quote, where `costs` says so. */
  readonly size: string;
  readonly price?: string;
}

export interface OrderSeen {
  readonly id: string | undefined;
  /** In the venue's word. */
  readonly status: string | undefined;
  readonly filled: Amount;
}

type Amount = string | number | undefined;

/** What a venue's own client can do, in the words of this suite: `BTC/USDT` is the only market. */
export interface SdkClient {
  time?(): Promise<number>;
  instrument(): Promise<{ readonly tick: Amount; readonly step: Amount }>;
  ticker(): Promise<{ readonly last: Amount; readonly bid: Amount; readonly ask: Amount }>;
  /** Of one minute, oldest first: start in ms, then open, high, low, close, volume. */
  candles(limit: number): Promise<readonly (readonly Amount[])[]>;
  /** Best first, price and size. */
  book(): Promise<{ readonly bids: readonly Level[]; readonly asks: readonly Level[] }>;
  balance(asset: string): Promise<{ readonly free: Amount; readonly locked: Amount }>;
  fees(): Promise<{ readonly maker: Amount; readonly taker: Amount }>;
  place(order: Wanted): Promise<string | undefined>;
  order(id: string): Promise<OrderSeen>;
  open(): Promise<readonly (string | undefined)[]>;
  history?(): Promise<readonly (string | undefined)[]>;
  fills(): Promise<readonly { readonly price: Amount; readonly size: Amount }[]>;
  cancel(id: string): Promise<unknown>;
  cancelAll(ids: readonly string[]): Promise<unknown>;
  /** Further calls whose answer only has to come. */
  readonly others?: Readonly<Record<string, () => Promise<unknown>>>;
}

export type Level = readonly Amount[];

export interface SdkCase {
  readonly preset: string;
  readonly make: (sandbox: Sandbox) => SdkClient;
  /** The venue's words for an order that is open, filled and cancelled. */
  readonly statuses: { readonly open: string; readonly filled: string; readonly cancelled: string };
  /** A market buy is sized by its cost. */
  readonly costs?: boolean;
  /** Usual mistakes, and a part of the failure that the client reports. */
  readonly mistakes: Readonly<Record<string, Mistake>>;
  /** Subscribes to candles and orders; resolves when it has asked. */
  readonly watch?: (sandbox: Sandbox, told: (message: unknown) => void) => Promise<() => void>;
  /** The channel's name in messages: of candles and of orders. */
  readonly channels?: { readonly candles: RegExp; readonly orders: RegExp };
}

interface Mistake {
  readonly make: (client: SdkClient) => Promise<unknown>;
  /** Each is part of what the client reports. */
  readonly fails: readonly string[];
}

const SYMBOL = 'BTC/USDT';

/** A client of the venue as published: its addresses and credentials are the mock exchange's, nothing else. */
export function describeSdk(name: string, options: SdkCase): void {
  let sandbox: Sandbox;
  let client: SdkClient;
  const { statuses, costs = false } = options;

  beforeAll(async () => {
    const venue = await loadPreset(options.preset);
    sandbox = await createSandbox({
      // The suite asks for more in a second than an account may.
      venue: { ...venue, description: { ...venue.description, limits: [] } },
      seed: 7,
      calm: true,
      // Clients stamp their requests with wall time, so the mock keeps wall time too.
      startTime: Date.now(),
      speed: 1,
    });
    client = options.make(sandbox);
  });

  afterAll(() => sandbox.close());

  describe(`${name}: the market`, () => {
    test('time', async () => {
      const time = (await client.time?.()) ?? sandbox.clock.now();
      expect(Math.abs(time - sandbox.clock.now())).toBeLessThan(2000);
    });

    test('instruments tell the rules that the mock enforces', async () => {
      const { tick, step } = await client.instrument();
      const { tickSize, stepSize } = sandbox.market(SYMBOL);
      expect([Number(tick), Number(step)]).toEqual([Number(tickSize), Number(stepSize)]);
    });

    test('the ticker is the ledger’s', async () => {
      const { last, bid, ask } = await client.ticker();
      expect(Number(last)).toBeCloseTo(sandbox.engine.lastPrice(SYMBOL)?.toNumber() ?? 0, -2);
      expect(Number(bid)).toBeCloseTo(sandbox.engine.bestBid(SYMBOL)?.toNumber() ?? 0, -2);
      expect(Number(bid)).toBeLessThan(Number(ask));
    });

    test('candles equal the ledger', async () => {
      // Taken first: a minute that ends while the client waits is told as it stood before.
      const asked = sandbox.clock.now();
      const rows = await client.candles(4);
      const closed = rows.map((row) => row.map(Number)).filter(([at = 0]) => at + 60_000 <= asked);
      const [from = 0] = closed[0] ?? [];
      const ledger = sandbox.candles(SYMBOL).candles(60, from / 1000, sandbox.clock.now() / 1000);
      expect(closed.length).toBeGreaterThanOrEqual(3);
      expect(closed).toEqual(
        ledger
          .slice(0, closed.length)
          .map(({ timestamp, open, high, low, close, volume }) => [
            timestamp * 1000,
            ...[open, high, low, close, volume].map(Number),
          ]),
      );
    });

    test('the order book has the ledger’s best prices', async () => {
      const { bids, asks } = await client.book();
      expect(bids.length).toBeGreaterThan(0);
      const [[bid] = [], [ask] = []] = [bids[0], asks[0]];
      expect(Number(bid)).toBeCloseTo(sandbox.engine.bestBid(SYMBOL)?.toNumber() ?? 0, -2);
      expect(Number(ask)).toBeCloseTo(sandbox.engine.bestAsk(SYMBOL)?.toNumber() ?? 0, -2);
      expect(Number(bid)).toBeLessThan(Number(ask));
    });

    test('other usual calls are answered', async () => {
      const failed: string[] = [];
      for (const [label, call] of Object.entries(client.others ?? {})) {
        await call().catch((error: unknown) => failed.push(`${label}: ${textOf(error)}`));
      }
      expect(failed).toEqual([]);
    });
  });

  describe(`${name}: the account`, () => {
    test('balances and fees', async () => {
      const { free, locked } = await client.balance('BTC');
      const ledger = sandbox.engine.balances(sandbox.account).get('BTC');
      expect([Number(free), Number(locked)]).toEqual([ledger?.free.toNumber(), ledger?.locked.toNumber()]);
      const { maker, taker } = await client.fees();
      expect([Number(maker), Number(taker)]).toEqual([
        Number(sandbox.engine.fees.maker),
        Number(sandbox.engine.fees.taker),
      ]);
    });

    test('a limit order: placed, read, listed, cancelled', async () => {
      const id = await place({ side: 'buy', kind: 'limit', size: '0.01', price: '30000' });
      expect(idsOf(sandbox.engine.openOrders(sandbox.account))).toEqual([id]);
      expect(await client.order(id)).toEqual({ id, status: statuses.open, filled: expect.anything() });
      expect(Number((await client.order(id)).filled)).toBe(0);
      expect(await client.open()).toEqual([id]);
      await client.cancel(id);
      expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(0);
      expect(await client.order(id)).toMatchObject({ id, status: statuses.cancelled });
    });

    test('an order that is filled at once, by limit and by market, and what is left of it', async () => {
      const ioc = await place({ side: 'buy', kind: 'ioc', size: '0.01', price: '40000' });
      const buy = await place({ side: 'buy', kind: 'market', size: costs ? '500' : '0.01' });
      const sell = await place({ side: 'sell', kind: 'market', size: '0.01' });
      for (const id of [ioc, buy, sell]) {
        const ledger = sandbox.engine.orders(sandbox.account).find((order) => sandbox.orderId(order) === id);
        const seen = await client.order(id);
        expect(seen).toMatchObject({ id, status: statuses.filled });
        expect(Number(seen.filled)).toBe(ledger?.filledSize.toNumber());
        expect(Number(seen.filled)).toBeGreaterThan(0);
      }
      const fills = await client.fills();
      const ledger = sandbox.engine.trades(sandbox.account, SYMBOL).map(({ fill }) => fill);
      expect(sorted(fills.map(({ price, size }) => [Number(price), Number(size)]))).toEqual(
        sorted(ledger.map(({ price, size }) => [price.toNumber(), size.toNumber()])),
      );
    });

    test('a post-only order rests', async () => {
      const id = await place({ side: 'buy', kind: 'post_only', size: '0.01', price: '30000' });
      const [order] = sandbox.engine.openOrders(sandbox.account);
      expect(order).toMatchObject({ timeInForce: 'POST_ONLY', isOpen: true });
      await client.cancel(id);
    });

    test('all orders are cancelled at once', async () => {
      const order = { side: 'buy', kind: 'limit', size: '0.01' } as const;
      const ids = [await place({ ...order, price: '30000' }), await place({ ...order, price: '31000' })];
      await client.cancelAll(ids);
      expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(0);
    });

    test('the history has every order that has ended', async () => {
      const history = await client.history?.();
      if (history === undefined) return;
      expect(history.toSorted()).toEqual(idsOf(sandbox.engine.orders(sandbox.account)).toSorted());
    });

    test.each(Object.entries(options.mistakes))(
      'a mistake is refused as the venue would: %s',
      async (_, mistake) => {
        const failure = await failureOf(mistake.make(client));
        for (const part of mistake.fails) expect(failure).toContain(part);
        expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(0);
      },
    );
  });

  describe.skipIf(options.watch === undefined)(`${name}: streams`, () => {
    const { channels, watch } = options;
    const messages: string[] = [];
    let stop: (() => void) | undefined;

    beforeAll(async () => {
      stop = await watch?.(sandbox, (message) => messages.push(JSON.stringify(message)));
    });
    afterAll(() => stop?.());

    const candles = (): string | undefined => messages.find((message) => channels?.candles.test(message));

    test('candles and orders are told', async () => {
      // Before both are confirmed the first event would be missed.
      await expect.poll(subscribed, { timeout: 8000 }).toBeGreaterThanOrEqual(2);
      const id = await place({ side: 'sell', kind: 'limit', size: '0.01', price: '60000' });
      const orders = (): string | undefined =>
        messages.find((message) => channels?.orders.test(message) === true && message.includes(id));
      await expect.poll(orders, { timeout: 8000 }).toBeDefined();
      await client.cancel(id);
      await expect.poll(candles, { timeout: 8000 }).toBeDefined();
    });
  });

  const subscribed = (): number =>
    sandbox.connections().reduce((count, { subscriptions }) => count + subscriptions.length, 0);

  const place = async (order: Wanted): Promise<string> => {
    const id = await client.place(order);
    if (id === undefined) throw new Error('the client tells no order id');
    return id;
  };

  const idsOf = (orders: Parameters<Sandbox['orderId']>[0][]): string[] =>
    orders.map((order) => sandbox.orderId(order));
}

/** For clients that tell of every step. */
export const silent = { trace: () => undefined, info: () => undefined, error: () => undefined };

function sorted(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return rows.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
}

/** What a client says of a failure, thrown or answered. */
async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    return textOf(await call);
  } catch (error) {
    return textOf(error);
  }
}

function textOf(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value) ?? '';
  return `${value.message} ${JSON.stringify(value)}`;
}
