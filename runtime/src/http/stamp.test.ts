import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stampText } from './stamp.js';

const anyTime = fc.oneof(
  fc.double({ min: -1e13, max: 3e14, noNaN: true }),
  fc.constantFrom(
    0,
    1,
    5,
    999,
    999.9,
    1000,
    1001,
    -1,
    -0.5,
    999_999,
    253_402_300_799_999,
    253_402_300_800_000,
  ),
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_005_000 }),
);

describe('stampText', () => {
  it('writes what String and toISOString write, one time after the other', () => {
    fc.assert(
      fc.property(fc.array(anyTime, { minLength: 1, maxLength: 20 }), (times) => {
        for (const ms of times) {
          const whole = Math.floor(ms);
          expect(stampText(ms, 'ms')).toBe(String(whole));
          expect(stampText(ms, 'us')).toBe(`${whole}000`);
          expect(stampText(ms, 'ns')).toBe(`${whole}000000`);
          expect(stampText(ms, 'iso')).toBe(new Date(whole).toISOString());
          expect(stampText(ms, 'iso_seconds')).toBe(new Date(whole).toISOString().slice(0, 19));
        }
      }),
    );
  });

  it('refuses what is no time', () => {
    expect(() => stampText(Number.NaN, 'iso')).toThrow(RangeError);
  });
});
