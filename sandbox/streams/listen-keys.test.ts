import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { loadVenue, type LoadedVenue, type StreamTokenDescription } from '../../venues/index.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../index.js';

const MINUTE = 60_000;
const BINGX = await loadVenue(fileURLToPath(new URL('../../test/unknown/bingx', import.meta.url)));

let sandbox: Sandbox;
const sockets: WebSocket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await sandbox.close();
});

describe('a listen key', () => {
  test('lives from the request that made it, and on from each renewal', async () => {
    await open();
    const key = await made();
    await sandbox.clock.advance(59 * MINUTE);
    expect(await asked('PUT', key)).toMatchObject({ status: 200 });
    await sandbox.clock.advance(59 * MINUTE);
    expect(await asked('PUT', key)).toMatchObject({ status: 200 });
    await sandbox.clock.advance(60 * MINUTE);
    const refused = { status: 404, body: { code: 100400, msg: 'listenKey does not exist' } };
    expect(await asked('PUT', key)).toMatchObject(refused);
    expect(await asked('PUT', 'made-up')).toMatchObject(refused);
    expect(sandbox.requests.at(-1)?.detail).toBe('never given out, expired or released');
  });

  test('is another one each time, or the same where the venue does so, which then lives on', async () => {
    await open();
    expect(await made()).not.toBe(await made());
    await sandbox.close();
    await open({ lifetime: '60m', asked_again: 'same' });
    const key = await made();
    await sandbox.clock.advance(59 * MINUTE);
    expect(await made()).toBe(key);
    await sandbox.clock.advance(59 * MINUTE);
    expect(await asked('PUT', key)).toMatchObject({ status: 200 });
    await sandbox.clock.advance(61 * MINUTE);
    expect(await made()).not.toBe(key);
  });

  test('ends with its release, and so do its connections', async () => {
    await open();
    const key = await made();
    const { closed } = await subscribed(key);
    expect(await asked('DELETE', key)).toMatchObject({ status: 200 });
    expect(await closed).toBe(1000);
    expect(await asked('DELETE', key)).toMatchObject({ status: 404 });
    expect(await (await connected(key)).closed).toBe(1008);
  });

  test('that has expired leaves its connection open and silent, or closed, as described', async () => {
    await open();
    const silent = await subscribed(await made());
    trade();
    await silent.until(1);
    await sandbox.clock.advance(60 * MINUTE);
    trade();
    await sandbox.settle();
    expect([silent.told.length, silent.socket.readyState]).toEqual([1, WebSocket.OPEN]);
    expect(sandbox.connections()).toMatchObject([{ subscriptions: [], account: undefined }]);
    await sandbox.close();

    await open({ lifetime: '60m' });
    const closed = await subscribed(await made());
    await sandbox.clock.advance(60 * MINUTE);
    expect(await closed.closed).toBe(1000);
  });

  test('says so where the venue does, on its own connections alone', async () => {
    const expired = { match: { e: 'listenKeyExpired' }, sample: 'samples/expired.json' };
    await open({ lifetime: '60m', expired, at_expiry: 'silent' });
    const [old, young] = [await made(), await made()];
    const told = await subscribed(old);
    const other = await subscribed(young);
    await sandbox.clock.advance(30 * MINUTE);
    await asked('PUT', young);
    await sandbox.clock.advance(30 * MINUTE);
    await told.until(1);
    expect(told.told).toEqual([{ e: 'listenKeyExpired', E: 1 }]);
    trade();
    await other.until(1);
    expect([told.told.length, other.told]).toMatchObject([1, [{ dataType: 'spot.executionReport' }]]);
  });

  test('that is needed to connect only is valid as long as its connection, which is left as it is', async () => {
    await open({ lifetime: '15m', at_expiry: 'stays' });
    const [key, unused] = [await made(), await made()];
    const { until, socket } = await subscribed(key);
    await sandbox.clock.advance(60 * MINUTE);
    trade();
    await until(1);
    expect(await (await connected(unused)).closed).toBe(1008);
    await subscribed(key);
    socket.terminate();
    for (const other of sockets) other.terminate();
    await sandbox.clock.advance(15 * MINUTE);
    expect(await (await connected(key)).closed).toBe(1008);
  });

  test('is masked wherever the sandbox shows what it saw', async () => {
    await open();
    const key = await made();
    await asked('PUT', key);
    await subscribed(key);
    const shown = JSON.stringify([sandbox.requests, sandbox.connections()]);
    expect(shown).toContain('<stream_token>');
    expect(shown).not.toContain(key);
    const told = await Promise.all(
      ['requests', 'connections'].map(async (name) => (await fetch(`${sandbox.control}/${name}`)).text()),
    );
    expect(told.join('')).not.toContain(key);
  });

  test('can be made to expire from outside', async () => {
    await open();
    const key = await made();
    const answer = await fetch(`${sandbox.control}/streams/expire`, { method: 'POST' });
    expect(await answer.json()).toEqual({ expired: 1 });
    expect(await asked('PUT', key)).toMatchObject({ status: 404 });
  });

  test('lives in the time of its clients, however fast the venue runs', async () => {
    await open(undefined, { speed: 100_000 });
    const key = await made();
    await new Promise<void>((resolve) => void sandbox.clock.schedule(120 * MINUTE, resolve));
    expect(await asked('PUT', key)).toMatchObject({ status: 200 });
  });

  test('needs no timer any more when its sandbox is closed', async () => {
    await open();
    await sandbox.close();
    const left = sandbox.clock.pending;
    await open();
    await made();
    await sandbox.close();
    expect(sandbox.clock.pending).toBe(left);
  });
});

