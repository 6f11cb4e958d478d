import type { Clock, Timer } from '../clock.js';

interface Entry {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that stands still until a test moves it; real sockets of this process get their turns in between. */
export class ManualClock implements Clock {
  private time: number;
  private entries: Entry[] = [];

  constructor(start = 1_700_000_000_000) {
    this.time = start;
  }

  get pending(): number {
    return this.entries.length;
  }

  now(): number {
    return this.time;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const entry = { at: this.time + Math.max(0, delayMs), callback };
    this.entries.push(entry);
    return {
      cancel: () => {
        this.entries = this.entries.filter((it) => it !== entry);
      },
    };
  }

  /** Moves on at once, as for a machine that slept: what fell due meanwhile runs late, with the next move. */
  skip(ms: number): void {
    this.time += ms;
  }

  /** Moves on, timer by timer. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await turns();
    for (let entry = this.due(end); entry !== undefined; entry = this.due(end)) {
      const { at, callback } = entry;
      this.entries = this.entries.filter((it) => it !== entry);
      this.time = Math.max(this.time, at);
      callback();
      await turns();
    }
    this.time = end;
    await turns();
  }

  /** Moves on until the condition holds; fails where it does not within `limitMs`. */
  async until(condition: () => boolean, limitMs = 600_000): Promise<void> {
    const end = this.time + limitMs;
    await turns();
    let idleSince = performance.now();
    while (!condition()) {
      const entry = this.due(end);
      if (entry === undefined) {
        // Files and sockets may still be at work, on a busy machine for a while.
        if (performance.now() - idleSince > MOST_IDLE_MS) throw new Error(`not so within ${limitMs} ms`);
        await turns(10);
      } else {
        await this.advance(Math.max(0, entry.at - this.time));
        idleSince = performance.now();
      }
    }
  }

  /** What the promise resolves to, time moving on meanwhile. */
  async resolve<T>(promise: Promise<T>, limitMs = 600_000): Promise<T> {
    let isDone = false;
    const done = (): void => {
      isDone = true;
    };
    promise.then(done, done);
    await this.until(() => isDone, limitMs);
    return promise;
  }

  private due(end: number): Entry | undefined {
    const first = this.entries.reduce<Entry | undefined>(
      (best, entry) => (best === undefined || entry.at < best.at ? entry : best),
      undefined,
    );
    return first !== undefined && first.at <= end ? first : undefined;
  }
}

const MOST_IDLE_MS = 5_000;

/** Lets what is under way in this process, sockets too, come to rest. */
async function turns(count = 12): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
