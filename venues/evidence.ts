import { pathInMarket, sampleMarket } from './asset-paths.js';
import { refusalPlaces } from './failed-rows.js';
import { lookedUp } from './lookup.js';
import type { Locate } from './parse.js';
import { isRecord, readPath } from './paths.js';
import type { Problem } from './problem.js';
import { sampleFacts } from './sample-facts.js';
import { statusMeaning } from './status-words.js';
import { FIELD_KINDS, type Around, type FieldKind, type FieldName, type Rows } from './schema/fields.js';
import type { VenueDescription } from './schema/venue.js';
import type { FieldMapping, StatusCase } from './schema/values.js';
import { expiredFrame } from './token-life.js';

/** Proves every mapped field against the venue's own documented payload: it is there, and of the right type. */
export function checkEvidence(
  description: VenueDescription,
  samples: ReadonlyMap<string, unknown>,
  file: string,
  locate: Locate,
): readonly Problem[] {
  const problem = ({ path, message }: Finding): Problem => ({
    file,
    ...locate(path),
    key: path.join('.'),
    message,
  });
  const parts = evidenceParts(description).flatMap(({ rows, sample, others = [], within, path }) =>
    [
      ...checkRows(rows, shownIn(samples.get(sample), within), path, description),
      ...checkOptional(
        rows,
        [sample, ...others].map((each) => shownIn(samples.get(each), within)),
        [...path, 'also'],
      ),
      ...checkAround(rows.around, [shownIn(samples.get(sample), within)], [...path, 'around']),
    ].map((finding) => problem({ ...finding, message: `${finding.message} (${sample})` })),
  );
  const everywhere = checkAround(description.every_answer, [...samples.values()], ['every_answer']);
  const expired = expiredFrame(description, samples).map(([path, message]) => ({ path, message }));
  const frames = checkFrames(description, samples);
  const facts = [...sampleFacts(description, samples), ...refusalPlaces(description, samples)].map(
    ([path, message]) => ({ path, message }),
  );
  return [...parts, ...[...everywhere, ...expired, ...frames, ...facts].map(problem)];
}

/** The document in which the rows stand. */
function shownIn(sample: unknown, within: string | undefined): unknown {
  if (within === undefined) return sample;
  const groups = readPath(sample, within);
  return Array.isArray(groups) ? groups[0] : undefined;
}

/** What tells a frame is true of its sample, and a confirmation has the channel that it is said to give. */
function checkFrames(
  { streams }: VenueDescription,
  samples: ReadonlyMap<string, unknown>,
): readonly Finding[] {
  const frames = Object.entries(streams).flatMap(([name, stream]) => {
    const { sample = '', match = {} } = stream?.frame ?? {};
    return Object.entries(match).flatMap(([place, wanted]): readonly Finding[] => {
      if (typeof wanted !== 'object' || wanted === null) return [];
      const value = readPath(samples.get(sample), place);
      const isMeant = 'is' in wanted ? kindOfValue(value) === wanted.is : wanted.includes(String(value));
      const path = ['streams', name, 'frame', 'match', place];
      const what = 'is' in wanted ? `no ${wanted.is}` : `none of ${wanted.join(', ')}`;
      return isMeant
        ? []
        : [{ path, message: `${JSON.stringify(value)} in the sample is ${what} (${sample})` }];
    });
  });
  const { channel, sample = '' } = streams.candles?.acknowledged ?? {};
  if (channel === undefined || readPath(samples.get(sample), channel) !== undefined) return frames;
  const path = ['streams', 'candles', 'acknowledged', 'channel'];
  return [...frames, { path, message: `${channel} is not in the sample (${sample})` }];
}

function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (isRecord(value)) return 'object';
  return typeof value === 'string' ? 'text' : typeof value;
}

/** Each place is in one of the documents at least. */
function checkAround(
  around: Around = {},
  documents: readonly unknown[],
  path: readonly string[],
): readonly Finding[] {
  return Object.keys(around)
    .filter((place) => documents.every((document) => readPath(document, place) === undefined))
    .map((place) => ({ path: [...path, place], message: `${place} is not in the sample` }));
}

interface Part {
  readonly rows: Rows;
  readonly sample: string;
  /** Samples of the same answer in its other shapes. */
  readonly others?: readonly string[];
  /** Where the sample has groups of rows; the first shows them. */
  readonly within?: string | undefined;
  readonly path: readonly string[];
}

interface Finding {
  readonly path: readonly string[];
  readonly message: string;
}

