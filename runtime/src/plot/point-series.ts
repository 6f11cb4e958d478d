import type { DataPoint } from './plot-data.js';

/** The newest points of one topic, in two rings of numbers: a back-test adds a point for each of its candles. */
export class PointSeries {
  private times = new Float64Array(FIRST_LENGTH);
  private values = new Float64Array(FIRST_LENGTH);
  private readonly maxLength: number;
  private length = 0;
  /** Where the next point goes. */
  private end = 0;

  constructor(maxLength: number) {
    this.maxLength = maxLength;
  }

  get last(): DataPoint | undefined {
    return this.length === 0 ? undefined : this.pointAt(this.end - 1);
  }

  add(time: number, value: number): void {
    if (this.end === this.maxLength) this.end = 0;
    else if (this.end === this.times.length) this.grow();
    this.times[this.end] = time;
    this.values[this.end] = value;
    this.end += 1;
    if (this.length < this.end) this.length = this.end;
  }

  /** In the order they came. */
  points(): readonly DataPoint[] {
    const first = this.end === this.length ? 0 : this.end;
    return Array.from({ length: this.length }, (_, n) => this.pointAt((first + n) % this.length));
  }

  private grow(): void {
    const length = Math.min(2 * this.times.length, this.maxLength);
    this.times = grown(this.times, length);
    this.values = grown(this.values, length);
  }

  private pointAt(at: number): DataPoint {
    return [this.times[at] ?? Number.NaN, this.values[at] ?? Number.NaN];
  }
}

const FIRST_LENGTH = 64;

function grown(numbers: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const more = new Float64Array(length);
  more.set(numbers);
  return more;
}
