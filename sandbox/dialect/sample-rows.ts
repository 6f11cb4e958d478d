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
