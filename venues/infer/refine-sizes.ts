import type { RefinedReading } from './refined.js';
import { squeeze } from './names.js';

/** Names of a size as it was when the order was placed; what is named plainly beside it is what is left. */
const AT_FIRST = /^(?:orig|original|initial)|atcreate|initial$|original$|orig$/;

/** Of two sizes in an order the first one is its size and the other what remains. */
export function refineSizes(reading: RefinedReading): RefinedReading {
  const size = reading.assigned.find(({ field }) => field === 'size');
  if (size === undefined || AT_FIRST.test(squeeze(size.leaf.names.own))) return reading;
  if (reading.assigned.some(({ field }) => field === 'remaining_size')) return reading;
  const used = new Set(reading.assigned.map(({ leaf }) => leaf));
  const first = reading.leaves.find(
    (leaf) =>
      !used.has(leaf) &&
      leaf.names.holder === size.leaf.names.holder &&
      AT_FIRST.test(squeeze(leaf.names.own)) &&
      leaf.values.every((value, row) => Number(value) >= Number(size.leaf.values[row])),
  );
  if (first === undefined) return reading;
  const why = `${first.path} is the size at first, so ${size.leaf.path} is what is left`;
  return {
    ...reading,
    assigned: [
      ...reading.assigned.filter((one) => one !== size),
      { field: 'size', leaf: first, score: size.score, why },
      { field: 'remaining_size', leaf: size.leaf, score: size.score, why },
    ],
  };
}
