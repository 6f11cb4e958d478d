import { milliseconds } from 'ats-runtime';
import type { VenueDescription } from '../../venues/index.js';

/** What a request uses of the venue's limits. */
interface Usage {
  readonly weight: number;
  readonly isOrder: boolean;
}

interface LimitVerdict {
  /** Absent while within the limits; else how long the window that is full still lasts, ms. */
  readonly retryAfterMs?: number;
  /** The counters the venue shows on its answers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The described limits, counted in virtual time: in fixed windows, or by a counter that decays. */
export class RateLimits {
  readonly #counters: readonly Counter[];

  constructor(limits: VenueDescription['limits']) {
    this.#counters = limits.map((limit) => ({
      capacity: limit.capacity,
      perMs: milliseconds(limit.per),
      counts: limit.counts,
      forgets: limit.forgets,
      header: limit.used_header,
      since: 0,
      used: 0,
    }));
  }

  /** Counts a request, unless a limit is reached. */
  take(now: number, usage: Usage): LimitVerdict {
    for (const counter of this.#counters) forget(counter, now);
    const full = this.#counters.filter((counter) => counter.used + use(counter, usage) > counter.capacity);
    if (full.length > 0) {
      const waits = full.map((counter) => msUntilFree(counter, use(counter, usage), now));
      return { retryAfterMs: Math.max(...waits), headers: this.#headers(usage) };
    }
    for (const counter of this.#counters) counter.used += use(counter, usage);
    return { headers: this.#headers(usage) };
  }

  #headers(usage: Usage): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {};
    for (const { header, counts, used } of this.#counters) {
      if (header !== undefined && (counts === 'weight' || usage.isOrder))
        headers[header.toLowerCase()] = String(Math.ceil(used));
    }
    return headers;
  }
}

/** How the venue tells when to come back. */
export function retryAfterHeaders(
  style: VenueDescription['retry_after'],
  ms: number,
): Readonly<Record<string, string>> {
  if (style === 'none') return {};
  return { 'retry-after': String(style === 'header_ms' ? Math.ceil(ms) : Math.ceil(ms / 1000)) };
}

interface Counter {
  readonly capacity: number;
  readonly perMs: number;
  readonly counts: 'weight' | 'orders';
  readonly forgets: 'at_window_end' | 'steadily';
  readonly header: string | undefined;
  /** Up to when everything that is due is forgotten, ms. */
  since: number;
  used: number;
}

function forget(counter: Counter, now: number): void {
  if (counter.forgets === 'steadily') {
    counter.used = Math.max(0, counter.used - ((now - counter.since) * counter.capacity) / counter.perMs);
    counter.since = now;
    return;
  }
  const begin = now - (now % counter.perMs);
  if (begin === counter.since) return;
  counter.since = begin;
  counter.used = 0;
}

function msUntilFree(counter: Counter, weight: number, now: number): number {
  if (counter.forgets === 'at_window_end') return counter.since + counter.perMs - now;
  const excess = counter.used + weight - counter.capacity;
  return Math.ceil((excess * counter.perMs) / counter.capacity);
}

function use(counter: Counter, usage: Usage): number {
  if (counter.counts === 'weight') return usage.weight;
  return usage.isOrder ? 1 : 0;
}
