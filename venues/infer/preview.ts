import { isRecord, readPath } from '../paths.js';
import { FIELD_KINDS, type Rows } from '../schema/fields.js';
import type { TimeUnit } from '../schema/primitives.js';
import type { FieldMapping } from '../schema/values.js';
import { secondsOf } from './values.js';

/** A row as the connector would read it: field → text, in the fields' order. Times are ISO, UTC. */
export type PreviewRow = Readonly<Record<string, string>>;

const SHOWN = 3;
const TIMES: ReadonlySet<string> = new Set(
  Object.entries(FIELD_KINDS).flatMap(([field, kind]) => (kind === 'time' ? [field] : [])),
);

/** The first rows of a sample, read by a mapping. */
export function previewRows(rows: Rows, sample: unknown, timeUnit: TimeUnit): readonly PreviewRow[] {
  if (Object.keys(rows.fields).length === 0) return [];
  const holder = rows.items === undefined ? [sample] : readPath(sample, rows.items);
  const entries = Array.isArray(holder)
    ? holder.map((row: unknown) => ['', row] as const)
    : isRecord(holder)
      ? Object.entries(holder)
      : [];
  return entries.slice(0, SHOWN).map(([key, row]) => ({
    ...(rows.key === undefined ? {} : { [rows.key]: key }),
    ...Object.fromEntries(
      Object.entries(rows.fields).flatMap(([field, mapping]) => {
        const text = mapping === undefined ? undefined : textOf(field, mapping, row, timeUnit);
        return text === undefined ? [] : [[field, text] as const];
      }),
    ),
  }));
}

function textOf(field: string, mapping: FieldMapping, row: unknown, unit: TimeUnit): string | undefined {
  if (typeof mapping === 'object' && 'cases' in mapping) return undefined;
  if (typeof mapping === 'object' && 'value' in mapping) return mapping.value;
  if (typeof mapping === 'object' && 'any' in mapping)
    return mapping.any
      .map((path) => readPath(row, path))
      .find((value) => value !== undefined)
      ?.toString();
  if (typeof mapping === 'object' && 'sum' in mapping)
    return mapping.sum.map((path) => String(readPath(row, path))).join(' + ');
  const path = typeof mapping === 'string' ? mapping : mapping.path;
  const value = readPath(row, path);
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  if (typeof mapping === 'object' && mapping.equals !== undefined)
    return String(String(value) === mapping.equals);
  if (TIMES.has(field)) return isoOf(value) ?? `${String(value)} ${unit}`;
  const scale = typeof mapping === 'object' ? mapping.scale : undefined;
  const less = typeof mapping === 'object' ? mapping.less : undefined;
  const shown =
    scale === 'negated' ? `−(${String(value)})` : scale === 'percent' ? `${String(value)} %` : String(value);
  return less === undefined ? shown : `${shown} − ${String(readPath(row, less))}`;
}

function isoOf(value: unknown): string | undefined {
  const seconds = secondsOf(value);
  return seconds === undefined ? undefined : new Date(Math.round(seconds * 1000)).toISOString();
}
