import { seeded } from './seeded.js';

export interface PricePathOptions {
  readonly seed: number;
  readonly startPrice: number;
  /** When the price is `startPrice`, Unix seconds. */
  readonly start: number;
  /** Standard deviation of one minute's return, as a fraction. */
  readonly volatility: number;
  /** Stays within 0.5 % of `startPrice` for ever. */
  readonly calm: boolean;
}

/** The reference price within one minute. */
export interface MinuteShape {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** The volatility of a calm market: what keeps its price within bounds. */
const CALM_VOLATILITY = 0.00025;

/**
 * A reference price for every moment, past and future: noise over growing spans of time, each four times as long and
 * twice as strong as the one before, which wanders like a random walk. Every minute opens, closes, peaks and bottoms at
 * clearly different prices.
 */
export class PricePath {
  readonly volatility: number;
  readonly #options: PricePathOptions;
  readonly #startLevel: number;
  /** Each octave's latest span. */
  readonly #spans: readonly NoiseSpan[];
  #latest = { minute: Number.NaN, price: Number.NaN };
  #shape: { index: number; shape: MinuteShape } | undefined;

  constructor(options: PricePathOptions) {
    this.#options = options;
    this.volatility = options.calm ? Math.min(options.volatility, CALM_VOLATILITY) : options.volatility;
    this.#spans = Array.from({ length: options.calm ? 3 : 11 }, newSpan);
    this.#startLevel = this.#level(Math.floor(options.start / 60));
  }

  /** @param index minutes since the epoch */
  minute(index: number): MinuteShape {
    const { seed } = this.#options;
    const step = this.volatility;
    const drawn = this.#price(index);
    const close = this.#price(index + 1);
    const gap = SMALLEST_BODY * step * close;
    const isFlat = Math.abs(drawn - close) < gap;
    const open = isFlat ? close + (seeded(seed, Stream.Body, index) < 0.5 ? gap : -gap) : drawn;
    const high =
      Math.max(open, close) * (1 + step * (SMALLEST_WICK + 0.8 * seeded(seed, Stream.High, index)));
    const low = Math.min(open, close) * (1 - step * (SMALLEST_WICK + 0.8 * seeded(seed, Stream.Low, index)));
    return { open, high, low, close };
  }

  /** @param second Unix seconds */
  priceAt(second: number): number {
    const index = Math.floor(second / 60);
    if (this.#shape?.index !== index) this.#shape = { index, shape: this.minute(index) };
    return this.within(this.#shape.shape, index, second - index * 60);
  }

  /** The price `second` seconds (0..59) into a minute: open → one extreme → the other → close. */
  within({ open, high, low, close }: MinuteShape, index: number, second: number): number {
    const { seed } = this.#options;
    const first = 8 + Math.floor(16 * seeded(seed, Stream.First, index));
    const second2 = 32 + Math.floor(16 * seeded(seed, Stream.Second, index));
    const isLowFirst = seeded(seed, Stream.Order, index) < (close > open ? 0.8 : 0.2);
    const [one, two] = isLowFirst ? [low, high] : [high, low];
    if (second <= first) return open + ((one - open) * second) / first;
    if (second <= second2) return one + ((two - one) * (second - first)) / (second2 - first);
    return two + ((close - two) * (second - second2)) / (59 - second2);
  }

  /** A minute's close is the next one's first price: the latest is remembered. */
  #price(minute: number): number {
    if (this.#latest.minute !== minute) {
      const price = this.#options.startPrice * Math.exp(this.#level(minute) - this.#startLevel);
      this.#latest = { minute, price };
    }
    return this.#latest.price;
  }

  #level(minute: number): number {
    let level = 0;
    for (let octave = 0, strength = 1; octave < this.#spans.length; octave += 1, strength *= 2) {
      level += strength * this.#smooth(octave, minute / (strength * strength));
    }
    return level * 0.8 * this.volatility;
  }

  /** Noise in [-1, 1] with a new value at each whole `position`. Neighbouring moments share their span's two values. */
  #smooth(octave: number, position: number): number {
    const whole = Math.floor(position);
    const span = this.#spans[octave] ?? newSpan();
    if (span.whole !== whole) this.#move(span, octave, whole);
    const part = position - whole;
    return 2 * (span.from + span.rise * part * part * (3 - 2 * part)) - 1;
  }

  /** Minutes are mostly asked for one after the other: a span begins where the one before it ended. */
  #move(span: NoiseSpan, octave: number, whole: number): void {
    const { seed } = this.#options;
    const stream = Stream.Octave + octave;
    span.from = span.whole === whole - 1 ? span.to : seeded(seed, stream, whole);
    span.to = seeded(seed, stream, whole + 1);
    span.rise = span.to - span.from;
    span.whole = whole;
  }
}

interface NoiseSpan {
  whole: number;
  from: number;
  to: number;
  rise: number;
}

function newSpan(): NoiseSpan {
  return { whole: Number.NaN, from: 0, to: 0, rise: 0 };
}

const Stream = { Body: 1, High: 2, Low: 3, First: 4, Second: 5, Order: 6, Octave: 10 } as const;

/* In units of the volatility; several times the spread of the quotes, so that trades show the shape. */
const SMALLEST_BODY = 0.4;
const SMALLEST_WICK = 0.4;
