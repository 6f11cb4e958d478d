import { isMap, parseDocument } from 'yaml';
import { describe, expect, test } from 'vitest';
import { migrate, type Migration } from './migrate.js';
import { parseVenue } from './parse.js';

const TEXT = `version: 1
# Where the venue answers.
hosts: { rest: https://a.example }
pair: BTCUSDT # as documented
`;

const STEPS = new Map<number, Migration>([
  [1, (description) => rename(description, 'pair', 'market')],
  [2, (description) => rename(description, 'market', 'symbol')],
]);

function rename(description: Parameters<Migration>[0], from: string, to: string): void {
  for (const { key } of description.items) {
    if (typeof key === 'object' && key !== null && 'value' in key && key.value === from) key.value = to;
  }
}

describe('migrate', () => {
  test('takes every step from the file’s version on, and keeps comments and order', () => {
    const document = parseDocument(TEXT);
    expect(migrate(document, 3, STEPS)).toBeUndefined();
    expect(String(document)).toBe(TEXT.replace('version: 1', 'version: 3').replace('pair:', 'symbol:'));
  });

  test('takes only the steps that are left', () => {
    const document = parseDocument(TEXT.replace('version: 1', 'version: 2').replace('pair', 'market'));
    migrate(document, 3, STEPS);
    expect(isMap(document.contents) && document.contents.has('symbol')).toBe(true);
  });

  test('leaves a current file alone', () => {
    const document = parseDocument(TEXT);
    expect(migrate(document, 1, STEPS)).toBeUndefined();
    expect(String(document)).toBe(TEXT);
  });

  test('a version that nobody has written is named', () => {
    expect(migrate(parseDocument('version: 0'), 1)).toBe('0 never was; give 1');
  });
});

describe('a description of another version', () => {
  test('a newer one asks for a newer tool, and where it says so', () => {
    expect(() => parseVenue('venue: x\nversion: 7\n', 'venue.yaml')).toThrow(
      'venue.yaml:2:1 version: 7 is newer than what this create-ats-exchange knows (1); install a newer one',
    );
  });
});
