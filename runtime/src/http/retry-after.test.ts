import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 30);

describe('retryAfterMs', () => {
  it.each([
    ['7', 7000],
    [' 0.5 ', 500],
    ['0', 0],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 7000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 7000],
    ['Sun Nov  6 08:49:37 1994', 7000],
    ['Sun, 06 Nov 1994 08:49:00 GMT', 0],
  ])('reads %j', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });

  it.each(['-5', '', 'soon', '1e3', '7s', '5 seconds', '-1.5', '1994-11-06', 'Infinity', '9'.repeat(400)])(
    'ignores %j, so that the back-off applies',
    (header) => {
      expect(retryAfterMs(header, NOW)).toBeUndefined();
    },
  );

  it('ignores that there is none', () => {
    expect(retryAfterMs(undefined, NOW)).toBeUndefined();
  });
});
