import { Decimal } from 'ats-runtime';
import { ExactNumber } from './exact-number.js';
import { lookedUp, readPath, type FieldMapping } from '../../venues/index.js';

/** The text of a mapped field in a sample's row; `undefined` where it is absent. `document`: the row's whole answer. */
export function fieldText(
  row: unknown,
  mapping: FieldMapping | undefined,
  document?: unknown,
): string | undefined {
  if (mapping === undefined) return undefined;
  if (typeof mapping === 'string') return scalarText(readPath(row, mapping));
  if ('sum' in mapping) {
    return mapping.sum.reduce((sum, path) => sum.plus(decimalAt(row, path)), new Decimal(0)).toFixed();
  }
  if ('cases' in mapping) return undefined;
  if ('value' in mapping) return mapping.value;
  if ('any' in mapping) return mapping.any.map((path) => scalarText(readPath(row, path))).find(Boolean);
  const { path, lookup, plus, from } = mapping;
  const told = scalarText(lookup === undefined ? readPath(row, path) : lookedUp(document, row, path, lookup));
  if (told === undefined || (plus === undefined && from === undefined)) return told;
  return String(plus === undefined ? Number(from) - Number(told) : Number(told) + plus);
}

/** The number at a path; zero where there is none. */
export function decimalAt(row: unknown, path: string): Decimal {
  const text = scalarText(readPath(row, path));
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? new Decimal(text) : new Decimal(0);
}

export function scalarText(value: unknown): string | undefined {
  if (value instanceof ExactNumber) return value.text;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
