import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../cli/errors.js';
import { suggestion } from './suggestion.js';
import { freeTextProblem } from './text.js';
import { snakeCase, venueName, venueNameProblem } from './venue-name.js';

describe('venue names', () => {
  it.each(['binance_spot', 'okx', 'gate2_spot', 'a'])('accepts %s', (name) => {
    expect(venueName(name)).toBe(name);
  });

  it.each([
    ['MyVenue', 'write my_venue'],
    ['my-venue', 'write my_venue'],
    ['HTTPVenue', 'write http_venue'],
    ['my__venue', 'write my_venue'],
    ['1inch', 'such as my_venue'],
    ['', 'is empty'],
    ['../escape', 'such as my_venue'],
    ['/etc/passwd', 'such as my_venue'],
    ['class', 'reserved word; write class_exchange'],
    ['index', 'reserved word'],
    ['con', 'reserved word'],
    ['nul', 'reserved word'],
    ['com1', 'reserved word'],
    ['a'.repeat(65), 'longer than 64'],
    ['";process.exit()//', 'not snake_case'],
    ['${x}', 'not snake_case'],
    ['a\u2028b', 'not snake_case'],
    ['`x`', 'not snake_case'],
    ['x}}', 'not snake_case'],
  ])('refuses %j', (name, hint) => {
    expect(venueNameProblem(name)).toContain(hint);
    expect(() => venueName(name)).toThrow(UserError);
  });

  it('suggests only names it would accept, and says everything on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const better = snakeCase(text);
        expect(venueNameProblem(better ?? 'my_venue')).toBeUndefined();
        expect(venueNameProblem(text) ?? '').not.toMatch(/[\n\r]/);
      }),
    );
  });
});

describe('free text', () => {
  it.each(['Binance Spot', "Joe's venue", 'Börse (München)', 'https://docs.venue.com/a?b=c'])(
    'accepts %s',
    (text) => {
      expect(freeTextProblem(text)).toBeUndefined();
    },
  );

  it.each(['";process.exit()//', '${x}', 'a`b', 'a}}b', 'a\u2028b', 'a\nb', '*/', '\u202e'])(
    'refuses %j',
    (text) => {
      expect(freeTextProblem(text)).toContain('has no place there');
    },
  );
});

describe('suggestions', () => {
  const known = ['binance_spot', 'okx_spot', 'kraken_spot', 'bybit_spot'];

  it('names what is near, or all that is known', () => {
    expect(suggestion('binnance_spot', known)).toBe('did you mean binance_spot?');
    expect(suggestion('by_spot', known)).toBe('did you mean bybit_spot or okx_spot?');
    expect(suggestion('zzzzzz', known)).toBe(`known: ${known.join(', ')}`);
  });
});
