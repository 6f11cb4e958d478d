import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { unsignedSandbox } from './unsigned.js';

/** A limit buy of 0.01 BTC in the venue's words. */
type Order = (id: string, price: string) => unknown;

interface Case {
  readonly place: string;
  readonly order: Order;
  /** The body of several orders, where it is not the list of them. */
  readonly body?: (orders: readonly unknown[]) => unknown;
  /** The answer's rows: an order that is taken, and one with a price off the grid. */
  readonly taken: unknown;
  readonly failed: unknown;
  /** What else stands in the answer where none, one of two and both failed. */
  readonly around?: readonly [none: object, some: object, all: object];
  readonly rows: (answer: unknown) => unknown;
}

const some = expect.any(String);

/** Batches in each venue's own words, as its documentation gives them. */
const CASES: Readonly<Record<string, Case>> = {
  okx_spot: {
    place: '/api/v5/trade/batch-orders',
    order: (clOrdId, px) => ({
      instId: 'BTC-USDT',
      tdMode: 'cash',
      side: 'buy',
      ordType: 'limit',
      sz: '0.01',
      clOrdId,
      px,
    }),
    taken: { ordId: some, clOrdId: 'good', tag: '', ts: some, sCode: '0', sMsg: 'Order placed' },
    failed: { ordId: '', clOrdId: 'bad', tag: '', ts: some, sCode: '51000', sMsg: 'Parameter px error' },
    around: [
      { code: '0', msg: '' },
      { code: '2', msg: 'Bulk operation partially succeeded.' },
      { code: '1', msg: 'All operations failed' },
    ],
    rows: (answer) => at(answer, 'data'),
  },
  bybit_spot: {
    place: '/v5/order/create-batch',
    order: (orderLinkId, price) => ({
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.01',
      orderLinkId,
      price,
    }),
    body: (request) => ({ category: 'spot', request }),
    taken: { category: 'spot', symbol: 'BTCUSDT', orderId: some, orderLinkId: 'good', createAt: some },
    failed: { category: 'spot', symbol: 'BTCUSDT', orderId: '', orderLinkId: 'bad', createAt: '' },
    around: [
      { retCode: 0, retExtInfo: { list: [{ code: 0, msg: 'OK' }] } },
      {
        retCode: 0,
        retExtInfo: {
          list: [
            { code: 0, msg: 'OK' },
            { code: 170134, msg: 'Order price has too many decimals.' },
          ],
        },
      },
      { retCode: 0, retExtInfo: { list: [{ code: 170134 }, { code: 170134 }] } },
    ],
    rows: (answer) => at(at(answer, 'result'), 'list'),
  },
  bitget_spot: {
    place: '/api/v2/spot/trade/batch-orders',
    order: (clientOid, price) => ({
      side: 'buy',
      orderType: 'limit',
      force: 'gtc',
      size: '0.01',
      clientOid,
      price,
    }),
    body: (orderList) => ({ symbol: 'BTCUSDT', orderList }),
    taken: { orderId: some, clientOid: 'good' },
    failed: { orderId: '', clientOid: 'bad', errorMsg: 'param price scale error', errorCode: '41103' },
    around: [{ code: '00000', data: { failureList: [] } }, { code: '00000' }, { code: '00000' }],
    rows: (answer) => [
      ...list(at(at(answer, 'data'), 'successList')),
      ...list(at(at(answer, 'data'), 'failureList')),
    ],
  },
  gate_spot: {
    place: '/api/v4/spot/batch_orders',
    order: (text, price) => ({
      text: `t-${text}`,
      currency_pair: 'BTC_USDT',
      account: 'spot',
      side: 'buy',
      type: 'limit',
      amount: '0.01',
      price,
    }),
    taken: expect.objectContaining({ text: 't-good', status: 'open', succeeded: true, label: '' }),
    failed: {
      text: 't-bad',
      amend_text: '',
      succeeded: false,
      label: 'INVALID_PRECISION',
      message: 'Invalid price precision',
    },
    rows: (answer) => answer,
  },
  kucoin_spot: {
    place: '/api/v1/hf/orders/multi',
    order: (clientOid, price) => ({
      clientOid,
      symbol: 'BTC-USDT',
      side: 'buy',
      type: 'limit',
      size: '0.01',
      price,
    }),
    body: (orderList) => ({ orderList }),
    taken: { orderId: some, clientOid: 'good', success: true },
    failed: { success: false, failMsg: 'Price increment invalid.' },
    rows: (answer) => at(answer, 'data'),
  },
  kraken_spot: {
    place: '/0/private/AddOrderBatch',
    order: (cl_ord_id, price) => ({ ordertype: 'limit', type: 'buy', volume: '0.01', cl_ord_id, price }),
    body: (orders) => ({ pair: 'XBTUSDT', orders }),
    taken: expect.objectContaining({ txid: some }),
    failed: { error: 'EOrder:Tick size check failed' },
    rows: (answer) => at(at(answer, 'result'), 'orders'),
  },
};

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe.each(Object.entries(CASES))('%s', (name, { place, order, body, around = [], ...rows }) => {
  const send = (...orders: readonly unknown[]): Promise<unknown> => post(place, body?.(orders) ?? orders);
  const [none = {}, partly = {}, all = {}] = around;

  test('tells of each order by itself, also of one that is refused', async () => {
    await open(name);
    const answer = await send(order('good', GOOD), order('bad', BAD));
    expect(rows.rows(answer)).toEqual([rows.taken, rows.failed]);
    expect(answer).toMatchObject(partly);
    expect(openPrices()).toEqual([GOOD]);
  });

  test('goes on behind an order that is refused', async () => {
    await open(name);
    const answer = await send(order('bad', BAD), order('good', GOOD));
    expect(list(rows.rows(answer)).toSorted(goodFirst)).toEqual([rows.taken, rows.failed]);
    expect(openPrices()).toEqual([GOOD]);
  });

  test('says in its own way that none was refused, or all', async () => {
    await open(name);
    const done = await send(order('good', GOOD));
    expect(rows.rows(done)).toEqual([rows.taken]);
    expect(done).toMatchObject(none);
    const undone = await send(order('bad', BAD), order('bad', BAD));
    expect(rows.rows(undone)).toEqual([rows.failed, rows.failed]);
    expect(undone).toMatchObject(all);
  });
});

