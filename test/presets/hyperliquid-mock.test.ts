import { afterAll, beforeAll, expect, test } from 'vitest';
import { customSigner } from 'ats-runtime';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import { signRequest } from '../../venues/presets/hyperliquid_spot/signature.js';

/** What the mock makes of requests that share one line, and of accounts that are named instead of proved. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('hyperliquid_spot'), calm: true });
});
afterAll(() => sandbox.close());

test('a question about an account is answered for the address that it names', async () => {
  const user = sandbox.credentials['wallet_address'];
  expect(user).toMatch(/^0x[0-9a-f]{40}$/);
  const own = await info({ type: 'spotClearinghouseState', user });
  expect(own).toMatchObject({
    balances: expect.arrayContaining([expect.objectContaining({ coin: 'UBTC' })]),
  });
  const nobody = await info({ type: 'spotClearinghouseState', user: `0x${'0'.repeat(40)}` });
  expect(nobody).toMatchObject({ balances: [] });
});

test('an order’s flag tells its side, and its shape what it did', async () => {
  const bought = await exchange(order({ b: true, p: '40000', t: { limit: { tif: 'Ioc' } } }));
  expect(bought).toMatchObject({
    response: { data: { statuses: [{ filled: { oid: expect.any(Number) } }] } },
  });
  const resting = await exchange(order({ b: false, p: '45000' }));
  expect(resting).toMatchObject({
    response: { data: { statuses: [{ resting: { oid: expect.any(Number) } }] } },
  });
  expect(
    sandbox.engine.orders(sandbox.account).map(({ side, type, status }) => [side, type, status]),
  ).toEqual([
    ['BUY', 'LIMIT', 'COMPLETED'],
    ['SELL', 'LIMIT', 'PENDING'],
  ]);
});

test.each([
  ['a market that there is none of', { a: 10_143 }, /^Order has invalid asset/],
  ['more figures than the price may have', { p: '36500.5' }, /divisible by tick size/],
  ['less than the least', { s: '0.0001' }, /minimum value of 10 USDC/],
])('%s is refused inside the answer', async (_, change, words) => {
  expect(await exchange(order(change))).toMatchObject({
    status: 'ok',
    response: { data: { statuses: [{ error: expect.stringMatching(words) }] } },
  });
});

test('a nonce is good once', async () => {
  const body = signed(order({ c: `0x${'b'.repeat(32)}` }), sandbox.clock.now() + 50_000);
  expect(await sent('/exchange', body)).toMatchObject({ status: 'ok' });
  expect(await sent('/exchange', body)).toMatchObject({
    status: 'err',
    response: expect.stringContaining('Invalid nonce'),
  });
});

let count = 0;

function order(change: object): object {
  const cloid = `0x${String((count += 1)).padStart(32, '0')}`;
  const usual = {
    a: 10_142,
    b: true,
    p: '30000',
    s: '0.01',
    r: false,
    t: { limit: { tif: 'Gtc' } },
    c: cloid,
  };
  return { type: 'order', orders: [{ ...usual, ...change }], grouping: 'na' };
}

function exchange(action: object): Promise<unknown> {
  return sent('/exchange', signed(action, sandbox.clock.now() + 10_000 + count));
}

function signed(action: object, nowMs: number): string {
  const { wallet_address = '', api_secret = '' } = sandbox.credentials;
  const signer = customSigner({
    nonce: 'rising',
    sign: (request) => signRequest(request, { wallet_address, api_secret }),
  });
  const params = { action: JSON.parse(JSON.stringify(action)) };
  const request = { method: 'POST', host: '127.0.0.1', path: '/exchange', params, encode: 'json' } as const;
  return signer.request(request, nowMs).body;
}

function info(question: object): Promise<unknown> {
  return sent('/info', JSON.stringify(question));
}

async function sent(path: string, body: string): Promise<unknown> {
  const answer = await fetch(`${sandbox.rest}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return answer.json();
}
