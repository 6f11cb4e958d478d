import { readPath } from '../../venues/index.js';
import type { Row } from './facts.js';
import type { Route } from './routes.js';
import type { Words } from './words.js';

/** Rows about markets, each with the documented row of its own market where the answer's sample has one. */
export function withMarketSamples(
  rows: readonly Row[],
  { response }: Route,
  sample: unknown,
  words: Words,
): readonly Row[] {
  const place = response?.fields.symbol;
  const listed = readPath(sample, response?.items ?? '');
  if (typeof place !== 'string' || !Array.isArray(listed)) return rows;
  const samples: readonly unknown[] = listed;
  return rows.map((row) => {
    const name = words.symbol(String(row.facts.symbol));
    const sampleRow = samples.find((each) => readPath(each, place) === name);
    return { ...row, sampleRow };
  });
}

/** Rows of a list, each in the shape that the documented answers have for an order that was filled at once or not. */
export function withFilledSamples(
  rows: readonly Row[],
  { response }: Route,
  usual: unknown,
  filled: unknown,
): readonly Row[] {
  const { items } = response ?? {};
  if (items === undefined) return rows;
  const firstOf = (sample: unknown): unknown => readPath(sample, `${items}[0]`);
  return rows.map((row) => ({ ...row, sampleRow: firstOf(isFilled(row) ? filled : usual) }));
}

/** Whether the row's order was filled, in part at least. */
export function isFilled({ order }: Row): boolean {
  return (order?.filledSizeText ?? '0') !== '0';
}
