import type { CandleFields } from './candle.js';

/**
 * True where the numbers can be a candle's: prices above 0, high not below low, no volume below 0. Open and close may lie
 * beyond high and low: some venues open a candle at the price that the one before closed at.
 */
export function canBeCandle(open: number, high: number, low: number, close: number, volume: number): boolean {
  const isPriced = open > 0 && open < Infinity && close > 0 && close < Infinity;
  return isPriced && low > 0 && high >= low && high < Infinity && volume >= 0 && volume < Infinity;
}

/** What is wrong with a price or volume on its own; undefined where nothing is. */
export function amountFault(value: number, kind: 'price' | 'volume'): string | undefined {
  if (!Number.isFinite(value)) return 'no number';
  if (value < 0) return 'below zero';
  return kind === 'price' && value === 0 ? 'no price' : undefined;
}

/** The field that is no candle's and why; undefined where there is none. */
export function candleFault(fields: Omit<CandleFields, 'timestamp'>): string | undefined {
  for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
    const fault = amountFault(fields[field], field === 'volume' ? 'volume' : 'price');
    if (fault !== undefined) return `${field} is ${fault === 'no number' ? 'missing or no number' : fault}`;
  }
  return fields.high < fields.low ? 'high is below its low' : undefined;
}
