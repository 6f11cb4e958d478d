import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberOf } from './number-text.js';

it('gives what Number gives, bit for bit', () => {
  const digits = fc.stringMatching(/^-?\d{0,12}(\.\d{0,12})?$/);
  fc.assert(
    fc.property(fc.oneof(digits, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)), (text) => {
      fc.pre(/\d/.test(text));
      expect(Object.is(numberOf(text), Number(text))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it.each(['', '.', '-', '-.', ' 1', '1 ', '0x10', '1,5', '1.2.3', 'NaN', 'Infinity', '--1', '1e', '1_0'])(
  'takes %j for no number',
  (text) => {
    expect(numberOf(text)).toBeNaN();
  },
);
