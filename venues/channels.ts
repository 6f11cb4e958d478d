import { isRecord } from './paths.js';
import type { VenueDescription } from './schema/venue.js';
import type { Finding } from './problem.js';

/** `{channel}` is what the candle subscription's confirmation gives: known to that stream alone, and only after it. */
export function channels({ endpoints, streams, auth, serves }: VenueDescription): readonly Finding[] {
  const { subscribe, path, acknowledged, ...after } = streams.candles ?? {};
  const here = ['streams', 'candles'];
  return [
    ...mentions(
      { endpoints, auth, serves, streams: { orders: streams.orders } },
      [],
      'is for streams.candles',
    ),
    ...mentions({ subscribe, path }, here, 'is not known before the subscription is confirmed'),
    ...(acknowledged?.channel === undefined ? untold(after) : []),
  ];
}

function untold(after: unknown): readonly Finding[] {
  const [first] = mentions(after, [], '');
  if (first === undefined) return [];
  const path = ['streams', 'candles', 'acknowledged', 'channel'];
  return [[path, `is missing; ${first[0].join('.')} has {channel}, so say where the confirmation tells it`]];
}

function mentions(value: unknown, path: readonly string[], what: string): readonly Finding[] {
  if (typeof value === 'string') return /\{channel[|}]/.test(value) ? [[path, `{channel} ${what}`]] : [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => mentions(item, [...path, String(index)], what));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => mentions(item, [...path, key], what));
}
