import { createSign, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

/** What Coinbase wants otherwise than most, asked for without the runtime: nested orders, tokens, pages. */
const ROOT = '/api/v3/brokerage';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('coinbase_advanced'), calm: true });
});
afterEach(() => sandbox.close());

describe('an order whose kind is the name of its parameters', () => {
  test.each([
    [
      'a limit order',
      { limit_limit_gtc: { base_size: '0.01', limit_price: '30000', post_only: false } },
      { type: 'LIMIT', timeInForce: 'GTC' },
    ],
    [
      'a limit order that does not say whether it is post-only',
      { limit_limit_gtc: { base_size: '0.01', limit_price: '30000' } },
      { type: 'LIMIT', timeInForce: 'GTC' },
    ],
    [
      'a post-only order',
      { limit_limit_gtc: { base_size: '0.01', limit_price: '30000', post_only: true } },
      { type: 'LIMIT', timeInForce: 'POST_ONLY' },
    ],
    [
      'an order that fills at once or is cancelled',
      { sor_limit_ioc: { base_size: '0.01', limit_price: '40000' } },
      { type: 'LIMIT', timeInForce: 'IOC' },
    ],
    [
      'an order that fills whole or not',
      { limit_limit_fok: { base_size: '0.01', limit_price: '40000' } },
      { type: 'LIMIT', timeInForce: 'FOK' },
    ],
    ['a market order', { market_market_ioc: { base_size: '0.01' } }, { type: 'MARKET' }],
    ['a market order by its cost', { market_market_ioc: { quote_size: '500' } }, { type: 'MARKET' }],
  ])('%s is taken as such, and told as it was sent', async (_kind, configuration, expected) => {
    const placed = await place(configuration);
    expect(placed).toMatchObject({ success: true });
    const [order] = sandbox.engine.orders(sandbox.account);
    expect(order).toMatchObject({ side: 'BUY', ...expected });
    const sent = Object.values(configuration)[0] ?? {};
    expect(order?.quoteSize?.toFixed()).toBe('quote_size' in sent ? sent.quote_size : undefined);
    const told: unknown = await get(`/orders/historical/${placed['order_id']}`);
    const shown = 'limit_limit_gtc' in configuration ? { limit_limit_gtc: sent } : configuration;
    expect(told).toMatchObject({ order: { order_configuration: shown, order_type: expected.type } });
  });

  test('of no described kind is refused', async () => {
    const answer = await place({ twap_limit_gtd: { base_size: '1' } });
    expect(answer).toMatchObject({ error: 'INVALID_ARGUMENT' });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });
});

test('a refusal stands inside a 200, with the reason in its own place', async () => {
  const dear = { limit_limit_gtc: { base_size: '1000', limit_price: '30000', post_only: false } };
  expect(await place(dear)).toMatchObject({
    success: false,
    error_response: { error: 'INSUFFICIENT_FUND', preview_failure_reason: 'PREVIEW_INSUFFICIENT_FUND' },
  });
  const unknown = { order_ids: ['5c2d8a1e-07b4-4c39-9f61-2b8e4d7a9c05'] };
  expect(await post('/orders/batch_cancel', unknown)).toEqual({
    results: [{ success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: expect.any(String) }],
  });
});

describe('a list in pages', () => {
  test('tells where the next one begins, until the last', async () => {
    for (let asset = 0; asset < 260; asset += 1) sandbox.engine.deposit(sandbox.account, `DUST${asset}`, '1');
    const first = await get('/accounts', 'limit=250');
    expect(first).toMatchObject({ has_next: true, cursor: '250' });
    expect(listOf(first['accounts'])).toHaveLength(250);
    const last = await get('/accounts', 'limit=250&cursor=250');
    expect(last).toMatchObject({ has_next: false, cursor: '' });
    const held = [...sandbox.engine.balances(sandbox.account)].length;
    expect(listOf(last['accounts'])).toHaveLength(held - 250);
    expect(listOf((await get('/accounts', 'limit=7'))['accounts'])).toHaveLength(7);
  });

  test('is no order called after the list, and has the newest orders first', async () => {
    for (const price of ['30000', '30001']) {
      const configuration = { limit_limit_gtc: { base_size: '0.01', limit_price: price, post_only: false } };
      await place(configuration, `order-${price}`);
    }
    const { orders } = await get('/orders/historical/batch', 'product_ids=BTC-USDT');
    expect(listOf(orders)).toMatchObject([
      { client_order_id: 'order-30001' },
      { client_order_id: 'order-30000' },
    ]);
  });
});

describe('a token', () => {
  test.each([
    ['names the method', { uri: 'POST api.coinbase.com/api/v3/brokerage/accounts' }],
    ['names the path', { uri: 'GET api.coinbase.com/api/v3/brokerage/fees' }],
    ['names no query', { uri: 'GET api.coinbase.com/api/v3/brokerage/accounts?limit=1' }],
    ['names one of the venue’s hosts', { uri: 'GET api.example.com/api/v3/brokerage/accounts' }],
    ['has not expired', { exp: Math.floor(0) }],
  ])('is refused unless it %s', async (_what, claims) => {
    const { status } = await request('GET', '/accounts', { query: 'limit=1', claims });
    expect(status).toBe(401);
  });

  test('is good once', async () => {
    const token = tokenFor('GET', '/accounts', {});
    expect((await request('GET', '/accounts', { token })).status).toBe(200);
    expect((await request('GET', '/accounts', { token })).status).toBe(401);
  });
});

type Document = Readonly<Record<string, unknown>>;

function place(configuration: object, id = 'my-order'): Promise<Document> {
  return post('/orders', {
    client_order_id: id,
    product_id: 'BTC-USDT',
    side: 'BUY',
    order_configuration: configuration,
  });
}

async function post(path: string, body: object): Promise<Document> {
  return (await request('POST', path, { body: JSON.stringify(body) })).document;
}

async function get(path: string, query = ''): Promise<Document> {
  return (await request('GET', path, { query })).document;
}

interface Sent {
  readonly query?: string;
  readonly body?: string;
  readonly claims?: object;
  readonly token?: string;
}

async function request(
  method: string,
  path: string,
  { query = '', body, claims = {}, token = tokenFor(method, path, claims) }: Sent,
): Promise<{ status: number; document: Document }> {
  const url = `${sandbox.rest}${ROOT}${path}${query === '' ? '' : `?${query}`}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const document: Document = Object(await answer.json());
  return { status: answer.status, document };
}

function tokenFor(method: string, path: string, claims: object): string {
  const { api_key: key = '', api_secret: secret = '' } = sandbox.credentials;
  const now = Math.floor(sandbox.clock.now() / 1000);
  const uri = `${method} api.coinbase.com${ROOT}${path}`;
  const header = { alg: 'ES256', typ: 'JWT', kid: key, nonce: randomBytes(16).toString('hex') };
  const body = { iss: 'cdp', sub: key, nbf: now, exp: now + 120, uri, ...claims };
  const signed = [header, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('sha256').update(signed).sign({ key: secret, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
