import type { MarketUnits } from '../engine/types.js';
import { joinBars, type Bar } from './bar.js';
import type { PricePath } from './price-path.js';
import { seeded } from './seeded.js';

export interface SyntheticHistoryOptions {
  readonly path: PricePath;
  readonly seed: number;
  readonly units: MarketUnits;
  /** Volume of an average minute, in the base asset. */
  readonly liquidity: number;
}

/** Candles of any minute, as a pure function of its index: asked for twice, in any order, they are the same. */
export class SyntheticHistory {
  readonly #options: SyntheticHistoryOptions;
  readonly #hours = new Map<number, Bar | undefined>();
  readonly #priceScale: number;
  readonly #tick: number;
  /** Steps of an average minute. */
  readonly #average: number;

  constructor(options: SyntheticHistoryOptions) {
    const { units, liquidity } = options;
    this.#options = options;
    this.#priceScale = 10 ** units.priceDecimals;
    this.#tick = Number(units.tick);
    this.#average = (liquidity * 10 ** units.sizeDecimals) / Number(units.step);
  }

  /** The minutes from `from` up to `to` (minutes since the epoch), joined. */
  minutes(from: number, to: number): Bar | undefined {
    let bar: Bar | undefined;
    for (let minute = from; minute < to;) {
      const isWholeHour = minute % 60 === 0 && minute + 60 <= to;
      bar = joinBars(bar, isWholeHour ? this.#hour(minute / 60) : this.minute(minute));
      minute += isWholeHour ? 60 : 1;
    }
    return bar;
  }

  minute(index: number): Bar {
    return this.#joined(index, index + 1);
  }

  /** The seconds from `from` up to `to` (0..60) of a minute, joined: a minute's seconds add up to the minute. */
  seconds(index: number, from: number, to: number): Bar | undefined {
    const minute = this.minute(index);
    let bar: Bar | undefined;
    for (let second = from; second < to; second += 1)
      bar = joinBars(bar, this.#second(minute, index, second));
    return bar;
  }

  #second(minute: Bar, index: number, second: number): Bar {
    const { path, units } = this.#options;
    const shape = path.minute(index);
    const at = (moment: number): bigint => {
      const price = this.#price(path.within(shape, index, moment));
      return price > minute.high ? minute.high : larger(price, minute.low);
    };
    const open = second === 0 ? minute.open : at(second - 1);
    const close = second === 59 ? minute.close : at(second);
    const part = (whole: bigint): bigint => share(whole, second);
    return {
      open,
      close,
      high: smaller(larger(open, close) + units.tick, minute.high),
      low: larger(smaller(open, close) - units.tick, minute.low),
      volume: part(minute.volume / units.step) * units.step,
      quoteVolume: part(minute.quoteVolume),
      takerVolume: part(minute.takerVolume / units.step) * units.step,
      trades: Number(part(BigInt(minute.trades))),
    };
  }

  #hour(hour: number): Bar | undefined {
    const known = this.#hours.get(hour);
    if (known !== undefined) return known;
    const bar = this.#joined(hour * 60, hour * 60 + 60);
    if (this.#hours.size >= HOURS_KEPT) this.#hours.clear();
    this.#hours.set(hour, bar);
    return bar;
  }

  /**
   * Minutes joined, at most an hour of them. Counted in ticks and steps as plain numbers, and turned into units at the
   * end: years of history may be asked for at once.
   */
  #joined(from: number, to: number): Bar {
    const { units } = this.#options;
    const first = this.#count(from);
    let { high, low, close } = first;
    let [steps, takerSteps, trades] = [0, 0, 0];
    // A sum of safe integers is far cheaper than one of bigints, which few markets need.
    let [quote, largeQuote] = [0, 0n];
    for (let index = from; index < to; index += 1) {
      const minute = index === from ? first : this.#count(index);
      high = Math.max(high, minute.high);
      low = Math.min(low, minute.low);
      close = minute.close;
      steps += minute.steps;
      takerSteps += minute.takerSteps;
      trades += minute.trades;
      const value = minute.middle * minute.steps;
      if (value <= LARGEST_SUMMAND) quote += value;
      else largeQuote += BigInt(minute.middle) * BigInt(minute.steps);
    }
    const { tick, step, quoteFactor } = units;
    return {
      open: BigInt(first.open) * tick,
      high: BigInt(high) * tick,
      low: BigInt(low) * tick,
      close: BigInt(close) * tick,
      volume: BigInt(steps) * step,
      quoteVolume: (BigInt(quote) + largeQuote) * tick * step * quoteFactor,
      takerVolume: BigInt(takerSteps) * step,
      trades,
    };
  }

  #count(index: number): MinuteCount {
    const { path, seed } = this.#options;
    const shape = path.minute(index);
    const close = this.#ticks(shape.close);
    const open = apart(this.#ticks(shape.open), close, shape.open >= shape.close);
    const high = Math.max(this.#ticks(shape.high), Math.max(open, close) + 1);
    const low = Math.min(this.#ticks(shape.low), Math.min(open, close) - 1);
    const steps = Math.max(60, Math.round(this.#average * (0.4 + 1.2 * seeded(seed, 101, index))));
    const bought = 300 + Math.floor(400 * seeded(seed, 102, index));
    const bottom = low > 0 ? low : Math.min(open, close);
    return {
      open,
      high,
      low: bottom,
      close,
      steps,
      middle: Math.floor((open + high + bottom + close) / 4),
      takerSteps: Math.floor(steps / 1000) * bought + Math.floor(((steps % 1000) * bought) / 1000),
      trades: 60 + Math.floor(60 * seeded(seed, 103, index)),
    };
  }

  #ticks(price: number): number {
    return Math.max(1, Math.round((price * this.#priceScale) / this.#tick));
  }

  /** On the market's grid, in units. */
  #price(price: number): bigint {
    return BigInt(this.#ticks(price)) * this.#options.units.tick;
  }
}

/** A minute in ticks and steps; its quote volume is `middle` times `steps`. */
interface MinuteCount {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly steps: number;
  readonly takerSteps: number;
  readonly trades: number;
  readonly middle: number;
}

const HOURS_KEPT = 30_000;

/** Sixty of these are still a safe integer. */
const LARGEST_SUMMAND = Math.floor(Number.MAX_SAFE_INTEGER / 60);

/** The part of a whole that falls to one of sixty seconds; the sixty parts add up to it. */
function share(whole: bigint, second: number): bigint {
  return (whole * BigInt(second + 1)) / 60n - (whole * BigInt(second)) / 60n;
}

function apart(open: number, close: number, above: boolean): number {
  if (open !== close) return open;
  return above ? open + 1 : open - 1;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
