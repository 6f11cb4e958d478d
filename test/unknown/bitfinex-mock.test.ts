import { fileURLToPath } from 'node:url';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadVenue, readPath } from '../../venues/index.js';

/** Bitfinex's mock asked without the runtime: signed amounts, words with values in them, numbered subscriptions. */
let sandbox: Sandbox;
let sockets: WebSocket[];
beforeEach(async () => {
  sockets = [];
  const venue = await loadVenue(fileURLToPath(new URL('bitfinex', import.meta.url)));
  sandbox = await createSandbox({ venue, calm: true });
});
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await sandbox.close();
});

test('a negative amount sells, and what is told of it is negative', async () => {
  const sold = await post(
    '/v2/auth/w/order/submit',
    limit({ amount: '-0.5', price: '70000', cid: 1234567890123 }),
  );
  expect(sandbox.engine.orders(sandbox.account)).toMatchObject([
    { side: 'SELL', clientOrderId: '1234567890123' },
  ]);
  expect(sold).toMatchObject({ 1: 'on-req', 6: 'SUCCESS' });
  const [row] = await rows('/v2/auth/r/orders/tBTCUSD');
  expect(row).toMatchObject({ 2: 1234567890123, 3: 'tBTCUSD', 6: -0.5, 7: -0.5, 13: 'ACTIVE' });
});

test('a status has price and size in it, and an order by its cid is cancelled', async () => {
  await post('/v2/auth/w/order/submit', limit({ amount: '0.5', price: '50000', cid: 7 }));
  const [order] = sandbox.engine.orders(sandbox.account);
  sandbox.engine.forceFill(order?.id ?? '', '0.2');
  const [open] = await rows('/v2/auth/r/orders/tBTCUSD');
  expect(open).toMatchObject({ 6: 0.3, 7: 0.5, 13: 'PARTIALLY FILLED @ 50000(0.2)', 17: 50000 });
  await post('/v2/auth/w/order/cancel', { cid: 7, cid_date: '2026-01-01' });
  expect(await rows('/v2/auth/r/orders/tBTCUSD')).toEqual([]);
  expect(await rows('/v2/auth/r/orders/tBTCUSD/hist')).toMatchObject([{ 13: 'CANCELED' }]);
  expect(await post('/v2/auth/w/order/cancel', { id: 999 })).toMatchObject({
    6: 'ERROR',
    7: 'Order not found.',
  });
});

test('wallets of other kinds stand beside the one that counts, amounts digit by digit', async () => {
  sandbox.engine.deposit(sandbox.account, 'USD', '98765432109.87654321');
  const { text } = await answerTo('/v2/auth/r/wallets', {});
  expect(text).toContain('["exchange","USD",98766432109.87654321,0,98766432109.87654321');
  expect(text).toContain('["margin","BTC",0.00034776');
});

test('markets with longer names have a colon, and our USDT is UST', () => {
  const names = ['BTC/USD', 'BTC/USDT', 'DOGE/USD'].map((symbol) => sandbox.market(symbol).venueSymbol);
  expect(names).toEqual(['BTCUSD', 'BTCUST', 'DOGE:USD']);
});

test('every subscription has a number, which its frames and beats have and by which it ends', async () => {
  const [one, other] = [await connect('stream'), await connect('stream')];
  const subscribe = { event: 'subscribe', channel: 'candles', key: 'trade:1m:tBTCUSD' };
  one.send(subscribe);
  other.send(subscribe);
  await sandbox.clock.advance(20_000);
  const [channel, different] = [one, other].map(({ frames }) => channelIn(frames));
  expect(channel).not.toBe(different);
  const data = one.frames.filter((frame) => Array.isArray(frame));
  expect(new Set(data.map(([first]) => first))).toEqual(new Set([channel]));
  expect(data).toContainEqual([channel, 'hb']);
  one.send({ event: 'unsubscribe', chanId: channel });
  await sandbox.settle();
  const before = one.frames.length;
  await sandbox.clock.advance(20_000);
  expect(one.frames.slice(before)).toEqual([]);
  expect(channelIn(other.frames)).toBe(different);
});

test('a login is the subscription to the account, and its events have words of their own', async () => {
  const client = await connect('privateStream');
  const { api_key: apiKey = '', api_secret: secret = '' } = sandbox.credentials;
  const authPayload = 'AUTH1';
  const authSig = createHmac('sha384', secret).update(authPayload).digest('hex');
  client.send({ event: 'auth', apiKey, authNonce: '1', authPayload, authSig });
  await sandbox.settle();
  await post('/v2/auth/w/order/submit', limit({ amount: '0.5', price: '50000', cid: 8 }));
  const [order] = sandbox.engine.orders(sandbox.account);
  sandbox.engine.forceFill(order?.id ?? '', '0.2');
  sandbox.engine.forceFill(order?.id ?? '', '0.3');
  await sandbox.settle();
  const events = client.frames
    .filter((frame) => Array.isArray(frame))
    .map(([, event, row]) => [event, readPath(row, '[13]')]);
  expect(events).toEqual([
    ['on', 'ACTIVE'],
    ['ou', 'PARTIALLY FILLED @ 50000(0.2)'],
    ['oc', 'EXECUTED @ 50000(0.3)'],
  ]);
});

const frameSchema = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);

type Frame = z.infer<typeof frameSchema>;

interface Client {
  readonly frames: readonly Frame[];
  send(message: object): void;
}

async function connect(which: 'stream' | 'privateStream'): Promise<Client> {
  const socket = new WebSocket(sandbox[which] ?? '');
  sockets.push(socket);
  const frames: Frame[] = [];
  socket.on('message', (data) => frames.push(frameSchema.parse(JSON.parse(String(data)))));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { frames, send: (message) => socket.send(JSON.stringify(message)) };
}

function channelIn(frames: readonly Frame[]): unknown {
  return frames.map((frame) => readPath(frame, 'chanId')).find((channel) => channel !== undefined);
}

const limit = (more: object): object => ({ type: 'EXCHANGE LIMIT', symbol: 'tBTCUSD', ...more });

async function rows(path: string): Promise<unknown[]> {
  return z.array(z.unknown()).parse(await post(path, {}));
}

async function post(path: string, body: object): Promise<unknown> {
  return (await answerTo(path, body)).document;
}

let nonce = 1_700_000_000_000;

async function answerTo(path: string, params: object): Promise<{ text: string; document: unknown }> {
  nonce += 1;
  const { api_key: key = '', api_secret: secret = '' } = sandbox.credentials;
  const body = JSON.stringify(params);
  const signature = createHmac('sha384', secret).update(`/api${path}${nonce}${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'bfx-nonce': String(nonce),
    'bfx-apikey': key,
    'bfx-signature': signature,
  };
  const response = await fetch(`${sandbox.rest}${path}`, { method: 'POST', headers, body });
  const text = await response.text();
  return { text, document: JSON.parse(text) };
}
