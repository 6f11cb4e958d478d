import { readFileSync } from 'node:fs';
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
    expect(await call('POST', '/faults', { fault: { kind: 'nonsense' } })).toMatchObject({ status: 400 });
    expect(await call('POST', '/clock/advance', { ms: -1 })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('ms') },
    });
    expect(await call('GET', '/nowhere')).toMatchObject({ status: 404 });
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

  test('does not listen to other sites', async () => {
    expect(await call('POST', '/faults', {}, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
    });
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

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${sandbox.control}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result: unknown = await answer.json();
  return { status: answer.status, body: result };
}