function evidenceParts(description: VenueDescription): readonly Part[] {
  const parts: Part[] = [];
  for (const [name, endpoint] of Object.entries(description.endpoints)) {
    if (endpoint === undefined) continue;
    const { response: rows, sample } = endpoint;
    parts.push({ rows, sample, others: otherSamples(endpoint), path: ['endpoints', name, 'response'] });
  }
  description.serves.forEach((endpoint, index) => {
    if (endpoint.response !== undefined) {
      parts.push({
        rows: endpoint.response,
        sample: endpoint.sample,
        others: otherSamples(endpoint),
        within: endpoint.groups?.items,
        path: ['serves', String(index), 'response'],
      });
    }
    if (endpoint.replaced !== undefined) {
      const path = ['serves', String(index), 'replaced'];
      parts.push({ rows: endpoint.replaced, sample: endpoint.sample, path });
    }
    for (const side of ['bids', 'asks'] as const) {
      const rows = endpoint.book?.[side];
      if (rows !== undefined)
        parts.push({ rows, sample: endpoint.sample, path: ['serves', String(index), 'book', side] });
    }
  });
  description.serves_streams.forEach((stream, index) => {
    for (const name of ['snapshot', 'accepted', 'frame'] as const) {
      const { rows, book, sample = '' } = stream[name] ?? {};
      const path = ['serves_streams', String(index), name];
      if (rows !== undefined) parts.push({ rows, sample, path: [...path, 'rows'] });
      for (const side of ['bids', 'asks'] as const) {
        if (book !== undefined) parts.push({ rows: book[side], sample, path: [...path, 'book', side] });
      }
    }
  });
  for (const name of ['candles', 'orders'] as const) {
    const frame = description.streams[name]?.frame;
    if (frame !== undefined)
      parts.push({ rows: frame.rows, sample: frame.sample, path: ['streams', name, 'frame', 'rows'] });
  }
  const snapshot = description.streams.candles?.snapshot;
  if (snapshot !== undefined)
    parts.push({
      rows: snapshot.rows,
      sample: snapshot.sample,
      path: ['streams', 'candles', 'snapshot', 'rows'],
    });
  return parts;
}

type RowShape = Pick<Rows, 'items' | 'key' | 'fields' | 'also' | 'where'>;

function checkRows(
  rows: Rows,
  sample: unknown,
  path: readonly string[],
  description: VenueDescription,
): readonly Finding[] {
  const { list, finding } = sampleRows(rows, sample, path);
  if (finding !== undefined) return [finding];
  const findings = list.flatMap((row) => checkRow(rows, row, path, description, sample));
  const { fills } = rows;
  const nested =
    fills === undefined
      ? []
      : list.flatMap((row) => {
          const inner = sampleRows(fills, row, [...path, 'fills']);
          return inner.finding !== undefined
            ? [inner.finding]
            : inner.list.flatMap((fill) => checkRow(fills, fill, [...path, 'fills'], description, sample));
        });
  return unique([...findings, ...nested]);
}

function sampleRows(
  rows: RowShape,
  sample: unknown,
  path: readonly string[],
): { list: readonly unknown[]; finding?: Finding } {
  if (rows.items === undefined) return { list: [sample] };
  const items = readPath(sample, rows.items);
  const list = rows.key === undefined ? items : isRecord(items) ? Object.values(items) : undefined;
  const where = [...path, 'items'];
  if (!Array.isArray(list)) {
    const what = rows.key === undefined ? 'a list' : 'a map';
    return {
      list: [],
      finding: { path: where, message: `there is no ${what} at "${rows.items}" in the sample` },
    };
  }
  if (list.length === 0)
    return {
      list: [],
      finding: { path: where, message: 'the list is empty in the sample; paste an example with a row' },
    };
  const meant = list.filter((row) => hasTexts(row, rows.where));
  if (meant.length === 0) {
    const message = `no row of the sample has ${JSON.stringify(rows.where)}`;
    return { list: [], finding: { path: [...path, 'where'], message } };
  }
  return { list: meant };
}

function checkRow(
  rows: RowShape,
  row: unknown,
  path: readonly string[],
  description: VenueDescription,
  document: unknown,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [name, mapping] of Object.entries(rows.fields)) {
    const at = [...path, 'fields', name];
    if (typeof mapping === 'object' && 'cases' in mapping) {
      findings.push(...checkCases(mapping.cases, row, at));
      continue;
    }
    if (typeof mapping === 'object' && 'value' in mapping) continue;
    if (typeof mapping === 'object' && 'any' in mapping) {
      findings.push(...checkAny(mapping.any, kindOf(name), row, at));
      continue;
    }
    if (typeof mapping === 'object' && 'lookup' in mapping && mapping.lookup !== undefined) {
      const found = lookedUp(document, row, mapping.path, mapping.lookup);
      const reason = wrong(found, kindOf(name), undefined);
      if (reason !== undefined) findings.push({ path: at, message: `${mapping.lookup.take} ${reason}` });
      continue;
    }
    const words =
      typeof mapping === 'object' && 'statuses' in mapping ? mapping.statuses : description.orders?.statuses;
    for (const place of placesOf(mapping)) {
      const value = readPath(row, inSample(place, description));
      const flag = typeof mapping === 'object' && 'equals' in mapping && mapping.equals !== undefined;
      const optional = typeof mapping === 'object' && 'optional' in mapping && mapping.optional === true;
      if (optional && value === undefined) continue;
      if (isElsewhere(mapping, row)) continue;
      const reason = wrong(value, flag ? 'text' : kindOf(name), words) ?? wrongSign(value, name, mapping);
      if (reason !== undefined)
        findings.push({ path: at, message: `${place === '' ? 'the row' : place} ${reason}` });
    }
  }
  for (const [place, also] of Object.entries(rows.also ?? {})) {
    if (isOptional(also)) continue;
    if (readPath(row, inSample(place, description)) === undefined)
      findings.push({ path: [...path, 'also', place], message: `${place} is not in the sample` });
  }
  return findings;
}

