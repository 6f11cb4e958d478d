import { Decimal } from 'ats-runtime';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ledgerLine } from './event-facts.js';
import { MatchingEngine } from './matching-engine.js';
import type { BookSnapshot, EngineOptions, PlaceRequest } from './types.js';

const ACCOUNTS = ['ann', 'bob', 'cy'] as const;

type Step =
  | { readonly kind: 'place'; readonly account: string; readonly request: PlaceRequest }
  | { readonly kind: 'cancel'; readonly nth: number }
  | { readonly kind: 'force'; readonly nth: number; readonly steps: number };

const RULES = ['expire-maker', 'expire-taker', 'expire-both', 'decrement', 'none'] as const;

const request: fc.Arbitrary<PlaceRequest> = fc
  .record({
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    price: fc.integer({ min: 90, max: 110 }),
    size: fc.integer({ min: 1, max: 30 }),
    kind: fc.constantFrom('GTC', 'GTC', 'GTC', 'IOC', 'FOK', 'POST_ONLY', 'MARKET', 'QUOTE'),
    rule: fc.constantFrom(...RULES, undefined, undefined),
  })
  .map(({ side, price, size, kind, rule }) => {
    const head = { symbol: 'AAA/BBB', side, ...(rule === undefined ? {} : { selfTrade: rule }) } as const;
    if (kind === 'MARKET') return { ...head, type: 'MARKET', size: String(size) };
    if (kind === 'QUOTE') return { ...head, type: 'MARKET', quoteSize: String(size * 77) };
    const timeInForce = kind === 'IOC' || kind === 'FOK' || kind === 'POST_ONLY' ? kind : 'GTC';
    return { ...head, type: 'LIMIT', timeInForce, size: String(size), price: String(price) };
  });

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('place'), account: fc.constantFrom(...ACCOUNTS), request }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel'), nth: fc.nat(60) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('force'),
        nth: fc.nat(60),
        steps: fc.integer({ min: 1, max: 9 }),
      }),
    },
  ),
  { maxLength: 80 },
);

const settings = fc.record({
  feeAsset: fc.constantFrom('received' as const, 'quote' as const),
  selfTrade: fc.constantFrom(...RULES),
  fees: fc.constantFrom(
    { maker: '0', taker: '0' },
    { maker: '0.001', taker: '0.00175' },
    { maker: '-0.00013', taker: '0.0007' },
  ),
});

