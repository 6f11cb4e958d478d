import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import { hangUp, listen, say, until } from './listening.js';
import { ask, unsignedSandbox } from './unsigned.js';

let sandbox: Sandbox;
afterEach(async () => {
  hangUp();
  await sandbox.close();
});

describe('signed requests', () => {
  test('an answer is signed with the nonce and stamp of its request', async () => {
    sandbox = await createSandbox({ venue: await loadPreset('bitstamp_spot'), calm: true });
    const headers = signedHeaders();
    const answer = await send(headers);
    const body = await answer.text();
    const payload = `${headers['X-Auth-Nonce']}${headers['X-Auth-Timestamp']}${answer.headers.get('content-type')}${body}`;
    expect(answer.headers.get('x-server-auth-signature')).toBe(hmac(payload));
    const refused = await send({ ...headers, 'X-Auth-Signature': 'ff' });
    expect(refused.headers.has('x-server-auth-signature')).toBe(false);
  });

  test.each([
    ['X-Auth', '', 'API0012', 'X-Auth header is required'],
    ['X-Auth-Signature', '', 'API0013', 'X-Auth-Signature header is required'],
    ['X-Auth-Nonce', '', 'API0014', 'X-Auth-Nonce header is required'],
    ['X-Auth-Timestamp', '', 'API0015', 'X-Auth-Timestamp header is required'],
    ['X-Auth-Version', '', 'API0016', 'X-Auth-Version header is required'],
    ['X-Auth-Version', 'v1', 'API0010', 'Invalid version'],
    ['X-Auth-Nonce', 'too-short', 'API0004', 'Invalid nonce'],
    ['X-Auth-Nonce', randomUUID().toUpperCase(), 'API0004', 'Invalid nonce'],
    ['X-Auth-Timestamp', 'soon', 'API0018', 'X-Auth-Timestamp header is invalid'],
    ['Content-Type', 'application/json', 'API0020', 'Content-Type header should not be present'],
  ])('%s as %j is refused with %s', async (name, value, code, reason) => {
    sandbox = await createSandbox({ venue: await loadPreset('bitstamp_spot'), calm: true });
    const answer = await send(signedHeaders({ [name]: value }));
    expect([answer.status, await answer.json()]).toEqual([403, { status: 'error', code, reason }]);
  });
});

test('one balance, also of what the account has none of', async () => {
  sandbox = await unsignedSandbox('bitstamp_spot');
  const of = async (asset: string): Promise<unknown> =>
    (await ask(sandbox, `POST /api/v2/account_balances/${asset}/`, {}, 'form')).document;
  expect(await of('btc')).toMatchObject({ currency: 'btc', total: '10', available: '10' });
  expect(await of('doge')).toMatchObject({ response_code: '404.006' });
});

test('markets in the older form, each with its own words, and the time', async () => {
  sandbox = await unsignedSandbox('bitstamp_spot');
  expect((await ask(sandbox, 'GET /api/v2/trading-pairs-info/')).document).toEqual([
    expect.objectContaining({ url_symbol: 'btcusd', counter_decimals: 0, minimum_order: '10.0 USD' }),
    expect.objectContaining({
      url_symbol: 'ethusd',
      counter_decimals: 1,
      description: 'Ether / U.S. dollar',
    }),
  ]);
  expect((await ask(sandbox, 'GET /api/v2/status/')).document).toEqual({ server_time: sandbox.clock.now() });
});

test.each([
  ['buy', { amount: '512.34' }, { USD: /^-512\.3|^-514/ }],
  ['sell', { amount: '0.02' }, { BTC: /^-0\.02$/ }],
  ['sell', { amount: '500', amount_in_counter: 'True' }, { BTC: /^-0\.009/ }],
])('an instant %s of %j', async (side, sent, changes) => {
  sandbox = await unsignedSandbox('bitstamp_spot');
  const before = sandbox.engine.balances(sandbox.account);
  const { document } = await ask(sandbox, `POST /api/v2/${side}/instant/btcusd/`, sent, 'form');
  const after = sandbox.engine.balances(sandbox.account);
  const [order] = sandbox.engine.orders(sandbox.account);
  expect(order).toMatchObject({ type: 'MARKET', status: 'COMPLETED' });
  expect(document).toMatchObject({
    id: expect.any(String),
    market: 'BTC/USD',
    type: side === 'buy' ? '0' : '1',
    price: order?.averagePrice?.toFixed(),
  });
  for (const [asset, change] of Object.entries(changes)) {
    const [had, has] = [before.get(asset)?.free, after.get(asset)?.free];
    expect(had && has?.minus(had).toFixed()).toMatch(change);
  }
});

