import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSandbox, loadPreset, type LoadedVenue, type Sandbox } from './index.js';
import { seededRandom } from './faults/fault-plan.js';

let venue: LoadedVenue;
let sandbox: Sandbox;
beforeEach(async () => {
  venue = await loadPreset('binance_spot');
  sandbox = await createSandbox({ venue });
});
afterEach(() => sandbox.close());

describe('the sandbox’s face', () => {
  test('has what a connector needs', () => {
    expect(sandbox.rest).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(sandbox.stream).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/ws$/);
    expect(sandbox.privateStream).toMatch(/\/ws-api\/v3$/);
    expect(sandbox.symbols).toEqual(['BTC/USDT', 'ETH/USDT']);
    expect(sandbox.clock.now()).toBe(1_699_999_980_000);
    expect(sandbox.config({ interval: '1h' })).toEqual({
      symbol: 'BTC/USDT',
      interval: '1h',
      ...sandbox.credentials,
      rest_url: sandbox.rest,
      stream_url: sandbox.stream,
      private_stream_url: sandbox.privateStream,
    });
    expect(() => sandbox.candles('NOPE/USDT')).toThrow('this sandbox has no market NOPE/USDT');
  });

  test('a taken port is an error, not a hang', async () => {
    const port = Number(new URL(sandbox.rest).port);
    await expect(createSandbox({ venue, port })).rejects.toThrow('EADDRINUSE');
    await expect(createSandbox({ venue, controlPort: port })).rejects.toThrow('EADDRINUSE');
  });

  test('closed, it leaves neither socket nor timer that keeps the process alive', async () => {
    const other = await createSandbox({ venue, speed: 10 });
    const socket = new WebSocket(`${other.stream}/btcusdt@kline_1m`);
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await other.close();
    await closed;
    await expect(fetch(`${other.rest}/api/v3/time`)).rejects.toThrow('fetch failed');
  });
});

describe('the same seed', () => {
  test('gives the same bytes, another seed others', async () => {
    const first = await session(7);
    expect(await session(7)).toEqual(first);
    expect(await session(8)).not.toEqual(first);
  });
});

describe('virtual time waits for real I/O', () => {
  test('for a chain of requests and files that one timer set off', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-settle-'));
    for (let round = 0; round < 20; round += 1) {
      let arrived = 0;
      sandbox.clock.schedule(1000, () => {
        void (async () => {
          await fetch(`${sandbox.rest}/api/v3/time`).then((answer) => answer.json());
          await writeFile(join(folder, 'state.json'), 'x'.repeat(10_000));
          await fetch(`${sandbox.rest}/api/v3/ping`).then((answer) => answer.text());
          await writeFile(join(folder, 'state.json'), 'y');
          await fetch(`${sandbox.rest}/api/v3/time`).then((answer) => answer.json());
          arrived = sandbox.clock.now();
        })();
      });
      const due = sandbox.clock.now() + 1000;
      await sandbox.clock.advance(60_000);
      expect(arrived).toBe(due);
    }
    await rm(folder, { recursive: true });
  });

  test('but not for a request that a fault parked on the clock', async () => {
    sandbox.faults.add({ fault: { kind: 'delay', ms: 10_000 } });
    const answer = fetch(`${sandbox.rest}/api/v3/time`);
    await sandbox.settle();
    await sandbox.clock.advance(10_000);
    expect((await answer).status).toBe(200);
  });
});

