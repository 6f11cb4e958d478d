import { describe, expect, it } from 'vitest';
import { secretInAnswer, secretInText } from './secret-text.js';

const HEX = 'c8db56825ae71d6d79447849e617115f4a920fa2acdce18f6a6b5d1e2f3a4b5c';
const MIXED = 'aB3'.repeat(20);

describe('what is not kept of free text', () => {
  it.each([
    ['-----BEGIN EC PRIVATE KEY-----', 'a private key'],
    ['-----BEGIN PRIVATE KEY-----', 'a private key'],
    [
      `Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N`,
      'a signed token',
    ],
    [`API_SECRET=${MIXED}`, 'a credential after “secret”'],
    [`export BINANCE_SECRET_KEY="${HEX}"`, 'a credential after “secret”'],
    [`| secretKey | ${MIXED} |`, 'a credential after “secret”'],
    [`"apiKey": "${HEX}"`, 'a credential after “apikey”'],
    [`passphrase: hunter2hunter2hunter2`, 'a credential after “passphrase”'],
  ])('%s', (line, looks) => {
    expect(secretInText(`first line\n${line}\nlast line`)).toEqual({ line: 2, looks });
    expect(secretInAnswer(line)).toBeDefined();
  });

  it.each([
    `GET /order?signature=${HEX}`,
    'X-KEY={api_key} X-SIGN={signature}',
    'apiKey: your-api-key-goes-here-123',
    '"orderId": "1be6d0df-d5dc-4b53-a250-3376f3b393e6"',
    'api_key | string | Yes | the key of the account',
  ])('is kept: %s', (line) => {
    expect(secretInText(line)).toBeUndefined();
    expect(secretInAnswer(line)).toBeUndefined();
  });

  it.each([HEX, MIXED, `https://x.test/${MIXED}`, `name=${MIXED}`])('of an answer: %s', (answer) => {
    expect(secretInAnswer(answer)).toBe('a key or secret');
  });
});
