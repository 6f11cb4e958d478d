import type { Locate } from './parse.js';
import { isRecord, readPath } from './paths.js';
import type { Problem } from './problem.js';
import { FIELD_KINDS, type FieldKind, type FieldName, type Rows } from './schema/fields.js';
import type { VenueDescription } from './schema/venue.js';
import type { FieldMapping } from './schema/values.js';

/** Proves every mapped field against the venue's own documented payload: it is there, and of the right type. */
export function checkEvidence(
  description: VenueDescription,
  samples: ReadonlyMap<string, unknown>,
  file: string,
  locate: Locate,
): readonly Problem[] {
  return evidenceParts(description).flatMap(({ rows, sample, path }) =>
    checkRows(rows, samples.get(sample), path, description).map(({ path: where, message }) => ({
      file,
      ...locate(where),
      key: where.join('.'),
      message: `${message} (${sample})`,
    })),
  );
}

interface Part {
  readonly rows: Rows;
  readonly sample: string;
  readonly path: readonly string[];
}

interface Finding {
  readonly path: readonly string[];
  readonly message: string;
}

function evidenceParts(description: VenueDescription): readonly Part[] {
  const parts: Part[] = [];
  for (const [name, endpoint] of Object.entries(description.endpoints)) {
    if (endpoint !== undefined)
      parts.push({ rows: endpoint.response, sample: endpoint.sample, path: ['endpoints', name, 'response'] });
  }
  description.serves.forEach((endpoint, index) => {
    if (endpoint.response !== undefined) {
      parts.push({
        rows: endpoint.response,
        sample: endpoint.sample,
        path: ['serves', String(index), 'response'],
      });
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

type RowShape = Pick<Rows, 'items' | 'key' | 'fields' | 'also'>;

function checkRows(
  rows: Rows,
  sample: unknown,
  path: readonly string[],
  description: VenueDescription,
): readonly Finding[] {
  const { list, finding } = sampleRows(rows, sample, path);
  if (finding !== undefined) return [finding];
  const findings = list.flatMap((row) => checkRow(rows, row, path, description));
  const { fills } = rows;
  const nested =
    fills === undefined
      ? []
      : list.flatMap((row) => {
          const inner = sampleRows(fills, row, [...path, 'fills']);
          return inner.finding !== undefined
            ? [inner.finding]
            : inner.list.flatMap((fill) => checkRow(fills, fill, [...path, 'fills'], description));
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
  return { list };
}

function checkRow(
  rows: RowShape,
  row: unknown,
  path: readonly string[],
  description: VenueDescription,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [name, mapping] of Object.entries(rows.fields)) {
    const at = [...path, 'fields', name];
    for (const place of placesOf(mapping)) {
      const value = readPath(row, place);
      const flag = typeof mapping === 'object' && 'equals' in mapping && mapping.equals !== undefined;
      const optional = typeof mapping === 'object' && 'optional' in mapping && mapping.optional === true;
      if (optional && value === undefined) continue;
      const reason = wrong(value, flag ? 'text' : kindOf(name), description);
      if (reason !== undefined)
        findings.push({ path: at, message: `${place === '' ? 'the row' : place} ${reason}` });
    }
  }
  for (const place of Object.keys(rows.also ?? {})) {
    if (readPath(row, place) === undefined)
      findings.push({ path: [...path, 'also', place], message: `${place} is not in the sample` });
  }
  return findings;
}

function placesOf(mapping: FieldMapping): readonly string[] {
  if (typeof mapping === 'string') return [mapping];
  if ('sum' in mapping) return mapping.sum;
  return mapping.less === undefined ? [mapping.path] : [mapping.path, mapping.less];
}

function kindOf(name: string): FieldKind {
  return FIELD_KINDS[name as FieldName];
}

const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** What is wrong with a sample's value for a field of this kind; undefined where nothing is. */
function wrong(value: unknown, kind: FieldKind, description: VenueDescription): string | undefined {
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
      return description.orders === undefined || Object.hasOwn(description.orders.statuses, text)
        ? undefined
        : `is ${JSON.stringify(value)} in the sample, a status that orders.statuses does not map`;
    default:
      return undefined;
  }
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ path, message }) => {
    const key = `${path.join('.')}\n${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
