import type { Candle } from '../data/candle.js';
import { intervalStart } from '../data/interval.js';

/** What the history answered for the starts from `from` to `to`, both in Unix seconds and included. */
export interface HistoryAnswer {
  readonly candles: readonly Candle[];
  readonly from: number;
  readonly to: number;
  /** The venue's time in milliseconds since 1970. */
  readonly venueMs: number;
  /** Ours; silence is measured by it, as the venue's is set anew now and then. */
  readonly ownMs: number;
}

/**
 * Tells an interval without trades from one that the history does not have yet: venues answer some seconds behind their
 * own streams. A candle that is missing is proven to be a hole by a later one in the same answer, or, where nobody
 * trades any more, by answers that have had nothing new for HISTORY_LAG_MS.
 */
export class HoleProof {
  private readonly interval: number;
  /** On our clock: the first answer in a row that had nothing new. */
  private emptySince: number | undefined;

  constructor(interval: number) {
    this.interval = interval;
  }

  /** True where the last answer had nothing new. */
  get isSilent(): boolean {
    return this.emptySince !== undefined;
  }

  /** The start before which all that the answer lacks are holes; `-Infinity` where none is proven. */
  provenBefore(answer: HistoryAnswer): number {
    const { from, to, venueMs, ownMs } = answer;
    // What lies in the future says nothing about the past.
    const starts = answer.candles.map(({ timestamp }) => timestamp).filter((it) => it * 1000 <= venueMs);
    const latest = Math.max(-Infinity, ...starts);
    if (latest >= from) {
      this.emptySince = undefined;
      return Math.min(latest, to + this.interval);
    }
    this.emptySince ??= ownMs;
    if (ownMs - this.emptySince < HISTORY_LAG_MS) return -Infinity;
    const longOver = intervalStart((venueMs - HISTORY_LAG_MS) / 1000, this.interval);
    return Math.min(longOver, to + this.interval);
  }

  /** Milliseconds until silence proves the candle with this start a hole; 0 where no answer was empty yet. */
  untilProven(start: number, venueMs: number, ownMs: number): number {
    if (this.emptySince === undefined) return 0;
    const silence = this.emptySince + HISTORY_LAG_MS - ownMs;
    const over = (start + this.interval) * 1000 + HISTORY_LAG_MS - venueMs;
    return Math.max(0, silence, over);
  }

  /** The stream has told the candle: nobody waits for it any more. */
  forget(): void {
    this.emptySince = undefined;
  }
}

/** Longer than a venue's candles in REST lag behind its stream. */
const HISTORY_LAG_MS = 10_000;
