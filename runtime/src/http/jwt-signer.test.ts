import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigValidationException } from '../exceptions.js';
import { jwtSigner, type JwtRecipe } from './jwt-signer.js';
import type { HttpMethod } from './wire-request.js';

interface Golden {
  readonly method: HttpMethod;
  readonly host: string;
  readonly path: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly jwt?: { readonly header: unknown; readonly claims: unknown };
}

const FILE: {
  readonly clockMs: number;
  readonly credentials: { readonly apiKey: string; readonly secret: string; readonly publicKey: string };
  readonly calls: readonly { readonly http: readonly Golden[] }[];
} = JSON.parse(readFileSync(new URL('./fixtures/coinbase-cdp-es256.json', import.meta.url), 'utf8'));
const { apiKey, secret, publicKey } = FILE.credentials;

const PEM = { type: 'pkcs8', format: 'pem' } as const;

describe('jwtSigner against recorded requests', () => {
  const recorded = FILE.calls.flatMap(({ http }) => http).filter(({ jwt }) => jwt !== undefined);
  const signer = jwtSigner({
    algorithm: 'ES256',
    key: { text: secret },
    header: () => ({ kid: apiKey, nonce: '01'.repeat(16) }),
    claims: ({ stamp, method, host, path }) => ({
      aud: ['retail_rest_api_proxy'],
      iss: 'coinbase-cloud',
      nbf: Number(stamp),
      exp: Number(stamp) + 120,
      sub: apiKey,
      iat: Number(stamp),
      uri: `${method} ${host}${path}`,
    }),
  });

  it('has all fifteen', () => expect(recorded).toHaveLength(15));

  it.each(recorded)('coinbase $method $path $query', ({ method, host, path, query, headers, jwt }) => {
    const params = Object.fromEntries(new URLSearchParams(query));
    const wire = signer.request({ method, host, path, params, encode: 'query' }, FILE.clockMs);
    const token = wire.headers['Authorization']?.replace(/^Bearer /, '') ?? '';
    const [head = '', claims = '', signature = ''] = token.split('.');
    const [goldenHead, goldenClaims] = headers['Authorization']?.replace(/^Bearer /, '').split('.') ?? [];
    expect([head, claims]).toEqual([goldenHead, goldenClaims]);
    expect([decoded(head), decoded(claims)]).toEqual([jwt?.header, jwt?.claims]);
    const key = { key: createPublicKey(publicKey), dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
    expect(Buffer.from(signature, 'base64url')).toHaveLength(64);
  });
});

describe("jwtSigner against the RFCs' own examples", () => {
  it('HS256: RFC 7515, A.1', () => {
    const key = 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow';
    const input =
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.' +
      'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
    const signer = jwtSigner({ algorithm: 'HS256', key: { base64: key }, claims: () => ({}) });
    expect(signer.signature(input)).toBe('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
    expect(signer.signature(input.split(/(?<=\.)/))).toBe(signer.signature(input));
  });

  it.each([
    ['seed', 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A'],
    [
      'seed and public key',
      `nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL_tPJZAc6DuFy89qmIyWvAhpo9wdRGg==`,
    ],
  ])('EdDSA: RFC 8037, A.4, key as %s', (_form, text) => {
    const signer = jwtSigner({ algorithm: 'EdDSA', key: { text }, claims: () => ({}) });
    expect(signer.signature('eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc')).toBe(
      'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    );
  });
});

describe('jwtSigner', () => {
  const recipe: JwtRecipe = {
    algorithm: 'HS512',
    key: { text: 'secret' },
    claims: ({ query, hash, uuid }) => ({
      access_key: 'k',
      nonce: uuid,
      query_hash: query === '' ? undefined : hash('sha512', query, 'hex'),
    }),
  };
  const request = { method: 'GET', host: 'h', path: '/p', encode: 'query' } as const;

  it('claims what the request says, and leaves out what is undefined', () => {
    const [first, second] = [{ market: 'KRW-BTC' }, undefined].map((params) => {
      const wire = jwtSigner(recipe).request({ ...request, params }, 0);
      return decoded(wire.headers['Authorization']?.split('.')[1] ?? '');
    });
    expect(first).toMatchObject({ query_hash: expect.stringMatching(/^[0-9a-f]{128}$/) });
    expect(Object.keys(Object(second))).toEqual(['access_key', 'nonce']);
  });

  it('gives every request a token of its own, in the place the venue wants it', () => {
    const signer = jwtSigner({
      ...recipe,
      params: ({ stamp }) => ({ at: stamp }),
      place: ({ signature }) => ({ headers: { 'X-KEY': 'k' }, params: { token: signature } }),
    });
    const queries = [1, 2].map(() => signer.request({ ...request, params: { a: 1 } }, 5_000).query);
    expect(queries[0]).toMatch(/^a=1&at=5&token=[\w-]+\.[\w-]+\.[\w-]{86}$/);
    expect(queries[0]).not.toBe(queries[1]);
    expect([signer.isOrdered, signer.stamp(5_900)]).toEqual([false, '5']);
  });

  it('makes tokens that belong to no request', () => {
    const [head = '', claims = ''] = jwtSigner(recipe).token({ sub: 'k' }, { kid: '1' }).split('.');
    expect([decoded(head), decoded(claims)]).toEqual([{ alg: 'HS512', typ: 'JWT', kid: '1' }, { sub: 'k' }]);
  });

  it.each(['sec1', 'pkcs8'] as const)('takes a %s PEM, also with its line ends spelled out', (type) => {
    const { privateKey, publicKey: own } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = String(privateKey.export({ type, format: 'pem' }));
    for (const text of [pem, pem.replaceAll('\n', '\\n')]) {
      const signature = jwtSigner({ ...recipe, algorithm: 'ES256', key: { text } }).signature('a.b');
      const key = { key: own, dsaEncoding: 'ieee-p1363' } as const;
      expect(verify('sha256', Buffer.from('a.b'), key, Buffer.from(signature, 'base64url'))).toBe(true);
    }
  });

  it.each([
    ['ES256', 'hunter2hunter2hunter2hunter2hunter2hunter2hunter2', 'of the curve P-256'],
    [
      'ES256',
      String(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export(PEM)),
      'curve P-256',
    ],
    ['EdDSA', 'hunter2', 'the 32 or 64 bytes'],
    ['ES256', '-----BEGIN EC PRIVATE KEY-----\nhunter2\n-----END EC PRIVATE KEY-----', 'no private key'],
  ] as const)('says what the secret of %s should be, and not what it is', (algorithm, text, words) => {
    let caught: unknown;
    try {
      jwtSigner({ ...recipe, algorithm, key: { text } });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ConfigValidationException);
    expect(String(caught)).toContain(words);
    expect(String(caught)).not.toContain(text);
  });
});

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
