import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataPoint } from './plot-data.js';
import { PointSeries } from './point-series.js';

describe('point series', () => {
  it('keeps the newest points in the order they came', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(1_000), (maxLength, count) => {
        const series = new PointSeries(maxLength);
        const all = Array.from({ length: count }, (_, n): DataPoint => [n / 2, -n]);
        for (const [time, value] of all) {
          series.add(time, value);
          expect(series.last).toEqual([time, value]);
        }
        expect(series.points()).toEqual(all.slice(-maxLength));
      }),
      { numRuns: 50 },
    );
  });

  it('has no last point before the first', () => {
    expect(new PointSeries(3).last).toBeUndefined();
    expect(new PointSeries(3).points()).toEqual([]);
  });
});
