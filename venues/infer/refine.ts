import type { FieldName } from '../schema/fields.js';
import type { Assigned } from './assign.js';
import { squeeze } from './names.js';
import type { Reading } from './read-rows.js';
import { doubtIds, doubtKinds, doubtSides } from './doubt-orders.js';
import { refineSizes } from './refine-sizes.js';
import { doubtStatus, refineFees, refinePrices } from './refine-orders.js';
import { doubtPrices } from './doubt-prices.js';
import { doubtScales } from './doubt-scales.js';
import { doubtMarkets } from './doubt-markets.js';
import { refineQuotes } from './refine-quotes.js';
import { refineRates } from './refine-rates.js';
import type { Refined, RefinedReading } from './refined.js';
import type { Role } from './roles.js';
import { join } from './row-sets.js';

/** What names and single values do not tell: signs, percents, sums, what an order's own numbers prove. */
export function refine(role: Role, reading: Reading): RefinedReading {
  switch (role) {
    case 'candles':
    case 'stream_candle':
      return doubtPrices(reading);
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
      return doubtKinds(
        doubtSides(doubtIds(doubtStatus(refineFees(refineSizes(refinePrices(refineQuotes(reading))))))),
      );
    case 'order_fills':
      return refineFees(reading);
    case 'instruments':
      return doubtScales(doubtMarkets(refineQuotes(reading)));
    default:
      return reading;
  }
}

/** What is free needs no total; without it the total less what is locked says the same. */
function refineBalances(reading: Reading): RefinedReading {
  const find = (name: FieldName): Assigned | undefined =>
    reading.assigned.find(({ field }) => field === name);
  const assigned = reading.assigned.map((one) => (one.field === 'locked' ? withRival(one, reading) : one));
  const [free, total] = [find('free'), find('total')];
  if (free === undefined) return doubtTotal({ ...reading, assigned });
  return {
    ...reading,
    assigned: [
      ...assigned.filter(({ field }) => field !== 'total'),
      ...(total !== undefined && find('locked') === undefined ? [totalLessFree(total, free, reading)] : []),
    ],
    also: [
      ...reading.also,
      ...(total === undefined ? [] : [{ path: total.leaf.path, field: 'total' as const }]),
    ],
  };
}

/** Where nothing is named locked, it is what the total has besides what is free. */
function totalLessFree(total: Assigned, free: Assigned, { set }: Reading): Refined {
  const prefix = set.kind === 'one' ? set.path : '';
  const mapping = { path: join(prefix, total.leaf.path), less: join(prefix, free.leaf.path) };
  return { ...total, field: 'locked', mapping, why: 'the total less what is free' };
}

/** A bare `balance` beside what is locked is the whole at one venue and what is free at the next. */
function doubtTotal(reading: RefinedReading): RefinedReading {
  const total = reading.assigned.find(({ field }) => field === 'total');
  const isBare = total !== undefined && /^(?:balance|amount)$/.test(squeeze(total.leaf.names.own));
  if (!isBare || !reading.assigned.some(({ field }) => field === 'locked')) return reading;
  const message = `${total.leaf.path} is taken for the whole; where what is locked is not in it, write it as free`;
  return { ...reading, warnings: [...reading.warnings, { field: 'total', message }] };
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
