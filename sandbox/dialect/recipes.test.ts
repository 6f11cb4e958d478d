import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { authSchema } from '../../venues/schema/auth.js';
import type { Auth } from '../../venues/index.js';
import { KeyRing } from './key-ring.js';
import { requestValues } from './request-values.js';
import { signedPayload } from './signed-payload.js';
import { signedInput } from './signed-request.js';
import { verifyJwt } from './verify-jwt.js';
import { verifySignature, type SignatureVerdict } from './verify-signature.js';
import type { WireRequest } from './wire.js';

/** The signature recipes of four other families, proved on what a public client sent. */
const RECIPES: Readonly<Record<string, z.input<typeof authSchema>>> = {
  kraken: {
    credentials: ['api_key', 'api_secret'],
    nonce: { kind: 'rising', unit: 'ms' },
    params: { nonce: '{nonce}' },
    signature: {
      algorithm: 'hmac-sha512',
      payload: ['{path}', { digest: 'sha256', of: ['{nonce}', '{body}'], as: 'raw' }],
      secret: 'base64',
      encoding: 'base64',
    },
    place: { headers: { 'API-Key': '{api_key}', 'API-Sign': '{signature}' } },
  },
  okx: {
    credentials: ['api_key', 'api_secret', 'passphrase'],
    stamp: { unit: 'iso', past: '30s' },
    signature: {
      algorithm: 'hmac-sha256',
      payload: ['{stamp}{method}{path_query}', '{body}'],
      encoding: 'base64',
    },
    place: {
      headers: {
        'OK-ACCESS-KEY': '{api_key}',
        'OK-ACCESS-SIGN': '{signature}',
        'OK-ACCESS-TIMESTAMP': '{stamp}',
        'OK-ACCESS-PASSPHRASE': '{passphrase}',
      },
    },
  },
  kucoin: {
    credentials: ['api_key', 'api_secret', 'passphrase'],
    stamp: { unit: 'ms', past: '5s' },
    signature: {
      algorithm: 'hmac-sha256',
      payload: ['{stamp}{method}{path_query}{body}'],
      encoding: 'base64',
    },
    place: {
      headers: {
        'KC-API-KEY': '{api_key}',
        'KC-API-SIGN': '{signature}',
        'KC-API-TIMESTAMP': '{stamp}',
        'KC-API-PASSPHRASE': { hmac: '{passphrase}' },
      },
    },
  },
  'coinbase-cdp-es256': {
    credentials: ['api_key', 'api_secret'],
    signature: {
      algorithm: 'jwt-es256',
      header: { kid: '{api_key}', nonce: '{nonce}' },
      claims: { iss: 'cdp', sub: '{api_key}', uri: '{method} {host}{path}' },
      secret: 'pem',
    },
    place: { headers: { Authorization: 'Bearer {token}' } },
  },
};

const goldenSchema = z.object({
  clockMs: z.number(),
  credentials: z.object({ apiKey: z.string(), secret: z.string(), password: z.string().optional() }),
  calls: z.array(
    z.object({
      call: z.string(),
      http: z
        .array(
          z.object({
            method: z.string(),
            host: z.string(),
            path: z.string(),
            query: z.string().optional(),
            headers: z.record(z.string(), z.string()),
            body: z.string().optional(),
          }),
        )
        .optional(),
    }),
  ),
});
type Golden = z.infer<typeof goldenSchema>;
type GoldenRequest = NonNullable<Golden['calls'][number]['http']>[number];

describe.each(Object.keys(RECIPES))('%s', (name) => {
  const auth = authSchema.parse(RECIPES[name]);
  const file = new URL(`../../test/fixtures/golden/requests/${name}.json`, import.meta.url);
  const golden = goldenSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const signed = golden.calls.flatMap(({ http = [] }) => http.filter((request) => isSigned(request, auth)));

  test('every recorded signature is right', () => {
    expect(signed.length).toBeGreaterThan(8);
    for (const request of signed) expect(verdictOn(request, auth, golden)).toMatchObject({ ok: true });
  });

  test('none is right for another path', () => {
    for (const request of signed) {
      const moved = { ...request, path: `${request.path}x` };
      expect(verdictOn(moved, auth, golden)).toMatchObject({ ok: false, failed: 'bad_signature' });
    }
  });

  test('none is right ten minutes later, where the recipe has a stamp', () => {
    const [request] = signed;
    if (request === undefined || auth.nonce !== undefined) return;
    const late = { ...golden, clockMs: golden.clockMs + 600_000 };
    expect(verdictOn(request, auth, late)).toMatchObject({ ok: false, failed: 'stale_timestamp' });
  });
});

