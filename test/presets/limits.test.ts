import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { ask, unsignedSandbox, type Sent, type Told } from './unsigned.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('OKX', () => {
  test('takes sixty orders in two seconds, whatever else is asked for', async () => {
    sandbox = await unsignedSandbox('okx_spot', { limits: true });
    for (let n = 0; n < 40; n += 1) expect((await ask(sandbox, 'GET /api/v5/public/time')).status).toBe(200);
    expect((await ask(sandbox, 'GET /api/v5/public/time')).status).toBe(429);
    const order = {
      instId: 'BTC-USDT',
      tdMode: 'cash',
      side: 'buy',
      ordType: 'limit',
      sz: '0.001',
      px: '20000',
    };
    const codes = await many(61, () => ask(sandbox, 'POST /api/v5/trade/order', order, 'json'));
    expect(codes.map(({ status }) => status)).toEqual([...Array.from({ length: 60 }, () => 200), 429]);
    const { document } = await ask(sandbox, 'GET /api/v5/trade/orders-pending');
    expect(Object(document).data).toHaveLength(60);
  });
});

describe('Kraken', () => {
  test('counts what anybody may ask apart from what the key asks', async () => {
    sandbox = await unsignedSandbox('kraken_spot', { limits: true });
    const answers = await many(17, () => ask(sandbox, 'POST /0/private/Balance', {}, 'form'));
    expect(errors(answers.slice(-2))).toEqual([['EAPI:Rate limit exceeded'], ['EAPI:Rate limit exceeded']]);
    expect(errors([await ask(sandbox, 'GET /0/public/Time')])).toEqual([[]]);
  });
});

describe('what is left of a limit stands in the headers', () => {
  test.each([
    [
      'bybit_spot',
      'GET /v5/order/realtime',
      { category: 'spot' },
      { 'x-bapi-limit': '50', 'x-bapi-limit-status': '48', 'x-bapi-limit-reset-timestamp': 'now' },
    ],
    [
      'kucoin_spot',
      'GET /api/v1/timestamp',
      {},
      { 'gw-ratelimit-limit': '2000', 'gw-ratelimit-remaining': '1994', 'gw-ratelimit-reset': 'window' },
    ],
    [
      'gate_spot',
      'GET /api/v4/spot/time',
      {},
      {
        'x-gate-ratelimit-limit': '200',
        'x-gate-ratelimit-requests-remain': '198',
        'x-gate-ratelimit-reset-timestamp': 'second',
      },
    ],
    [
      'coinbase_advanced',
      'GET /api/v3/brokerage/time',
      {},
      { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '8' },
    ],
  ] as const)('%s', async (preset, line, sent: Sent, headers) => {
    sandbox = await unsignedSandbox(preset, { limits: true });
    await ask(sandbox, line, sent);
    const told = await ask(sandbox, line, sent);
    const now = sandbox.clock.now();
    const meant: Readonly<Record<string, string>> = {
      now: String(now),
      second: String(Math.ceil(now / 1000)),
      window: String(30_000 - (now % 30_000)),
    };
    for (const [name, value] of Object.entries(headers))
      expect([name, told.headers.get(name)]).toEqual([name, meant[value] ?? value]);
  });
});

async function many(times: number, send: () => Promise<Told>): Promise<Told[]> {
  const answers: Told[] = [];
  for (let n = 0; n < times; n += 1) answers.push(await send());
  return answers;
}

function errors(answers: readonly Told[]): unknown[] {
  return answers.map(({ document }) => Object(document).error);
}
