import { FIELD_KINDS } from './field-kinds.js';
import { isRecord, readPath } from './paths.js';
import { placeholders } from './templates.js';
import type { Finding } from './problem.js';
import type { Match } from './schema/match.js';
import type { Rows } from './schema/fields.js';
import type { VenueDescription } from './schema/venue.js';
import type { CandleStreamDescription, OrderStreamDescription } from './schema/streams.js';
import type { TimeUnit } from './schema/primitives.js';

/**
 * What a sample shows of a mapping that has the right type and is wrong all the same: a time in another unit, columns
 * that are interchanged, a frame that would never be taken for one. The mock exchange would repeat the mistake.
 */
export function sampleFacts(
  description: VenueDescription,
  samples: ReadonlyMap<string, unknown>,
): readonly Finding[] {
  const { endpoints, streams, errors } = description;
  return [
    ...Object.entries(endpoints).flatMap(([name, endpoint]): readonly Finding[] => {
      if (endpoint === undefined) return [];
      const path = ['endpoints', name, 'response', 'fields'];
      const unit = endpoint.time_unit ?? description.time_unit;
      return rowFacts(endpoint.response, samples.get(endpoint.sample), {
        path,
        unit,
        sample: endpoint.sample,
      });
    }),
    ...(['candles', 'orders'] as const).flatMap((name): readonly Finding[] => {
      const stream = streams[name];
      if (stream === undefined) return [];
      const { rows, sample, time_unit: own } = stream.frame;
      const path = ['streams', name, 'frame', 'rows', 'fields'];
      return [
        ...rowFacts(rows, samples.get(sample), { path, unit: own ?? description.time_unit, sample }),
        ...toldFrames(stream).flatMap(([part, { match = {}, sample: of }]) =>
          matchFacts(match, samples.get(of), ['streams', name, part, 'match'], of),
        ),
      ];
    }),
    ...errorPlaces(errors, samples.get(errors.sample)),
  ];
}

interface Told {
  readonly match?: Match | undefined;
  readonly sample: string;
}

/** The frames of a stream that are known by what stands in them. */
function toldFrames(stream: CandleStreamDescription | OrderStreamDescription): readonly [string, Told][] {
  const { frame, acknowledged, unsubscribed, refused, greeting } = stream;
  const parts: Readonly<Record<string, Told | undefined>> = {
    frame,
    acknowledged,
    logged_in: 'logged_in' in stream ? stream.logged_in : undefined,
    unsubscribed,
    refused,
    greeting,
  };
  return Object.entries(parts).flatMap(([part, told]): [string, Told][] =>
    told === undefined ? [] : [[part, told]],
  );
}

/** A fixed word stands in the sample as it is; where a placeholder does, there is something. */
function matchFacts(
  match: Match,
  document: unknown,
  path: readonly string[],
  sample: string,
): readonly Finding[] {
  return Object.entries(match).flatMap(([place, wanted]): readonly Finding[] => {
    if (typeof wanted === 'object' && wanted !== null) return [];
    const value = readPath(document, place);
    const word = String(wanted);
    const isFixed = placeholders(word).length === 0;
    if (isFixed ? String(value) === word : value !== undefined) return [];
    const what =
      value === undefined ? 'is not in the sample' : `is ${JSON.stringify(value)} in the sample, not ${word}`;
    return [[[...path, place], `${place} ${what}: no such frame would be recognised (${sample})`]];
  });
}

interface Where {
  readonly path: readonly string[];
  readonly unit: TimeUnit;
  readonly sample: string;
}

function rowFacts(rows: Rows, document: unknown, where: Where): readonly Finding[] {
  const list = rows.items === undefined ? [document] : readPath(document, rows.items);
  const each = Array.isArray(list) ? list : isRecord(list) ? Object.values(list) : [];
  const [first] = each
    .map((row) => [
      ...timeFacts(rows, row, where),
      ...columnFacts(rows, row, where),
      ...beginFacts(rows, row, where),
    ])
    .filter((found) => found.length > 0);
  return first ?? [];
}

/** A time in another unit than is said lies in the first days of 1970, or thousands of years ahead. */
function timeFacts({ fields }: Rows, row: unknown, { path, unit, sample }: Where): readonly Finding[] {
  return Object.entries(fields).flatMap(([name, mapping]): readonly Finding[] => {
    if (FIELD_KINDS_OF.get(name) !== 'time') return [];
    const place = typeof mapping === 'string' ? mapping : 'path' in mapping ? mapping.path : undefined;
    const own = typeof mapping === 'object' && 'unit' in mapping ? mapping.unit : undefined;
    const per = UNITS_PER_SECOND[own ?? unit];
    const value = place === undefined ? undefined : readPath(row, place);
    if (per === undefined || !/^\d+(\.\d+)?$/.test(String(value)) || Number(value) === 0) return [];
    const seconds = Number(value) / per;
    if (seconds >= FIRST && seconds < LAST) return [];
    const fitting = Object.entries(UNITS_PER_SECOND).find(
      ([, other]) => Number(value) / other >= FIRST && Number(value) / other < LAST,
    )?.[0];
    const fix = fitting === undefined ? '' : `; write { path: '${place}', unit: ${fitting} }`;
    return [[[...path, name], `${String(value)} is no time of our days in ${own ?? unit}${fix} (${sample})`]];
  });
}

const FIELD_KINDS_OF: ReadonlyMap<string, string> = new Map(Object.entries(FIELD_KINDS));
const UNITS_PER_SECOND: Readonly<Record<string, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };
/** From the first trades to the year 2100. */
const FIRST = Date.UTC(2009, 0) / 1000;
const LAST = Date.UTC(2100, 0) / 1000;

/** Nothing is above a candle's high or below its low. */
function columnFacts({ fields }: Rows, row: unknown, { path, sample }: Where): readonly Finding[] {
  const read = (name: 'open' | 'high' | 'low' | 'close'): number => {
    const mapping = fields[name];
    const text = typeof mapping === 'string' ? String(readPath(row, mapping) ?? '') : '';
    return text === '' ? Number.NaN : Number(text);
  };
  const [open, high, low, close] = [read('open'), read('high'), read('low'), read('close')];
  // Documented examples are not always true: one price may lie a little outside.
  const [most, least] = [Math.max(open, close), Math.min(open, close)];
  return low > high || high < least || low > most
    ? [
        [
          path,
          `open, high, low and close are ${open}, ${high}, ${low} and ${close} in the sample; two of them are interchanged (${sample})`,
        ],
      ]
    : [];
}

/** A candle is known by when it begins. */
function beginFacts(
  { fields: { timestamp } }: Rows,
  row: unknown,
  { path, unit, sample }: Where,
): readonly Finding[] {
  const place = typeof timestamp === 'string' ? timestamp : undefined;
  const per = UNITS_PER_SECOND[unit];
  if (place === undefined || per === undefined) return [];
  const value = readPath(row, place);
  return per > 1 && Number(value) % (60 * per) === 60 * per - 1
    ? [
        [
          [...path, 'timestamp'],
          `${String(value)} is a candle's last moment; map where it begins (this one is last_timestamp) (${sample})`,
        ],
      ]
    : [];
}

/** Where a failure tells its code and words: one of the places is in the sample of one. */
function errorPlaces({ answer, sample }: VenueDescription['errors'], document: unknown): readonly Finding[] {
  return (['code', 'message'] as const).flatMap((name): readonly Finding[] => {
    const places = answer[name];
    if (places.length === 0 || places.some((place) => readPath(document, place) !== undefined)) return [];
    return [[['errors', 'answer', name], `${places.join(', ')} is not in the sample (${sample})`]];
  });
}
