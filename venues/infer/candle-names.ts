import type { FieldName } from '../schema/fields.js';
import type { Assigned } from './assign.js';
import type { Column, ColumnFindings } from './candle-columns.js';
import type { Leaf } from './leaves.js';
import { isDecimal } from './values.js';
import { isValueOf } from './volume-columns.js';

/** Holds the names of a candle against its numbers: the high is the highest, and volume × price is the quote volume. */
export function checkCandleNames(
  leaves: readonly Leaf[],
  named: readonly Assigned[],
): Pick<ColumnFindings, 'assigned' | 'warnings'> {
  const column = (field: FieldName): Column | undefined => {
    const leaf = named.find((one) => one.field === field)?.leaf;
    return leaf?.values.every(isDecimal) === true ? { leaf, numbers: leaf.values.map(Number) } : undefined;
  };
  const [high, low] = [column('high'), column('low')];
  if (high === undefined || low === undefined) return { assigned: named, warnings: [] };
  const warnings = (['open', 'close'] as const).flatMap((field) => {
    const prices = column(field)?.numbers ?? [];
    const isOutside = prices.some(
      (price, row) => price > (high.numbers[row] ?? price) || price < (low.numbers[row] ?? price),
    );
    return isOutside
      ? [{ field, message: 'lies outside low and high in the sample; the names mislead' }]
      : [];
  });
  return checkVolume(leaves, named, { column, high, low, warnings });
}

interface Known {
  readonly column: (field: FieldName) => Column | undefined;
  readonly high: Column;
  readonly low: Column;
  readonly warnings: ColumnFindings['warnings'];
}

/** What is called volume may be the value; then the true one is the number that it is the value of. */
function checkVolume(
  leaves: readonly Leaf[],
  named: readonly Assigned[],
  { column, high, low, warnings }: Known,
): Pick<ColumnFindings, 'assigned' | 'warnings'> {
  const volume = column('volume');
  if (volume === undefined) return { assigned: named, warnings };
  const prices: readonly (Leaf | undefined)[] = (['open', 'high', 'low', 'close', 'vwap'] as const).map(
    (field) => column(field)?.leaf,
  );
  const numbers = leaves
    .filter((leaf) => leaf !== volume.leaf && !prices.includes(leaf) && leaf.values.every(isDecimal))
    .map((leaf): Column => ({ leaf, numbers: leaf.values.map(Number) }));
  const base = numbers.find((candidate) => isValueOf(volume, candidate, { high, low }));
  if (base === undefined) return { assigned: named, warnings };
  const why = 'value ÷ volume lies between low and high';
  const others = named.filter(
    ({ field, leaf }) => field !== 'volume' && field !== 'quote_volume' && leaf !== base.leaf,
  );
  return {
    assigned: [
      ...others,
      { field: 'volume', leaf: base.leaf, score: 0.95, why },
      { field: 'quote_volume', leaf: volume.leaf, score: 0.95, why },
    ],
    warnings,
  };
}
