import { Decimal } from 'ats-runtime';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseUnits, unitsText } from './units.js';

describe('units', () => {
  test.each([
    ['1', 2, 100n],
    ['0.05', 2, 5n],
    ['7.10', 2, 710n],
    ['1.2300000', 2, 123n],
    ['000.5', 1, 5n],
    ['123456789012345678901234567890.12345678', 8, 12345678901234567890123456789012345678n],
    ['1000000000', 8, 100000000000000000n],
    ['0.00000001', 8, 1n],
  ])('%s with %i decimals is %i units', (text, decimals, units) => {
    expect(parseUnits(text, decimals)).toBe(units);
  });

  test.each([
    '',
    '.',
    '.5',
    '5.',
    '-1',
    '+1',
    '1e3',
    '1,5',
    ' 1',
    '0x10',
    '1.2.3',
    'NaN',
    '१',
    '9'.repeat(65),
  ])('%j is malformed', (text) => {
    expect(parseUnits(text, 8)).toBe('malformed');
  });

  test.each(['0.001', '12345678901234567890.001'])('%s is too precise for two decimals', (text) => {
    expect(parseUnits(text, 2)).toBe('too-precise');
  });

  test('text and units agree with decimal.js', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat(18), (units, decimals) => {
        const text = unitsText(units, decimals);
        expect(new Decimal(text).eq(new Decimal(units.toString()).div(new Decimal(10).pow(decimals)))).toBe(
          true,
        );
        expect(text).toBe(new Decimal(text).toFixed());
        expect(parseUnits(text, decimals)).toBe(units);
      }),
    );
  });
});
