import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('kucoin_spot'), calm: true });
});

afterAll(() => sandbox.close());

test('the venue tells the address with the token, greets, and confirms under the id that was given', async () => {
  const socket = await connected(await publicAddress('privateChannel=false&connectId=mine'));
  expect(await socket.next()).toEqual({ id: 'mine', type: 'welcome' });
  socket.send({ id: '42', type: 'subscribe', topic: '/market/candles:BTC-USDT_1min', response: true });
  expect(await socket.next()).toEqual({ id: '42', type: 'ack' });
  socket.send({ id: '43', type: 'ping' });
  expect(await socket.next()).toEqual({ id: '43', type: 'pong' });
  socket.close();
});

test('a token for public streams opens no private one', async () => {
  const socket = await connected(await publicAddress('connectId=mine'));
  await socket.next();
  socket.send({ id: '1', type: 'subscribe', topic: '/spotMarket/tradeOrders', privateChannel: true });
  expect(await socket.next()).toMatchObject({ type: 'error' });
  socket.close();
});

test('a token that was never given out is refused', async () => {
  const address = await publicAddress('connectId=mine');
  const socket = new WebSocket(address.replace(/token=[^&]+/, 'token=made-up'));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1008);
});

async function publicAddress(further: string): Promise<string> {
  const answer = await fetch(`${sandbox.rest}/api/v1/bullet-public`, { method: 'POST' });
  const { data } = tokenSchema.parse(await answer.json());
  return `${data.instanceServers[0]?.endpoint}?${further}&token=${encodeURIComponent(data.token)}`;
}

const tokenSchema = z.object({
  data: z.object({ token: z.string(), instanceServers: z.array(z.object({ endpoint: z.string() })).min(1) }),
});

interface TestSocket {
  next(): Promise<unknown>;
  send(message: object): void;
  close(): void;
}

async function connected(address: string): Promise<TestSocket> {
  const socket = new WebSocket(address);
  const told: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(String(data));
    const waiter = waiting.shift();
    if (waiter === undefined) told.push(message);
    else waiter(message);
  });
  await once(socket, 'open');
  return {
    next: () =>
      told.length > 0 ? Promise.resolve(told.shift()) : new Promise((resolve) => waiting.push(resolve)),
    send: (message) => socket.send(JSON.stringify(message)),
    close: () => socket.terminate(),
  };
}
