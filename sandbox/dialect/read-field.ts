import { Decimal } from 'ats-runtime';
import { readPath, type FieldMapping } from '../../venues/index.js';

/** The text of a mapped field in a sample's row; `undefined` where it is absent. */
export function fieldText(row: unknown, mapping: FieldMapping | undefined): string | undefined {
  if (mapping === undefined) return undefined;
  if (typeof mapping === 'string') return scalarText(readPath(row, mapping));
  if ('sum' in mapping) {
    return mapping.sum.reduce((sum, path) => sum.plus(decimalAt(row, path)), new Decimal(0)).toFixed();
  }
  return 'cases' in mapping ? undefined : scalarText(readPath(row, mapping.path));
}

/** The number at a path; zero where there is none. */
export function decimalAt(row: unknown, path: string): Decimal {
  const text = scalarText(readPath(row, path));
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? new Decimal(text) : new Decimal(0);
}

export function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
