import type { FieldName } from '../schema/fields.js';
import { leavesOf } from './leaves.js';
import { squeeze } from './names.js';
import type { Reading } from './read-rows.js';
import type { Refined, RefinedReading } from './refined.js';
import { join } from './row-sets.js';

/** The most that a venue takes of a trade, as a fraction: a number above it is a percentage. */
const DEAREST = 0.05;
/** From here it is neither: basis points. */
const DEAREST_PERCENT = 2;

/** Signs, percents and basis points of fee rates, and groups of rates that add up. */
export function refineRates(reading: Reading): RefinedReading {
  const sums = summedRates(reading);
  const rates = reading.assigned.filter(({ field }) => field === 'maker' || field === 'taker');
  const numbers = rates.flatMap(({ leaf }) => leaf.values.map(Number)).filter((value) => value !== 0);
  const taker = Number(rates.find(({ field }) => field === 'taker')?.leaf.values[0] ?? 0);
  const most = Math.max(0, ...numbers.map(Math.abs));
  const scale =
    taker < 0 ? 'negated' : most > DEAREST_PERCENT ? 'basis_points' : most > DEAREST ? 'percent' : undefined;
  const prefix = reading.set.kind === 'one' ? reading.set.path : '';
  const assigned = reading.assigned.map((one): Refined => {
    if (one.field !== 'maker' && one.field !== 'taker') return one;
    const sum = sums.get(one.field);
    if (sum !== undefined)
      return { ...one, mapping: { sum }, score: 0.6, why: 'several groups give one; they add up' };
    return scale === undefined ? one : { ...one, mapping: { path: join(prefix, one.leaf.path), scale } };
  });
  const doubt =
    scale === undefined || scale === 'negated'
      ? undefined
      : `is above 5 %: taken as ${scale.replace('_', ' ')}`;
  const added =
    sums.size === 0 ? undefined : 'the same name stands in several groups: their sum is taken; check it';
  const message = added ?? doubt;
  return {
    ...reading,
    assigned,
    warnings: [
      ...reading.warnings,
      ...(message === undefined ? [] : (['maker', 'taker'] as const).map((field) => ({ field, message }))),
    ],
  };
}

/** Rates of the same name in sibling groups of the whole document: the standard one, a special one, a tax. */
function summedRates({ set, assigned }: Reading): ReadonlyMap<FieldName, string[]> {
  const sums = new Map<FieldName, string[]>();
  if (set.kind !== 'one' || set.document === undefined) return sums;
  const leaves = leavesOf([set.document]);
  for (const { field, leaf } of assigned) {
    if (field !== 'maker' && field !== 'taker') continue;
    const same = leaves.filter(
      ({ names, depth }) => names.own === leaf.names.own && names.holder !== '' && depth === 2,
    );
    if (same.length > 1 && squeeze(leaf.names.own) === field)
      sums.set(
        field,
        same.map(({ path }) => path),
      );
  }
  return sums;
}
