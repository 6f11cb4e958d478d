import { joinBars, type Bar } from './bar.js';

/** Bars of one length, of the times in which somebody traded: ascending, the oldest forgotten beyond a limit. */
export class LiveBars {
  readonly #length: number;
  readonly #keep: number;
  #starts: number[] = [];
  #bars: Bar[] = [];

  /** @param length seconds */
  constructor(length: number, keep: number) {
    this.#length = length;
    this.#keep = keep;
  }

  /** Adds a trade's bar; times never go back. */
  add(second: number, bar: Bar): void {
    const start = second - (second % this.#length);
    const last = this.#starts.length - 1;
    if (this.#starts[last] === start) {
      this.#bars[last] = joinBars(this.#bars[last], bar) ?? bar;
      return;
    }
    this.#starts.push(start);
    this.#bars.push(bar);
    if (this.#starts.length <= this.#keep * 1.25) return;
    this.#starts = this.#starts.slice(-this.#keep);
    this.#bars = this.#bars.slice(-this.#keep);
  }

  /** What was traded in `[from, to)`. */
  joined(from: number, to: number): Bar | undefined {
    let bar: Bar | undefined;
    for (let at = this.#firstFrom(from); at < this.#starts.length && (this.#starts[at] ?? to) < to; at += 1) {
      bar = joinBars(bar, this.#bars[at]);
    }
    return bar;
  }

  closeBefore(second: number): bigint | undefined {
    return this.#bars[this.#firstFrom(second) - 1]?.close;
  }

  #firstFrom(second: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) < second) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
