import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ethereumAddress } from 'ats-runtime/eip712';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { exchange, info, orderAction, orderRow, post, signedAction } from './hyperliquid.js';
import { hangUp, listen, say, until } from './listening.js';

let sandbox: Sandbox;
let user: string;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('hyperliquid_spot'), calm: true });
  user = sandbox.credentials['wallet_address'] ?? '';
});
afterEach(async () => {
  hangUp();
  await sandbox.close();
});

const IOC = { limit: { tif: 'Ioc' } };

test('a balance names its token by the number that the list of tokens gives it', async () => {
  const { tokens } = Object(await info(sandbox, { type: 'spotMeta' }));
  const { balances } = Object(await info(sandbox, { type: 'spotClearinghouseState', user }));
  const numbers = new Map(tokens.map(({ name, index }: Record<string, unknown>) => [name, index]));
  expect(balances.map(({ coin }: Record<string, unknown>) => coin).toSorted()).toEqual([
    'UBTC',
    'UETH',
    'USDC',
  ]);
  for (const { coin, token } of balances) expect([coin, token]).toEqual([coin, numbers.get(coin)]);
});

test('of several orders each has its own row: resting, filled, refused', async () => {
  const answer = await exchange(
    sandbox,
    orderAction(
      { p: '30000' },
      { p: '40000', t: IOC },
      { s: '0.0001' },
      { p: '30000', t: IOC },
      { p: '40000', t: { limit: { tif: 'Alo' } } },
    ),
  );
  const bought = sandbox.engine.orders(sandbox.account).find(({ status }) => status === 'COMPLETED');
  const [best] = sandbox.engine.book('BTC/USDC', 1).bids;
  expect(readPath(answer, 'response.data.statuses')).toEqual([
    { resting: { oid: expect.any(Number), cloid: expect.any(String) } },
    {
      filled: {
        totalSz: '0.01',
        avgPx: bought?.averagePrice?.toFixed(1),
        oid: Number(bought?.id),
        cloid: bought?.clientOrderId,
      },
    },
    { error: 'Order must have minimum value of 10 USDC. asset=10142' },
    { error: 'Order could not immediately match against any resting orders. asset=10142' },
    { error: expect.stringContaining(`immediately matched, bbo was ${best?.[0]}@`) },
  ]);
});

test('an order of another market is refused by that market’s number', async () => {
  const answer = await exchange(sandbox, orderAction({ a: 10_151, p: '2000', s: '0.001' }));
  expect(readPath(answer, 'response.data.statuses')).toEqual([
    { error: 'Order must have minimum value of 10 USDC. asset=10151' },
  ]);
});

test('a stranger’s wallet is named as it signed', async () => {
  const secret = '5eed'.repeat(15) + 'fac7';
  const body = signedAction(sandbox, orderAction({}), undefined, secret);
  expect(await (await post(sandbox, '/exchange', body)).json()).toEqual({
    status: 'err',
    response: `User or API Wallet ${ethereumAddress(secret)} does not exist.`,
  });
});

test('a nonce that was used is named', async () => {
  const nonce = sandbox.clock.now() + 50_000;
  const body = signedAction(sandbox, orderAction({}), nonce);
  await post(sandbox, '/exchange', body);
  expect(await (await post(sandbox, '/exchange', body)).json()).toEqual({
    status: 'err',
    response: `Invalid nonce: duplicate nonce ${nonce}`,
  });
});

test.each([
  [{ type: 'noop' }, { status: 'ok', response: { type: 'default' } }],
  [
    { type: 'setReferrer', code: 'MINE' },
    { status: 'ok', response: { type: 'default' } },
  ],
  [{ type: 'scheduleCancel' }, { status: 'ok', response: { type: 'default' } }],
  [
    { type: 'scheduleCancel', time: 1_800_000_000_000 },
    { status: 'err', response: expect.stringMatching(/^Cannot set scheduled cancel time until/) },
  ],
])('the action %j', async (action, answer) => {
  expect(await exchange(sandbox, action)).toEqual(answer);
});

test.each([
  ['referral', expect.objectContaining({ referredBy: null, rewardHistory: [] })],
  ['extraAgents', []],
  ['userNonFundingLedgerUpdates', []],
  ['maxBuilderFee', 0],
  ['preTransferCheck', expect.objectContaining({ isSanctioned: false, userExists: true })],
  ['subAccounts', null],
  ['isVip', false],
])('what clients ask about a user: %s', async (type, answer) => {
  expect(await info(sandbox, { type, user })).toEqual(answer);
});

test('a portfolio has eight periods', async () => {
  const told = await info(sandbox, { type: 'portfolio', user });
  expect(Object.fromEntries(Object(told))).toMatchObject({ day: { pnlHistory: [] }, perpAllTime: {} });
});

test('open orders in the plain form have no more than that has', async () => {
  await exchange(sandbox, orderAction({}));
  const [plain] = Object(await info(sandbox, { type: 'openOrders', user }));
  expect(Object.keys(plain)).toEqual([
    'coin',
    'side',
    'limitPx',
    'sz',
    'oid',
    'timestamp',
    'origSz',
    'cloid',
  ]);
  const [full] = Object(await info(sandbox, { type: 'frontendOpenOrders', user }));
  expect(full).toMatchObject({ ...plain, orderType: 'Limit', tif: 'Gtc' });
});

