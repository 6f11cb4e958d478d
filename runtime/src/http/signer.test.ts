import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePairs, type Params } from './params.js';
import { requestSigner, type RequestSigner, type SignerRecipe } from './signer.js';
import type { KeySource } from './signing-key.js';
import type { HttpMethod, WireRequest } from './wire-request.js';

interface Golden {
  readonly method: HttpMethod;
  readonly host: string;
  readonly path: string;
  readonly query?: string;
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface GoldenFile {
  readonly clockMs: number;
  readonly credentials: { readonly apiKey: string; readonly secret: string; readonly password?: string };
  readonly calls: readonly { readonly call: string; readonly http?: readonly Golden[] }[];
}

const NOW = 1_700_000_000_000;

describe('requestSigner against recorded requests', () => {
  const binance = readGolden('binance');
  const binanceCases = signedRequests(binance, 'X-MBX-APIKEY').filter((request) =>
    `${request.query}${request.body}`.includes('signature'),
  );
  it.each(binanceCases)('binance $method $path $query$body', (golden) => {
    const encode = golden.body === undefined ? 'query' : 'form';
    const params = without(pairsOf(golden.body ?? golden.query), 'signature');
    const recvWindow = String(params['recvWindow']);
    const signer = binanceSigner(binance.credentials, recvWindow);
    const wire = signer.request(
      { method: golden.method, host: golden.host, path: golden.path, params, encode },
      NOW,
    );
    expect(wire.query).toBe(golden.query ?? '');
    expect(wire.body).toBe(golden.body ?? '');
    expect(wire.headers['X-MBX-APIKEY']).toBe(golden.headers['X-MBX-APIKEY']);
    expect(wire.headers['content-type']).toBe(golden.headers['Content-Type']);
  });

  const kraken = readGolden('kraken');
  it.each(signedRequests(kraken, 'API-Sign'))('kraken $path $body', (golden) => {
    const signer = requestSigner(krakenRecipe(kraken.credentials.secret, kraken.credentials.apiKey));
    const { method, host, path } = golden;
    const wire = signer.request({ method, host, path, params: pairsOf(golden.body), encode: 'form' }, NOW);
    expect(wire.body).toBe(golden.body);
    expect(wire.headers['API-Sign']).toBe(golden.headers['API-Sign']);
  });

  const okx = readGolden('okx');
  const okxCases = signedRequests(okx, 'OK-ACCESS-SIGN').filter((request) => !request.body?.startsWith('['));
  it.each(okxCases)('okx $method $path $query$body', (golden) => {
    const { secret, apiKey, password = '' } = okx.credentials;
    const signer = requestSigner({
      stamp: 'iso',
      payload: ({ stamp, method, pathWithQuery, body }) => stamp + method + pathWithQuery + body,
      hash: 'sha256',
      key: { text: secret },
      encoding: 'base64',
      place: ({ stamp, signature }) => ({
        headers: {
          'OK-ACCESS-KEY': apiKey,
          'OK-ACCESS-SIGN': signature,
          'OK-ACCESS-TIMESTAMP': stamp,
          'OK-ACCESS-PASSPHRASE': password,
        },
      }),
    });
    const wire = signer.request(jsonRequest(golden), NOW);
    expect(wire.body).toBe(golden.body ?? '');
    expect(wire.headers).toMatchObject(pick(golden.headers, /^OK-/));
  });

  const kucoin = readGolden('kucoin');
  it.each(signedRequests(kucoin, 'KC-API-SIGN'))('kucoin $method $path $query$body', (golden) => {
    const { secret, apiKey, password = '' } = kucoin.credentials;
    const signer = requestSigner({
      payload: ({ stamp, method, pathWithQuery, body }) => stamp + method + pathWithQuery + body,
      hash: 'sha256',
      key: { text: secret },
      encoding: 'base64',
      place: ({ stamp, signature, hmac }) => ({
        headers: {
          'KC-API-KEY': apiKey,
          'KC-API-SIGN': signature,
          'KC-API-TIMESTAMP': stamp,
          'KC-API-PASSPHRASE': hmac('sha256', password, 'base64'),
          'KC-API-KEY-VERSION': '2',
        },
      }),
    });
    const wire = signer.request(jsonRequest(golden), NOW);
    expect(wire.headers).toMatchObject(pick(golden.headers, /^KC-API-(KEY|SIGN|TIMESTAMP|PASSPHRASE)/));
  });
});

describe("requestSigner against the venues' own examples", () => {
  const vectors: readonly {
    venue: string;
    credentials: GoldenFile['credentials'];
    request: Golden;
    source: string;
  }[] = JSON.parse(readFileSync(new URL('./fixtures/vectors.json', import.meta.url), 'utf8'));
  it.each(vectors)('$source', ({ venue, credentials, request }) => {
    const wire =
      venue === 'kraken' ? signAsKraken(credentials, request) : signAsBinance(credentials, request);
    expect(wire.query).toBe(request.query ?? '');
    expect(wire.body).toBe(request.body ?? '');
    expect(wire.headers).toMatchObject(pick(request.headers, /^API-/));
  });
});

describe('requestSigner', () => {
  const recipe: SignerRecipe = {
    payload: ({ query, body }) => query + body,
    key: { text: 'secret' },
    encoding: 'hex',
    place: ({ signature }) => ({ params: { signature } }),
  };
  const request = { method: 'GET', host: 'h', path: '/p', encode: 'query' } as const;

  it('appends the signature last, whatever characters the values have', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (params) => {
        fc.pre(!('__proto__' in params) || Object.hasOwn(params, '__proto__'));
        const wire = requestSigner(recipe).request({ ...request, params }, NOW);
        const own = encodePairs(params);
        expect(wire.query.startsWith(own)).toBe(true);
        expect(wire.query.slice(own.length)).toMatch(/^&?signature=[0-9a-f]{64}$/);
      }),
    );
  });

  it('gives nonces that rise though the clock stands still or goes back', () => {
    const signer = requestSigner({ ...recipe, nonce: 'rising', params: ({ nonce }) => ({ nonce }) });
    const nonces = [NOW, NOW, NOW - 5000, NOW].map((now) => nonceOf(signer, now));
    expect(nonces).toEqual([NOW, NOW + 1, NOW + 2, NOW + 3]);
    // A stream's login takes the next of the same.
    expect([signer.nonce(NOW), nonceOf(signer, NOW)]).toEqual([String(NOW + 4), NOW + 5]);
    expect(signer.isOrdered).toBe(true);
  });

  it.each([
    ['s', '1700000000'],
    ['ms', '1700000000123'],
    ['us', '1700000000123000'],
    ['ns', '1700000000123000000'],
    ['iso', '2023-11-14T22:13:20.123Z'],
  ] as const)('stamps in %s', (stamp, expected) => {
    expect(requestSigner({ ...recipe, stamp }).stamp(NOW + 123)).toBe(expected);
  });

  it.each(['ed25519', 'rsa-sha256'] as const)('signs with a private key: %s', (algorithm) => {
    const { privateKey, publicKey } = keyPair(algorithm);
    const signer = requestSigner({ ...recipe, algorithm, key: { text: privateKey }, encoding: 'base64' });
    const digest = algorithm === 'ed25519' ? null : 'sha256';
    const signature = Buffer.from(signer.signature(['pay', 'load']), 'base64');
    expect(verify(digest, Buffer.from('payload'), createPublicKey(publicKey), signature)).toBe(true);
    const query = signer.request({ ...request, params: { a: 1 } }, NOW).query;
    expect(query).toBe(`a=1&signature=${encodeURIComponent(signer.signature('a=1'))}`);
  });

  it('takes a raw Ed25519 key, with the public one behind it or not', () => {
    const { privateKey } = keyPair('ed25519');
    const raw = createPrivateKey(privateKey).export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    const keys: readonly KeySource[] = [
      { text: privateKey },
      { base64: raw.toString('base64') },
      { hex: raw.toString('hex') },
      { base64: Buffer.concat([raw, raw]).toString('base64') },
    ];
    const signatures = keys.map((key) =>
      requestSigner({ ...recipe, algorithm: 'ed25519', key, encoding: 'base64' }).signature('payload'),
    );
    expect(new Set(signatures).size).toBe(1);
  });

  it('signs a word of the request’s own, which is not sent', () => {
    const signer = requestSigner({ ...recipe, payload: ({ signedAs }) => signedAs });
    const wire = signer.request({ ...request, signedAs: 'orderExecute' }, NOW);
    expect(wire.query).toContain(encodeURIComponent(signer.signature('orderExecute')));
    expect(JSON.stringify(wire)).not.toContain('orderExecute');
  });

  it('shows the raw query, the host, the content type and one uuid for each request', () => {
    let seen = '';
    const signer = requestSigner({
      ...recipe,
      payload: (context) => {
        const { rawQuery, host, contentType, method, uuid } = context;
        seen = [method, host, contentType, rawQuery, String(uuid === context.uuid)].join('|');
        return seen;
      },
      place: () => ({ headers: { a: 'b' } }),
    });
    const post = {
      ...request,
      method: 'POST',
      encode: 'form',
      query: { q: 'a b' },
      params: { p: 'c/d' },
    } as const;
    const wire = signer.request(post, NOW);
    expect(seen).toBe('POST|h|application/x-www-form-urlencoded|q=a b|true');
    expect(wire.body).toBe('p=c%2Fd');
  });

  it('keeps its secret to itself', () => {
    expect(JSON.stringify(requestSigner({ ...recipe, key: { text: 'my-secret' } }))).not.toContain(
      'my-secret',
    );
  });
});

