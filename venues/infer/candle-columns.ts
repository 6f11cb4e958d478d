import type { FieldName } from '../schema/fields.js';
import type { Assigned } from './assign.js';
import type { Leaf } from './leaves.js';
import { priceColumns } from './price-columns.js';
import { isDecimal, isScalar, secondsOf } from './values.js';
import { volumeColumns } from './volume-columns.js';

/** A column of candles, oldest row first. */
export interface Column {
  readonly leaf: Leaf;
  readonly numbers: readonly number[];
}

export interface ColumnFindings {
  readonly assigned: readonly Assigned[];
  /** Further columns that hold what another one holds already. */
  readonly also: readonly { readonly path: string; readonly field: FieldName }[];
  readonly warnings: readonly { readonly field: FieldName; readonly message: string }[];
}

/** What the columns of candle rows without names mean, told by their numbers alone. */
export function candleColumns(leaves: readonly Leaf[]): ColumnFindings | undefined {
  const times = leaves.filter(({ values }) => values.every((value) => secondsOf(value) !== undefined));
  const [first] = times.toSorted((a, b) => secondsAt(a, 0) - secondsAt(b, 0));
  if (first === undefined) return undefined;
  const oldestFirst = isDescending(first)
    ? (numbers: number[]) => numbers.toReversed()
    : (same: number[]) => same;
  const columns = leaves
    .filter((leaf) => !times.includes(leaf) && leaf.values.every(isDecimal) && !isInterval(leaf, first))
    .map((leaf): Column => ({ leaf, numbers: oldestFirst(leaf.values.map(Number)) }));
  const prices = priceColumns(columns);
  if (prices === undefined) return undefined;
  const used = new Set(prices.assigned.map(({ leaf }) => leaf));
  const flags = flagColumn(
    leaves.filter((leaf) => !used.has(leaf) && !times.includes(leaf)),
    isDescending(first),
  );
  const rest = columns.filter(({ leaf }) => !used.has(leaf) && leaf !== flags.leaf);
  const volumes = volumeColumns(rest, prices);
  return {
    assigned: [
      { field: 'timestamp', leaf: first, score: 1, why: 'the earliest time of the row' },
      ...otherTimes(first, times),
      ...prices.assigned,
      ...volumes.assigned,
      ...flags.assigned,
    ],
    also: volumes.also,
    warnings: [...prices.warnings, ...volumes.warnings, ...flags.warnings],
  };
}

/** The length of a candle, s, which every row repeats. */
function isInterval({ values }: Leaf, start: Leaf): boolean {
  const step = Math.abs(secondsAt(start, 1) - secondsAt(start, 0));
  return values.length > 1 && values.every((value) => Number(value) === step);
}

export function isDescending({ values }: Leaf): boolean {
  return (secondsOf(values[0]) ?? 0) > (secondsOf(values.at(-1)) ?? 0);
}

function secondsAt({ values }: Leaf, row: number): number {
  return secondsOf(values[row]) ?? Infinity;
}

/** The end of a candle, as the next one's start or as its own last moment. */
function otherTimes(first: Leaf, times: readonly Leaf[]): readonly Assigned[] {
  const step = Math.abs(secondsAt(first, 1) - secondsAt(first, 0));
  return times
    .filter((leaf) => leaf !== first)
    .slice(0, 1)
    .map((leaf) => {
      const isEnd = secondsAt(leaf, 0) - secondsAt(first, 0) === step;
      const field = isEnd ? 'end_timestamp' : 'last_timestamp';
      return {
        field,
        leaf,
        score: 0.9,
        why: isEnd ? 'one interval after the start' : 'the row’s last moment',
      };
    });
}

interface FlagFindings {
  readonly leaf?: Leaf;
  readonly assigned: readonly Assigned[];
  readonly warnings: ColumnFindings['warnings'];
}

/** A column of yes and no that is yes for every candle but the newest tells which ones are closed. */
function flagColumn(leaves: readonly Leaf[], descending: boolean): FlagFindings {
  const flags = leaves.filter(({ values }) =>
    values.every((value) => isScalar(value) && /^(true|false|0|1)$/.test(String(value))),
  );
  for (const leaf of flags) {
    const newest = String(leaf.values.at(descending ? 0 : -1));
    const others = (descending ? leaf.values.slice(1) : leaf.values.slice(0, -1)).map(String);
    const isOpen = /^(false|0)$/.test(newest);
    if (isOpen && others.length > 0 && others.every((value) => /^(true|1)$/.test(value))) {
      const why = 'yes for every candle but the newest';
      return { leaf, assigned: [{ field: 'closed', leaf, score: 0.95, why }], warnings: [] };
    }
    if (leaf.values.length === 1 || /^(true|false)$/.test(newest)) {
      const message = 'one kind of value alone does not tell whether it says that the candle is closed';
      return {
        leaf,
        assigned: [{ field: 'closed', leaf, score: 0.6, why: 'the only column of yes and no' }],
        warnings: [{ field: 'closed', message }],
      };
    }
  }
  return { assigned: [], warnings: [] };
}
