import type { FieldName } from '../schema/fields.js';
import type { RefinedReading } from './refined.js';

const PRICES: readonly FieldName[] = ['open', 'high', 'low', 'close'];
/** From here whole numbers that end in zeros are hardly prices. */
const LARGE = 1e7;

/** Prices as whole numbers of a tiny unit: `3720050000` for 37.2005. */
export function doubtPrices(reading: RefinedReading): RefinedReading {
  const prices = reading.assigned.filter(({ field }) => PRICES.includes(field));
  const numbers = prices.flatMap(({ leaf }) => leaf.values.map(Number));
  const isScaled = numbers.length > 0 && numbers.every((value) => value >= LARGE && value % 10_000 === 0);
  if (!isScaled) return reading;
  const message = 'whole numbers as large as these are often scaled; look for a scale in the documentation';
  const known = new Set(reading.warnings.map(({ field }) => field));
  const fresh = prices.map(({ field }) => field).filter((field) => !known.has(field));
  return { ...reading, warnings: [...reading.warnings, ...fresh.map((field) => ({ field, message }))] };
}
