import type { Assigned } from './assign.js';
import type { Column, ColumnFindings } from './candle-columns.js';
import type { Prices } from './price-columns.js';

/** Rounding on either side of the price that volume and value give. */
const SLACK = 0.02;

/** Base and quote volume by price × volume; whole numbers that are left count trades. */
export function volumeColumns(
  columns: readonly Column[],
  { high, low }: Pick<Prices, 'high' | 'low'>,
): ColumnFindings {
  const pairs = columns
    .flatMap((quote) =>
      columns.filter((base) => isValueOf(quote, base, { high, low })).map((base) => ({ quote, base })),
    )
    .toSorted((a, b) => sum(b.base) - sum(a.base));
  const [best] = pairs;
  if (best === undefined) return loneVolume(columns);
  const why = 'value ÷ volume lies between low and high';
  const quotes = pairs.filter(({ base }) => base === best.base).map(({ quote }) => quote);
  const taker = pairs.find(
    ({ base, quote }) => base !== best.base && quote !== best.base && !quotes.includes(quote),
  );
  const used = new Set([best.base, ...quotes, taker?.base, taker?.quote]);
  const assigned: Assigned[] = [
    { field: 'volume', leaf: best.base.leaf, score: 1, why },
    { field: 'quote_volume', leaf: best.quote.leaf, score: 1, why },
    ...trades(columns.filter((column) => !used.has(column))),
  ];
  if (taker !== undefined) {
    const part = 'a part of the volume, as the takers’ is';
    assigned.push({ field: 'taker_base_volume', leaf: taker.base.leaf, score: 0.8, why: part });
    assigned.push({ field: 'taker_quote_volume', leaf: taker.quote.leaf, score: 0.8, why: part });
  }
  const also = quotes.slice(1).map(({ leaf }) => ({ path: leaf.path, field: 'quote_volume' as const }));
  return { assigned, also, warnings: [] };
}

/** Is `quote` what `base` was traded for, at prices of its rows? */
export function isValueOf(quote: Column, base: Column, { high, low }: Pick<Prices, 'high' | 'low'>): boolean {
  if (quote === base || sum(base) === 0) return false;
  return base.numbers.every((volume, row) => {
    const value = quote.numbers[row] ?? NaN;
    if (volume === 0) return value === 0;
    const price = value / volume;
    return price >= (low.numbers[row] ?? 0) * (1 - SLACK) && price <= (high.numbers[row] ?? 0) * (1 + SLACK);
  });
}

function loneVolume(columns: readonly Column[]): ColumnFindings {
  const fractional = columns.filter(
    ({ leaf, numbers }) => typeof leaf.values[0] === 'string' || !numbers.every(Number.isInteger),
  );
  const [volume] = fractional.length > 0 ? fractional : columns;
  if (volume === undefined) return { assigned: [], also: [], warnings: [] };
  const message = 'no second column shows whether it counts the base or the quote asset: the base is taken';
  return {
    assigned: [
      {
        field: 'volume',
        leaf: volume.leaf,
        score: 0.7,
        why: 'the first number that is neither a time nor a price',
      },
      ...trades(columns.filter((column) => column !== volume)),
    ],
    also: [],
    warnings: [{ field: 'volume', message }],
  };
}

function trades(columns: readonly Column[]): readonly Assigned[] {
  const counted = columns.find(
    ({ leaf, numbers }) =>
      leaf.values.every((value) => typeof value === 'number') && numbers.every(Number.isInteger),
  );
  return counted === undefined
    ? []
    : [{ field: 'trades', leaf: counted.leaf, score: 0.7, why: 'whole numbers: how many trades' }];
}

function sum({ numbers }: Column): number {
  return numbers.reduce((total, value) => total + value, 0);
}
