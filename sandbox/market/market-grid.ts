import type { MarketUnits, Side } from '../engine/types.js';

/** Puts prices and sizes, computed as numbers, on a market's grid. */
export class MarketGrid {
  /** The tick size as a number. */
  readonly tick: number;
  readonly #tickUnits: number;
  readonly #step: bigint;
  readonly #stepUnits: number;
  /** Units of size in one of the base asset. */
  readonly #sizeScale: number;
  readonly #smallest: number;
  readonly #largest: number;
  readonly #minNotional: number;

  constructor(units: MarketUnits) {
    const { spec } = units;
    this.#tickUnits = Number(units.tick);
    this.#step = units.step;
    this.#stepUnits = Number(units.step);
    this.#sizeScale = 10 ** units.sizeDecimals;
    this.tick = Number(spec.tickSize);
    this.#smallest = Number(spec.minSize);
    this.#largest = Number(spec.maxSize ?? Infinity);
    this.#minNotional = Number(spec.minNotional ?? 0);
  }

  /** How many ticks a price is: a buyer's rounded down, a seller's up, at least one. */
  ticks(price: number, side: Side): number {
    const ticks = price / this.tick;
    return Math.max(1, side === 'BUY' ? Math.floor(ticks) : Math.ceil(ticks));
  }

  /** In the market's units. */
  price(ticks: number): number {
    return ticks * this.#tickUnits;
  }

  /** About `size`, but within the market's limits at that price; in the market's units. */
  size(size: number, ticks: number): bigint {
    const needed = Math.max(size, this.#smallest, (this.#minNotional / (ticks * this.tick)) * 1.01);
    const steps = (Math.min(needed, this.#largest) * this.#sizeScale) / this.#stepUnits;
    return BigInt(Math.max(1, Math.floor(steps + 1e-9))) * this.#step;
  }
}
