import { createSign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

/** Coinbase's sockets: beats that are subscribed to, candles of one interval, a subscription that carries a token. */
let sandbox: Sandbox;
let sockets: WebSocket[];
beforeEach(async () => {
  sockets = [];
  sandbox = await createSandbox({ venue: await loadPreset('coinbase_advanced'), calm: true });
});
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await sandbox.close();
});

describe('a keep-alive that is subscribed to', () => {
  test('comes every second from then on', async () => {
    const client = await connect();
    client.send({ type: 'subscribe', channel: 'heartbeats' });
    await sandbox.clock.advance(5000);
    expect(client.frames.map(({ channel }) => channel)).toEqual(Array(5).fill('heartbeats'));
  });

  test('keeps a connection open that would be closed as idle', async () => {
    const [idle, alive] = [await connect(), await connect()];
    alive.send({ type: 'subscribe', channel: 'heartbeats' });
    await sandbox.clock.advance(61_000);
    await sandbox.settle();
    expect([idle.socket.readyState, alive.socket.readyState]).toEqual([WebSocket.CLOSED, WebSocket.OPEN]);
  });
});

test('candles of the one interval that is streamed need no name; past ones come first', async () => {
  const client = await connect();
  client.send({ type: 'subscribe', channel: 'candles', product_ids: ['BTC-USDT'] });
  await sandbox.clock.advance(10_000);
  expect(client.frames[0]).toMatchObject({ events: [{ subscriptions: { candles: ['BTC-USDT'] } }] });
  expect(client.frames[1]).toMatchObject({ channel: 'candles', events: [{ type: 'snapshot' }] });
  const start = String(Math.floor(sandbox.clock.now() / 300_000) * 300);
  expect(client.frames.at(-1)).toMatchObject({
    events: [{ type: 'update', candles: [{ start, product_id: 'BTC-USDT' }] }],
  });
});

describe('orders', () => {
  test('are told to whoever subscribes with a token, which may serve again', async () => {
    const jwt = tokenWith({});
    for (const client of [await connect(), await connect()]) {
      client.send({ type: 'subscribe', channel: 'user', product_ids: ['BTC-USDT'], jwt });
      await sandbox.settle();
      expect(client.frames).toMatchObject([{ events: [{ subscriptions: { user: ['BTC-USDT'] } }] }]);
    }
    expect(sandbox.connections().map(({ account }) => account)).toEqual([sandbox.account, sandbox.account]);
  });

  test('are not told to a token that has expired', async () => {
    const client = await connect();
    const jwt = tokenWith({ exp: Math.floor(sandbox.clock.now() / 1000) - 1 });
    client.send({ type: 'subscribe', channel: 'user', product_ids: ['BTC-USDT'], jwt });
    await sandbox.settle();
    expect(client.frames).toMatchObject([{ type: 'error' }]);
  });
});

interface Client {
  readonly socket: WebSocket;
  readonly frames: readonly Readonly<Record<string, unknown>>[];
  send(message: object): void;
}

async function connect(): Promise<Client> {
  const socket = new WebSocket(sandbox.stream ?? '');
  sockets.push(socket);
  const frames: Readonly<Record<string, unknown>>[] = [];
  socket.on('message', (data) => frames.push(Object(JSON.parse(String(data)))));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, frames, send: (message) => socket.send(JSON.stringify(message)) };
}

function tokenWith(claims: object): string {
  const { api_key: key = '', api_secret: secret = '' } = sandbox.credentials;
  const now = Math.floor(sandbox.clock.now() / 1000);
  const header = { alg: 'ES256', typ: 'JWT', kid: key, nonce: '0'.repeat(32) };
  const body = { iss: 'cdp', sub: key, nbf: now, exp: now + 120, ...claims };
  const signed = [header, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('sha256').update(signed).sign({ key: secret, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
