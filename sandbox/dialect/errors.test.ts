import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
});
afterEach(() => sandbox.close());

const order = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '36000',
};

describe('a signed request is refused in the venue’s words', () => {
  test.each([
    ['an unknown key', { key: 'nobody' }, 401, -2015],
    ['no key', { key: '' }, 401, -2015],
    ['another secret', { secret: 'x' }, 400, -1022],
    ['no signature', { signature: '' }, 400, -1102],
    ['a stamp behind the window', { stamp: -5001 }, 400, -1021],
    ['a stamp ahead of the window', { stamp: 1000 }, 400, -1021],
    ['a stamp outside its own receive window', { stamp: -2001, recvWindow: '2000' }, 400, -1021],
    ['no stamp', { stamp: undefined }, 400, -1102],
  ])('%s', async (_case, changes, status, code) => {
    expect(await send('GET', '/api/v3/account', {}, changes)).toMatchObject({ status, body: { code } });
  });

  test.each([
    ['at the edge of the window', { stamp: -5000 }],
    ['a little ahead', { stamp: 999 }],
    ['within a longer receive window', { stamp: -9000, recvWindow: '10000' }],
  ])('but not %s', async (_case, changes) => {
    expect(await send('GET', '/api/v3/account', {}, changes)).toMatchObject({ status: 200 });
  });

  test('a key without the right to trade', async () => {
    const { api_key: key = '', api_secret: secret = '' } = sandbox.readOnlyCredentials;
    expect(await send('GET', '/api/v3/account', {}, { key, secret })).toMatchObject({ status: 200 });
    expect(await send('POST', '/api/v3/order', order, { key, secret })).toMatchObject({
      status: 401,
      body: { code: -2015 },
    });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
    await send('POST', '/api/v3/order', order);
    const [placed] = sandbox.engine.orders(sandbox.account);
    for (const [method, path, sent] of [
      ['DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }],
      [
        'PUT',
        '/api/v3/order/amend/keepPriority',
        { symbol: 'BTCUSDT', orderId: String(placed?.id), newQty: '0.001' },
      ],
      [
        'POST',
        '/api/v3/order/cancelReplace',
        { ...order, cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: String(placed?.id) },
      ],
    ] as const) {
      const answer = await send(method, path, sent, { key, secret });
      expect([path, answer]).toMatchObject([path, { status: 401, body: { code: -2015 } }]);
    }
    expect(sandbox.engine.orders(sandbox.account)).toEqual([placed]);
    expect(placed).toMatchObject({ isOpen: true });
  });
});

describe('an order is refused in the venue’s words', () => {
  test.each([
    ['an unknown symbol', { symbol: 'NOPEUSDT' }, -1121, 'Invalid symbol.'],
    ['a missing symbol', { symbol: undefined }, -1102, 'Mandatory parameter'],
    ['a missing price', { price: undefined }, -1102, 'Mandatory parameter'],
    ['a missing size', { quantity: undefined }, -1102, 'Mandatory parameter'],
    ['an exponent', { quantity: '1e-2' }, -1100, 'Illegal characters'],
    ['a sign', { quantity: '+1' }, -1100, 'Illegal characters'],
    ['zero', { quantity: '0.00' }, -1100, 'Illegal characters'],
    ['a price between ticks', { price: '36000.001' }, -1013, 'PRICE_FILTER'],
    ['a size between steps', { quantity: '0.010001' }, -1013, 'LOT_SIZE'],
    ['too small a size', { quantity: '0.000001' }, -1013, 'LOT_SIZE'],
    ['too small a notional', { quantity: '0.0001' }, -1013, 'NOTIONAL'],
    ['no money', { quantity: '1000' }, -2010, 'insufficient balance'],
    [
      'post-only that crosses',
      { type: 'LIMIT_MAKER', timeInForce: undefined, price: '40000' },
      -2010,
      'immediately match',
    ],
    ['a client id of wrong characters', { newClientOrderId: 'a b' }, -1100, 'Illegal characters'],
    ['a client id that is too long', { newClientOrderId: 'a'.repeat(37) }, -1100, 'Illegal characters'],
  ])('%s', async (_case, changes, code, words) => {
    const answer = await send('POST', '/api/v3/order', { ...order, ...changes });
    expect(answer).toMatchObject({ status: 400, body: { code, msg: expect.stringContaining(words) } });
    expect(sandbox.engine.openOrders(sandbox.account)).toEqual([]);
  });

  test('a client id that an open order has, until that one is gone', async () => {
    const named = { ...order, newClientOrderId: 'mine' };
    expect(await send('POST', '/api/v3/order', named)).toMatchObject({ status: 200 });
    expect(await send('POST', '/api/v3/order', named)).toMatchObject({
      body: { code: -2010, msg: 'Duplicate order sent.' },
    });
    expect(
      await send('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: 'mine' }),
    ).toMatchObject({
      status: 200,
      body: { origClientOrderId: 'mine', status: 'CANCELED' },
    });
    expect(await send('POST', '/api/v3/order', named)).toMatchObject({ status: 200 });
  });

  test('an order that is unknown', async () => {
    expect(await send('GET', '/api/v3/order', { symbol: 'BTCUSDT', orderId: '999' })).toMatchObject({
      body: { code: -2013 },
    });
    expect(await send('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: '999' })).toMatchObject({
      body: { code: -2011 },
    });
  });
});

describe('rate limits', () => {
  test('count weights, refuse beyond them with a time to wait, and start anew with the window', async () => {
    const first = await send('GET', '/api/v3/account', {});
    expect(first.headers.get('x-mbx-used-weight-1m')).toBe('20');
    for (let request = 0; request < 299; request += 1) await send('GET', '/api/v3/account', {});
    const over = await send('GET', '/api/v3/account', {});
    expect(over).toMatchObject({ status: 429, body: { code: -1003 } });
    const wait = Number(over.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    await sandbox.clock.advance(wait * 1000);
    expect(await send('GET', '/api/v3/account', {})).toMatchObject({ status: 200 });
  });

  test('orders are counted on their own', async () => {
    const answer = await send('POST', '/api/v3/order', order);
    expect(answer.headers.get('x-mbx-order-count-10s')).toBe('1');
    for (let request = 0; request < 49; request += 1) await send('POST', '/api/v3/order', order);
    expect(await send('POST', '/api/v3/order', order)).toMatchObject({ status: 429 });
    expect(sandbox.engine.openOrders(sandbox.account)).toHaveLength(50);
    expect(await send('GET', '/api/v3/account', {})).toMatchObject({ status: 200 });
  });
});

interface Changes {
  readonly key?: string;
  readonly secret?: string;
  readonly signature?: string;
  /** Milliseconds from now; `undefined`: none is sent. */
  readonly stamp?: number | undefined;
  readonly recvWindow?: string;
}

interface Sent {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function send(
  method: string,
  path: string,
  params: Readonly<Record<string, string | undefined>>,
  changes: Changes = {},
): Promise<Sent> {
  const { api_key = '', api_secret = '' } = sandbox.credentials;
  const { key = api_key, secret = api_secret, recvWindow } = changes;
  const stamp = 'stamp' in changes ? changes.stamp : 0;
  const given = {
    ...params,
    recvWindow,
    timestamp: stamp === undefined ? undefined : String(sandbox.clock.now() + stamp),
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  const signature = changes.signature ?? createHmac('sha256', secret).update(query.toString()).digest('hex');
  const answer = await fetch(`${sandbox.rest}${path}?${query}&signature=${signature}`, {
    method,
    headers: { 'X-MBX-APIKEY': key },
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}