/** With another life of the token than BingX's, where one is given. */
async function open(token?: StreamTokenDescription, options: Partial<SandboxOptions> = {}): Promise<void> {
  sandbox = await createSandbox({
    venue: token === undefined ? BINGX : withToken(token),
    calm: true,
    ...options,
  });
}

function withToken(token: StreamTokenDescription): LoadedVenue {
  const { description, samples } = BINGX;
  const { orders } = description.streams;
  if (orders === undefined) throw new Error('BingX has a private stream');
  return {
    ...BINGX,
    description: { ...description, streams: { ...description.streams, orders: { ...orders, token } } },
    samples: new Map([...samples, ['samples/expired.json', { e: '', E: 1 }]]),
  };
}

const keySchema = z.object({ listenKey: z.string() });

async function made(): Promise<string> {
  return keySchema.parse((await asked('POST')).body).listenKey;
}

async function asked(method: string, listenKey?: string): Promise<{ status: number; body: unknown }> {
  const { api_key = '', api_secret = '' } = sandbox.credentials;
  const query = new URLSearchParams({
    ...(listenKey === undefined ? {} : { listenKey }),
    timestamp: String(sandbox.clock.now()),
  }).toString();
  const signature = createHmac('sha256', api_secret).update(query).digest('hex');
  const answer = await fetch(
    `${sandbox.rest}/openApi/user/auth/userDataStream?${query}&signature=${signature}`,
    { method, headers: { 'X-BX-APIKEY': api_key } },
  );
  return { status: answer.status, body: await answer.json() };
}

/** Something that the private stream tells of. */
function trade(): void {
  sandbox.engine.place(sandbox.account, {
    symbol: 'BTC/USDT',
    side: 'BUY',
    type: 'LIMIT',
    size: '0.01',
    price: '50000',
  });
}

interface TestSocket {
  readonly socket: WebSocket;
  /** Frames but for the questions whether anybody is there, which are answered. */
  readonly told: unknown[];
  readonly closed: Promise<number>;
  until(count: number): Promise<void>;
}

async function connected(key: string): Promise<TestSocket> {
  const socket = new WebSocket(`${sandbox.stream}?listenKey=${key}`);
  sockets.push(socket);
  const told: unknown[] = [];
  socket.on('message', (data: Buffer) => {
    const text = gunzipSync(data).toString();
    if (text === 'Ping') socket.send('Pong');
    else told.push(JSON.parse(text));
  });
  const closed = once(socket, 'close').then(([code]) => Number(code));
  await once(socket, 'open');
  const until = async (count: number): Promise<void> => {
    while (told.length < count) await once(socket, 'message');
  };
  return { socket, told, closed, until };
}

async function subscribed(key: string): Promise<TestSocket> {
  const client = await connected(key);
  const before = orderStreams();
  client.socket.send(JSON.stringify({ id: '1', reqType: 'sub', dataType: 'spot.executionReport' }));
  await sandbox.clock.advanceUntil(() => orderStreams() > before, { limit: 5_000 });
  return client;
}

function orderStreams(): number {
  return sandbox.connections().filter(({ subscriptions }) => subscriptions.includes('orders')).length;
}