describe('matching engine, any sequence of orders', () => {
  test('conserves every asset, never overdraws, never shows a crossed book', () => {
    fc.assert(
      fc.property(settings, steps, (options, plan) => {
        const engine = freshEngine(options);
        const before = totals(engine);
        engine.onEvent(() => expect(isCrossed(engine)).toBe(false));
        for (const step of plan) {
          run(engine, step);
          expect(totals(engine)).toEqual(before);
          expect(isCrossed(engine)).toBe(false);
          expectSound(engine);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('fills the same orders in the same order as a naive book', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const engine = freshEngine({
          fees: { maker: '0', taker: '0' },
          feeAsset: 'received',
          selfTrade: 'none',
        });
        const naive = new NaiveBook();
        const trades: string[] = [];
        engine.onEvent((event) => {
          if (event.type !== 'trade') return;
          const { maker, taker, price, size } = event.trade;
          trades.push(`${maker.order.id} ${taker.order.id} ${price.toFixed()} ${size.toFixed()}`);
        });
        for (const step of plan.filter((one) => one.kind !== 'force')) {
          const orderId = run(engine, inVenueRule(step));
          if (orderId === undefined) continue;
          if (step.kind === 'cancel') naive.cancel(orderId);
          if (step.kind === 'place') naive.place(orderId, step.request);
        }
        expect(trades).toEqual(naive.trades);
        expect(engine.book('AAA/BBB', 100)).toEqual(naive.book());
      }),
      { numRuns: 150 },
    );
  });

  test('writes the same ledger, byte for byte, for the same orders', () => {
    fc.assert(
      fc.property(settings, steps, (options, plan) => {
        const write = (): string => {
          const engine = freshEngine(options);
          const lines: string[] = [];
          engine.onEvent((event) => lines.push(ledgerLine(event)));
          for (const step of plan) run(engine, step);
          return lines.join('\n');
        };
        expect(write()).toBe(write());
      }),
      { numRuns: 50 },
    );
  });
});

/** The step without a self-trade rule of its own. */
function inVenueRule(step: Step): Step {
  if (step.kind !== 'place') return step;
  const { selfTrade: _, ...terms } = step.request;
  return { ...step, request: terms };
}

function freshEngine(
  options: Pick<EngineOptions, 'fees' | 'feeAsset'> & Partial<EngineOptions>,
): MatchingEngine {
  const engine = new MatchingEngine({
    now: () => 5,
    markets: [{ symbol: 'AAA/BBB', base: 'AAA', quote: 'BBB', tickSize: '1', stepSize: '1', minSize: '1' }],
    ...options,
  });
  for (const account of ACCOUNTS) {
    engine.deposit(account, 'AAA', '100');
    engine.deposit(account, 'BBB', '9000');
  }
  return engine;
}

/** Runs a step; returns the order it placed or cancelled. */
function run(engine: MatchingEngine, step: Step): string | undefined {
  if (step.kind === 'place') return engine.place(step.account, step.request).order?.id;
  const open = ACCOUNTS.flatMap((account) => engine.openOrders(account));
  const order = open[step.nth % Math.max(1, open.length)];
  if (order === undefined) return undefined;
  if (step.kind === 'cancel') engine.cancel(order.account, { orderId: order.id });
  else engine.forceFill(order.id, Decimal.min(step.steps, order.size.minus(order.filledSize)));
  return order.id;
}

function totals(engine: MatchingEngine): Record<string, string> {
  const sums: Record<string, Decimal> = { AAA: new Decimal(0), BBB: new Decimal(0) };
  for (const account of engine.accounts) {
    for (const [asset, { free, locked }] of engine.balances(account)) {
      sums[asset] = free.plus(locked).plus(sums[asset] ?? 0);
    }
  }
  return Object.fromEntries(Object.entries(sums).map(([asset, sum]) => [asset, sum.toFixed()]));
}

function isCrossed(engine: MatchingEngine): boolean {
  const bid = engine.bestBid('AAA/BBB');
  const ask = engine.bestAsk('AAA/BBB');
  return bid !== undefined && ask !== undefined && bid.gte(ask);
}

/** Nothing negative; nothing locked but for open orders; orders and their fills agree. */
function expectSound(engine: MatchingEngine): void {
  for (const account of ACCOUNTS) {
    const open = engine.openOrders(account);
    const isLocked = [...engine.balances(account)].some(([, { locked }]) => locked.gt(0));
    expect(isLocked).toBe(open.length > 0);
    for (const { free, locked } of engine.balances(account).values()) {
      expect(free.isNegative() || locked.isNegative()).toBe(false);
    }
    for (const order of engine.orders(account)) {
      const filled = order.fills.reduce((sum, { size }) => sum.plus(size), new Decimal(0));
      expect(filled.eq(order.filledSize)).toBe(true);
      expect(order.status === 'COMPLETED').toBe(
        filled.gt(0) && filled.eq(order.size) && !wasStopped(order.cancelReason),
      );
    }
  }
}

/** Of an order by quote size the size is what was filled, also when the book ran out. */
function wasStopped(reason: string | undefined): boolean {
  return reason !== undefined;
}

interface Resting {
  readonly id: string;
  readonly side: 'BUY' | 'SELL';
  readonly price: number;
  left: number;
}

/** Price-time priority as one would write it on a napkin, to hold the engine against: whole numbers, no balances. */
class NaiveBook {
  readonly trades: string[] = [];
  #orders: Resting[] = [];

  place(id: string, { side, price, size, quoteSize, timeInForce, type }: PlaceRequest): void {
    const limit = price === undefined ? undefined : Number(price);
    const matching = this.#matching(side, limit);
    const available = matching.reduce((sum, { left }) => sum + left, 0);
    if (timeInForce === 'FOK' && available < Number(size)) return;
    let left = Number(size ?? Infinity);
    let money = Number(quoteSize ?? Infinity);
    for (const maker of matching) {
      const wanted = Math.min(left, Math.floor(money / maker.price));
      const traded = Math.min(wanted, maker.left);
      if (traded === 0) break;
      maker.left -= traded;
      left -= traded;
      money -= traded * maker.price;
      this.trades.push(`${maker.id} ${id} ${maker.price} ${traded}`);
      if (traded === wanted) break;
    }
    this.#orders = this.#orders.filter((order) => order.left > 0);
    const rests = type === 'LIMIT' && timeInForce !== 'IOC' && timeInForce !== 'FOK' && left > 0;
    if (rests && limit !== undefined) this.#orders.push({ id, side, price: limit, left });
  }

  cancel(id: string): void {
    this.#orders = this.#orders.filter((order) => order.id !== id);
  }

  book(): BookSnapshot {
    return { bids: this.#levels('BUY'), asks: this.#levels('SELL') };
  }

  /** The other side's orders within the limit: best price first, then oldest first (sorting is stable). */
  #matching(side: 'BUY' | 'SELL', limit: number | undefined): Resting[] {
    const sign = side === 'BUY' ? 1 : -1;
    return this.#orders
      .filter((order) => order.side !== side && (limit === undefined || order.price * sign <= limit * sign))
      .toSorted((a, b) => (a.price - b.price) * sign);
  }

  #levels(side: 'BUY' | 'SELL'): [string, string][] {
    const sizes = new Map<number, number>();
    for (const order of this.#orders) {
      if (order.side === side) sizes.set(order.price, (sizes.get(order.price) ?? 0) + order.left);
    }
    const sign = side === 'BUY' ? -1 : 1;
    return [...sizes]
      .toSorted(([a], [b]) => (a - b) * sign)
      .map(([price, size]) => [String(price), String(size)]);
  }
}
