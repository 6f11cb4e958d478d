import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { loadPreset, loadVenue } from '../venues/index.js';
import { createSandbox, type Sandbox } from './index.js';

/** A clock that runs is nearly always between two milliseconds; clients read whole numbers. */
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({
    venue: await loadPreset('binance_spot'),
    calm: true,
    startTime: START,
  });
});

afterAll(() => sandbox.close());

test('answers count in whole numbers', async () => {
  expect(await read('/api/v3/depth?symbol=BTCUSDT&limit=1')).toMatch(/^\{"lastUpdateId":\d{13},/);
  expect(await read('/api/v3/ticker/24hr?symbol=BTCUSDT')).not.toMatch(/[:,]\d{12,}\.\d/);
});

test('frames count in whole numbers', async () => {
  const socket = new WebSocket(`${sandbox.stream}/btcusdt@bookTicker/btcusdt@depth`);
  await once(socket, 'open');
  const frame = once(socket, 'message');
  await sandbox.clock.advance(2000);
  expect(String((await frame)[0])).toMatch(/"u":\d{13},/);
  socket.terminate();
});

test('a ping that tells the time does', async () => {
  const folder = fileURLToPath(new URL('../test/unknown/htx', import.meta.url));
  const other = await createSandbox({ venue: await loadVenue(folder), startTime: START });
  const socket = new WebSocket(other.stream ?? '');
  await once(socket, 'open');
  const frame = once(socket, 'message');
  await other.clock.advance(6000);
  const [bytes] = await frame;
  expect(gunzipSync(bytes).toString()).toMatch(/^\{"ping":"\d{13}"\}$/);
  socket.terminate();
  await other.close();
});

test('the ledger, the request log and the control’s clock do', async () => {
  sandbox.engine.place(sandbox.account, { symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', size: '0.01' });
  const times = [
    sandbox.engine.orders(sandbox.account).at(-1)?.createdAt,
    sandbox.requests.at(-1)?.at,
    JSON.parse(await read('state', sandbox.control)).now,
  ];
  expect(times.map(Number.isSafeInteger)).toEqual([true, true, true]);
});

const START = Date.UTC(2026, 0, 1) + 0.37;

async function read(path: string, base = sandbox.rest): Promise<string> {
  const answer = await fetch(`${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`);
  return answer.text();
}
