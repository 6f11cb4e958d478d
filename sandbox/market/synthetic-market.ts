import type { Clock, Timer } from 'ats-runtime';
import type { MatchingEngine } from '../engine/matching-engine.js';
import type { EngineOrder, MarketSpec, Side } from '../engine/types.js';
import { MarketGrid } from './market-grid.js';
import { marketSetting, type MarketSetting, type ResolvedSetting } from './market-setting.js';
import { seeded } from './seeded.js';

export interface SyntheticMarketOptions extends MarketSetting {
  readonly clock: Clock;
  readonly engine: MatchingEngine;
  readonly symbol: string;
  /** The price to quote around at a time (Unix seconds), instead of a seeded one: a CSV's `priceAt`, say. */
  readonly reference?: (second: number) => number;
}

/**
 * A market to trade against: a market maker quotes around the reference price, and every second a taker trades. Both
 * are house accounts. What they do depends on the seed and the time only, not on what users do.
 * Quotes and a first trade are there as soon as it is constructed.
 */
export class SyntheticMarket {
  readonly #clock: Clock;
  readonly #engine: MatchingEngine;
  readonly #spec: MarketSpec;
  readonly #grid: MarketGrid;
  readonly #setting: ResolvedSetting;
  readonly #reference: (second: number) => number;
  readonly #maker: string;
  readonly #taker: string;
  readonly #quotes: Record<Side, (Quote | undefined)[]> = { BUY: [], SELL: [] };
  #timer: Timer;

  constructor(options: SyntheticMarketOptions) {
    const { clock, engine, symbol } = options;
    this.#clock = clock;
    this.#engine = engine;
    this.#setting = marketSetting(options, clock);
    const { path } = this.#setting;
    this.#reference = options.reference ?? ((second) => path.priceAt(second));
    this.#grid = new MarketGrid(engine.units(symbol));
    this.#spec = engine.units(symbol).spec;
    this.#maker = `market maker ${symbol}`;
    this.#taker = `market taker ${symbol}`;
    engine.openAccount(this.#maker, { house: true });
    engine.openAccount(this.#taker, { house: true });
    this.#step();
    this.#timer = this.#wait();
  }

  /** The market stands still from now on; its quotes stay. */
  stop(): void {
    this.#timer.cancel();
  }

  /** Steps are half a second off the full one, so that a trade and a candle's end never coincide. */
  #wait(): Timer {
    const now = this.#clock.now();
    const next = Math.floor((now + STEP_MS / 2) / STEP_MS) * STEP_MS + STEP_MS / 2;
    return this.#clock.schedule(next - now, () => {
      this.#timer = this.#wait();
      this.#step();
    });
  }

  #step(): void {
    const second = Math.floor(this.#clock.now() / 1000);
    const price = this.#reference(second);
    this.#quote(price);
    this.#trade(price, second);
  }

  /** Moves the quotes that are too far from where they should be, or were hit. First off, then on: never against itself. */
  #quote(price: number): void {
    const unit = this.#unit(price);
    const stale: { side: Side; level: number; ticks: number }[] = [];
    for (const side of SIDES) {
      const quotes = this.#quotes[side];
      for (let level = 0; level < LEVELS.length; level += 1) {
        const { offset, tolerance } = LEVELS[level] ?? FARTHEST;
        const ticks = this.#grid.ticks(price + (side === 'BUY' ? -offset : offset) * unit, side);
        const quote = quotes[level];
        const moved = quote === undefined ? Infinity : Math.abs(quote.ticks - ticks);
        if (quote?.order.status === 'PENDING' && moved <= (tolerance * unit) / this.#grid.tick) continue;
        if (quote?.order.isOpen === true) this.#engine.cancel(this.#maker, { orderId: quote.order.id });
        stale.push({ side, level, ticks });
      }
    }
    for (const { side, level, ticks } of stale)
      this.#quotes[side][level] = this.#placeQuote(side, level, ticks);
  }

  #placeQuote(side: Side, level: number, ticks: number): Quote | undefined {
    const depth = (this.#setting.calm ? CALM_DEPTH : DEPTH) * (level + 1);
    const size = this.#grid.size(this.#perSecond * depth, ticks);
    const { symbol } = this.#spec;
    const request = { symbol, side, timeInForce: 'GTC', size, price: this.#grid.price(ticks) } as const;
    const { order } = this.#engine.placeHouse(this.#maker, request);
    return order === undefined ? undefined : { ticks, order };
  }

  #trade(around: number, second: number): void {
    const { seed } = this.#setting;
    const side = seeded(seed, 201, second) < 0.5 ? 'BUY' : 'SELL';
    const reach = LEVELS.length * this.#unit(around);
    const ticks = this.#grid.ticks(around + (side === 'BUY' ? reach : -reach), side);
    const size = this.#grid.size(this.#perSecond * (0.4 + 1.2 * seeded(seed, 202, second)), ticks);
    const { symbol } = this.#spec;
    const price = this.#grid.price(ticks);
    this.#engine.placeHouse(this.#taker, { symbol, side, timeInForce: 'IOC', size, price });
  }

  /** Half the spread. */
  #unit(price: number): number {
    return Math.max(this.#grid.tick, price * this.#setting.path.volatility * SPREAD);
  }

  get #perSecond(): number {
    return this.#setting.liquidity / 60;
  }
}

interface Quote {
  readonly ticks: number;
  readonly order: EngineOrder;
}

const STEP_MS = 1000;
const SIDES = ['BUY', 'SELL'] as const;

/** Half the spread, in units of a minute's volatility. */
const SPREAD = 0.08;

const FARTHEST = { offset: 25, tolerance: 5 };

/** Distances from the reference price and how far a quote may be off, in half spreads. */
const LEVELS = [
  { offset: 1, tolerance: 0.75 },
  { offset: 2.5, tolerance: 1.25 },
  { offset: 5, tolerance: 2 },
  { offset: 9, tolerance: 3 },
  { offset: 15, tolerance: 5 },
  FARTHEST,
];

/** Size of the best quote, in average seconds of trading; the next ones have twice, three times … as much. */
const DEPTH = 5;
const CALM_DEPTH = 500;
