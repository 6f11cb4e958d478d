import { afterAll, beforeAll, expect, test } from 'vitest';
import { ethereumAddress } from 'ats-runtime/eip712';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { exchange as exchangeAt, info as infoAt, orderAction, post, signedAction } from './hyperliquid.js';

/** What the mock makes of requests that share one line, and of accounts that are named instead of proved. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('hyperliquid_spot'), calm: true });
});
afterAll(() => sandbox.close());

test('a question about an account is answered for the address that it names', async () => {
  const user = sandbox.credentials['wallet_address'];
  expect(user).toBe(ethereumAddress(sandbox.credentials['api_secret'] ?? ''));
  const own = await info({ type: 'spotClearinghouseState', user });
  expect(own).toMatchObject({
    balances: expect.arrayContaining([expect.objectContaining({ coin: 'UBTC' })]),
  });
  // Clients write an address with its checksum, or without.
  expect(
    await info({ type: 'spotClearinghouseState', user: user?.toUpperCase().replace('0X', '0x') }),
  ).toEqual(own);
  const nobody = await info({ type: 'spotClearinghouseState', user: `0x${'0'.repeat(40)}` });
  expect(nobody).toMatchObject({ balances: [] });
});

test('what no question is called is refused, and another one is never answered for it', async () => {
  const answer = await post(sandbox, '/info', JSON.stringify({ type: 'noSuchThing', coin: '@142' }));
  expect([answer.status, await answer.text()]).toEqual([
    422,
    'Failed to deserialize the JSON body into the target type',
  ]);
  expect(sandbox.requests.at(-1)?.detail).toBe('type: no endpoint is called noSuchThing');
  expect(await info({ type: 'recentTrades', coin: '@142' })).toMatchObject([
    { coin: '@142', px: expect.any(String), tid: expect.any(Number) },
  ]);
});

test('an order without an id of its own has none, and what it filled is the ledger’s', async () => {
  const bought = await exchange(order({ p: '40000', s: '0.02', c: undefined, t: IOC }));
  const filled = sandbox.engine.orders(sandbox.account).at(-1);
  expect(statuses(bought)).toEqual([
    {
      filled: {
        totalSz: '0.02',
        avgPx: filled?.averagePrice?.toFixed(1),
        oid: Number(filled?.id),
      },
    },
  ]);
  const resting = await exchange(order({ c: undefined }));
  const [open] = sandbox.engine.openOrders(sandbox.account);
  const oid = Number(open?.id);
  expect(statuses(resting)).toEqual([{ resting: { oid } }]);
  const user = sandbox.credentials['wallet_address'];
  expect(await info({ type: 'orderStatus', user, oid })).toMatchObject({
    order: { order: { oid, cloid: null } },
  });
  expect(await info({ type: 'openOrders', user })).toEqual([expect.not.objectContaining({ cloid: '' })]);
  sandbox.engine.cancel(sandbox.account, { orderId: String(oid) });
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
  const placed = sandbox.engine.orders(sandbox.account).slice(-2);
  expect(placed.map(({ side, type, status }) => [side, type, status])).toEqual([
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
  const body = signedAction(sandbox, order({ c: `0x${'b'.repeat(32)}` }), sandbox.clock.now() + 50_000);
  expect(await (await post(sandbox, '/exchange', body)).json()).toMatchObject({ status: 'ok' });
  expect(await (await post(sandbox, '/exchange', body)).json()).toMatchObject({
    status: 'err',
    response: expect.stringContaining('Invalid nonce'),
  });
});

const IOC = { limit: { tif: 'Ioc' } };

function statuses(answer: unknown): unknown {
  return readPath(answer, 'response.data.statuses');
}

function order(change: object): object {
  return orderAction(change);
}

function exchange(action: object): Promise<unknown> {
  return exchangeAt(sandbox, action);
}

function info(question: object): Promise<unknown> {
  return infoAt(sandbox, question);
}
