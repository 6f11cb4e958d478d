import type { FieldName } from '../schema/fields.js';
import type { RefinedReading } from './refined.js';

/** Rows that may not be the markets, and markets whose state is told in more than one place. */
export function doubtMarkets(reading: RefinedReading): RefinedReading {
  return doubtTick(doubtTradable(doubtRows(reading)));
}

/** Rows that name no two assets may be assets themselves. */
function doubtRows(reading: RefinedReading): RefinedReading {
  const has = (name: FieldName): boolean => reading.assigned.some(({ field }) => field === name);
  const symbol = reading.assigned.find(({ field }) => field === 'symbol');
  const namesPair =
    symbol?.leaf.values.every((value) => /[A-Z]{2,}.?[A-Z]{2,}/i.test(String(value))) === true;
  if (has('base') || has('quote') || (namesPair && symbol.score >= 1)) return reading;
  const message =
    'these rows name no base and quote, so they may not be the markets; compare with the documentation';
  const known = new Set(reading.warnings.map(({ field }) => field));
  const fresh = reading.assigned.map(({ field }) => field).filter((field) => !known.has(field));
  return { ...reading, warnings: [...reading.warnings, ...fresh.map((field) => ({ field, message }))] };
}

/** A flag of its own that says trading is off, beside what was taken for the market's state. */
function doubtTradable(reading: RefinedReading): RefinedReading {
  const tradable = reading.assigned.find(({ field }) => field === 'tradable');
  const flag = reading.leaves.find(
    ({ names, values }) => /disabled/i.test(names.own) && values.every((value) => typeof value === 'boolean'),
  );
  if (tradable === undefined || flag === undefined) return reading;
  const message = `${tradable.leaf.path} is taken, but ${flag.path} tells of it too; compare both`;
  return { ...reading, warnings: [...reading.warnings, { field: 'tradable', message }] };
}

/** A step of prices that is not the last of the decimals that prices have. */
function doubtTick(reading: RefinedReading): RefinedReading {
  const tick = reading.assigned.find(({ field }) => field === 'tick_size');
  const decimals = reading.assigned.find(({ field }) => field === 'price_decimals');
  if (tick === undefined || decimals === undefined) return reading;
  const agrees = tick.leaf.values.every(
    (value, row) => Number(value) >= 10 ** -Number(decimals.leaf.values[row] ?? 0) * 0.999,
  );
  if (agrees) return reading;
  const message = `${tick.leaf.path} is finer than the decimals of ${decimals.leaf.path}; one of the two is not of prices`;
  return {
    ...reading,
    warnings: [
      ...reading.warnings,
      ...(['tick_size', 'price_decimals'] as const).map((field) => ({ field, message })),
    ],
  };
}
