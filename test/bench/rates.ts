import { median } from './measure.js';

const ROUNDS = 9;
const ROUND_MS = 120;

/**
 * How often per second each piece of work is done: medians of several rounds. Rounds are interleaved, so that a slow
 * moment of the machine falls on all of them.
 */
export function interleavedRates(works: readonly (() => void)[]): readonly number[] {
  const rates = works.map((): number[] => []);
  for (const work of works) rateOf(work);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, work] of works.entries()) rates[index]?.push(rateOf(work));
  }
  return rates.map(median);
}

function rateOf(work: () => void): number {
  const start = performance.now();
  const end = start + ROUND_MS;
  let done = 0;
  let now = start;
  while (now < end) {
    for (let n = 0; n < BATCH; n += 1) work();
    done += BATCH;
    now = performance.now();
  }
  return (done / (now - start)) * 1000;
}

const BATCH = 16;
