import { isRecord } from '../paths.js';
import type { FieldName, Rows } from '../schema/fields.js';
import { assignFields } from './assign.js';
import { leavesOf } from './leaves.js';
import { join } from './row-sets.js';

const FILL: readonly FieldName[] = ['fill_id', 'fill_price', 'fill_size', 'fill_fee', 'fill_fee_asset'];

/** The fills inside an order's answer, where it lists them. */
export function fillsOf(rows: readonly unknown[], prefix: string): Rows['fills'] {
  const [row] = rows;
  if (!isRecord(row)) return undefined;
  for (const [name, list] of Object.entries(row)) {
    if (!Array.isArray(list) || list.length === 0 || !list.every(isRecord)) continue;
    const assigned = assignFields(leavesOf(list), FILL);
    const found = new Map(assigned.map(({ field, leaf }) => [field, leaf.path]));
    if (!found.has('fill_price') || !found.has('fill_size')) continue;
    return { items: join(prefix, name), fields: Object.fromEntries(found) };
  }
  return undefined;
}
