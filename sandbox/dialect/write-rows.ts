import {
  isRecord,
  readPath,
  writePath,
  type FieldMapping,
  type FieldName,
  type Rows,
  type TimeUnit,
} from '../../venues/index.js';
import { Decimal } from 'ats-runtime';
import type { Row } from './facts.js';
import { decimalAt } from './read-field.js';
import { decimalText, scaled, wireValue, type WriteContext, type WriteOptions } from './write-value.js';

/**
 * A venue's document: the sample as documented, with the rows' ledger values at their mapped places.
 * Rows that stand in a list or map replace the sample's; a document that is one row takes the first.
 */
export function writeDocument(
  sample: unknown,
  rows: Rows,
  shown: readonly Row[],
  context: WriteContext,
): unknown {
  const document = copy(sample);
  if (rows.items === undefined && rows.key === undefined) {
    const [row] = shown;
    return row === undefined ? document : writeRow(document, rows, row, context);
  }
  const holder = rows.items === undefined ? document : readPath(document, rows.items);
  const filled =
    rows.key === undefined
      ? writeList(holder, rows, shown, context)
      : writeMap(holder, rows, rows.key, shown, context);
  return replaceAt(document, rows.items ?? '', filled);
}

/** A deep copy of a JSON value. */
export function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) setOwn(result, key, copy(value[key]));
  return result;
}

/** Sets what stands at `path`; the empty path is the document itself. */
export function replaceAt(document: unknown, path: string, value: unknown): unknown {
  if (path === '') return value;
  writePath(document, path, value);
  return document;
}

function writeList(
  holder: unknown,
  rows: Rows,
  shown: readonly Row[],
  context: WriteContext,
): readonly unknown[] {
  const samples: readonly unknown[] = Array.isArray(holder) ? holder : [holder];
  const template = samples[0];
  if (template === undefined) return [];
  return shown.map((row) => writeRow(copy(row.sampleRow ?? template), rows, row, context));
}

function writeMap(
  holder: unknown,
  rows: Rows,
  key: FieldName,
  shown: readonly Row[],
  context: WriteContext,
): unknown {
  const template = isRecord(holder) ? Object.values(holder)[0] : undefined;
  const sampleKey = isRecord(holder) ? Object.keys(holder)[0] : undefined;
  const map: Record<string, unknown> = {};
  for (const row of shown) {
    const name = String(wireValue(key, row.facts[key], sampleKey, context));
    setOwn(map, name, writeRow(copy(row.sampleRow ?? template), rows, row, context));
  }
  return map;
}

/** Writes one row in place and returns it (a row may be a bare value). */
function writeRow(target: unknown, rows: Rows, row: Row, context: WriteContext): unknown {
  let written = target;
  const later: (readonly [field: FieldName, mapping: FieldMapping])[] = [];
  for (const [path, also] of Object.entries(rows.also ?? {})) {
    const [field, options] = typeof also === 'string' ? [also, {}] : [also.field, { unit: also.unit }];
    written = writeFact(written, path, field, row, context, options);
  }
  for (const [field, mapping] of fieldEntries(rows)) {
    if (typeof mapping !== 'string' && !('sum' in mapping) && mapping.less !== undefined)
      later.push([field, mapping]);
    else written = writeMapped(written, field, mapping, row, context);
  }
  for (const [field, mapping] of later) writeMapped(written, field, mapping, row, context);
  return rows.fills === undefined ? written : writeFills(written, rows.fills, row, context);
}

function fieldEntries(rows: Rows): readonly (readonly [FieldName, FieldMapping])[] {
  const known = entriesOf.get(rows);
  if (known !== undefined) return known;
  const entries: (readonly [FieldName, FieldMapping])[] = [];
  let field: FieldName;
  for (field in rows.fields) {
    const mapping = rows.fields[field];
    if (mapping !== undefined) entries.push([field, mapping]);
  }
  entriesOf.set(rows, entries);
  return entries;
}

const entriesOf = new WeakMap<Rows, readonly (readonly [FieldName, FieldMapping])[]>();

function writeMapped(
  target: unknown,
  field: FieldName,
  mapping: FieldMapping,
  row: Row,
  context: WriteContext,
): unknown {
  if (typeof mapping === 'string') return writeFact(target, mapping, field, row, context, {});
  const fact = row.facts[field];
  if ('sum' in mapping) {
    const [first = '', ...others] = mapping.sum;
    if (!(fact instanceof Decimal)) return target;
    const rest = others.reduce((sum, path) => sum.plus(decimalAt(target, path)), new Decimal(0));
    return replaceAt(
      target,
      first,
      amountLike(readPath(target, first), scaled(fact, mapping.scale).minus(rest)),
    );
  }
  if (mapping.less !== undefined && fact instanceof Decimal) {
    const whole = scaled(fact, mapping.scale).plus(decimalAt(target, mapping.less));
    return replaceAt(target, mapping.path, amountLike(readPath(target, mapping.path), whole));
  }
  return writeFact(
    target,
    mapping.path,
    field,
    row,
    context,
    optionsOf(mapping.unit, mapping.equals, mapping.scale),
  );
}

function optionsOf(
  unit: TimeUnit | undefined,
  equals: string | undefined,
  scale: WriteOptions['scale'],
): WriteOptions {
  return {
    ...(unit === undefined ? {} : { unit }),
    ...(equals === undefined ? {} : { equals }),
    ...(scale === undefined ? {} : { scale }),
  };
}

function writeFact(
  target: unknown,
  path: string,
  field: FieldName,
  row: Row,
  context: WriteContext,
  options: WriteOptions,
): unknown {
  if (!Object.hasOwn(row.facts, field)) return target;
  const withOrder = row.order === undefined ? options : { ...options, order: row.order };
  return replaceAt(
    target,
    path,
    wireValue(field, row.facts[field], readPath(target, path), context, withOrder),
  );
}

function writeFills(
  target: unknown,
  fills: NonNullable<Rows['fills']>,
  row: Row,
  context: WriteContext,
): unknown {
  if (row.fills === undefined) return target;
  const rows = row.fills.map((facts) => (row.order === undefined ? { facts } : { facts, order: row.order }));
  const holder = readPath(target, fills.items);
  const filled =
    fills.key === undefined
      ? writeList(holder, fills, rows, context)
      : writeMap(holder, fills, fills.key, rows, context);
  return replaceAt(target, fills.items, filled);
}

function amountLike(sample: unknown, value: Decimal): unknown {
  return typeof sample === 'number' ? value.toNumber() : decimalText(value, sample);
}

function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}
