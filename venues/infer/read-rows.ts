import type { FieldName } from '../schema/fields.js';
import { assignFields, type Assigned } from './assign.js';
import { candleColumns, type ColumnFindings } from './candle-columns.js';
import { checkCandleNames } from './candle-names.js';
import { leavesOf, MAX_ROWS, isMarketName, type Leaf } from './leaves.js';
import { ROLES, type Role, type RoleFields } from './roles.js';
import { rowSets, type RowSet } from './row-sets.js';

/** The rows of a sample and what their values were taken for. */
export interface Reading {
  readonly set: RowSet;
  readonly leaves: readonly Leaf[];
  readonly assigned: readonly Assigned[];
  readonly also: ColumnFindings['also'];
  readonly warnings: readonly { readonly field: FieldName; readonly message: string }[];
}

const NOTHING: Reading = {
  set: { kind: 'one', path: '', rows: [] },
  leaves: [],
  assigned: [],
  also: [],
  warnings: [],
};

/** The place in the sample that holds most of what the role needs, and what stands where in it. */
export function readRows(role: Role, sample: unknown): Reading {
  const fields = ROLES[role];
  let best: { reading: Reading; score: number } = { reading: NOTHING, score: 0 };
  for (const set of rowSets(sample)) {
    if (!isAllowed(set, fields)) continue;
    const reading = readSet(set, role);
    const score = scoreOf(reading, fields);
    if (score > best.score) best = { reading, score };
  }
  return best.reading;
}

function isAllowed({ kind, keys, path }: RowSet, { rows, key }: RoleFields): boolean {
  // The first row of a list is no answer of its own where all of them are read.
  if (kind === 'one') return rows !== 'list' || !path.includes('[');
  if (rows === 'one') return false;
  return kind === 'list' || (key !== undefined && (keys ?? []).every((text) => isKey(key, text)));
}

/** Is this what a map of rows is keyed by, and no name of an answer's own? */
function isKey(field: FieldName, text: string): boolean {
  if (field === 'asset') return /^[A-Z][A-Z0-9.]{1,9}$/.test(text);
  if (field === 'symbol') return isMarketName(text);
  return text.length >= 6 && /\d|-/.test(text) && /[A-Z0-9]/.test(text);
}

function readSet(set: RowSet, role: Role): Reading {
  const { needed, wanted, also } = ROLES[role];
  const rows = set.rows.slice(0, MAX_ROWS);
  const all = leavesOf(rows);
  // What stands in a list is a row of it, or a column; as a part of one object the other rows would be lost.
  const isLost = set.kind === 'one' && ROLES[role].rows === 'list' && role !== 'instruments';
  const leaves = isLost ? all.filter(({ path }) => !path.includes('[')) : all;
  if (needed.includes('timestamp') && rows.every(Array.isArray)) {
    const found = candleColumns(leaves) ?? { assigned: [], also: [], warnings: [] };
    return { set, leaves, ...found };
  }
  const assigned = assignFields(leaves, [...needed, ...wanted, ...also]);
  if (!needed.includes('timestamp')) return { set, leaves, assigned, also: [], warnings: [] };
  return { set, leaves, also: [], ...checkCandleNames(leaves, assigned) };
}

/** Needed fields count most; a list where one is due, or the other way round, counts less. */
function scoreOf({ set, assigned }: Reading, { needed, wanted, rows, key }: RoleFields): number {
  const found = new Map(assigned.map(({ field, score }) => [field, score]));
  const total =
    needed.reduce((sum, field) => sum + 4 * (found.get(field) ?? (isKeyed(set, field, key) ? 1 : -1)), 0) +
    wanted.reduce((sum, field) => sum + (found.get(field) ?? 0), 0) +
    assigned.length * 0.05 +
    (set.kind === 'map' ? 1.5 : 0);
  if (set.kind === 'one') return rows === 'list' ? total * 0.7 : rows === 'either' ? total * 0.98 : total;
  return total;
}

function isKeyed({ kind }: RowSet, field: FieldName, key: FieldName | undefined): boolean {
  return kind === 'map' && field === key;
}
