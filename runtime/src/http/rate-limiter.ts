import type { Clock, Timer } from '../clock.js';
import { milliseconds, type Duration } from '../duration.js';
import { LimitWindow } from './limit-window.js';

/** Orders and cancellations never wait behind market data: a part of each limit is kept for them. */
export type Lane = 'orders' | 'market';

/** So much weight in any span of that length. */
export interface RateLimit {
  readonly capacity: number;
  readonly per: Duration;
  /** The answer's header that tells the weight used so far, by others on the same address too. */
  readonly usedHeader?: string;
  /** The only lane it holds for; both where none is given. */
  readonly lane?: Lane;
}

/** Gives back the place of a request whose answer has come. */
export type Release = () => void;

/** Lets requests through as the venue's limits allow, first come first served in each lane. */
export class RateLimiter {
  private readonly clock: Clock;
  private readonly windows: readonly LimitWindow[];
  private readonly waiting: Readonly<Record<Lane, Waiting[]>> = { orders: [], market: [] };
  private readonly pausedUntil: Record<Lane, number> = { orders: -Infinity, market: -Infinity };
  private timer: Timer | undefined;

  constructor(clock: Clock, limits: readonly RateLimit[]) {
    this.clock = clock;
    this.windows = limits.map((limit) => new LimitWindow(limit, milliseconds(limit.per)));
  }

  /** Resolves when the request may go; rejects with the signal's reason. */
  take(weight: number, lane: Lane, signal: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const entry: Waiting = { weight, lane, resolve: settle(resolve), reject: settle(reject) };
      const onAbort = (): void => {
        this.remove(entry);
        entry.reject(signal.reason);
      };
      function settle<T>(done: (value: T) => void): (value: T) => void {
        return (value) => {
          signal.removeEventListener('abort', onAbort);
          done(value);
        };
      }
      signal.addEventListener('abort', onAbort, { once: true });
      // What the venue does not count, a cancellation at some, waits for no one.
      if (weight === 0) this.waiting[lane].unshift(entry);
      else this.waiting[lane].push(entry);
      this.letThrough();
    });
  }

  /** Nothing goes in the lane for so long, the venue asked for it; market data waits for orders as well. */
  pause(delayMs: number, lane: Lane): void {
    const until = this.clock.now() + delayMs;
    this.pausedUntil.market = Math.max(this.pausedUntil.market, until);
    if (lane === 'orders') this.pausedUntil.orders = Math.max(this.pausedUntil.orders, until);
  }

  /** Milliseconds until the lane's pause ends. */
  pauseLeft(lane: Lane): number {
    return Math.max(0, this.pausedUntil[lane] - this.clock.now());
  }

  /** Learns from an answer's headers what the venue counts. */
  note(header: (name: string) => string | undefined): void {
    for (const window of this.windows) {
      const used =
        window.limit.usedHeader === undefined ? undefined : header(window.limit.usedHeader.toLowerCase());
      if (used !== undefined && /^\d+$/.test(used)) window.raiseTo(Number(used), this.clock.now());
    }
  }

  private letThrough(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const now = this.clock.now();
    const next = Math.min(this.serve('orders', now), this.serve('market', now));
    const isAnyWaiting = this.waiting.orders.length + this.waiting.market.length > 0;
    if (isAnyWaiting && next < Infinity)
      this.timer = this.clock.schedule(next - now, () => this.letThrough());
  }

  /** Lets a lane's first ones go while they may; returns when the next one can be asked again. */
  private serve(lane: Lane, now: number): number {
    const queue = this.waiting[lane];
    if (this.pausedUntil[lane] > now) return queue.length === 0 ? Infinity : this.pausedUntil[lane];
    for (let entry = queue[0]; entry !== undefined; entry = queue[0]) {
      const { weight } = entry;
      const windows = this.windows.filter((window) => (window.limit.lane ?? lane) === lane);
      const freeAt = Math.max(-Infinity, ...windows.map((window) => window.freeAt(weight, lane, now)));
      if (freeAt > now) return freeAt;
      queue.shift();
      for (const window of windows) window.enter(weight);
      entry.resolve(this.releaser(windows, weight));
    }
    return Infinity;
  }

  private releaser(windows: readonly LimitWindow[], weight: number): Release {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      for (const window of windows) window.leave(weight, this.clock.now());
      this.letThrough();
    };
  }

  private remove(entry: Waiting): void {
    const queue = this.waiting[entry.lane];
    const index = queue.indexOf(entry);
    if (index >= 0) queue.splice(index, 1);
    this.letThrough();
  }
}

interface Waiting {
  readonly weight: number;
  readonly lane: Lane;
  readonly resolve: (release: Release) => void;
  readonly reject: (reason: unknown) => void;
}
