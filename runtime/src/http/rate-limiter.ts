import type { Clock, Timer } from '../clock.js';
import { milliseconds, type Duration } from '../duration.js';
import { LimitWindow } from './limit-window.js';

/** Orders and cancellations never wait behind market data: a part of each limit is kept for them. */
export type Lane = 'orders' | 'market';

/** What a request is to the venue's limits: an order or a cancellation, signed otherwise, or unsigned. */
export type RequestKind = 'orders' | 'private' | 'public';

/** So much weight in any span of that length. */
export interface RateLimit {
  readonly capacity: number;
  readonly per: Duration;
  /** The kinds of requests that it counts; all where none is given. */
  readonly counts?: readonly RequestKind[];
  /** The answer's header that tells the weight used so far, by others on the same address too. */
  readonly usedHeader?: string;
  /** The answer's headers that tell the limit it was counted by, and how much of it is left. */
  readonly leftHeader?: { readonly limit: string; readonly left: string };
}

/** Gives back the place of a request whose answer has come. */
export type Release = () => void;

/** Lets requests through as the venue's limits allow, those of one limit first come first served in each lane. */
export class RateLimiter {
  private readonly clock: Clock;
  private readonly windows: Readonly<Record<RequestKind, readonly LimitWindow[]>>;
  private readonly waiting: Readonly<Record<RequestKind, Waiting[]>> = {
    orders: [],
    private: [],
    public: [],
  };
  private readonly pausedUntil: Record<Lane, number> = { orders: -Infinity, market: -Infinity };
  private arrivals = 0;
  private timer: Timer | undefined;

  constructor(clock: Clock, limits: readonly RateLimit[]) {
    this.clock = clock;
    const windows = limits.map((limit) => new LimitWindow(limit, milliseconds(limit.per)));
    const counting = (kind: RequestKind): readonly LimitWindow[] =>
      windows.filter(({ limit }) => limit.counts?.includes(kind) ?? true);
    this.windows = {
      orders: counting('orders'),
      private: counting('private'),
      public: counting('public'),
    };
  }

  /** Resolves when the request may go; rejects with the signal's reason. */
  take(weight: number, kind: RequestKind, signal: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const arrival = weight === 0 ? 0 : ++this.arrivals;
      const entry: Waiting = { weight, kind, arrival, resolve: settle(resolve), reject: settle(reject) };
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
      if (weight === 0) this.waiting[kind].unshift(entry);
      else this.waiting[kind].push(entry);
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

  /** Learns from the headers of an answer to a request of that kind what the venue counts. */
  note(kind: RequestKind, header: (name: string) => string | undefined): void {
    const count = (name: string): number | undefined => {
      const text = header(name.toLowerCase());
      return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
    };
    for (const window of this.windows[kind]) {
      const used = usedBy(window.limit, count);
      if (used !== undefined) window.raiseTo(used, this.clock.now());
    }
  }

  private letThrough(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const now = this.clock.now();
    const next = Math.min(this.serve('orders', now), this.serve('market', now));
    if (next < Infinity) this.timer = this.clock.schedule(next - now, () => this.letThrough());
  }

  /** Lets a lane's first ones go while they may; returns when the next one can be asked again. */
  private serve(lane: Lane, now: number): number {
    const blocked = new Set<RequestKind>();
    if (this.pausedUntil[lane] > now)
      return this.first(lane, blocked) === undefined ? Infinity : this.pausedUntil[lane];
    let next = Infinity;
    for (let entry = this.first(lane, blocked); entry !== undefined; entry = this.first(lane, blocked)) {
      const { weight, kind } = entry;
      const windows = this.windows[kind];
      const full = windows.filter((window) => window.freeAt(weight, lane, now) > now);
      if (full.length > 0) {
        next = Math.min(next, Math.max(...full.map((window) => window.freeAt(weight, lane, now))));
        // What came later by the same limit does not overtake it; what another limit counts does.
        for (const other of KINDS[lane]) {
          if (full.some((window) => this.windows[other].includes(window))) blocked.add(other);
        }
        continue;
      }
      this.waiting[kind].shift();
      for (const window of windows) window.enter(weight);
      entry.resolve(this.releaser(windows, weight));
    }
    return next;
  }

  /** The one that has waited longest in the lane, of the kinds that are not blocked. */
  private first(lane: Lane, blocked: ReadonlySet<RequestKind>): Waiting | undefined {
    let first: Waiting | undefined;
    for (const kind of KINDS[lane]) {
      const head = blocked.has(kind) ? undefined : this.waiting[kind][0];
      if (head !== undefined && (first === undefined || head.arrival < first.arrival)) first = head;
    }
    return first;
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
    const queue = this.waiting[entry.kind];
    const index = queue.indexOf(entry);
    if (index >= 0) queue.splice(index, 1);
    this.letThrough();
  }
}

const KINDS: Readonly<Record<Lane, readonly RequestKind[]>> = {
  orders: ['orders'],
  market: ['private', 'public'],
};

interface Waiting {
  readonly weight: number;
  readonly kind: RequestKind;
  /** Counts up; 0 for what waits for no one. */
  readonly arrival: number;
  readonly resolve: (release: Release) => void;
  readonly reject: (reason: unknown) => void;
}

function usedBy(limit: RateLimit, count: (header: string) => number | undefined): number | undefined {
  const told = limit.usedHeader === undefined ? undefined : count(limit.usedHeader);
  if (told !== undefined || limit.leftHeader === undefined) return told;
  const capacity = count(limit.leftHeader.limit);
  const left = count(limit.leftHeader.left);
  return capacity === undefined || left === undefined ? undefined : capacity - left;
}
