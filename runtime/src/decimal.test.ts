import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Decimal, decimalText } from './decimal.js';

it('writes whole numbers as it writes their decimals', () => {
  const edges = fc.constantFrom(
    0,
    -0,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    2 ** 53,
    1e21,
    -1e22,
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.maxSafeInteger(), edges, fc.double({ noNaN: true, noDefaultInfinity: true })),
      (value) => {
        expect(decimalText(value)).toBe(decimalText(new Decimal(value)));
      },
    ),
  );
});