test('a rising nonce counts once', () => {
  const auth = authSchema.parse(RECIPES['kraken']);
  const file = new URL('../../test/fixtures/golden/requests/kraken.json', import.meta.url);
  const golden = goldenSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const request = golden.calls.flatMap(({ http = [] }) => http).find((one) => isSigned(one, auth));
  if (request === undefined) throw new Error('no signed request was recorded');
  const keys = keyRing(golden);
  expect(verdictOn(request, auth, golden, keys)).toMatchObject({ ok: true });
  expect(verdictOn(request, auth, golden, keys)).toMatchObject({ ok: false, failed: 'replayed_nonce' });
});

function isSigned({ headers }: GoldenRequest, auth: Auth): boolean {
  return Object.keys(auth.place.headers ?? {}).every((name) => name in headers);
}

function verdictOn(
  recorded: GoldenRequest,
  auth: Auth,
  golden: Golden,
  keys = keyRing(golden),
): SignatureVerdict {
  const request: WireRequest = {
    id: 1,
    at: golden.clockMs,
    method: recorded.method,
    host: '127.0.0.1:1',
    path: recorded.path,
    query: recorded.query ?? '',
    headers: Object.fromEntries(
      Object.entries(recorded.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: Buffer.from(recorded.body ?? ''),
    text: recorded.body ?? '',
  };
  const input = signedInput(request, requestValues(request).values, auth, [recorded.host]);
  const now = golden.clockMs;
  const { signature } = auth;
  if (signature.algorithm === 'custom') throw new Error('nothing to prove');
  if ('claims' in signature) return verifyJwt(input, { recipe: signature, now, keys });
  const { payload } = signature;
  return verifySignature(input, { auth, recipe: signature, payload, stampUnit: auth.stamp?.unit, now, keys });
}

function keyRing({ credentials }: Golden): KeyRing {
  const { apiKey, secret, password } = credentials;
  const own = {
    api_key: apiKey,
    api_secret: secret,
    ...(password === undefined ? {} : { passphrase: password }),
  };
  return new KeyRing([{ credentials: own, account: 'user', mayTrade: true }]);
}

test('BitMart: a passphrase that is signed and never sent is the key’s own', () => {
  const auth = authSchema.parse({
    credentials: ['api_key', 'api_secret', 'passphrase'],
    stamp: { unit: 'ms', past: '5s' },
    signature: { algorithm: 'hmac-sha256', payload: ['{stamp}#{passphrase}#{body}'], encoding: 'hex' },
    place: { headers: { 'X-BM-KEY': '{api_key}', 'X-BM-SIGN': '{signature}', 'X-BM-TIMESTAMP': '{stamp}' } },
  });
  const clockMs = Date.UTC(2024, 0);
  const credentials = { apiKey: 'key', secret: 'secret', password: 'memo' };
  const signedWith = (memo: string): SignatureVerdict => {
    const body = '{"symbol":"BTC_USDT"}';
    const sign = createHmac('sha256', 'secret').update(`${clockMs}#${memo}#${body}`).digest('hex');
    const headers = { 'X-BM-KEY': 'key', 'X-BM-SIGN': sign, 'X-BM-TIMESTAMP': String(clockMs) };
    const request = { method: 'POST', host: 'h', path: '/spot/v2/submit_order', headers, body };
    return verdictOn(request, auth, { clockMs, credentials, calls: [] });
  };
  expect(signedWith('memo')).toMatchObject({ ok: true });
  expect(signedWith('')).toMatchObject({ ok: false, failed: 'bad_signature' });
});

test('a digest is written in capitals where the venue wants it so', () => {
  const of = [{ text_of: '', pair: '=', between: '&' }];
  const payload = (as: 'hex' | 'hex_upper'): string =>
    signedPayload([{ digest: 'md5', of, as }], () => undefined, {
      symbol: 'btc_usdt',
      api_key: 'k',
    }).toString();
  expect(payload('hex_upper')).toMatch(/^[0-9A-F]{32}$/);
  expect(payload('hex_upper')).toBe(payload('hex').toUpperCase());
});
