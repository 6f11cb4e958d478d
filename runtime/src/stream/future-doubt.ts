import type { StreamCandle } from './candle-sequence.js';

/** So many seconds, or one interval where that is less, the clocks may differ. */
const MOST_AHEAD_S = 60;

/**
 * A single candle of the future would have all the time up to it filled. Where a later one follows it and none of the
 * present comes in between, it is the venue's clock that runs ahead, as a test venue's does that lives faster.
 */
export class FutureDoubt {
  private readonly interval: number;
  /** The start of the first candle of the future since the last one of the present. */
  private firstAhead: number | undefined;

  constructor(interval: number) {
    this.interval = interval;
  }

  /** Whether the candle may be taken for what the venue has. */
  believes(told: StreamCandle, nowMs: number): boolean {
    const { timestamp } = told.candle;
    if (!this.isOfTheFuture(told, nowMs)) {
      this.firstAhead = undefined;
      return true;
    }
    if (this.firstAhead !== undefined && timestamp > this.firstAhead) return true;
    this.firstAhead ??= timestamp;
    return false;
  }

  private isOfTheFuture({ candle, closed }: StreamCandle, nowMs: number): boolean {
    const reached = candle.timestamp + (closed === true ? this.interval : 0);
    return reached > nowMs / 1000 + Math.min(this.interval, MOST_AHEAD_S);
  }
}
