import type { FieldName } from '../schema/fields.js';
import type { Assigned } from './assign.js';
import type { Reading } from './read-rows.js';
import { doubtIds, doubtKinds, doubtSides } from './doubt-orders.js';
import { refineSizes } from './refine-sizes.js';
import { doubtStatus, refineFees, refinePrices } from './refine-orders.js';
import { doubtMarkets } from './doubt-markets.js';
import { refineRates } from './refine-rates.js';
import type { Refined, RefinedReading } from './refined.js';
import type { Role } from './roles.js';
import { join } from './row-sets.js';

/** What names and single values do not tell: signs, percents, sums, what an order's own numbers prove. */
export function refine(role: Role, reading: Reading): RefinedReading {
  switch (role) {
    case 'balances':
      return refineBalances(reading);
    case 'fees':
      return refineRates(reading);
    case 'place_order':
    case 'cancel_order':
    case 'get_order':
    case 'open_orders':
    case 'finished_orders':
    case 'listed_orders':
    case 'stream_order':
      return doubtKinds(doubtSides(doubtIds(doubtStatus(refineFees(refineSizes(refinePrices(reading)))))));
    case 'order_fills':
      return refineFees(reading);
    case 'instruments':
      return doubtMarkets(reading);
    default:
      return reading;
  }
}

/** What is free needs no total; without it the total less what is locked says the same. */
function refineBalances(reading: Reading): RefinedReading {
  const has = (name: FieldName): boolean => reading.assigned.some(({ field }) => field === name);
  const assigned = reading.assigned.map((one) => (one.field === 'locked' ? withRival(one, reading) : one));
  if (!has('free')) return { ...reading, assigned };
  return {
    ...reading,
    assigned: assigned.filter(({ field }) => field !== 'total'),
    also: [
      ...reading.also,
      ...reading.assigned
        .filter(({ field }) => field === 'total')
        .map(({ leaf }) => ({ path: leaf.path, field: 'total' as const })),
    ],
  };
}

/** Two names for what is not free, with amounts of their own, add up. */
function withRival(locked: Assigned, { set }: Reading): Refined {
  const { leaf, rival } = locked;
  if (rival === undefined || leaf.values.every((value, row) => Number(value) === Number(rival.values[row])))
    return locked;
  const prefix = set.kind === 'one' ? set.path : '';
  const sum = [leaf, rival].map(({ path }) => join(prefix, path)).toSorted();
  return { ...locked, mapping: { sum }, score: 0.6, why: 'two names for what is not free; they add up' };
}
