import type { Clock, Timer } from 'ats-runtime';
import { bucketStart } from './intervals.js';
import type { LedgerCandle, LedgerCandleListener } from './types.js';

export interface IntervalFeedOptions {
  readonly clock: Clock;
  /** Seconds. */
  readonly interval: number;
  /** How often to look by itself, seconds; at most the interval. */
  readonly every: number;
  /** The candle that starts then (Unix seconds). */
  readonly candle: (start: number) => LedgerCandle | undefined;
}

/** Tells one interval's candles: the running one when asked to, and each closed one once, by the clock. */
export class IntervalFeed {
  readonly listeners = new Set<LedgerCandleListener>();
  readonly #options: IntervalFeedOptions;
  #running: number;
  #timer: Timer;

  constructor(options: IntervalFeedOptions) {
    this.#options = options;
    this.#running = this.#bucket();
    this.#timer = this.#wait();
  }

  /** Tells the running candle. */
  tell(): void {
    this.#tell(this.#running);
  }

  /** Tells the candles whose time is over. */
  closeDue(): void {
    const now = this.#bucket();
    while (this.#running < now) {
      const over = this.#running;
      this.#running += this.#options.interval;
      this.#tell(over);
    }
  }

  stop(): void {
    this.#timer.cancel();
  }

  #wait(): Timer {
    const { clock, every } = this.#options;
    const next = (bucketStart(clock.now() / 1000, every) + every) * 1000;
    return clock.schedule(next - clock.now(), () => {
      this.#timer = this.#wait();
      const running = this.#running;
      this.closeDue();
      if (this.#running === running) this.tell();
    });
  }

  #tell(start: number): void {
    const candle = this.#options.candle(start);
    if (candle !== undefined) for (const listener of this.listeners) listener(candle);
  }

  #bucket(): number {
    const { clock, interval } = this.#options;
    return bucketStart(clock.now() / 1000, interval);
  }
}
