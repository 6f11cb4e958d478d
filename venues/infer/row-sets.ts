import { isRecord } from '../paths.js';
import { isMarketName } from './leaves.js';

/** A place in a sample whose values may be the rows: a list, a map, or one object. */
export interface RowSet {
  readonly kind: 'list' | 'map' | 'one';
  /** Of the list, the map or the object; empty: the document itself. */
  readonly path: string;
  readonly rows: readonly unknown[];
  /** Of a map. */
  readonly keys?: readonly string[];
  /** The whole sample. */
  readonly document?: unknown;
}

const MAX_DEPTH = 5;

/** Every place in a sample that may hold the rows, the outermost first. */
export function rowSets(sample: unknown): readonly RowSet[] {
  const found: RowSet[] = [];
  visit(sample, '', 0, found);
  return found.map((set) => ({ ...set, document: sample }));
}

function visit(value: unknown, path: string, depth: number, found: RowSet[]): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((item) => typeof item === 'object' && item !== null)) {
      found.push({ kind: 'list', path, rows: value });
      visit(value[0], `${path}[0]`, depth + 1, found);
    } else if (value.length > 0 && value.every((item) => typeof item !== 'object')) {
      found.push({ kind: 'one', path, rows: [value] });
    }
    return;
  }
  if (!isRecord(value)) {
    if (depth === 0) found.push({ kind: 'one', path, rows: [value] });
    return;
  }
  found.push({ kind: 'one', path, rows: [value] });
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, item]) => isRecord(item))) {
    found.push({
      kind: 'map',
      path,
      rows: entries.map(([, item]) => item),
      keys: entries.map(([key]) => key),
    });
  }
  entries.forEach(([name, item], index) => {
    if (index === 0 && isMarketName(name)) visit(item, join(path, '*'), depth + 1, found);
    else if (/^[A-Za-z0-9_@$/-]+$/.test(name)) visit(item, join(path, name), depth + 1, found);
  });
}

export function join(path: string, below: string): string {
  if (path === '' || below === '') return `${path}${below}`;
  return below.startsWith('[') ? `${path}${below}` : `${path}.${below}`;
}
