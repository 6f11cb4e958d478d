import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  MalformedAnswerException,
  NetworkException,
  RequestTimeoutException,
  VenueException,
} from '../exceptions.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { sendJson, testVenue, type Responder, type TestVenue } from '../test-support/test-venue.js';
import { failureReader } from './failure-reader.js';
import { RestClient, type RestClientOptions } from './rest-client.js';
import { requestSigner } from './signer.js';

/** Unavailable at first. */
const failingOnce: Responder = (_request, response, count) =>
  count < 2 ? sendJson(response, {}, 503) : sendJson(response, { fine: true });

const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

describe('RestClient', () => {
  it('sends parameters where the method has them', async () => {
    const { client, venue } = await setUp((_request, response) => sendJson(response, { ok: 1 }));
    await client.get('/a', { x: 'ü &', y: undefined, z: 1e-7, list: ['A'] });
    await client.post('/b', { x: 'a', n: 1 });
    await client.post('/c', { x: 'a b' }, { encode: 'form', query: { q: 1 } });
    await client.delete('/d', { id: '7' });
    expect(venue.requests.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      'GET /a?x=%C3%BC%20%26&z=0.0000001&list=%5B%22A%22%5D ',
      'POST /b {"x":"a","n":1}',
      'POST /c?q=1 x=a%20b',
      'DELETE /d?id=7 ',
    ]);
    expect(venue.requests[2]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it("signs with the venue's time", async () => {
    const { client, venue, environment } = await setUp(
      (_request, response) => sendJson(response, { serverTime: environment.clock.now() + 7_000 }),
      signed,
    );
    await client.syncClock('/time', (answer) => answer.integer('serverTime'));
    expect(client.serverTime()).toBe(environment.clock.now() + 7_000);
    await client.get('/account', {}, { signed: true });
    expect(venue.requests[1]?.url).toMatch(
      new RegExp(`^/account\\?timestamp=${client.serverTime()}&signature=\\w{64}$`),
    );
  });

  it('tells a venue error by kind, and what it asks', async () => {
    const { client } = await setUp(
      (_request, response) => sendJson(response, { code: -2010, msg: 'insufficient balance' }, 400),
      {
        failure: failureReader({ code: 'code', message: 'msg', kinds: { '-2010': 'insufficient-balance' } }),
      },
    );
    const error = await failureOf(client.post('/order'));
    expect(error).toBeInstanceOf(VenueException);
    expect(error).toMatchObject({
      kind: 'insufficient-balance',
      status: 400,
      venueCode: '-2010',
      outcomeUnknown: false,
    });
  });

  it('never sends a POST again whose outcome is unknown', async () => {
    for (const respond of [
      (_request, response) => sendJson(response, {}, 502),
      (_request, response) => response.socket?.destroy(),
      (_request, response) => response.writeHead(200).end('<html>'),
    ] satisfies Responder[]) {
      const { client, venue } = await setUp(respond);
      expect(await failureOf(client.post('/order'))).toMatchObject({ outcomeUnknown: true });
      expect(venue.requests).toHaveLength(1);
    }
  });

  it('times out by the clock, with an unknown outcome', async () => {
    const { client, venue, environment } = await setUp(() => undefined);
    const failure = failureOf(client.post('/order', {}, { timeoutMs: 3_000 }));
    await environment.clock.until(() => venue.requests.length === 1);
    await environment.clock.advance(3_000);
    expect(await failure).toBeInstanceOf(RequestTimeoutException);
    expect(await failure).toMatchObject({ outcomeUnknown: true, retryable: true });
    expect(environment.clock.pending).toBe(0);
  });

  it('knows that nothing was sent where nobody listens', async () => {
    const { environment } = await setUp(() => undefined);
    const client = new RestClient({ baseUrl: `http://127.0.0.1:${await unusedPort()}`, environment });
    expect(await failureOf(client.post('/order'))).toMatchObject({
      outcomeUnknown: false,
      code: 'NETWORK_FAILED',
    });
  });

  it('reads again after a passing failure, a bounded number of times', async () => {
    const { client, venue, environment } = await setUp((_request, response, count) =>
      count < 3 ? sendJson(response, {}, 503) : sendJson(response, { fine: true }),
    );
    const answer = await environment.clock.resolve(client.get('/a'));
    expect(answer.flag('fine')).toBe(true);
    expect(venue.requests).toHaveLength(3);

    const broken = await setUp((_request, response) => sendJson(response, {}, 500));
    const error = await broken.environment.clock.resolve(failureOf(broken.client.get('/a')));
    expect(error).toMatchObject({ kind: 'unavailable', outcomeUnknown: true });
    expect(broken.venue.requests).toHaveLength(4);
  });

  it('asks a question again though it goes by POST, and nothing else that does', async () => {
    const { client, venue, environment } = await setUp(failingOnce);
    const answer = await environment.clock.resolve(client.post('/info', { type: 'x' }, { lane: 'market' }));
    expect(answer.flag('fine')).toBe(true);
    expect(venue.requests).toHaveLength(2);
    const other = await setUp(failingOnce);
    const error = await other.environment.clock.resolve(failureOf(other.client.post('/order')));
    expect(error).toMatchObject({ kind: 'unavailable', outcomeUnknown: true });
  });

  it('waits as long as a 429 says, for every method, then sends once more', async () => {
    const { client, venue, environment } = await setUp((_request, response, count) =>
      count === 1 ? sendJson(response, {}, 429, { 'retry-after': '7' }) : sendJson(response, { fine: true }),
    );
    const start = environment.clock.now();
    const posted = client.post('/order');
    await environment.clock.until(() => venue.requests.length === 1);
    const other = client.get('/other');
    await environment.clock.advance(6_990);
    expect(venue.requests).toHaveLength(1);
    await environment.clock.resolve(Promise.all([posted, other]));
    expect(environment.clock.now() - start).toBeGreaterThanOrEqual(7_000);
    expect(venue.requests.map(({ url }) => url).sort()).toEqual(['/order', '/order', '/other']);
  });

  it.each([
    ['rate-limit', -1003],
    ['clock-skew', -1021],
  ] as const)('sends an order no second time where a 5xx says %s', async (kind, code) => {
    const { client, venue, environment } = await setUp(
      (request, response, count) =>
        request.url === '/time'
          ? sendJson(response, { t: 0 })
          : sendJson(response, { code }, count === 2 ? 503 : 200),
      { failure: failureReader({ code: 'code', message: 'msg', kinds: { [code]: kind } }) },
    );
    await client.syncClock('/time', (answer) => answer.integer('t'));
    const error = await environment.clock.resolve(failureOf(client.post('/order')));
    expect(error).toMatchObject({ kind, outcomeUnknown: true });
    expect(venue.requests.map(({ url }) => url)).toEqual(['/time', '/order']);
  });

  it('gives an order up that would go later than its time-out', async () => {
    const { client, venue, environment } = await setUp((_request, response) =>
      sendJson(response, {}, 429, { 'retry-after': '4' }),
    );
    const error = await environment.clock.resolve(
      failureOf(client.post('/order', {}, { timeoutMs: 10_000 })),
    );
    expect(error).toMatchObject({ kind: 'rate-limit', outcomeUnknown: false });
    expect(venue.requests).toHaveLength(3);
  });

  it('cancels while market data is told to wait for an hour, which is told at once', async () => {
    const { client, venue } = await setUp((request, response) =>
      request.method === 'GET'
        ? sendJson(response, {}, 429, { 'retry-after': '3600' })
        : sendJson(response, { fine: true }),
    );
    expect(await failureOf(client.get('/candles'))).toMatchObject({ kind: 'rate-limit' });
    expect((await client.delete('/order')).flag('fine')).toBe(true);
    expect(await failureOf(client.get('/candles'))).toMatchObject({
      kind: 'rate-limit',
      outcomeUnknown: false,
      retryAfterMs: 3_600_000,
      message: 'GET /candles: not sent, the venue asked to be left alone for another 3600 s',
    });
    expect(venue.requests.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
  });

  it('cancels while questions hang on every connection', async () => {
    const { client } = await setUp((request, response) => {
      if (request.method !== 'GET') sendJson(response, { fine: true });
    });
    const hanging = Array.from({ length: 70 }, () => failureOf(client.get('/candles')));
    expect((await client.delete('/order')).flag('fine')).toBe(true);
    await client.close();
    await Promise.all(hanging);
  });

  it('tells a ban at once', async () => {
    const { client, venue } = await setUp((_request, response) =>
      sendJson(response, {}, 418, { 'retry-after': '86400' }),
    );
    expect(await failureOf(client.get('/a'))).toMatchObject({ kind: 'rate-limit', retryAfterMs: 86_400_000 });
    expect(venue.requests).toHaveLength(1);
  });

  it('measures the clock anew after a clock error and sends once more', async () => {
    const { client, venue, environment } = await setUp(
      (request, response, count) => {
        if (request.url === '/time')
          sendJson(response, { t: environment.clock.now() + (count === 1 ? 0 : 60_000) });
        else if (count === 2) sendJson(response, { code: -1021 }, 400);
        else sendJson(response, { fine: true });
      },
      {
        ...signed,
        failure: failureReader({ code: 'code', message: 'msg', kinds: { '-1021': 'clock-skew' } }),
      },
    );
    await client.syncClock('/time', (answer) => answer.integer('t'));
    await client.post('/order', {}, { signed: true, encode: 'form' });
    expect(venue.requests.map(({ url }) => url)).toEqual(['/time', '/order', '/time', '/order']);
    expect(venue.requests[3]?.body).toContain(`timestamp=${environment.clock.now() + 60_000}`);
  });

  it('follows no redirect', async () => {
    const { client, venue } = await setUp((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/steal' }).end();
    });
    expect(await failureOf(client.get('/a', {}, { signed: false }))).toMatchObject({
      kind: 'other',
      status: 302,
    });
    expect(venue.requests).toHaveLength(1);
  });

  it.each([true, false])('reads no more than it is told to (length announced: %s)', async (isAnnounced) => {
    const { client } = await setUp(
      (_request, response) => {
        if (isAnnounced) response.setHeader('content-length', 5_000_000);
        response.on('error', () => undefined);
        response.write(' '.repeat(5_000_000));
        response.end();
      },
      { maxAnswerBytes: 100_000 },
    );
    expect(await failureOf(client.get('/a'))).toBeInstanceOf(MalformedAnswerException);
  });

  it('unpacks gzip, within the same bound', async () => {
    const { client } = await setUp(
      (request, response) => {
        const text = request.url === '/bomb' ? ' '.repeat(1_000_000) : '{"a":1}';
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
      },
      { maxAnswerBytes: 10_000 },
    );
    expect((await client.get('/a')).integer('a')).toBe(1);
    expect(await failureOf(client.get('/bomb'))).toBeInstanceOf(MalformedAnswerException);
  });

  it('settles what is under way or waiting when it is closed, and works again', async () => {
    const { client, venue, environment } = await setUp(
      (request, response) => {
        if (request.url === '/fine') sendJson(response, {});
      },
      { limits: [{ capacity: 1, per: '1m' }] },
    );
    const open = failureOf(client.post('/hangs'));
    const waiting = failureOf(client.post('/waits'));
    await environment.clock.until(() => venue.requests.length === 1);
    await client.close();
    expect(await open).toMatchObject({ outcomeUnknown: true });
    expect(await waiting).toMatchObject({ outcomeUnknown: false });
    await environment.clock.resolve(client.get('/fine'));
    expect(environment.clock.pending).toBe(0);
  });

  it("ends with the caller's signal", async () => {
    const { client, venue, environment } = await setUp(() => undefined);
    const controller = new AbortController();
    const failure = failureOf(client.get('/a', {}, { signal: controller.signal }));
    await environment.clock.until(() => venue.requests.length === 1);
    controller.abort();
    expect(await failure).toBeInstanceOf(NetworkException);
  });

  it('sends requests with a nonce one at a time, rising', async () => {
    const nonces: number[] = [];
    const { client } = await setUp((request, response) => {
      nonces.push(Number(/nonce=(\d+)/.exec(request.body)?.[1]));
      setImmediate(() => sendJson(response, {}));
    }, withNonce);
    await Promise.all(
      Array.from({ length: 50 }, () => client.post('/p', {}, { signed: true, encode: 'form' })),
    );
    expect(nonces).toHaveLength(50);
    expect(nonces).toEqual([...new Set(nonces)].sort((a, b) => a - b));
  });

  it('lets many requests with nonces that hang hold the others for no longer', async () => {
    const { client, venue, environment } = await setUp((request, response) => {
      if (request.url !== '/hangs') sendJson(response, {});
    }, withNonce);
    const hanging = Array.from({ length: 8 }, () =>
      failureOf(client.post('/hangs', {}, { signed: true, encode: 'form' })),
    );
    const { clock } = environment;
    const began = clock.now();
    await clock.until(() => venue.requests.length === 1);
    await clock.resolve(client.post('/cancel', {}, { signed: true, encode: 'form' }));
    expect(clock.now() - began).toBe(1_000);
    await client.close();
    await Promise.all(hanging);
  });

  it('lets a request with a nonce that hangs hold the others for a second at most', async () => {
    const { client, venue, environment } = await setUp((request, response) => {
      if (request.url !== '/hangs') sendJson(response, {});
    }, withNonce);
    const { clock } = environment;
    const began = clock.now();
    const hanging = failureOf(client.post('/hangs', {}, { signed: true, encode: 'form' }));
    const cancels = ['/1', '/2', '/3'].map((path) => client.delete(path, {}, { signed: true }));
    await clock.until(() => venue.requests.length === 1);
    await clock.advance(900);
    expect(venue.requests).toHaveLength(1);
    await clock.resolve(Promise.all(cancels));
    expect(clock.now() - began).toBe(1_000);
    expect(venue.requests.map(({ url }) => url.slice(0, 2))).toEqual(['/h', '/1', '/2', '/3']);
    const nonces = venue.requests.map(({ url, body }) => Number(/nonce=(\d+)/.exec(url + body)?.[1]));
    expect(nonces).toEqual([...new Set(nonces)].sort((a, b) => a - b));
    expect(await clock.resolve(hanging)).toBeInstanceOf(RequestTimeoutException);
    expect(clock.pending).toBe(0);
  });

  it('takes a success without a body for one only where nothing is read from it', async () => {
    const { client } = await setUp((_request, response) => response.writeHead(200).end());
    const answer = await client.put('/key', {}, { mayBeEmpty: true });
    expect(answer.raw()).toEqual({});
    expect(await failureOf(client.put('/key', {}))).toMatchObject({ code: 'ANSWER_MALFORMED' });
  });

  it('shows no secret and no query in errors and log', async () => {
    const { client, environment } = await setUp(
      (_request, response) => sendJson(response, { m: 'bad key test-secret', c: 'E:test-secret' }, 401),
      {
        ...signed,
        failure: failureReader({ code: 'c', message: 'm', kinds: {} }),
      },
    );
    environment.logger.redact('test-secret');
    const error = await failureOf(client.get('/account', {}, { signed: true }));
    environment.logger.error({ err: error }, 'failed');
    expect(String(error) + environment.lines.join('')).not.toMatch(/test-secret|signature=/);
    expect(error).toMatchObject({ kind: 'credentials' });
  });

  it('shows an unknown word of an answer, unless it tells a secret again', async () => {
    const { client, environment } = await setUp((_request, response) =>
      sendJson(response, { rows: [{ status: 'ON HOLD' }, { status: 'test-secret' }], 'test-secret': {} }),
    );
    environment.logger.redact('test-secret');
    const answer = await client.get('/orders');
    const [held, secret] = answer.list('rows');
    expect(() => held?.oneOf('status', {})).toThrow(
      'GET /orders rows[0]: status is "ON HOLD", which is not known',
    );
    const read = [
      () => secret?.oneOf('status', {}),
      () => answer.entries().map(([, entry]) => entry.text('price')),
      () => answer.rows('', 'name').map((row) => row.oneOf('name', {})),
    ];
    for (const tell of read) expect(tell).toThrow(/^(?!.*test-secret)/);
  });
});

const withNonce: Partial<RestClientOptions> = {
  sign: requestSigner({
    nonce: 'rising',
    params: ({ nonce }) => ({ nonce }),
    payload: ({ body }) => body,
    key: { text: 'k' },
    encoding: 'hex',
    place: () => ({}),
  }),
};

const signed: Partial<RestClientOptions> = {
  sign: requestSigner({
    params: ({ stamp }) => ({ timestamp: stamp }),
    payload: ({ query, body }) => query + body,
    key: { text: 'test-secret' },
    encoding: 'hex',
    place: ({ signature }) => ({ params: { signature } }),
  }),
};

async function setUp(respond: Responder, options: Partial<RestClientOptions> = {}) {
  const environment = testEnvironment();
  const venue: TestVenue = await testVenue({ respond });
  const client = new RestClient({ baseUrl: venue.url, environment, ...options });
  cleanUp.push(
    () => client.close(),
    () => venue.close(),
  );
  return { environment, venue, client };
}

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('did not fail')),
    (error: unknown) => error,
  );
}

function unusedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 1));
    });
  });
}
