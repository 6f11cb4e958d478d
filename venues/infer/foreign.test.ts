import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { infer } from './infer.js';
import { ROLE_NAMES } from './roles.js';

/**
 * Answers of venues that no preset describes, in the shapes that their public documentation prints, each with where
 * its fields stand: from the answer's root, or from the row of a list.
 */
const lineSchema = z.object({
  venue: z.string(),
  role: z.enum(ROLE_NAMES),
  fields: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
  sample: z.unknown(),
});
const samples = readFileSync(new URL('../../test/fixtures/foreign-samples.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => lineSchema.parse(JSON.parse(line)));

describe('measured on samples of venues that no preset describes', () => {
  const judged = samples.flatMap(({ venue, role, fields, sample }) => {
    const { rows, warnings } = infer(role, sample);
    const found = new Map(Object.entries(rows.fields));
    return Object.entries(fields).map(([field, expected]) => {
      const [want, got] = [JSON.stringify(expected), JSON.stringify(found.get(field))];
      return {
        where: `${venue} ${role}.${field}`,
        verdict:
          got === want || (got ?? '').endsWith(want ?? '-')
            ? 'right'
            : got === undefined
              ? 'missed'
              : 'wrong',
        warned: warnings.some((warning) => warning.field === field),
        detail: `expected ${want}, got ${got}`,
      };
    });
  });

  it('infers at least 96 % of the fields right, none wrong without a warning', () => {
    const right = judged.filter(({ verdict }) => verdict === 'right').length;
    const lines = judged
      .filter(({ verdict }) => verdict !== 'right')
      .map((one) => `${one.where}: ${one.verdict} ${one.detail}`);
    process.stdout.write(
      `inferred right: ${right} of ${judged.length} fields, ${((right / judged.length) * 100).toFixed(1)} %, ${samples.length} foreign samples\n${lines.join('\n')}\n`,
    );
    expect(judged.filter(({ verdict, warned }) => verdict === 'wrong' && !warned)).toEqual([]);
    expect(right / judged.length).toBeGreaterThanOrEqual(0.96);
  });

  it.each([
    ['candles', 'deribit', 'a list for each field, not a row for each candle'],
    ['instruments', 'blockchaincom', 'sizes that are scaled'],
    ['candles', 'phemex', 'prices as whole numbers of a tiny unit'],
    ['candles', 'bitpanda', 'a time that is the end of its candle'],
  ])('%s of %s: nothing is read silently of %s', (role, venue) => {
    const one = samples.find((line) => line.role === role && line.venue === venue);
    if (one === undefined) throw new Error(`no sample of ${venue}`);
    const { rows, warnings } = infer(one.role, one.sample);
    const doubted = new Set(warnings.map(({ field }) => field));
    const silent = Object.keys(rows.fields).filter(
      (field) => DOUBTFUL.includes(field) && ![...doubted].some((name) => name === field),
    );
    expect(silent.filter((field) => !(field in one.fields))).toEqual([]);
  });
});

const DOUBTFUL: readonly string[] = [
  'timestamp',
  'open',
  'high',
  'low',
  'close',
  'volume',
  'min_size',
  'max_size',
];
