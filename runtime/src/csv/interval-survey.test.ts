import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { IntervalSurvey } from './interval-survey.js';

it('knows nothing of no candle, and no interval of one', () => {
  expect(survey([])).toEqual({
    candles: 0,
    first: undefined,
    last: undefined,
    interval: undefined,
    gaps: [],
    missing: 0,
  });
  expect(survey([60])).toMatchObject({ candles: 1, first: 60, last: 60, interval: undefined, gaps: [] });
});

it('takes the most frequent distance for the interval, wherever the odd ones stand', () => {
  expect(survey([0, 300, 360, 420, 421, 480]).interval).toBe(60);
});

it('tells every gap of a file with rows left out', () => {
  const kept = fc.array(fc.boolean(), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(kept, (flags) => {
      // Enough regular rows in front that the interval is certain.
      const regular = Array.from({ length: 300 }, (_, index) => index * 60);
      const others = flags.flatMap((isKept, index) => (isKept ? [(300 + index) * 60] : []));
      const times = [...regular, ...others];
      const expected = times
        .map((before, index) => ({ after: times[index - 1] ?? before, before }))
        .filter(({ after, before }) => before - after > 60)
        .map(({ after, before }) => ({ after, before, missing: (before - after) / 60 - 1 }));
      const { interval, gaps, missing } = survey(times);
      expect({ interval, gaps }).toEqual({ interval: 60, gaps: expected });
      expect(missing).toBe(expected.reduce((sum, gap) => sum + gap.missing, 0));
    }),
  );
});

it('keeps the first thousand gaps and counts them all', () => {
  const times = Array.from({ length: 9000 }, (_, index) => index * 60 + Math.floor(index / 3) * 60);
  const { gaps, missing } = survey(times);
  expect(gaps).toHaveLength(1000);
  expect(missing).toBe(2999);
});

function survey(times: readonly number[]) {
  const result = new IntervalSurvey();
  for (const time of times) result.add(time);
  return result.summary();
}
