import type { Clock, Timer } from 'ats-runtime';

/** The sandbox's clock as one connector sees it: its own timers counted, and wrong by as much as a check wants. */
export class ConnectorClock implements Clock {
  readonly #clock: Clock;
  readonly #waiting = new Set<Timer>();
  /** How far the connector's clock is ahead of the venue's, in milliseconds. */
  skewMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many of the connector's timers wait. */
  get pending(): number {
    return this.#waiting.size;
  }

  now(): number {
    return this.#clock.now() + this.skewMs;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const timer = this.#clock.schedule(delayMs, () => {
      this.#waiting.delete(handle);
      callback();
    });
    const handle: Timer = {
      cancel: () => {
        this.#waiting.delete(handle);
        timer.cancel();
      },
    };
    this.#waiting.add(handle);
    return handle;
  }
}
