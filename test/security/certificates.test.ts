import { createServer, type Server } from 'node:https';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { ExchangeConnectionException, NetworkException } from '../../runtime/src/exceptions.js';
import { CandleStream } from '../../runtime/src/stream/candle-stream.js';
import { selfSigned } from '../../sandbox/conformance/self-signed.js';
import { testEnvironment } from '../../runtime/src/test-support/test-environment.js';
import { RestClient } from '../../runtime/src/http/rest-client.js';

let server: Server;
let port = 0;
let seen: string[] = [];
beforeEach(async () => {
  seen = [];
  server = createServer(selfSigned(), (request, response) => {
    seen.push(request.url ?? '');
    response.end('{}');
  });
  new WebSocketServer({ server }).on('connection', () => seen.push('stream'));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

// The second is how a whole process is told to take any certificate: an account's keys must not obey that.
it.each([undefined, '0'])('a certificate nobody vouches for is refused (%s)', async (setting) => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', setting);
  const environment = testEnvironment();
  const client = new RestClient({ baseUrl: `https://127.0.0.1:${port}`, environment });
  const failure = await environment.clock.resolve(
    client.post('/order', { size: 1 }).catch((error: unknown) => error),
  );
  expect(failure).toBeInstanceOf(ExchangeConnectionException);
  expect(failure).toMatchObject({ outcomeUnknown: false });
  expect(failure instanceof NetworkException && String(failure.cause)).toMatch(/self.signed/);
  await client.close();

  const stream = new CandleStream({
    url: `wss://127.0.0.1:${port}/ws`,
    environment,
    interval: '1m',
    read: () => [],
    keepAlive: { kind: 'none' },
    history: () => Promise.resolve([]),
  });
  const refused = stream.start(() => undefined).catch((error: unknown) => error);
  expect(await environment.clock.resolve(refused)).toBeInstanceOf(ExchangeConnectionException);
  expect(environment.lines.join('')).toMatch(/self.signed/);
  await stream.stop();
  expect(seen).toEqual([]);
});
