import type { Clock, Timer } from 'ats-runtime';
import { TimerQueue, type QueuedTimer } from './timer-queue.js';

export interface VirtualClockOptions {
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Awaited between timers, so that real sockets in this process finish what a timer caused. */
  readonly settle?: (after: Mover) => Promise<void>;
}

/** Who moved since sockets were last waited for: anyone, or the venue alone, which reaches clients only through sockets. */
export type Mover = 'anyone' | 'venue';

/** Time that passes only when told to. Timers run in the order (time, insertion). */
export class VirtualClock implements Clock {
  /**
   * The same time as clients live it: their clocks keep wall time while this one runs N times as fast. What a
   * client must do in time (keep a socket alive, stay within a limit) is measured by it.
   */
  readonly clients: Clock = {
    now: () => this.#clientNow(),
    schedule: (delayMs, callback) => this.venue.schedule(delayMs * this.#speed, callback),
  };
  /** The same time for the venue's own timers: there is no waiting for sockets after one that touched none. */
  readonly venue: Clock = {
    now: () => this.#now,
    schedule: (delayMs, callback) => this.#schedule(delayMs, callback, true),
  };
  readonly #timers = new TimerQueue();
  readonly #settle: (after: Mover) => Promise<void>;
  #now: number;
  /** The clients' time when they began to live at wall pace; until then this clock's. */
  #clientTime: number;
  /** When that was; they keep it while this clock stands still or is moved by hand. */
  #wallStart: number | undefined;
  #speed = 1;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: VirtualClockOptions) {
    this.#now = options.start;
    this.#clientTime = options.start;
    this.#settle = options.settle ?? settleSockets;
  }

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    return this.#schedule(delayMs, callback, false);
  }

  /** How far the clocks of clients are behind this one, ms; below 0 where this machine cannot keep up with them. */
  get clientLag(): number {
    return this.#now - this.#clientNow();
  }

  /** When the next timer is due, ms since the epoch. */
  next(): number | undefined {
    return this.#timers.first?.at;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on by `ms`, running what falls due. Calls are served one after the other. */
  advance(ms: number): Promise<void> {
    return this.#inTurn(async () => {
      const end = this.#now + positive(ms);
      await this.#settle('anyone');
      await this.#advanceTo(end);
    });
  }

  /**
   * Moves on from timer to timer, at most `step` ms (250) at a time, until the condition holds.
   * @throws Error naming the limit when it does not hold within `limit` ms.
   */
  advanceUntil(condition: () => boolean, options: { limit: number; step?: number }): Promise<void> {
    const { limit, step = 250 } = options;
    return this.#inTurn(async () => {
      const deadline = this.#now + limit;
      await this.#settle('anyone');
      while (!condition()) {
        if (this.#now >= deadline)
          throw new Error(`the condition did not hold within ${limit} ms of virtual time`);
        await this.#advanceTo(Math.min(this.#now + step, this.next() ?? Infinity, deadline));
      }
    });
  }

  /** Moves on by `ms` without settling: for pure simulations. */
  tick(ms: number): void {
    const end = this.#now + positive(ms);
    while (this.#runNext(end) !== undefined);
    this.#moveTo(end);
  }

  /** Moves on by `ms` at once, as for a machine that slept: what fell due meanwhile runs late, with the next move. */
  skip(ms: number): void {
    this.#moveTo(this.#now + positive(ms));
  }

  /** From now on clients live at wall pace, whatever this clock does. */
  startWallTime(): void {
    this.#wallStart ??= performance.now();
  }

  /** Follows wall time, `speed` times as fast, until stopped. */
  run(speed: number): () => void {
    let last = performance.now();
    let busy = false;
    this.#speed = speed;
    this.startWallTime();
    const follow = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      const wall = performance.now();
      const elapsed = (wall - last) * speed;
      last = wall;
      try {
        // At the pace of wall time nobody is outrun: a client that never rests shall not hold the venue up.
        await (speed > 1 ? this.advance(elapsed) : this.#keepPace(elapsed));
      } finally {
        busy = false;
      }
    };
    const handle = setInterval(() => void follow(), FOLLOW_EVERY_MS);
    handle.unref();
    return () => {
      clearInterval(handle);
      this.#speed = 1;
    };
  }

  #keepPace(ms: number): Promise<void> {
    return this.#inTurn(async () => {
      const end = this.#now + ms;
      while (this.#runNext(end) !== undefined) await new Promise((resolve) => setImmediate(resolve));
      this.#moveTo(end);
    });
  }

  async #advanceTo(end: number): Promise<void> {
    let mover = this.#runNext(end);
    // Also a moment without a timer gives what waits for wall time its turn.
    if (mover === undefined) await this.#settle('venue');
    for (; mover !== undefined; mover = this.#runNext(end)) await this.#settle(mover);
    this.#moveTo(end);
  }

  #schedule(delayMs: number, callback: () => void, isVenues: boolean): Timer {
    return this.#timers.add(this.#now + (delayMs > 0 ? delayMs : 0), callback, isVenues);
  }

  #moveTo(time: number): void {
    if (time <= this.#now) return;
    if (this.#wallStart === undefined) this.#clientTime += time - this.#now;
    this.#now = time;
  }

  #clientNow(): number {
    const elapsed = this.#wallStart === undefined ? 0 : performance.now() - this.#wallStart;
    return this.#clientTime + elapsed;
  }

  /** Runs the first timer that is due by `end`, the venue's with all that it does at that moment; tells whose it was. */
  #runNext(end: number): Mover | undefined {
    const first = this.#timers.first;
    if (first === undefined || first.at > end) return undefined;
    this.#moveTo(first.at);
    this.#run(first);
    if (!first.isVenues) return 'anyone';
    let next = this.#timers.first;
    for (; next?.isVenues === true && next.at === first.at; next = this.#timers.first) this.#run(next);
    return 'venue';
  }

  #run(timer: QueuedTimer): void {
    timer.cancel();
    timer.callback();
  }

  #inTurn(action: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(action);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

const FOLLOW_EVERY_MS = 20;

/** One answered request on loopback needs a handful of event-loop turns: connect, write, read, handle, write, read. */
const SETTLE_TURNS = 10;

async function settleSockets(): Promise<void> {
  for (let turn = 0; turn < SETTLE_TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function positive(ms: number): number {
  if (!(ms >= 0)) throw new RangeError(`time only moves on: ${ms} ms`);
  return ms;
}