describe('hosts', () => {
  test.each([
    ['127.0.0.1:1234', 200],
    ['localhost', 200],
    ['[::1]:80', 200],
    ['api.binance.com', 200],
    ['API.binance.com:443', 200],
    ['data-api.binance.vision', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
  ])('%s → %i', async (host, status) => {
    expect(await statusFor(host)).toBe(status);
  });
});

describe('any bytes', () => {
  test('are answered or refused, and the next client is served', async () => {
    const random = seededRandom(5);
    const port = Number(new URL(sandbox.rest).port);
    for (let round = 0; round < 300; round += 1) await throwAt(port, hostile(random));
    expect((await fetch(`${sandbox.rest}/api/v3/time`)).status).toBe(200);
  });

  test('a body beyond the limit is refused', async () => {
    const answer = await fetch(`${sandbox.rest}/api/v3/order`, {
      method: 'POST',
      body: 'a'.repeat(1024 * 1024 + 1),
    }).then(
      ({ status }) => status,
      () => 'reset',
    );
    expect([413, 'reset']).toContain(answer);
    expect((await fetch(`${sandbox.rest}/api/v3/time`)).status).toBe(200);
  });

  test('on a socket are refused, not fatal', async () => {
    const socket = new WebSocket(sandbox.stream ?? '');
    await new Promise((resolve) => socket.once('open', resolve));
    const random = seededRandom(6);
    const hostileMessages = [
      '[]',
      '{}',
      'null',
      '"x"',
      '{"method":{"a":[]},"params":[[[]]],"id":{}}',
      '{"__proto__":{"x":1}}',
    ];
    for (const message of hostileMessages) socket.send(message);
    for (let round = 0; round < 100; round += 1) socket.send(bytes(random, 50), { binary: round % 2 === 0 });
    await sandbox.settle();
    expect((await fetch(`${sandbox.rest}/api/v3/time`)).status).toBe(200);
    socket.terminate();
  });
});

/** Everything a client sees in five minutes of trading, headers included. */
async function session(seed: number): Promise<readonly string[]> {
  const one = await createSandbox({ venue, seed });
  const seen: string[] = [];
  const socket = new WebSocket(`${one.stream}/btcusdt@kline_1m`);
  socket.on('message', (data) => seen.push(String(data)));
  await new Promise((resolve) => socket.once('open', resolve));
  for (let round = 0; round < 5; round += 1) {
    await one.clock.advance(60_000);
    const { api_key = '', api_secret = '' } = one.credentials;
    const form = `symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.0${round + 1}&timestamp=${one.clock.now()}`;
    const signature = createHmac('sha256', api_secret).update(form).digest('hex');
    const answer = await fetch(`${one.rest}/api/v3/order`, {
      method: 'POST',
      headers: { 'X-MBX-APIKEY': api_key },
      body: `${form}&signature=${signature}`,
    });
    seen.push(JSON.stringify([...answer.headers]), await answer.text());
  }
  socket.terminate();
  await one.close();
  return [JSON.stringify(one.credentials), ...seen];
}

function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const url = `${sandbox.rest}/api/v3/ping`;
    request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

function hostile(random: () => number): Buffer {
  const line = pick(random, [
    'GET /api/v3/klines?symbol=%zz&interval=%00 HTTP/1.1',
    'POST /api/v3/order HTTP/1.1',
    'GET /ws HTTP/1.1',
    'X',
    '',
  ]);
  const headers = pick(random, [
    'Host: 127.0.0.1',
    'Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade',
    'Host: 127.0.0.1\r\nTransfer-Encoding: chunked',
    '',
  ]);
  const body = pick(random, [
    '{"a":',
    '[[[[',
    '5\r\nabcde\r\n0\r\n\r\n',
    'a=%ff&__proto__=1&constructor=2',
    '',
  ]);
  const length = random() < 0.5 ? `\r\nContent-Length: ${body.length}` : '';
  return Buffer.concat([Buffer.from(`${line}\r\n${headers}${length}\r\n\r\n${body}`), bytes(random, 40)]);
}

function pick(random: () => number, list: readonly string[]): string {
  return list[Math.floor(random() * list.length)] ?? '';
}

function bytes(random: () => number, most: number): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(random() * most) }, () => Math.floor(random() * 256)));
}

/** Sends the bytes and hangs up when something came back, or nothing did for some event-loop turns. */
function throwAt(port: number, payload: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1', () => socket.end(payload));
    socket.on('data', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