function signAsKraken(
  credentials: GoldenFile['credentials'],
  { method, host, path, body }: Golden,
): WireRequest {
  const params = pairsOf(body);
  const signer = requestSigner(krakenRecipe(credentials.secret, credentials.apiKey));
  return signer.request({ method, host, path, params, encode: 'form' }, Number(params['nonce']));
}

function signAsBinance(credentials: GoldenFile['credentials'], golden: Golden): WireRequest {
  const { method, host, path } = golden;
  const isForm = golden.body !== undefined;
  const params = without(pairsOf(golden.body ?? golden.query), 'signature');
  const query = isForm ? pairsOf(golden.query) : undefined;
  const encode = isForm ? 'form' : 'query';
  const signer = binanceSigner(credentials, '5000');
  return signer.request({ method, host, path, query, params, encode }, 1_499_827_319_559);
}

function binanceSigner(credentials: GoldenFile['credentials'], recvWindow: string): RequestSigner {
  return requestSigner({
    stamp: 'ms',
    params: ({ stamp }) => ({ recvWindow, timestamp: stamp }),
    payload: ({ query, body }) => query + body,
    hash: 'sha256',
    key: { text: credentials.secret },
    encoding: 'hex',
    place: ({ signature }) => ({ headers: { 'X-MBX-APIKEY': credentials.apiKey }, params: { signature } }),
  });
}

