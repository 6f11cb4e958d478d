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

/** The described limits, counted in fixed windows of virtual time. */
export class RateLimits {
  readonly #windows: readonly Window[];

  constructor(limits: VenueDescription['limits']) {
    this.#windows = limits.map((limit) => ({
      capacity: limit.capacity,
      perMs: milliseconds(limit.per),
      counts: limit.counts,
      header: limit.used_header,
      number: -1,
      used: 0,
    }));
  }

  /** Counts a request, unless a window is full. */
  take(now: number, usage: Usage): LimitVerdict {
    for (const window of this.#windows) roll(window, now);
    const full = this.#windows.filter((window) => window.used + use(window, usage) > window.capacity);
    if (full.length > 0) {
      const ends = full.map(({ number, perMs }) => (number + 1) * perMs - now);
      return { retryAfterMs: Math.max(...ends), headers: this.#headers(usage) };
    }
    for (const window of this.#windows) window.used += use(window, usage);
    return { headers: this.#headers(usage) };
  }

  #headers(usage: Usage): Readonly<Record<string, string>> {
    const headers: Record<string, string> = {};
    for (const { header, counts, used } of this.#windows) {
      if (header !== undefined && (counts === 'weight' || usage.isOrder))
        headers[header.toLowerCase()] = String(used);
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

interface Window {
  readonly capacity: number;
  readonly perMs: number;
  readonly counts: 'weight' | 'orders';
  readonly header: string | undefined;
  number: number;
  used: number;
}

function roll(window: Window, now: number): void {
  const number = Math.floor(now / window.perMs);
  if (number === window.number) return;
  window.number = number;
  window.used = 0;
}

function use(window: Window, usage: Usage): number {
  if (window.counts === 'weight') return usage.weight;
  return usage.isOrder ? 1 : 0;
}
