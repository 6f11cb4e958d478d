import { isRecord, readPath } from '../paths.js';
import { FIELD_KINDS, type FieldName, type Rows } from '../schema/fields.js';
import type { TimeUnit } from '../schema/primitives.js';
import type { FieldMapping } from '../schema/values.js';
import { infer } from './infer.js';
import { isScalar, timeUnitOf } from './values.js';

/** Where an answer is not what the description and its sample say. */
export interface Difference {
  /** `note`: the connector does not depend on it. */
  readonly kind: 'missing' | 'type' | 'meaning' | 'note';
  readonly message: string;
}

export interface Described {
  readonly role: 'server_time' | 'instruments' | 'candles';
  readonly rows: Rows;
  readonly sample: unknown;
  readonly timeUnit: TimeUnit;
}

/** What an answer of the venue has otherwise than its description and its documented sample. */
export function compareAnswer(
  { role, rows, sample, timeUnit }: Described,
  answer: unknown,
): readonly Difference[] {
  const [documented] = rowsOf(rows, sample);
  const found = rowsOf(rows, answer);
  const [row] = found;
  if (row === undefined) {
    const where = rows.items === undefined || rows.items === '' ? 'the answer' : rows.items;
    return [{ kind: 'missing', message: `${where} holds no rows` }];
  }
  return [
    ...Object.entries(rows.fields).flatMap(([field, mapping]) =>
      mapping === undefined ? [] : fieldDifferences(field, mapping, { row, documented, timeUnit }),
    ),
    ...(role === 'candles' ? candleDifferences(rows, answer, timeUnit) : []),
    ...keyDifferences(documented, row),
  ];
}

function rowsOf(rows: Rows, document: unknown): readonly unknown[] {
  if (rows.items === undefined) return [document];
  const items = readPath(document, rows.items);
  if (Array.isArray(items)) return items;
  return rows.key !== undefined && isRecord(items) ? Object.values(items) : [];
}

interface Pair {
  readonly row: unknown;
  readonly documented: unknown;
  readonly timeUnit: TimeUnit;
}

function fieldDifferences(
  field: string,
  mapping: FieldMapping,
  { row, documented, timeUnit }: Pair,
): Difference[] {
  const isOptional = typeof mapping === 'object' && 'optional' in mapping && mapping.optional === true;
  return pathsOf(mapping).flatMap((path): Difference[] => {
    const value = readPath(row, path);
    const before = readPath(documented, path);
    const place = path === '' ? 'the answer' : path;
    if (value === undefined)
      return isOptional ? [] : [{ kind: 'missing', message: `${field}: ${place} is not in the answer` }];
    if (value !== null && before !== null && typeof value !== typeof before) {
      const message = `${field}: ${place} is a ${typeof value}, in the sample a ${typeof before}`;
      return [{ kind: 'type', message }];
    }
    return unitDifference(field, mapping, { value, place, timeUnit });
  });
}

function unitDifference(
  field: string,
  mapping: FieldMapping,
  { value, place, timeUnit }: { value: unknown; place: string; timeUnit: TimeUnit },
): Difference[] {
  const kind = new Map<string, string>(Object.entries(FIELD_KINDS)).get(field);
  if (kind !== 'time' || !isScalar(value)) return [];
  const described = (typeof mapping === 'object' && 'unit' in mapping ? mapping.unit : undefined) ?? timeUnit;
  const unit = timeUnitOf(value);
  if (unit === described) return [];
  return [
    { kind: 'meaning', message: `${field}: ${place} is ${unit ?? 'no time'}, described as ${described}` },
  ];
}

function pathsOf(mapping: FieldMapping): readonly string[] {
  if (typeof mapping === 'string') return [mapping];
  if ('sum' in mapping) return mapping.sum;
  if ('cases' in mapping) return mapping.cases.flatMap((one) => Object.keys(one.if));
  if ('any' in mapping) return mapping.any;
  if ('value' in mapping) return [];
  return [mapping.path, mapping.less, mapping.original].filter((path) => path !== undefined);
}

const PRICES: readonly FieldName[] = ['open', 'high', 'low', 'close', 'volume'];

/** Columns and order, as the answer's own numbers tell them; what they do not tell is not held against it. */
function candleDifferences(rows: Rows, answer: unknown, timeUnit: TimeUnit): readonly Difference[] {
  const told = infer('candles', answer, { timeUnit });
  if (told.rows.items !== rows.items) return [];
  const doubtful = new Set(told.warnings.map(({ field }) => field));
  const columns = PRICES.flatMap((field): Difference[] => {
    const [described, seen] = [rows.fields[field], told.rows.fields[field]];
    if (
      doubtful.has(field) ||
      typeof described !== 'string' ||
      typeof seen !== 'string' ||
      described === seen
    )
      return [];
    return [
      { kind: 'meaning', message: `${field}: described at ${described}, by its numbers it is at ${seen}` },
    ];
  });
  const { order } = told.rows;
  if (order === undefined || rows.order === undefined || order === rows.order) return columns;
  return [...columns, { kind: 'meaning', message: `the rows are ${order}, described as ${rows.order}` }];
}

function keyDifferences(documented: unknown, row: unknown): readonly Difference[] {
  if (!isRecord(documented) || !isRecord(row)) return [];
  const added = Object.keys(row).filter((key) => !Object.hasOwn(documented, key));
  const gone = Object.keys(documented).filter((key) => !Object.hasOwn(row, key));
  return [
    ...added.map((key): Difference => ({ kind: 'note', message: `${shown(key)} is not in the sample` })),
    ...gone.map((key): Difference => ({
      kind: 'note',
      message: `${shown(key)} of the sample is not in the answer`,
    })),
  ];
}

/** A venue's key is somebody else's text. */
function shown(key: string): string {
  return JSON.stringify(key.slice(0, 60));
}
