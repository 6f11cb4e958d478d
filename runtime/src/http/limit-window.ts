import type { Lane, RateLimit } from './rate-limiter.js';

/** The part of a limit that market data leaves to orders, where it counts both. */
const RESERVE = 0.1;

/**
 * The weight used in the span that ends now. A request counts from when it goes until the span has passed
 * since its answer came, because when in between the venue counted it is not known.
 */
export class LimitWindow {
  readonly limit: RateLimit;
  private readonly span: number;
  private inFlight = 0;
  private settled = 0;
  private entries: { readonly at: number; readonly weight: number }[] = [];
  private head = 0;

  constructor(limit: RateLimit, span: number) {
    this.limit = limit;
    this.span = span;
  }

  /** When so much weight may enter: `now` or before if at once, Infinity if only answers can make room. */
  freeAt(weight: number, lane: Lane, now: number): number {
    if (weight === 0) return now;
    this.forget(now);
    const { capacity } = this.limit;
    const isShared = this.limit.counts?.includes('orders') ?? true;
    const usable = lane === 'market' && isShared ? capacity - Math.floor(capacity * RESERVE) : capacity;
    // What is heavier than the whole limit goes alone.
    let excess = this.inFlight + this.settled + Math.min(weight, usable) - usable;
    if (excess <= 0) return now;
    for (let index = this.head; index < this.entries.length; index++) {
      const entry = this.entries[index];
      if (entry === undefined) break;
      excess -= entry.weight;
      if (excess <= 0) return entry.at + this.span;
    }
    return Infinity;
  }

  enter(weight: number): void {
    this.inFlight += weight;
  }

  leave(weight: number, now: number): void {
    this.inFlight -= weight;
    this.add(weight, now);
  }

  /** The venue counts more than is known here: others use the same limit. */
  raiseTo(used: number, now: number): void {
    this.forget(now);
    this.add(used - this.inFlight - this.settled, now);
  }

  private add(weight: number, now: number): void {
    if (weight <= 0) return;
    this.settled += weight;
    this.entries.push({ at: now, weight });
  }

  private forget(now: number): void {
    for (let entry = this.entries[this.head]; entry !== undefined && entry.at + this.span <= now;) {
      this.settled -= entry.weight;
      this.head += 1;
      entry = this.entries[this.head];
    }
    if (this.head > 256 && this.head * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.head);
      this.head = 0;
    }
  }
}