describe('requests over the socket', () => {
  test('are answered and signed as over HTTP', async () => {
    const frames = await listen(sandbox.stream);
    const state = await info(sandbox, { type: 'spotClearinghouseState', user });
    const action = JSON.parse(signedAction(sandbox, orderAction({ s: '0.0001' }, {})));
    const asked = [
      { type: 'info', payload: { type: 'spotClearinghouseState', user } },
      { type: 'action', payload: action },
      { type: 'action', payload: { ...action, nonce: action.nonce + 1 } },
      { type: 'info', payload: { type: 'noSuchThing' } },
    ];
    asked.forEach((request, id) => say({ method: 'post', id, request }));
    await until(() => frames.length === 4);
    const responses = frames.map((frame) => readPath(frame, 'data.response'));
    expect(frames.map((frame) => readPath(frame, 'data.id'))).toEqual([0, 1, 2, 3]);
    expect(responses).toMatchObject([
      {
        type: 'info',
        payload: {
          type: 'spotClearinghouseState',
          data: state,
        },
      },
      {
        type: 'action',
        payload: {
          status: 'ok',
          response: { data: { statuses: [{ error: expect.any(String) }, { resting: {} }] } },
        },
      },
      { type: 'action', payload: { status: 'err', response: expect.stringContaining('does not exist.') } },
      { type: 'error', payload: 'Failed to deserialize the JSON body into the target type' },
    ]);
  });
});

describe('subscriptions', () => {
  test('fills begin with those that were', async () => {
    await exchange(sandbox, orderAction({ p: '40000', t: IOC }));
    const frames = await subscribed({ type: 'userFills', user });
    await until(() => frames.length === 2);
    expect(frames[1]).toMatchObject({
      channel: 'userFills',
      data: { isSnapshot: true, user, fills: [{ coin: '@142', side: 'B', sz: '0.01' }] },
    });
    await exchange(sandbox, orderAction({ b: false, p: '30000', t: IOC }));
    await until(() => frames.length > 2);
    expect(frames[2]).toMatchObject({ data: { user, fills: [{ side: 'A' }] } });
    expect(readPath(frames[2], 'data.isSnapshot')).toBeUndefined();
  });

  test('the spot state is told whole, at once and with each change', async () => {
    const frames = await subscribed({ type: 'spotState', user });
    await until(() => frames.length === 2);
    await exchange(sandbox, orderAction({}));
    await until(() => frames.length > 2);
    const coins = ['UBTC', 'UETH', 'USDC'].map((coin) => expect.objectContaining({ coin }));
    for (const frame of frames.slice(1))
      expect(frame).toMatchObject({
        channel: 'spotState',
        data: { user, spotState: { balances: expect.arrayContaining(coins) } },
      });
    const usdc = Object(readPath(frames.at(-1), 'data.spotState.balances')).find(
      ({ coin }: Record<string, unknown>) => coin === 'USDC',
    );
    expect(usdc).toMatchObject({ token: 0, hold: '300.0' });
  });

  test('open orders are told whole, at once and with each change', async () => {
    await exchange(sandbox, orderAction({}));
    const frames = await subscribed({ type: 'openOrders', user });
    await until(() => frames.length === 2);
    await exchange(sandbox, orderAction({ p: '29000' }));
    await until(() => frames.length > 2);
    expect(frames.slice(1).map(pricesIn)).toEqual([['30000.0'], ['30000.0', '29000.0']]);
  });

  test.each(['webData2', 'notification'])('%s is acknowledged', async (type) => {
    const frames = await subscribed({ type, user });
    expect(frames).toEqual([
      {
        channel: 'subscriptionResponse',
        data: { method: 'subscribe', subscription: { type, user } },
      },
    ]);
  });

  test('a market’s context comes at once', async () => {
    const frames = await subscribed({ type: 'activeAssetCtx', coin: '@142' });
    await until(() => frames.length > 1);
    expect(frames[1]).toMatchObject({ channel: 'activeSpotAssetCtx', data: { coin: '@142' } });
  });
});

test('an order that is changed keeps its row’s shape', async () => {
  await exchange(sandbox, orderAction({}));
  const [open] = sandbox.engine.openOrders(sandbox.account);
  const order = orderRow({ p: '40000' });
  const answer = await exchange(sandbox, {
    type: 'batchModify',
    modifies: [{ oid: Number(open?.id), order }],
  });
  expect(readPath(answer, 'response.data.statuses')).toMatchObject([{ filled: { totalSz: '0.01' } }]);
});

/** What comes after the subscription, the confirmation first. */
async function subscribed(subscription: object): Promise<readonly unknown[]> {
  const frames = await listen(sandbox.stream);
  say({ method: 'subscribe', subscription });
  await until(() => frames.length > 0);
  return frames;
}

function pricesIn(frame: unknown): unknown {
  return Object(readPath(frame, 'data.orders')).map(({ limitPx }: Record<string, unknown>) => limitPx);
}
