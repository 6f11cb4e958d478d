import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';
import { CONTROLS } from './controls.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
});
afterEach(() => sandbox.close());

describe('the control API', () => {
  test('tells the state', async () => {
    const { body } = await call('GET', '/state');
    expect(body).toMatchObject({
      venue: 'binance_spot',
      now: sandbox.clock.now(),
      symbols: ['BTC/USDT', 'ETH/USDT'],
      balances: { USDT: { free: '1000000', locked: '0' } },
    });
  });

  test('adds, lists and takes away faults', async () => {
    const { body } = await call('POST', '/faults', {
      endpoint: 'server_time',
      fault: { kind: 'maintenance' },
      nth: 1,
    });
    expect(body).toEqual({ id: 1 });
    expect((await fetch(`${sandbox.rest}/api/v3/time`)).status).toBe(503);
    expect(await call('GET', '/faults')).toMatchObject({
      body: { rules: [{ id: 1 }], log: [{ target: 'GET /api/v3/time' }] },
    });
    expect(await call('DELETE', '/faults/1')).toMatchObject({ status: 200 });
    expect(await call('DELETE', '/faults/1')).toMatchObject({
      status: 404,
      body: { error: 'there is no fault 1' },
    });
  });

  test('says in one line what is wrong with a request', async () => {
    expect(await call('POST', '/faults', { fault: { kind: 'nonsense' } })).toMatchObject({
      status: 400,
      body: {
        error: expect.stringMatching(
          /^fault\.kind: there is no such fault as "nonsense"; known: delay, .*clock_skew$/,
        ),
      },
    });
    expect(await call('POST', '/faults', { stream: '*', fault: { kind: 'delay', ms: 1 } })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/^fault\.kind: .*"delay"; known: cut, /) },
    });
    expect(await call('POST', '/clock/advance', { ms: -1 })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('ms') },
    });
    expect(await call('GET', '/nowhere')).toMatchObject({ status: 404 });
    for (const query of [
      'ledger?limit=0',
      'ledger?limit=x',
      'requests?after=x',
      'fills?limit=-1',
      'fills?limit=1.5',
    ]) {
      expect(await call('GET', `/${query}`)).toMatchObject({
        status: 400,
        body: { error: expect.stringMatching(/^(limit|after): a whole number of [01] or more, not ".+"$/) },
      });
    }
  });

  test('moves the clock, and trades against the user', async () => {
    const before = sandbox.clock.now();
    expect(await call('POST', '/clock/advance', { ms: 5000 })).toMatchObject({
      body: { now: before + 5000 },
    });
    const placed = sandbox.engine.place(sandbox.account, {
      symbol: 'BTC/USDT',
      side: 'BUY',
      type: 'LIMIT',
      size: '0.01',
      price: '33000',
    });
    const id = placed.order?.id ?? '';
    expect(await call('POST', `/orders/${id}/fill`, { size: '0.004' })).toMatchObject({ status: 200 });
    expect(placed.order).toMatchObject({ status: 'PARTIALLY_FILLED' });
    expect(await call('POST', `/orders/${id}/cancel`, {})).toMatchObject({ status: 200 });
    expect(await call('POST', `/orders/${id}/cancel`, {})).toMatchObject({ status: 409 });
    const { body } = await call('GET', '/ledger?limit=1');
    expect(body).toMatchObject([{ type: 'cancelled' }]);
  });

  test('shows requests without credentials', async () => {
    const key = sandbox.credentials['api_key'] ?? '';
    await fetch(`${sandbox.rest}/api/v3/account?timestamp=1&signature=x&apiKey=${key}`, {
      headers: { 'X-MBX-APIKEY': key },
    });
    const { body } = await call('GET', '/requests');
    expect(body).toMatchObject([
      { path: '/api/v3/account', endpoint: 'balances', status: 400, signature: { ok: false } },
    ]);
    expect(JSON.stringify(body)).not.toContain(key);
  });

  test('tells why a signature failed', async () => {
    const { api_key = '', api_secret = '' } = sandbox.credentials;
    const query = `timestamp=${sandbox.clock.now()}&recvWindow=5000`;
    const sorted = query.split('&').toSorted().join('&');
    const wrong = createHmac('sha256', api_secret).update(sorted).digest('hex');
    await fetch(`${sandbox.rest}/api/v3/account?${query}&signature=${wrong}`, {
      headers: { 'X-MBX-APIKEY': api_key },
    });
    expect((await call('GET', '/requests?after=0')).body).toMatchObject([
      {
        signature: {
          ok: false,
          expectedPayload: query,
          seeminglySigned: { payload: sorted, difference: 'the parameters are sorted by name' },
        },
      },
    ]);
    expect((await call('GET', '/requests?after=1')).body).toEqual([]);
  });

  test('shows candles and fills', async () => {
    const { body } = await call('GET', '/candles?symbol=BTC/USDT&interval=1h&limit=2');
    expect(body).toEqual(sandbox.candles('BTC/USDT').candles(3600, hours(1), hours(-1)));
    expect(body).toHaveLength(2);
    for (const query of ['symbol=NOPE/USDT', 'symbol=BTC/USDT&interval=7m']) {
      expect(await call('GET', `/candles?${query}`)).toMatchObject({
        status: 400,
        body: { error: expect.stringMatching(/^(symbol|interval): one of /) },
      });
    }
    const sale = { symbol: 'BTC/USDT', side: 'SELL', type: 'MARKET', size: '0.01' } as const;
    const { order } = sandbox.engine.place(sandbox.account, sale);
    expect((await call('GET', '/fills')).body).toMatchObject([
      { order: order?.id, side: 'SELL', size: '0.01', feeAsset: 'USDT' },
    ]);
    expect((await call('GET', '/ledger')).status).toBe(200);
  });

  test.each([
    [{ origin: 'https://evil.example' }, 'no requests from other sites'],
    [{ origin: 'null' }, 'no requests from other sites'],
    [{ origin: 'http://127.0.0.1:1' }, 'no requests from other sites'],
    [{ 'sec-fetch-site': 'cross-site' }, 'no requests from other sites'],
    [{ host: 'evil.example' }, 'this host is not served here'],
    [{ host: 'localhost.evil.example' }, 'this host is not served here'],
  ])('does not listen to other sites: %j', async (headers, error) => {
    expect(await raw('POST', '/faults', headers, '{"fault":{"kind":"reset"}}')).toMatchObject({
      status: 403,
      body: JSON.stringify({ error }),
    });
    expect(await raw('GET', '/dashboard/', headers)).toMatchObject({ status: 403 });
    expect(sandbox.faults.rules).toEqual([]);
  });

  test('listens to its own page', async () => {
    const { origin } = new URL(sandbox.control);
    const headers = { origin, 'sec-fetch-site': 'same-origin' };
    expect(await call('POST', '/clock/advance', { ms: 1 }, headers)).toMatchObject({ status: 200 });
  });

  test('a body beyond the limit is refused, and the next one is served', async () => {
    const answer = await call('POST', '/faults', 'x'.repeat(1024 * 1024)).then(
      ({ status }) => status,
      () => 'reset',
    );
    expect([413, 'reset']).toContain(answer);
    expect(await call('GET', '/state')).toMatchObject({ status: 200 });
  });

  test('serves the dashboard, and no other file', async () => {
    const page = await raw('GET', '/dashboard/');
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<!doctype html>') });
    expect(page.policy).toContain("default-src 'none'");
    expect(await raw('GET', '/dashboard')).toMatchObject({ status: 308 });
    expect(await raw('GET', '/dashboard/lightweight-charts.js')).toMatchObject({
      status: 200,
      body: expect.stringContaining('TradingView'),
    });
    for (const path of ['page-files.ts', '../page-files.ts', '..%2fpage-files.ts', 'constructor', '.']) {
      expect(await raw('GET', `/dashboard/${path}`)).toMatchObject({ status: 404 });
    }
  });

  test.each(['//', '/%', 'http://[', '/state?limit=%zz'])('survives the address %s', async (address) => {
    expect((await raw('GET', address)).status).toBeLessThan(500);
  });

  test('is described, every path of it', () => {
    const document: unknown = parse(readFileSync(new URL('openapi.yaml', import.meta.url), 'utf8'));
    const described = describedCalls(document);
    for (const { method, path } of described) {
      const concrete = path.replace('{id}', '1');
      expect(CONTROLS.some((control) => control.method === method && control.path.test(concrete))).toBe(true);
    }
    expect(described).toHaveLength(CONTROLS.length);
  });
});

function describedCalls(document: unknown): readonly { method: string; path: string }[] {
  if (typeof document !== 'object' || document === null || !('paths' in document)) return [];
  return Object.entries(document.paths ?? {}).flatMap(([path, calls]) =>
    Object.keys(calls ?? {}).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

/** Past fetch, which would not send such headers or addresses. */
function raw(method: string, path: string, headers: Record<string, string> = {}, body = '') {
  const { hostname, port } = new URL(sandbox.control);
  return new Promise<{ status: number; body: string; policy: string }>((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: Buffer.concat(pieces).toString().trim(),
          policy: String(answer.headers['content-security-policy']),
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Unix seconds of the hour that began so many hours ago. */
function hours(ago: number): number {
  return (Math.floor(sandbox.clock.now() / 3_600_000) - ago) * 3600;
}

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${sandbox.control}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result: unknown = await answer.json();
  return { status: answer.status, body: result };
}
