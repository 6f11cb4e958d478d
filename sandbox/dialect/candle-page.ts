import type { CandlesEndpoint } from '../../venues/index.js';
import type { CandleStore } from '../market/candle-store.js';
import type { LedgerCandle } from '../market/types.js';

interface CandleRange {
  readonly intervalSeconds: number;
  /** Milliseconds. */
  readonly start?: number;
  readonly end?: number;
  readonly limit?: number;
}

/**
 * One page of history in the venue's order. Venues that answer oldest first begin at `start`; the others, and
 * requests without a start, get the newest of the range, unless the description says otherwise.
 */
export function pageOfCandles(
  store: CandleStore,
  range: CandleRange,
  page: CandlesEndpoint['page'],
  order: 'ascending' | 'descending',
  now: number,
): readonly LedgerCandle[] {
  const { intervalSeconds, start, end } = range;
  const limit = Math.min(range.limit ?? page.default ?? page.limit, page.limit);
  const oldest = page.newest === undefined ? -Infinity : now / 1000 - page.newest * intervalSeconds;
  const asked = start === undefined ? undefined : firstSecond(start, page.start === 'inclusive');
  const first = asked === undefined ? undefined : Math.max(asked, Math.floor(oldest));
  const last = Math.min(end === undefined ? Infinity : lastSecond(end, page.end === 'inclusive'), now / 1000);
  const span = limit * intervalSeconds;
  const startsAtFirst =
    end === undefined && page.without_end !== undefined
      ? page.without_end === 'oldest'
      : order === 'ascending';
  const fromStart = startsAtFirst && first !== undefined;
  const from = fromStart ? first : Math.max(first ?? 0, Math.floor(last) - span - intervalSeconds);
  const to = fromStart
    ? Math.min(Math.floor(last) + 1, first + span + intervalSeconds)
    : Math.floor(last) + 1;
  if (to <= from) return [];
  const found = store
    .candles(intervalSeconds, Math.max(0, from), to)
    .filter((candle) => page.open_candle || candle.closed);
  const kept = fromStart ? found.slice(0, limit) : found.slice(-limit);
  return order === 'descending' ? kept.toReversed() : kept;
}

function firstSecond(startMs: number, inclusive: boolean): number {
  return inclusive ? Math.ceil(startMs / 1000) : Math.floor(startMs / 1000) + 1;
}

/** The last whole second at which a candle of the range may start. */
function lastSecond(endMs: number, inclusive: boolean): number {
  return inclusive ? Math.floor(endMs / 1000) : Math.ceil(endMs / 1000) - 1;
}