test.each([
  ['sell', { amount: '99', price: '60000' }, '400.009', 'You have only 10 BTC available.'],
  ['buy', { amount: '999', price: '50000' }, '400.009', 'You have only 1000000 USD available.'],
  ['buy', { amount: '0.01', price: '50000.55' }, '400.041', 'no more than 0 decimal places.'],
])('a %s of %j is refused by what is wrong with it', async (side, sent, code, words) => {
  sandbox = await unsignedSandbox('bitstamp_spot');
  const { status, document } = await ask(sandbox, `POST /api/v2/${side}/btcusd/`, sent, 'form');
  expect(status).toBe(400);
  expect(document).toMatchObject({
    response_code: code,
    response_explanation: expect.stringContaining(words),
  });
});

describe('the private stream', () => {
  test('tells the account’s orders and trades to whoever has the token', async () => {
    sandbox = await unsignedSandbox('bitstamp_spot');
    const { document } = await ask(sandbox, 'POST /api/v2/websockets_token/', {}, 'form');
    const { token, user_id } = Object(document);
    expect(document).toEqual({ token, valid_sec: 60, user_id: expect.any(Number) });
    const frames = await listen(sandbox.stream);
    const [orders, trades] = ['orders', 'trades'].map((what) => `private-my_${what}_btcusd-${user_id}`);
    for (const channel of [orders, trades]) say({ event: 'bts:subscribe', data: { channel, auth: token } });
    await until(() => frames.length === 2);
    expect(frames).toEqual([
      { event: 'bts:subscription_succeeded', channel: orders, data: {} },
      { event: 'bts:subscription_succeeded', channel: trades, data: {} },
    ]);
    expect(sandbox.requests.slice(-2).map(({ endpoint }) => endpoint)).toEqual([
      'streams.orders.subscribe',
      'streams.fills.subscribe',
    ]);
    expect(JSON.stringify(sandbox.requests)).not.toContain(token);
    const placed = await ask(sandbox, 'POST /api/v2/buy/btcusd/', { amount: '0.01', price: '60000' }, 'form');
    await until(() => frames.length >= 5);
    const id = Number(Object(placed.document).id);
    const data = { id, id_str: String(id), amount_at_create: '0.01000000', order_type: 0 };
    expect(frames.slice(2)).toMatchObject([
      { event: 'order_created', channel: orders, data: { ...data, amount: 0.01, amount_traded: '0' } },
      { event: 'order_deleted', channel: orders, data: { ...data, amount: 0, amount_traded: '0.01' } },
      { event: 'trade', channel: trades, data: { order_id: id, amount: '0.01000000', side: 'buy' } },
    ]);
  });

  test('is closed to others, and to another account’s number', async () => {
    sandbox = await unsignedSandbox('bitstamp_spot');
    const { document } = await ask(sandbox, 'POST /api/v2/websockets_token/', {}, 'form');
    const { token, user_id } = Object(document);
    const frames = await listen(sandbox.stream);
    for (const [number, auth] of [
      [user_id, 'wrong'],
      [7, token],
    ])
      say({
        event: 'bts:subscribe',
        data: { channel: `private-my_orders_btcusd-${number}`, auth },
      });
    await until(() => frames.length === 2);
    const refused = {
      event: 'bts:error',
      channel: expect.any(String),
      data: { code: 4009, message: 'Connection is unauthorized.' },
    };
    expect(frames).toEqual([refused, refused]);
  });

  test('answers a heartbeat', async () => {
    sandbox = await unsignedSandbox('bitstamp_spot');
    const frames = await listen(sandbox.stream);
    say({ event: 'bts:heartbeat' });
    await until(() => frames.length === 1);
    expect(frames).toEqual([{ event: 'bts:heartbeat', channel: '', data: { status: 'success' } }]);
  });
});

/** Of a request without a body; headers that are changed are signed as they are sent. */
function signedHeaders(changed: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { api_key = '' } = sandbox.credentials;
  const sent: Record<string, string> = {
    'X-Auth': `BITSTAMP ${api_key}`,
    'X-Auth-Nonce': randomUUID(),
    'X-Auth-Timestamp': String(sandbox.clock.now()),
    'X-Auth-Version': 'v2',
    ...changed,
  };
  const part = (name: string): string => sent[name] ?? '';
  const payload = [
    `${part('X-Auth')}POST${new URL(sandbox.rest).host}/api/v2/account_balances/${part('Content-Type')}`,
    `${part('X-Auth-Nonce')}${part('X-Auth-Timestamp')}${part('X-Auth-Version')}`,
  ].join('');
  const signed = { 'X-Auth-Signature': hmac(payload), ...sent };
  return Object.fromEntries(Object.entries(signed).filter(([, value]) => value !== ''));
}

function hmac(payload: string): string {
  return createHmac('sha256', sandbox.credentials['api_secret'] ?? '')
    .update(payload)
    .digest('hex');
}

function send(headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${sandbox.rest}/api/v2/account_balances/`, { method: 'POST', headers });
}
