import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { customSigner } from 'ats-runtime';
import { ethereumAddress, type PackedValue } from 'ats-runtime/eip712';
import { loadHooks, type HookVerdict } from '../../sandbox/hooks.js';
import { loadPreset } from '../../venues/index.js';
import { signRequest } from '../../venues/presets/hyperliquid_spot/signature.js';

const venue = await loadPreset('hyperliquid_spot');
const { verifySignature, answer } = await loadHooks(venue);

const vectors = z
  .array(
    z.object({
      source: z.string(),
      credentials: z.object({ wallet_address: z.string(), api_secret: z.string() }),
      request: z.object({ host: z.string(), body: z.string() }),
    }),
  )
  .parse(venue.samples.get('samples/vectors.json'));
const [vector] = vectors;
if (vector === undefined) throw new Error('the preset has a vector');
const { credentials, request } = vector;
const { action, nonce } = z
  .object({ action: z.record(z.string(), z.json()), nonce: z.number() })
  .parse(JSON.parse(request.body));

describe('the documented order', () => {
  test('is signed by the connector as the public client signed it', () => {
    expect(signed(action, nonce)).toBe(request.body);
  });

  test('is signed otherwise for the test network', () => {
    expect(signed(action, nonce, 'api.hyperliquid-testnet.xyz')).toContain(
      '"signature":{"r":"0x0a5543d26bfc9e4ee95d7f19155dbca7d75815ff2b3ec03fbc72f5fff9323e9c","s":"0x0268855cf5c48ec81b2bf1cc66e3dc9bf18c33fe35ee901c43782f804f1f84a7","v":28}',
    );
  });

  test('is taken by the mock, which tells whose it is', () => {
    expect(verdictOn(request.body)).toEqual({
      ok: true,
      apiKey: credentials.wallet_address,
      nonce: String(nonce),
    });
    expect(ethereumAddress(credentials.api_secret)).toBe(credentials.wallet_address);
  });

  test.each([
    ['another asset', request.body.replace('"a":10142', '"a":10143')],
    ['another order of members', request.body.replace('"a":10142,"b":true', '"b":true,"a":10142')],
    ['another nonce', request.body.replace(`"nonce":${nonce}`, `"nonce":${nonce + 1}`)],
    ['a vault', request.body.replace('"nonce"', `"vaultAddress":"0x${'11'.repeat(20)}","nonce"`)],
    ['an end of validity', request.body.replace('"nonce"', '"expiresAfter":1726000030126,"nonce"')],
    ['no point of the curve', request.body.replace(/"r":"0x[^"]*"/, '"r":"0x5"')],
    ['a signature out of range', request.body.replace(/"s":"0x[^"]*"/, `"s":"0x${'f'.repeat(64)}"`)],
  ])('with %s it is refused', (_, body) => {
    expect(body).not.toBe(request.body);
    expect(verdictOn(body)).toMatchObject({ ok: false, failed: 'bad_signature' });
  });

  test('a signature may come without its leading zeros, as some clients write it', () => {
    const body = signed({ type: 'cancel', cancels: [{ a: 10142, o: 5_123_456_789 }] }, 1_726_000_000_125);
    const short = body.replaceAll(/"0x0+/g, '"0x');
    expect(verdictOn(short)).toMatchObject({ ok: true });
  });
});

test('whatever an action holds, the mock takes what the connector signs', () => {
  const value = fc.letrec<{ value: PackedValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ maxLength: 40 }),
      fc.maxSafeNat(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 20 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), tie('value'), { maxKeys: 18 }),
    ),
  })).value;
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 2 ** 45 }), (held, stamp) => {
      expect(verdictOn(signed({ type: 'any', held }, stamp))).toMatchObject({ ok: true });
    }),
    { numRuns: 25 },
  );
}, 30_000);

test('a body that cannot be read is refused in plain text', () => {
  const reply = { status: 422, headers: {}, body: '{"status":"err","response":"Failed to deserialize"}' };
  const asked = hookRequest('{}');
  expect(answer?.(reply, asked)).toMatchObject({ status: 422, body: 'Failed to deserialize' });
  expect(answer?.({ ...reply, status: 200 }, asked)).toBeUndefined();
});

test('the hooks stand by themselves: a workspace has them without their libraries', () => {
  expect(venue.hooks).toContain('export function verifySignature');
  expect(venue.hooks).not.toMatch(/^\s*import\b|\bimport\(|\brequire\(/m);
});

/** The body that the connector sends. */
function signed(held: PackedValue, nowMs: number, host = request.host): string {
  const signer = customSigner({ nonce: 'rising', sign: (given) => signRequest(given, credentials) });
  const params = { action: JSON.parse(JSON.stringify(held)) };
  return signer.request({ method: 'POST', host, path: '/exchange', params, encode: 'json' }, nowMs).body;
}

function verdictOn(body: string): HookVerdict | undefined {
  return verifySignature?.(hookRequest(body), [credentials]);
}

function hookRequest(body: string) {
  const where = { method: 'POST', host: request.host, path: '/exchange', query: '', headers: {} };
  return { ...where, body, endpoint: 'place_order', now: nonce };
}
