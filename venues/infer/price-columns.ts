import type { Assigned } from './assign.js';
import type { Column, ColumnFindings } from './candle-columns.js';

export interface Prices extends Pick<ColumnFindings, 'assigned' | 'warnings'> {
  readonly high: Column;
  readonly low: Column;
}

/** The dearest price of a row is at most this many times the cheapest. */
const WIDEST = 2;

/**
 * Open, high, low and close by their numbers: no price of a row is above the high or below the low, and a candle
 * opens where the one before closed. That tells O-H-L-C from O-C-H-L and L-H-O-C.
 */
export function priceColumns(columns: readonly Column[]): Prices | undefined {
  const [band, ...others] = priceBands(columns);
  if (band === undefined) return undefined;
  const { high, low, between } = band;
  const pair = openAndClose(between);
  if (pair === undefined) return undefined;
  const vwap = between.find((column) => column !== pair.open && column !== pair.close);
  const isTied = others.some(
    (other) => other.between.length === between.length && (other.high !== high || other.low !== low),
  );
  const tie = 'several columns could be it: in these rows prices are equal; paste rows in which they differ';
  return {
    high,
    low,
    assigned: [
      { field: 'open', leaf: pair.open.leaf, score: pair.score, why: pair.why },
      { field: 'high', leaf: high.leaf, score: isTied ? 0.7 : 1, why: 'no price of the row is above it' },
      { field: 'low', leaf: low.leaf, score: isTied ? 0.7 : 1, why: 'no price of the row is below it' },
      { field: 'close', leaf: pair.close.leaf, score: pair.score, why: pair.why },
      ...(vwap === undefined ? [] : [average(vwap)]),
    ],
    warnings: [
      ...(isTied ? (['high', 'low'] as const).map((field) => ({ field, message: tie })) : []),
      ...(pair.warning === undefined
        ? []
        : (['open', 'close'] as const).map((field) => ({ field, message: pair.warning ?? '' }))),
    ],
  };
}

function average({ leaf }: Column): Assigned {
  return { field: 'vwap', leaf, score: 0.8, why: 'a fifth price between low and high' };
}

interface Band {
  readonly high: Column;
  readonly low: Column;
  readonly between: readonly Column[];
}

/** Pairs of columns with at least two others between them, the fullest and narrowest first. */
function priceBands(columns: readonly Column[]): readonly Band[] {
  return columns
    .flatMap((high) =>
      columns.flatMap((low): readonly (Band & { width: number })[] => {
        if (high === low) return [];
        const width = Math.max(...high.numbers.map((value, row) => value / (low.numbers[row] ?? 0)));
        const isBand = low.numbers.every((value) => value > 0) && width <= WIDEST;
        if (!isBand || !isBelow(low, high)) return [];
        const between = columns.filter(
          (column) => column !== high && column !== low && isBelow(low, column) && isBelow(column, high),
        );
        return between.length < 2 ? [] : [{ high, low, between, width }];
      }),
    )
    .toSorted((a, b) => b.between.length - a.between.length || b.width - a.width);
}

function isBelow(low: Column, high: Column): boolean {
  return low.numbers.every((value, row) => value <= (high.numbers[row] ?? -Infinity));
}

interface Pair {
  readonly open: Column;
  readonly close: Column;
  readonly score: number;
  readonly why: string;
  readonly warning?: string;
}

/** Of the prices between low and high: which one goes on where the other ended. */
function openAndClose(between: readonly Column[]): Pair | undefined {
  const pairs = between
    .flatMap((open) =>
      between.filter((close) => close !== open).map((close) => ({ open, close, gap: gapOf(open, close) })),
    )
    .toSorted((a, b) => a.gap - b.gap);
  const [best, next] = pairs;
  if (best === undefined) return undefined;
  if (best.open.numbers.length > 1 && next !== undefined && best.gap * 3 < next.gap) {
    return { ...best, score: 1, why: 'each candle opens where the one before closed' };
  }
  // Nothing in the numbers tells: nearly every venue names the open first.
  const [open, ...later] = between;
  const close = later.at(-1);
  if (open === undefined || close === undefined) return undefined;
  const rows = open.numbers.length === 1 ? 'one candle alone does' : 'these candles do';
  const warning = `${rows} not tell open from close: the usual order is taken; paste several candles that follow each other`;
  return { open, close, score: 0.6, why: 'the usual order', warning };
}

/**
 * How far candles open from where the one before closed: the median, since one jump (a halt, the candle that has only
 * begun) would outweigh all the others in an average.
 */
function gapOf(open: Column, close: Column): number {
  const gaps = open.numbers
    .slice(1)
    .map((value, row) => Math.abs(value - (close.numbers[row] ?? value)))
    .toSorted((a, b) => a - b);
  return ((gaps[(gaps.length - 1) >> 1] ?? 0) + (gaps[gaps.length >> 1] ?? 0)) / 2;
}
