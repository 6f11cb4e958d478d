import type { FieldName } from '../schema/fields.js';
import type { Assigned } from './assign.js';
import type { Leaf } from './leaves.js';
import type { Reading } from './read-rows.js';
import type { RefinedReading } from './refined.js';
import { join } from './row-sets.js';
import { statusMeaning } from './words.js';

/** A venue that writes costs as negative numbers. */
export function refineFees(reading: RefinedReading): RefinedReading {
  const prefix = reading.set.kind === 'one' ? reading.set.path : '';
  return {
    ...reading,
    assigned: reading.assigned.map((one) => {
      const isFee = one.field === 'fee' || one.field === 'fill_fee';
      if (!isFee || !isNegative(one.leaf)) return one;
      return { ...one, mapping: { path: join(prefix, one.leaf.path), scale: 'negated' } };
    }),
  };
}

function isNegative({ values }: Leaf): boolean {
  const numbers = values.map(Number).filter((value) => Number.isFinite(value) && value !== 0);
  return numbers.length > 0 && numbers.every((value) => value < 0);
}

/** Where two prices stand in an order, the one that is value ÷ size of what was filled is the average. */
export function refinePrices(reading: Reading): RefinedReading {
  const find = (name: FieldName): Assigned | undefined =>
    reading.assigned.find(({ field }) => field === name);
  const [named, fills] = [find('average_price'), find('filled_size')];
  if (named !== undefined && fills?.leaf.values.every((size) => Number(size) === 0) === true)
    return withoutFills(reading, named);
  const [price, value, size] = [find('price'), find('filled_quote'), find('filled_size')];
  if (
    price?.rival === undefined ||
    value === undefined ||
    size === undefined ||
    find('average_price') !== undefined
  )
    return reading;
  const average = [price.leaf, price.rival].find((leaf) =>
    leaf.values.every((one, row) => {
      const filled = Number(size.leaf.values[row]);
      return filled > 0 && Math.abs(Number(value.leaf.values[row]) / filled / Number(one) - 1) < 1e-6;
    }),
  );
  if (average === undefined) return reading;
  const limit = average === price.leaf ? price.rival : price.leaf;
  const why = 'it is what was filled: value ÷ size';
  return {
    ...reading,
    assigned: [
      ...reading.assigned.filter((one) => one !== price),
      { field: 'price', leaf: limit, score: 0.8, why: 'the other price is the average' },
      { field: 'average_price', leaf: average, score: 0.8, why },
    ],
  };
}

/** Nothing was filled, so a price above 0 is no average: it is the order's own, where no other one is. */
function withoutFills(reading: Reading, named: Assigned): RefinedReading {
  if (!named.leaf.values.some((price) => Number(price) > 0)) return reading;
  const others = reading.assigned.filter((one) => one !== named);
  if (others.some(({ field }) => field === 'price')) return { ...reading, assigned: others };
  const why = 'nothing was filled, so it is no average';
  const message = `${named.leaf.path} is named like an average, but nothing was filled: taken as the order’s price`;
  return {
    ...reading,
    assigned: [...others, { field: 'price', leaf: named.leaf, score: 0.6, why }],
    warnings: [...reading.warnings, { field: 'price', message }],
  };
}

/** A second place that holds a word for a status, such as the event that a frame tells. */
export function doubtStatus(reading: RefinedReading): RefinedReading {
  const status = reading.assigned.find(({ field }) => field === 'status');
  if (status === undefined) return reading;
  const used = new Set(reading.assigned.map(({ leaf }) => leaf));
  const rival = reading.leaves.find(
    (leaf) =>
      !used.has(leaf) &&
      leaf.values.every((value) => typeof value === 'string' && statusMeaning(value) !== undefined),
  );
  if (rival === undefined) return reading;
  return { ...reading, assigned: reading.assigned.map((one) => (one === status ? { ...one, rival } : one)) };
}
