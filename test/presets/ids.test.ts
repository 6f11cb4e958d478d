import { afterEach, describe, expect, test } from 'vitest';
import type { EngineOrder } from '../../sandbox/engine/types.js';
import type { Sandbox } from '../../sandbox/index.js';
import { ask, unsignedSandbox } from './unsigned.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('an id that does not look like the venue’s is no order’s', () => {
  test.each([
    ['okx_spot', 'GET /api/v5/trade/order', 'query', 'ordId', { instId: 'BTC-USDT' }, '51603'],
    ['okx_spot', 'POST /api/v5/trade/cancel-order', 'json', 'ordId', { instId: 'BTC-USDT' }, '51400'],
    ['kraken_spot', 'POST /0/private/CancelOrder', 'form', 'txid', {}, 'EOrder:Unknown order'],
    ['kraken_spot', 'POST /0/private/QueryOrders', 'form', 'txid', {}, 'EOrder:Invalid order'],
    [
      'bybit_spot',
      'POST /v5/order/cancel',
      'json',
      'orderId',
      { category: 'spot', symbol: 'BTCUSDT' },
      '170213',
    ],
  ] as const)('%s %s', async (preset, line, encode, name, sent, code) => {
    sandbox = await unsignedSandbox(preset);
    const order = placed();
    const { document } = await ask(sandbox, line, { ...sent, [name]: order.id }, encode);
    expect(JSON.stringify(document)).toContain(code);
    expect(order.isOpen).toBe(true);
    // Another first character or another dash is another id, though its digits are the same.
    const other = sandbox.orderId(order).replace(/^./, (first) => (first === '9' ? '8' : '9'));
    const { document: again } = await ask(sandbox, line, { ...sent, [name]: other }, encode);
    expect(JSON.stringify(again)).toContain(code);
    expect(order.isOpen).toBe(true);
  });
});

describe('Kraken’s userref', () => {
  test('marks orders, which are asked for and cancelled by it', async () => {
    sandbox = await unsignedSandbox('kraken_spot');
    for (const userref of ['7', '7', '8']) await place({ userref });
    await place({});
    const [first, second, third, unmarked] = orders().map((order) => sandbox.orderId(order));
    expect(await post('OpenOrders', { userref: 7 })).toEqual({
      error: [],
      result: {
        open: {
          [`${first}`]: expect.objectContaining({ userref: 7 }),
          [`${second}`]: expect.objectContaining({ userref: 7 }),
        },
      },
    });
    const { result } = Object(await post('OpenOrders'));
    expect(result.open[`${unmarked}`]).toMatchObject({ userref: 0 });
    expect(Object.keys(Object(await post('QueryOrders', { userref: 8 })).result)).toEqual([third]);
    expect(await post('CancelOrder', { txid: 7 })).toMatchObject({ error: [], result: { count: 2 } });
    expect(orders().map(({ isOpen }) => isOpen)).toEqual([false, false, true, true]);
    expect(await post('CancelOrder', { txid: 7 })).toMatchObject({ error: ['EOrder:Unknown order'] });
  });

  test('is a number, and takes no client id beside it', async () => {
    sandbox = await unsignedSandbox('kraken_spot');
    const refused = { error: ['EGeneral:Invalid arguments'] };
    expect(await place({ userref: 'abc' })).toMatchObject(refused);
    expect(await place({ userref: '7', cl_ord_id: 'mine1' })).toMatchObject(refused);
    expect(orders()).toEqual([]);
  });
});

test.each([
  ['my-client-1', true],
  ['a.b_c:d/e', true],
  ['exactly-18-letters', true],
  ['more-than-18-letters', false],
  ['with a blank', false],
])('Kraken’s client id %s is taken: %s', async (clientId, isTaken) => {
  sandbox = await unsignedSandbox('kraken_spot');
  const { error } = Object(await place({ cl_ord_id: clientId }));
  expect(error).toEqual(isTaken ? [] : ['EGeneral:Invalid arguments']);
  expect(orders().map((order) => order.clientOrderId)).toEqual(isTaken ? [clientId] : []);
});

describe('Gate’s text', () => {
  test.each([
    ['DELETE', 'query', {}, { status: 'cancelled' }],
    ['PATCH', 'json', { price: '21000' }, { status: 'open', price: '21000' }],
  ] as const)('%s finds an open order by it', async (method, encode, more, expected) => {
    sandbox = await unsignedSandbox('gate_spot');
    placed('t-zz');
    const sent = { currency_pair: 'BTC_USDT', ...more };
    const { status, document } = await ask(sandbox, `${method} /api/v4/spot/orders/t-zz`, sent, encode);
    expect([status, document]).toMatchObject([200, { text: 't-zz', ...expected }]);
  });
});

function placed(clientOrderId?: string): EngineOrder {
  const [symbol = ''] = sandbox.symbols;
  const { order } = sandbox.engine.place(sandbox.account, {
    symbol,
    side: 'BUY',
    type: 'LIMIT',
    size: '0.01',
    price: '20000',
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
  });
  if (order === undefined) throw new Error('not placed');
  return order;
}

function orders(): readonly EngineOrder[] {
  return sandbox.engine.orders(sandbox.account);
}

async function place(more: object): Promise<unknown> {
  return post('AddOrder', {
    pair: 'XBTUSDT',
    type: 'buy',
    ordertype: 'limit',
    price: '20000',
    volume: '0.01',
    ...more,
  });
}

async function post(name: string, sent: object = {}): Promise<unknown> {
  return (await ask(sandbox, `POST /0/private/${name}`, { ...sent }, 'form')).document;
}
