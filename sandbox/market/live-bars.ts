import { joinBars, type Bar } from './bar.js';

/**
 * Bars of one length, of the times in which somebody traded: ascending, the oldest forgotten beyond a limit. Their
 * numbers stand in typed arrays: a day's seconds as objects would keep the garbage collector busy.
 */
export class LiveBars {
  readonly #length: number;
  readonly #keep: number;
  #count = 0;
  #starts = new Float64Array(FIRST_ROOM);
  /** A bar's numbers one after the other. */
  #numbers = new Float64Array(FIRST_ROOM * WIDTH);
  /** By their starts: bars whose amounts are no safe integers. */
  readonly #large = new Map<number, Bar>();

  /** @param length seconds */
  constructor(length: number, keep: number) {
    this.#length = length;
    this.#keep = keep;
  }

  /** Adds a trade's bar; times never go back. */
  add(second: number, bar: Bar): void {
    const start = second - (second % this.#length);
    const last = this.#count - 1;
    if (last >= 0 && this.#starts[last] === start) {
      this.#put(last, joinBars(this.#bar(last), bar) ?? bar);
      return;
    }
    this.#makeRoom();
    this.#starts[this.#count] = start;
    this.#count += 1;
    this.#put(this.#count - 1, bar);
  }

  /** What was traded in `[from, to)`. */
  joined(from: number, to: number): Bar | undefined {
    let bar: Bar | undefined;
    for (let at = this.#firstFrom(from); at < this.#count && (this.#starts[at] ?? to) < to; at += 1) {
      bar = joinBars(bar, this.#bar(at));
    }
    return bar;
  }

  closeBefore(second: number): bigint | undefined {
    const at = this.#firstFrom(second) - 1;
    return at < 0 ? undefined : this.#bar(at).close;
  }

  #put(at: number, bar: Bar): void {
    const numbers = [
      Number(bar.open),
      Number(bar.high),
      Number(bar.low),
      Number(bar.close),
      Number(bar.volume),
      Number(bar.quoteVolume),
      Number(bar.takerVolume),
      bar.trades,
    ];
    this.#numbers.set(numbers, at * WIDTH);
    if (!numbers.every(Number.isSafeInteger)) this.#large.set(this.#starts[at] ?? 0, bar);
  }

  #bar(at: number): Bar {
    const large = this.#large.size === 0 ? undefined : this.#large.get(this.#starts[at] ?? 0);
    if (large !== undefined) return large;
    const first = at * WIDTH;
    const number = (place: number): number => this.#numbers[first + place] ?? 0;
    return {
      open: BigInt(number(0)),
      high: BigInt(number(1)),
      low: BigInt(number(2)),
      close: BigInt(number(3)),
      volume: BigInt(number(4)),
      quoteVolume: BigInt(number(5)),
      takerVolume: BigInt(number(6)),
      trades: number(7),
    };
  }

  /** For one more: forgets the oldest, or takes twice the room. */
  #makeRoom(): void {
    if (this.#count > this.#keep * 1.25) this.#forget(this.#count - this.#keep);
    if (this.#count < this.#starts.length) return;
    this.#starts = grown(this.#starts);
    this.#numbers = grown(this.#numbers);
  }

  #forget(bars: number): void {
    for (const start of this.#starts.subarray(0, bars)) this.#large.delete(start);
    this.#starts.copyWithin(0, bars, this.#count);
    this.#numbers.copyWithin(0, bars * WIDTH, this.#count * WIDTH);
    this.#count -= bars;
  }

  #firstFrom(second: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) < second) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const WIDTH = 8;
const FIRST_ROOM = 256;

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
