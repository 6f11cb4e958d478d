import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { RequestSigner, UnsignedRequest } from 'ats-runtime';
import { renderConnector } from '../../generators/connector/index.js';
import { KeyRing } from '../../sandbox/dialect/key-ring.js';
import { formValues, requestValues } from '../../sandbox/dialect/request-values.js';
import { signedInput } from '../../sandbox/dialect/signed-request.js';
import { parseTime } from '../../sandbox/dialect/times.js';
import { verifyJwt } from '../../sandbox/dialect/verify-jwt.js';
import {
  verifySignature,
  type SignatureVerdict,
  type SignedInput,
} from '../../sandbox/dialect/verify-signature.js';
import { loadPreset, presetNames, type Auth, type LoadedVenue } from '../../venues/index.js';

const vectorsSchema = z.array(
  z.object({
    source: z.string(),
    credentials: z.record(z.string(), z.string()),
    request: z.object({
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
      host: z.string(),
      path: z.string(),
      query: z.string().default(''),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.string().default(''),
    }),
  }),
);
type Vector = z.infer<typeof vectorsSchema>[number];

const described = await Promise.all((await presetNames()).map(loadPreset));
const proved = described.filter(
  ({ description: { auth } }) => auth?.vectors !== undefined && auth.signature.algorithm !== 'custom',
);

describe.each(proved.map((venue) => [venue.description.venue, venue] as const))('%s', (_name, venue) => {
  const { auth } = venue.description;
  if (auth === undefined) throw new Error('a preset with vectors signs');
  const vectors = vectorsSchema.parse(venue.samples.get('samples/vectors.json'));
  const reproducible = vectors.filter((vector) => paramsOf(vector, auth) !== undefined);
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectors-'));
    file = join(folder, 'exchange.ts');
    const files = await renderConnector({ description: venue.description, wallet: false });
    for (const [name, text] of files) await writeFile(join(folder, name), text);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(vectors)('the mock takes: $source', (vector) => {
    expect(verdictOn(vector, venue, auth)).toMatchObject({ ok: true });
  });

  test.each(vectors)('the mock refuses with another path: $source', (vector) => {
    const { request } = vector;
    const moved = { ...vector, request: { ...request, path: `${request.path}x`, body: `${request.body} ` } };
    expect(verdictOn(moved, venue, auth)).toMatchObject({ ok: false, failed: 'bad_signature' });
  });

  const tokens = 'claims' in auth.signature ? vectors : [];
  test.skipIf(tokens.length === 0)(
    'the connector says the same in its tokens, and the mock takes them',
    async () => {
      for (const vector of tokens) {
        const now = stampMs(vector, venue, auth);
        const { method, host, path } = vector.request;
        const signed = (await signerIn(file, vector)).request(
          { method, host, path, params: {}, encode: 'json' },
          now,
        );
        const own = { ...vector, request: { ...vector.request, headers: { ...signed.headers } } };
        expect(verdictOn(own, venue, auth)).toMatchObject({ ok: true });
        const [header, claims] = tokenOf(own);
        const [recordedHeader, recordedClaims] = tokenOf(vector);
        expect(header).toMatchObject({
          alg: recordedHeader?.['alg'],
          kid: recordedHeader?.['kid'],
          typ: 'JWT',
        });
        for (const name of ['sub', 'uri', 'nbf', 'exp'])
          expect([name, claims?.[name]]).toEqual([name, recordedClaims?.[name]]);
      }
    },
  );

  test.skipIf(reproducible.length === 0)('the connector signs the same bytes', async () => {
    for (const vector of reproducible) {
      const signed = (await signerIn(file, vector)).request(
        unsigned(vector, auth),
        stampMs(vector, venue, auth),
      );
      const { request } = vector;
      expect(signed).toMatchObject({ query: request.query, body: request.body });
      const headers = new Map(
        Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      for (const name of Object.keys(auth.place.headers ?? {}))
        expect([name, headers.get(name.toLowerCase())]).toEqual([name, headerOf(vector, name)]);
    }
  });
});

function verdictOn(vector: Vector, venue: LoadedVenue, auth: Auth): SignatureVerdict {
  const { request, credentials } = vector;
  const now = stampMs(vector, venue, auth);
  const wire = {
    id: 1,
    at: now,
    method: request.method,
    host: '127.0.0.1:1',
    path: request.path,
    query: request.query,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: Buffer.from(request.body),
    text: request.body,
  };
  const keys = new KeyRing([{ credentials, account: 'user', mayTrade: true }]);
  const input = signedInput(wire, requestValues(wire).values, auth, [request.host]);
  const { signature } = auth;
  if (signature.algorithm === 'custom') throw new Error('a custom signature has a test of its own');
  if ('claims' in signature) return verifyJwt(input, { recipe: signature, now, keys });
  const { payload } = signature;
  return verifySignature(input, { auth, recipe: signature, payload, stampUnit: auth.stamp?.unit, now, keys });
}

/** What the vector carries in the places that the description names. */
function inputOf({ request }: Vector, auth: Auth): SignedInput {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const wire = { ...request, id: 1, at: 0, headers, body: Buffer.from(request.body), text: request.body };
  return signedInput(wire, requestValues(wire).values, auth, []);
}

function stampMs(vector: Vector, { description }: LoadedVenue, auth: Auth): number {
  const { given } = inputOf(vector, auth);
  const stamp = given.get('stamp');
  if (stamp !== undefined) return parseTime(stamp, auth.stamp?.unit ?? description.time_unit) ?? 0;
  return Number(given.get('nonce') ?? 1_700_000_000_000);
}

/** The request's own parameters; undefined where the connector never sends such a request (a batch, two encodings at once). */
function paramsOf({ request }: Vector, auth: Auth): UnsignedRequest['params'] | undefined {
  if (auth.nonce?.kind === 'uuid' || auth.nonce?.kind === 'random_hex') return undefined;
  if (!('payload' in auth.signature)) return undefined;
  const { query, body } = request;
  if (query !== '' && body !== '') return undefined;
  const placed = Object.keys(auth.place.params ?? {});
  if (body.startsWith('[')) return undefined;
  const values = body.startsWith('{') ? jsonSchema.parse(JSON.parse(body)) : formValues(query + body);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !placed.includes(name)));
}

const jsonSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

function unsigned(vector: Vector, auth: Auth): UnsignedRequest {
  const { method, host, path, body } = vector.request;
  const encode = body === '' ? 'query' : body.startsWith('{') ? 'json' : 'form';
  return { method, host, path, params: paramsOf(vector, auth) ?? {}, encode };
}

/** The header and the claims of a request's bearer token. */
function tokenOf(vector: Vector): readonly Record<string, unknown>[] {
  const [, token = ''] = (headerOf(vector, 'Authorization') ?? '').split(' ');
  return token
    .split('.')
    .slice(0, 2)
    .map((part) => claimsSchema.parse(JSON.parse(Buffer.from(part, 'base64url').toString())));
}

const claimsSchema = z.record(z.string(), z.unknown());

function headerOf({ request }: Vector, name: string): string | undefined {
  return Object.entries(request.headers).find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1];
}

/** The generated connector's own signer. */
async function signerIn(file: string, { credentials }: Vector): Promise<RequestSigner> {
  const module: { Exchange: new (config: object) => object } = await import(pathToFileURL(file).href);
  const exchange = new module.Exchange({ symbol: 'BTC/USDT', ...credentials });
  const signer: RequestSigner = Reflect.get(exchange, 'signer');
  return signer;
}
