import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRequest } from '../questionnaire/interview/request-example.js';
import { ROLE_NAMES } from '../../venues/infer/roles.js';
import { pagesProposals } from './index.js';
import { signingIn } from './signing.js';

const HOSTILE = [
  '";process.exit()//',
  '${x}',
  '`id`',
  '}}',
  '{{x}}',
  '\u2028',
  '\u202e',
  '../../etc/passwd',
  "'; rm -rf /",
  '\0',
];
const piece = fc.oneof(
  fc.constantFrom(
    ...HOSTILE,
    'GET /a',
    'POST /orders',
    '{"orderId":"1","status":"NEW"}',
    '[',
    '{',
    '}',
    ']',
    '\n',
    '\t',
    '|',
    'curl -X POST https://h/o -d ',
    "'",
    '"',
    '# place_order',
    'symbol | string | Yes | BTCUSDT',
    '-2010 | insufficient balance',
    'timestamp + method',
    'X-KEY: apiKey',
    'sign = hmac',
  ),
  fc.string({ maxLength: 20 }),
);

/** A method and a path, or what the interview refuses as none. */
const PLAIN = /^$|^(GET|POST|PUT|DELETE) \/[^\s?#"'`\\\p{Cc}\u2028]*$/u;

describe('a pasted page is text, whatever stands in it', () => {
  it('never fails, and every request that it proposes is a plain one', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const requests = Object.entries(pagesProposals(pieces.join(' '))).flatMap(([id, { answer }]) => {
          const role = ROLE_NAMES.find((name) => id === `request:${name}`);
          return role === undefined ? [] : [readRequest(answer, role)?.request ?? ''];
        });
        expect(requests.filter((request) => !PLAIN.test(request))).toEqual([]);
        expect(signingIn(pieces.join(' ')).isProven).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['braces', '{'.repeat(500_000)],
    ['lines of braces', '{\n'.repeat(250_000)],
    ['quotes', '"a": "'.repeat(100_000)],
    ['blanks', ' '.repeat(900_000)],
    ['bars', '|a'.repeat(300_000)],
    ['request lines', 'GET /a\n'.repeat(100_000)],
    ['sums', 'a + '.repeat(200_000)],
    ['names', 'X-A-'.repeat(200_000)],
    ['secrets', 'secret: '.repeat(100_000)],
    ['statuses', 'NEW FILLED CANCELED '.repeat(40_000)],
  ])('1 MB of %s is read, and nothing is found in it', (_what, text) => {
    // Where the work grew with the square of the text, this would not end before the test's time is up.
    expect(Object.keys(pagesProposals(text))).toEqual([]);
    expect(signingIn(text).isProven).toBe(false);
  });
});