interface CancelCase {
  readonly path: string;
  readonly body: (ids: readonly string[]) => unknown;
  readonly unknown: string;
  readonly answer: (id: string) => object;
}

/** One order that is open, and one that the venue does not know. */
const CANCELS: Readonly<Record<string, CancelCase>> = {
  okx_spot: {
    path: '/api/v5/trade/cancel-batch-orders',
    body: (ids) => ids.map((ordId) => ({ instId: 'BTC-USDT', ordId })),
    unknown: '999999999',
    answer: (ordId) => ({
      code: '2',
      data: [
        { ordId, sCode: '0' },
        { ordId: '999999999', clOrdId: '', sCode: '51400' },
      ],
    }),
  },
  bybit_spot: {
    path: '/v5/order/cancel-batch',
    body: (ids) => ({ category: 'spot', request: ids.map((orderId) => ({ symbol: 'BTCUSDT', orderId })) }),
    unknown: '999999999',
    answer: (orderId) => ({
      result: { list: [{ orderId }, { orderId: '999999999', orderLinkId: '' }] },
      retExtInfo: { list: [{ code: 0 }, { code: 170213 }] },
    }),
  },
  bitget_spot: {
    path: '/api/v2/spot/trade/batch-cancel-order',
    body: (ids) => ({ symbol: 'BTCUSDT', orderList: ids.map((orderId) => ({ orderId })) }),
    unknown: '999999999',
    answer: (orderId) => ({
      data: {
        successList: [{ orderId }],
        failureList: [{ orderId: '999999999', clientOid: '', errorCode: '43001' }],
      },
    }),
  },
  gate_spot: {
    path: '/api/v4/spot/cancel_batch_orders',
    body: (ids) => ids.map((id) => ({ currency_pair: 'BTC_USDT', id })),
    unknown: '999999999',
    answer: (id) => [
      { id, succeeded: true },
      { id: '999999999', currency_pair: 'BTC_USDT', succeeded: false, label: 'ORDER_NOT_FOUND' },
    ],
  },
  coinbase_advanced: {
    path: '/api/v3/brokerage/orders/batch_cancel',
    body: (order_ids) => ({ order_ids }),
    unknown: '00000000-0000-0000-0000-00000000ffff',
    answer: (order_id) => ({
      results: [
        { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id },
        {
          success: false,
          failure_reason: 'UNKNOWN_CANCEL_ORDER',
          order_id: '00000000-0000-0000-0000-00000000ffff',
        },
      ],
    }),
  },
  kraken_spot: {
    path: '/0/private/CancelOrderBatch',
    body: (orders) => ({ orders }),
    unknown: 'OAAAAA-AAAAA-AAAAAA',
    answer: () => ({ error: [], result: { count: 1 } }),
  },
};

test.each(Object.entries(CANCELS))('%s cancels what it can of several', async (name, one) => {
  await open(name);
  const { engine, account } = sandbox;
  const placed = engine.place(account, {
    symbol: sandbox.engine.markets[0]?.symbol ?? '',
    side: 'BUY',
    type: 'LIMIT',
    size: '0.01',
    price: GOOD,
  });
  const id = sandbox.orderId({ id: placed.order?.id ?? '' });
  expect(await post(one.path, one.body([id, one.unknown]))).toMatchObject(one.answer(id));
  expect(engine.openOrders(account)).toEqual([]);
});

const GOOD = '20000';
const BAD = '20000.0000001';

async function open(name: string): Promise<void> {
  sandbox = await unsignedSandbox(name);
}

async function post(path: string, sent: unknown): Promise<unknown> {
  const answer = await fetch(`${sandbox.rest}${path}`, { method: 'POST', body: JSON.stringify(sent) });
  expect(answer.status).toBe(200);
  return answer.json();
}

function openPrices(): readonly (string | undefined)[] {
  return sandbox.engine.openOrders(sandbox.account).map(({ priceText }) => priceText);
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A row of a refused order is the shorter one, or says so. */
function goodFirst(a: unknown, b: unknown): number {
  return Number(isRefused(a)) - Number(isRefused(b));
}

function isRefused(row: unknown): boolean {
  return /error|"success":false|"succeeded":false|bad/.test(JSON.stringify(row));
}
