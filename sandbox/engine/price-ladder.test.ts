import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PriceLadder } from './price-ladder.js';

test('a ladder is a sorted map', () => {
  const steps = fc.array(fc.record({ key: fc.integer({ min: -700, max: 700 }), add: fc.boolean() }), {
    minLength: 500,
    maxLength: 3_000,
  });
  fc.assert(
    fc.property(steps, (plan) => {
      const ladder = new PriceLadder<string>();
      const model = new Map<number, string>();
      for (const [index, { key, add }] of plan.entries()) {
        if (add && !model.has(key)) {
          ladder.add(key, `${key}/${index}`);
          model.set(key, `${key}/${index}`);
        } else if (!add) {
          ladder.remove(key);
          model.delete(key);
        }
        expect(ladder.get(key)).toBe(model.get(key));
      }
      const sorted = [...model.keys()].toSorted((a, b) => b - a).map((key) => model.get(key));
      expect([...ladder.descending()]).toEqual(sorted);
      expect(ladder.highest).toBe(sorted[0]);
    }),
    { numRuns: 30 },
  );
});
