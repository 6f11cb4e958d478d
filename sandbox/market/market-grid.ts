import type { MarketUnits, Side } from '../engine/types.js';
import { unitsText } from '../engine/units.js';

/** Puts prices and sizes, computed as numbers, on a market's grid. */
export class MarketGrid {
  /** The tick size as a number. */
  readonly tick: number;
  readonly #units: MarketUnits;
  readonly #smallest: number;
  readonly #largest: number;
  readonly #minNotional: number;

  constructor(units: MarketUnits) {
    const { spec } = units;
    this.#units = units;
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

  priceText(ticks: number): string {
    return unitsText(BigInt(ticks) * this.#units.tick, this.#units.priceDecimals);
  }

  /** About `size`, but within the market's limits at that price. */
  size(size: number, ticks: number): string {
    const needed = Math.max(size, this.#smallest, (this.#minNotional / (ticks * this.tick)) * 1.01);
    const steps =
      (Math.min(needed, this.#largest) * 10 ** this.#units.sizeDecimals) / Number(this.#units.step);
    return unitsText(
      BigInt(Math.max(1, Math.floor(steps + 1e-9))) * this.#units.step,
      this.#units.sizeDecimals,
    );
  }
}