type Also = NonNullable<Rows['also']>[string];

function isOptional(also: Also): boolean {
  return typeof also === 'object' && 'optional' in also && also.optional === true;
}

/** Each optional place is in one row of one document at least. */
function checkOptional(
  rows: Rows,
  documents: readonly unknown[],
  path: readonly string[],
): readonly Finding[] {
  const known = documents.flatMap((document) => sampleRows(rows, document, path).list);
  return Object.entries(rows.also ?? {})
    .filter(([place, also]) => isOptional(also) && known.every((row) => readPath(row, place) === undefined))
    .map(([place]) => ({ path: [...path, place], message: `${place} is in no sample of the answer` }));
}

/** The answer's other shapes. */
function otherSamples({
  sample_when_filled: filled,
}: {
  readonly sample_when_filled?: string | undefined;
}): readonly string[] {
  return filled === undefined ? [] : [filled];
}

/** Whether it is another kind of row that has the field. */
function isElsewhere(mapping: FieldMapping, row: unknown): boolean {
  return typeof mapping === 'object' && 'where' in mapping && !hasTexts(row, mapping.where);
}

function hasTexts(row: unknown, where: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(where).every(([path, word]) => readPath(row, path) === word);
}

/** A member that is named after an asset has the name of the samples' market there. */
function inSample(path: string, { sandbox }: VenueDescription): string {
  return pathInMarket(path, sampleMarket(sandbox) ?? { base: '', quote: '' });
}

/** Every flag is there, and a word for yes or no. */
function checkCases(cases: readonly StatusCase[], row: unknown, path: readonly string[]): readonly Finding[] {
  const places = new Set(cases.flatMap((one) => Object.keys(one.if)));
  return [...places].flatMap((place) => {
    const value = readPath(row, place);
    if (value === undefined) return [{ path, message: `${place} is not in the sample` }];
    return FLAG.test(String(value))
      ? []
      : [{ path, message: `${place} is ${JSON.stringify(value)} in the sample, neither true nor false` }];
  });
}

const FLAG = /^(true|false|1|0)$/;

function placesOf(mapping: PlacedMapping): readonly string[] {
  if (typeof mapping === 'string') return [mapping];
  if ('sum' in mapping) return mapping.sum;
  return [mapping.path, mapping.less, mapping.original].filter((path) => path !== undefined);
}

type PlacedMapping = Exclude<FieldMapping, { cases: unknown } | { any: unknown } | { value: unknown }>;

/** One of the places is there, and of the field's kind. */
function checkAny(
  places: readonly string[],
  kind: FieldKind,
  row: unknown,
  path: readonly string[],
): readonly Finding[] {
  const reasons = places.map((place) => wrong(readPath(row, place), kind, undefined));
  return reasons.includes(undefined) ? [] : [{ path, message: `${places.join(' or ')} ${reasons[0] ?? ''}` }];
}

function kindOf(name: string): FieldKind {
  return FIELD_KINDS[name as FieldName];
}

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** What is wrong with a sample's value for a field of this kind; undefined where nothing is. */
function wrong(
  value: unknown,
  kind: FieldKind,
  statuses: Readonly<Record<string, string>> | undefined,
): string | undefined {
  if (value === undefined) return 'is not in the sample';
  const scalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
  if (!scalar) return 'is no single value in the sample';
  const text = String(value);
  switch (kind) {
    case 'decimal':
      return DECIMAL.test(text) || text === '' || value === null
        ? undefined
        : `is ${JSON.stringify(value)} in the sample, not a decimal`;
    case 'integer':
      return /^-?\d+$/.test(text)
        ? undefined
        : `is ${JSON.stringify(value)} in the sample, not a whole number`;
    case 'time':
      return DECIMAL.test(text) || !Number.isNaN(Date.parse(text))
        ? undefined
        : `is ${JSON.stringify(value)} in the sample, not a time`;
    case 'status':
      return statuses === undefined || statusMeaning(statuses, text) !== undefined
        ? undefined
        : `is ${JSON.stringify(value)} in the sample, a status that the description does not map`;
    default:
      return undefined;
  }
}

/** Of what is bought or sold, a negative amount says that it is sold: read as it stands, it would count backwards. */
function wrongSign(value: unknown, name: string, mapping: FieldMapping): string | undefined {
  const isScaled = typeof mapping === 'object' && 'scale' in mapping && mapping.scale !== undefined;
  if (isScaled || !AMOUNTS.has(name) || !/^-.*[1-9]/.test(String(value))) return undefined;
  return `is ${String(value)} in the sample; where what is sold is negative, write { path: …, scale: signed }`;
}

const AMOUNTS: ReadonlySet<string> = new Set([
  'size',
  'filled_size',
  'remaining_size',
  'filled_quote',
  'fill_size',
  'fill_quote',
]);

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ path, message }) => {
    const key = `${path.join('.')}\n${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
