import { createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacOf, payloadParts, type SignaturePayload } from './hmac.js';
import { keyedHasher, plainHasher } from './signing-key.js';

const algorithm = fc.constantFrom('sha256', 'sha384', 'sha512');
const form = fc.constantFrom('hex', 'base64', 'base64url');
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('a', 'é', '€', '\u{1f600}', '\ud800', '\udc00', '\0'), maxLength: 60 }),
);
const part = fc.oneof(text, fc.uint8Array({ maxLength: 300 }));
const payload: fc.Arbitrary<SignaturePayload> = fc.oneof(part, fc.array(part, { maxLength: 5 }));

describe('hmacOf', () => {
  it('gives what createHmac gives, for any key and one payload after the other', () => {
    fc.assert(
      fc.property(
        algorithm,
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.tuple(payload, form), { minLength: 1, maxLength: 5 }),
        (name, key, signed) => {
          const hmac = hmacOf(name, key);
          for (const [each, written] of signed) {
            const bytes = fed(createHmac(name, key), each).digest();
            expect(hmac(each, written)).toBe(bytes.toString(written));
            expect(hmac(each, 'buffer')).toEqual(bytes);
          }
        },
      ),
    );
  });

  // Around the room for a payload, in bytes and in the most that a text may come to.
  it.each([1364, 1365, 1366, 4095, 4096, 4097, 20_000])('does so for payloads of %i', (length) => {
    for (const name of ['sha256', 'sha384', 'sha512'] as const) {
      const hmac = hmacOf(name, Buffer.from('secret'));
      const long = ['x'.repeat(length), '€'.repeat(length), Buffer.alloc(length, 7)];
      for (const each of [...long, long, ['€', ...long]]) {
        expect(hmac(each, 'hex')).toBe(fed(createHmac(name, 'secret'), each).digest('hex'));
      }
    }
  });

  // RFC 4231, test cases 2 and 6: a short key, and one that is longer than a block.
  it.each([
    [
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      Buffer.alloc(131, 0xaa),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('gives the known answer, case %#', (key, data, expected) => {
    expect(hmacOf('sha256', key)(data, 'hex')).toBe(expected);
  });
});

describe('plainHasher and keyedHasher', () => {
  it('give what createHash and createHmac give', () => {
    const keyed = keyedHasher({ text: 'secret' });
    fc.assert(
      fc.property(algorithm, payload, (name, each) => {
        const plain = fed(createHash(name), each).digest();
        expect(plainHasher(name, each)).toEqual(plain);
        expect(plainHasher(name, each, 'hex')).toBe(plain.toString('hex'));
        expect(keyed(name, each)).toEqual(fed(createHmac(name, 'secret'), each).digest());
      }),
    );
  });
});

function fed<T extends { update(data: string | Uint8Array): unknown }>(digest: T, data: SignaturePayload): T {
  for (const each of payloadParts(data)) digest.update(each);
  return digest;
}
