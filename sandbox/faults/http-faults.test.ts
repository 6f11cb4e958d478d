import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type HttpFault, type Sandbox } from '../index.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
});
afterEach(() => sandbox.close());

describe('what a fault does to an answer', () => {
  test.each<[HttpFault, object]>([
    [
      { kind: 'status', status: 503 },
      { status: 503, body: '503\n' },
    ],
    [
      { kind: 'status', status: 418, body: '{"a":1}', retryAfter: 7 },
      { status: 418, body: '{"a":1}', retryAfter: '7' },
    ],
    [
      { kind: 'rate_limit', retryAfter: 3 },
      { status: 429, retryAfter: '3', body: expect.stringContaining('-1003') },
    ],
    [{ kind: 'rate_limit' }, { status: 429, retryAfter: null }],
    [{ kind: 'maintenance' }, { status: 503, body: expect.stringContaining('-1001') }],
    [{ kind: 'html' }, { status: 502, type: 'text/html', body: expect.stringContaining('<html>') }],
    [{ kind: 'empty' }, { status: 200, body: '' }],
    [{ kind: 'truncated' }, { status: 200, body: '{"serverTime":' }],
    [
      { kind: 'oversized', bytes: 100_000 },
      { status: 200, length: 100_000 },
    ],
    [
      { kind: 'content_type' },
      { status: 200, type: 'text/plain', body: expect.stringContaining('serverTime') },
    ],
    [
      { kind: 'redirect', to: 'http://127.0.0.1:1/x' },
      { status: 302, location: 'http://127.0.0.1:1/x' },
    ],
  ])('$kind', async (fault, expected) => {
    sandbox.faults.add({ endpoint: 'server_time', fault, phase: 'after' });
    expect(await get('/api/v3/time')).toMatchObject(expected);
    expect(await get('/api/v3/ping')).toMatchObject({ status: 200, body: '{}' });
  });

  test('a reset breaks the connection', async () => {
    sandbox.faults.add({ fault: { kind: 'reset' }, times: 1 });
    await expect(get('/api/v3/time')).rejects.toThrow('fetch failed');
    expect(await get('/api/v3/time')).toMatchObject({ status: 200 });
  });

  test('a delay lasts as long as the virtual clock says', async () => {
    sandbox.faults.add({ fault: { kind: 'delay', ms: 1500 } });
    const answer = observed(get('/api/v3/time'));
    await sandbox.clock.advance(1499);
    expect(answer.done).toBe(false);
    await sandbox.clock.advance(1);
    expect(answer.done).toBe(true);
  });

  test('a body that drips takes its time', async () => {
    sandbox.faults.add({ fault: { kind: 'slow_drip', bytes: 10, everyMs: 1000 }, phase: 'after' });
    const answer = observed(get('/api/v3/time'));
    await sandbox.clock.advance(1000);
    expect(answer.done).toBe(false);
    await sandbox.clock.advance(5000);
    expect(answer.done).toBe(true);
  });

  test('clock skew moves the venue’s clock, for stamps too, until it is taken away', async () => {
    const skew = sandbox.faults.add({ fault: { kind: 'clock_skew', ms: -60_000 } });
    const { body } = await get('/api/v3/time');
    expect(JSON.parse(body)).toEqual({ serverTime: sandbox.clock.now() - 60_000 });
    expect((await place()).body).toContain('-1021');
    skew.remove();
    expect(await place()).toMatchObject({ status: 200 });
  });
});

describe('when a fault strikes', () => {
  test('before processing the order never reaches the engine, after it does', async () => {
    for (const phase of ['before', 'after'] as const) {
      const rule = sandbox.faults.add({
        endpoint: 'place_order',
        phase,
        fault: { kind: 'status', status: 500 },
      });
      expect(await place()).toMatchObject({ status: 500 });
      rule.remove();
      expect(sandbox.engine.orders(sandbox.account)).toHaveLength(phase === 'before' ? 0 : 1);
    }
  });

  test('a dropped answer: the order stands, and the client hears nothing', async () => {
    sandbox.faults.add({ endpoint: 'place_order', phase: 'after', fault: { kind: 'drop_answer' } });
    const stop = new AbortController();
    const answer = observed(place(stop.signal));
    await sandbox.clock.advance(30_000);
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(1);
    expect(answer.done).toBe(false);
    stop.abort();
  });

  test('the nth request, and no other', async () => {
    sandbox.faults.add({
      endpoint: 'GET /api/v3/time',
      fault: { kind: 'status', status: 500 },
      nth: 2,
      times: 2,
    });
    const statuses: number[] = [];
    for (let request = 0; request < 5; request += 1) statuses.push((await get('/api/v3/time')).status);
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
    expect(sandbox.faults.log).toHaveLength(2);
    expect(sandbox.requests.map(({ faults }) => faults.length)).toEqual([0, 1, 1, 0, 0]);
  });

  test('a probability strikes the same requests with the same seed', async () => {
    const first = await struckWith(3);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await struckWith(3)).toEqual(first);
    expect(await struckWith(4)).not.toEqual(first);
  });

  test('clear ends them all', async () => {
    sandbox.faults.add({ fault: { kind: 'maintenance' } });
    sandbox.faults.clear();
    expect(await get('/api/v3/time')).toMatchObject({ status: 200 });
  });
});

/** The statuses of twenty requests, each of which a fault strikes by chance. */
async function struckWith(seed: number): Promise<readonly number[]> {
  const other = await createSandbox({ venue: sandbox.venue, seed });
  other.faults.add({ fault: { kind: 'status', status: 500 }, probability: 0.5 });
  const statuses: number[] = [];
  for (let request = 0; request < 20; request += 1) {
    statuses.push((await fetch(`${other.rest}/api/v3/time`)).status);
  }
  await other.close();
  return statuses;
}

interface Got {
  readonly status: number;
  readonly type: string | null;
  readonly retryAfter: string | null;
  readonly location: string | null;
  readonly length: number;
  readonly body: string;
}

async function get(path: string, init: RequestInit = {}): Promise<Got> {
  const answer = await fetch(`${sandbox.rest}${path}`, { redirect: 'manual', ...init });
  const body = await answer.text();
  const header = (name: string): string | null => answer.headers.get(name);
  return {
    status: answer.status,
    type: header('content-type'),
    retryAfter: header('retry-after'),
    location: header('location'),
    length: body.length,
    body,
  };
}

function place(signal?: AbortSignal): Promise<Got> {
  const { api_key = '', api_secret = '' } = sandbox.credentials;
  const form = `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=33000&timestamp=${sandbox.clock.now()}`;
  const signature = createHmac('sha256', api_secret).update(form).digest('hex');
  return get('/api/v3/order', {
    method: 'POST',
    headers: { 'X-MBX-APIKEY': api_key },
    body: `${form}&signature=${signature}`,
    ...(signal === undefined ? {} : { signal }),
  });
}

function observed(promise: Promise<unknown>): { done: boolean } {
  const state = { done: false };
  promise.then(
    () => (state.done = true),
    () => undefined,
  );
  return state;
}