function krakenRecipe(secret: string, apiKey: string): SignerRecipe {
  return {
    nonce: 'rising',
    params: ({ nonce }) => ({ nonce }),
    payload: ({ path, nonce, body, hash }) => [path, hash('sha256', nonce + body)],
    hash: 'sha512',
    key: { base64: secret },
    encoding: 'base64',
    place: ({ signature }) => ({ headers: { 'API-Key': apiKey, 'API-Sign': signature } }),
  };
}

function nonceOf(signer: RequestSigner, now: number): number {
  const wire = signer.request({ method: 'GET', host: 'h', path: '/p', encode: 'query' }, now);
  return Number(/nonce=(\d+)/.exec(wire.query)?.[1]);
}

function keyPair(algorithm: 'ed25519' | 'rsa-sha256'): { privateKey: string; publicKey: string } {
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  return algorithm === 'ed25519'
    ? generateKeyPairSync('ed25519', { publicKeyEncoding, privateKeyEncoding })
    : generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding });
}

function readGolden(venue: string): GoldenFile {
  return JSON.parse(readFileSync(new URL(`./fixtures/${venue}.json`, import.meta.url), 'utf8'));
}

function signedRequests(file: GoldenFile, header: string): Golden[] {
  return file.calls.flatMap(({ http = [] }) => http.filter((request) => header in request.headers));
}

function jsonRequest({ method, host, path, query, body }: Golden) {
  const params: Params | undefined = body === undefined ? undefined : JSON.parse(body);
  return body === undefined && query !== undefined
    ? ({ method, host, path, params: pairsOf(query), encode: 'query' } as const)
    : ({ method, host, path, params, encode: 'json' } as const);
}

function pairsOf(text: string | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text ?? ''));
}

function without(params: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(params).filter(([key]) => key !== name));
}

function pick(headers: Readonly<Record<string, string>>, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.test(name)));
}
