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

  constructor(options: SyntheticHistoryOptions) {
    this.#options = options;
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
    const { path, seed, units, liquidity } = this.#options;
    const shape = path.minute(index);
    const close = this.#price(shape.close);
    const open = apart(this.#price(shape.open), close, shape.open >= shape.close);
    const high = larger(this.#price(shape.high), larger(open, close) + units.tick);
    const low = smaller(this.#price(shape.low), smaller(open, close) - units.tick);
    const steps = (liquidity * 10 ** units.sizeDecimals) / Number(units.step);
    const volume =
      units.step * BigInt(Math.max(60, Math.round(steps * (0.4 + 1.2 * seeded(seed, 101, index)))));
    const bought = BigInt(300 + Math.floor(400 * seeded(seed, 102, index)));
    return {
      open,
      high,
      low: low > 0n ? low : smaller(open, close),
      close,
      volume,
      quoteVolume: ((open + high + low + close) / 4n) * volume * units.quoteFactor,
      takerVolume: (((volume / units.step) * bought) / 1000n) * units.step,
      trades: 60 + Math.floor(60 * seeded(seed, 103, index)),
    };
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
    let bar: Bar | undefined;
    for (let minute = hour * 60; minute < hour * 60 + 60; minute += 1)
      bar = joinBars(bar, this.minute(minute));
    if (this.#hours.size >= HOURS_KEPT) this.#hours.clear();
    this.#hours.set(hour, bar);
    return bar;
  }

  /** On the market's grid, in units. */
  #price(price: number): bigint {
    const { tick, priceDecimals } = this.#options.units;
    return larger(tick, BigInt(Math.round((price * 10 ** priceDecimals) / Number(tick))) * tick);
  }
}

const HOURS_KEPT = 30_000;

/** The part of a whole that falls to one of sixty seconds; the sixty parts add up to it. */
function share(whole: bigint, second: number): bigint {
  return (whole * BigInt(second + 1)) / 60n - (whole * BigInt(second)) / 60n;
}

function apart(open: bigint, close: bigint, above: boolean): bigint {
  if (open !== close) return open;
  return above ? open + 1n : open - 1n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
