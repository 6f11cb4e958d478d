import { milliseconds, type RequestKind } from 'ats-runtime';
import { countsRequests, type VenueDescription } from '../../venues/index.js';

/** What a request uses of the venue's limits. */
interface Usage {
  readonly weight: number;
  readonly kind: RequestKind;
  /** It places an order, and does not only change or cancel one. */
  readonly isOrder: boolean;
}

interface LimitVerdict {
  /** Absent while within the limits; else how long the window that is full still lasts, ms. */
  readonly retryAfterMs?: number;
  /** The counters the venue shows on its answers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** In the request log: why a request was refused that a limit had no room for, whatever the venue answers then. */
export const OVER_LIMIT = 'over the rate limit';

type Limit = VenueDescription['limits'][number];

/** The described limits, counted in virtual time: in fixed windows, or by a counter that decays. */
export class RateLimits {
  readonly #counters: readonly Counter[];

  constructor(limits: VenueDescription['limits']) {
    this.#counters = limits.map((limit) => ({
      limit,
      perMs: milliseconds(limit.per),
      since: 0,
      used: 0,
    }));
  }

  /** Counts a request, unless a limit is reached. */
  take(now: number, usage: Usage): LimitVerdict {
    for (const counter of this.#counters) forget(counter, now);
    const counting = this.#counters.filter(
      (counter) =>
        countsRequests(counter.limit, usage.kind) && (usage.isOrder || !countsOrdersAlone(counter)),
    );
    const full = counting.filter((counter) => counter.used + use(counter, usage) > counter.limit.capacity);
    const isOver = full.length > 0;
    if (!isOver) for (const counter of counting) counter.used += use(counter, usage);
    const headers = Object.fromEntries(
      counting.flatMap((counter) => [
        ...usedHeaders(counter),
        ...leftHeaders(counter, now, full.includes(counter) ? msUntilFree(counter, usage, now) : 0),
      ]),
    );
    if (!isOver) return { headers };
    return { retryAfterMs: Math.max(...full.map((counter) => msUntilFree(counter, usage, now))), headers };
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
  readonly limit: Limit;
  readonly perMs: number;
  /** Up to when everything that is due is forgotten, ms. */
  since: number;
  used: number;
}

function forget(counter: Counter, now: number): void {
  const { limit, perMs } = counter;
  if (limit.forgets === 'steadily') {
    counter.used = Math.max(0, counter.used - ((now - counter.since) * limit.capacity) / perMs);
    counter.since = now;
    return;
  }
  const begin = now - (now % perMs);
  if (begin === counter.since) return;
  counter.since = begin;
  counter.used = 0;
}

function msUntilFree(counter: Counter, usage: Usage, now: number): number {
  const { limit, perMs } = counter;
  if (limit.forgets === 'at_window_end') return counter.since + perMs - now;
  const excess = counter.used + use(counter, usage) - limit.capacity;
  return Math.ceil((excess * perMs) / limit.capacity);
}

/** Where a limit counts orders alone, each is one, whatever it weighs elsewhere. */
function use(counter: Counter, { weight }: Usage): number {
  return countsOrdersAlone(counter) ? 1 : weight;
}

function countsOrdersAlone({ limit }: Counter): boolean {
  return [limit.counts].flat().every((kind) => kind === 'orders');
}

function usedHeaders({ limit, used }: Counter): [string, string][] {
  return limit.used_header === undefined ? [] : [[limit.used_header.toLowerCase(), String(Math.ceil(used))]];
}

function leftHeaders(
  { limit, used, since, perMs }: Counter,
  now: number,
  waitMs: number,
): [string, string][] {
  const names = limit.left_headers;
  if (names === undefined) return [];
  const left: [string, string][] = [
    [names.limit.toLowerCase(), String(limit.capacity)],
    [names.left.toLowerCase(), String(Math.max(0, limit.capacity - Math.ceil(used)))],
  ];
  if (names.reset === undefined) return left;
  const msLeft = limit.forgets === 'at_window_end' ? since + perMs - now : waitMs;
  const reset = {
    ms_left: Math.ceil(msLeft),
    ms: Math.ceil(now + waitMs),
    s: Math.ceil((now + waitMs) / 1000),
  }[names.reset_unit];
  return [...left, [names.reset.toLowerCase(), String(reset)]];
}
