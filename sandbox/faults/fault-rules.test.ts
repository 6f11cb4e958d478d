import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';
import { UnknownEndpointError } from './fault-plan.js';

let sandbox: Sandbox;
let socket: WebSocket | undefined;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
});
afterEach(async () => {
  socket?.terminate();
  socket = undefined;
  await sandbox.close();
});

describe('a rule for streams', () => {
  test('of all kinds strikes tickers and trades as well', async () => {
    sandbox.faults.add({ stream: '*', fault: { kind: 'malformed', lost: true } });
    const frames = await listen('btcusdt@ticker/btcusdt@trade', 5000);
    expect(frames.length).toBeGreaterThan(4);
    for (const frame of frames) expect(() => JSON.parse(frame) as unknown).toThrow(SyntaxError);
    expect(new Set(sandbox.faults.log.map(({ target }) => target))).toEqual(new Set(['ticker', 'trades']));
  });

  test('of one kind leaves the others alone', async () => {
    sandbox.faults.add({ stream: 'ticker', fault: { kind: 'lost' } });
    const frames = await listen('btcusdt@ticker/btcusdt@trade', 5000);
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(JSON.parse(frame)).toMatchObject({ data: { e: 'trade' } });
  });
});

test('a keep-alive of the server that is lost is the one that was to come', async () => {
  sandbox.faults.add({ keepAlive: 'lost', nth: 2 });
  await listen('btcusdt@kline_1m', 0);
  const pings: number[] = [];
  const start = sandbox.clock.now();
  socket?.on('ping', () => pings.push((sandbox.clock.now() - start) / 1000));
  await sandbox.clock.advance(80_000);
  expect(pings).toEqual([20, 60, 80]);
});

test('a cancel that comes just too late finds its order filled', async () => {
  const { order } = sandbox.engine.place(sandbox.account, {
    symbol: 'BTC/USDT',
    side: 'BUY',
    type: 'LIMIT',
    size: '0.01',
    price: '30000',
  });
  sandbox.faults.add({ orderEvents: 'fill_before_cancel', times: 1 });
  const answer = await signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: order?.id ?? '' });
  expect([answer.status, await answer.json()]).toMatchObject([400, { code: -2011 }]);
  expect(sandbox.engine.orderById(order?.id ?? '')).toMatchObject({ status: 'COMPLETED', isOpen: false });
});

describe('what spoils an answer', () => {
  test.each([
    { kind: 'truncated' },
    { kind: 'content_type' },
    { kind: 'oversized', bytes: 1000 },
    { kind: 'empty' },
  ] as const)('$kind spoils the one that would have come', async (fault) => {
    sandbox.faults.add({ endpoint: 'server_time', fault });
    const { status } = await fetch(`${sandbox.rest}/api/v3/time`);
    expect(status).toBe(200);
  });

  test('an HTML page says its own status', async () => {
    sandbox.faults.add({ fault: { kind: 'html', status: 403 } });
    const answer = await fetch(`${sandbox.rest}/api/v3/time`);
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('403 Forbidden')]);
  });
});

describe('the endpoint of a rule', () => {
  const fault = { kind: 'reset' } as const;

  test.each(['place_order', 'ticker', 'GET /api/v3/time', 'DELETE /api/v3/order', '*'])('%s', (endpoint) => {
    expect(sandbox.faults.add({ endpoint, fault }).rule).toEqual({ endpoint, fault });
  });

  test.each(['nope', 'GET /v5/nope', 'GET', '', 'place_order '])(
    '%j is none of the venue’s',
    async (endpoint) => {
      expect(() => sandbox.faults.add({ endpoint, fault })).toThrow(UnknownEndpointError);
      const answer = await fetch(`${sandbox.control}/faults`, {
        method: 'POST',
        body: JSON.stringify({ endpoint, fault }),
      });
      expect([answer.status, await answer.json()]).toEqual([
        400,
        { error: expect.stringMatching(/^endpoint: the venue has no ".*"; take .*$/) },
      ]);
      expect(sandbox.faults.rules).toEqual([]);
    },
  );
});

/** The frames of so many ms of virtual time. */
async function listen(streams: string, ms: number): Promise<readonly string[]> {
  const frames: string[] = [];
  const opened = new WebSocket(`${sandbox.stream?.replace(/\/ws$/, '') ?? ''}/stream?streams=${streams}`);
  socket = opened;
  opened.on('message', (data) => frames.push(String(data)));
  await new Promise((resolve) => opened.once('open', resolve));
  await sandbox.clock.advance(ms);
  await sandbox.settle();
  return frames;
}

function signed(method: string, path: string, params: Readonly<Record<string, string>>): Promise<Response> {
  const { api_key = '', api_secret = '' } = sandbox.credentials;
  const query = new URLSearchParams({ ...params, timestamp: String(sandbox.clock.now()) }).toString();
  const signature = createHmac('sha256', api_secret).update(query).digest('hex');
  return fetch(`${sandbox.rest}${path}?${query}&signature=${signature}`, {
    method,
    headers: { 'X-MBX-APIKEY': api_key },
  });
}
