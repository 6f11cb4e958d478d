import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import type { PlaceRequest } from '../../sandbox/engine/types.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';

/** What KuCoin's own clients ask for besides placing, reading and cancelling one order. */
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await unsignedSandbox('kucoin_spot');
});
afterEach(() => sandbox.close());

const limit = {
  clientOid: 'mine',
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  price: '30000',
  size: '0.01',
};

describe('placing', () => {
  test('an answer that tells at once what became of the order', async () => {
    expect(await told('POST /api/v1/hf/orders/sync', limit)).toMatchObject({
      clientOid: 'mine',
      orderTime: sandbox.clock.now(),
      originSize: '0.01',
      dealSize: '0',
      remainSize: '0.01',
      canceledSize: '0',
      status: 'open',
    });
    const market = { clientOid: 'm', symbol: 'BTC-USDT', side: 'buy', type: 'market', funds: '500' };
    const bought = await told('POST /api/v1/hf/orders/sync', market);
    const [order] = sandbox.engine.orders(sandbox.account).toReversed();
    expect(bought).toMatchObject({ dealSize: order?.filledSizeText, remainSize: '0', status: 'done' });
    expect(order?.filledQuote.gt('490')).toBe(true);
    const never = { ...limit, clientOid: 'ioc', timeInForce: 'IOC' };
    expect(await told('POST /api/v1/hf/orders/sync', never)).toMatchObject({
      canceledSize: '0.01',
      remainSize: '0',
      status: 'done',
    });
  });

  test('several at once', async () => {
    const orderList = [limit, { ...limit, clientOid: 'dear', size: '99' }];
    const rows = rowsOf(await told('POST /api/v1/hf/orders/multi/sync', { orderList }));
    expect(rows).toMatchObject([
      { success: true, originSize: '0.01', status: 'open' },
      { success: false, failMsg: 'Balance insufficient!' },
    ]);
  });

  test.each(['/api/v1/hf/orders/test', '/api/v1/orders/test'])('%s only checks an order', async (path) => {
    expect(await told(`POST ${path}`, limit)).toMatchObject({ orderId: expect.any(String) });
    const dear = await ask(sandbox, `POST ${path}`, { ...limit, size: '99' }, 'json');
    expect(dear.document).toMatchObject({ code: '200004' });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });

  test.each([
    ['post-only and immediate', { postOnly: true, timeInForce: 'IOC' }],
    ['post-only and all or none', { postOnly: true, timeInForce: 'FOK' }],
    ['a size and a cost', { type: 'market', funds: '100' }],
    ['no type', { type: '' }],
  ])('%s is refused', async (_name, sent) => {
    const { document } = await ask(sandbox, 'POST /api/v1/hf/orders', { ...limit, ...sent }, 'json');
    expect(document).toMatchObject({ code: '400100' });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });

  test('an order that stays open for so many seconds', async () => {
    const timed = { ...limit, timeInForce: 'GTT', cancelAfter: 30 };
    await told('POST /api/v1/hf/orders', timed);
    await told('POST /api/v1/hf/orders', { ...limit, clientOid: 'stays', cancelAfter: 30 });
    await told('POST /api/v1/hf/orders', { ...timed, clientOid: 'never', cancelAfter: -1 });
    expect(await told('GET /api/v1/hf/orders/client-order/mine', { symbol: 'BTC-USDT' })).toMatchObject({
      timeInForce: 'GTT',
      cancelAfter: 30,
      active: true,
    });
    await sandbox.clock.advance(29_000);
    expect(openIds()).toEqual(['mine', 'stays', 'never']);
    await sandbox.clock.advance(1_000);
    expect(openIds()).toEqual(['stays', 'never']);
    expect(await told('GET /api/v1/hf/orders/client-order/mine', { symbol: 'BTC-USDT' })).toMatchObject({
      active: false,
      cancelExist: true,
    });
  });
});

describe('cancelling', () => {
  test('tells what was cancelled', async () => {
    await told('POST /api/v1/hf/orders', limit);
    expect(
      await told('DELETE /api/v1/hf/orders/sync/client-order/mine?symbol=BTC-USDT', undefined),
    ).toMatchObject({
      originSize: '0.01',
      dealSize: '0',
      canceledSize: '0.01',
      remainSize: '0',
      status: 'done',
    });
  });

  test('names the markets whose orders are cancelled, each once', async () => {
    placed({ ...terms, clientOrderId: 'a' });
    placed({ ...terms, clientOrderId: 'b' });
    expect(await told('GET /api/v1/hf/orders/active/symbols', undefined)).toEqual({ symbols: ['BTC-USDT'] });
    placed({ ...terms, symbol: 'ETH/USDT', price: '1500' });
    const { document } = await ask(sandbox, 'DELETE /api/v1/hf/orders/cancelAll');
    expect(document).toMatchObject({ data: { succeedSymbols: ['BTC-USDT', 'ETH-USDT'], failedSymbols: [] } });
    expect(openIds()).toEqual([]);
    expect(await told('GET /api/v1/hf/orders/active/symbols', undefined)).toEqual({ symbols: [] });
  });
});

describe('reading', () => {
  test('open orders by pages', async () => {
    for (const clientOrderId of ['a', 'b', 'c']) placed({ ...terms, clientOrderId });
    const page = { symbol: 'BTC-USDT', pageNum: 2, pageSize: 2 };
    expect(await told('GET /api/v1/hf/orders/active/page', page)).toMatchObject({
      currentPage: 2,
      pageSize: 2,
      totalNum: 3,
      totalPage: 2,
      items: [{ clientOid: 'a' }],
    });
  });

  test('fees of several markets, of at most ten, and the usual ones', async () => {
    const rows = rowsOf(await told('GET /api/v1/trade-fees', { symbols: 'ETH-USDT,BTC-USDT' }));
    expect(rows.map(({ symbol }) => symbol)).toEqual(['ETH-USDT', 'BTC-USDT']);
    const many = { symbols: Array.from({ length: 11 }, () => 'BTC-USDT').join(',') };
    expect((await ask(sandbox, 'GET /api/v1/trade-fees', many)).document).toMatchObject({ code: '400100' });
    expect(await told('GET /api/v1/base-fee', { currencyType: 0 })).toEqual({
      makerFeeRate: '0.001',
      takerFeeRate: '0.001',
    });
  });

  test('fills of a side, and whether each made or took', async () => {
    placed({ symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', size: '0.01' });
    const order = placed({ ...terms, side: 'SELL', price: '40000' });
    sandbox.engine.forceFill(order);
    expect(await fillsOf('sell')).toMatchObject([{ side: 'sell', liquidity: 'maker' }]);
    expect(await fillsOf('buy')).toMatchObject([{ side: 'buy', liquidity: 'taker' }]);
  });

  test('what a finished order did not spend of its price', async () => {
    placed({ ...terms, side: 'BUY', price: '40000', clientOrderId: 'mine' });
    const row = await told('GET /api/v1/hf/orders/client-order/mine', { symbol: 'BTC-USDT' });
    const { filledQuote } = sandbox.engine.orders(sandbox.account)[0] ?? {};
    const left = String(400 - Number(filledQuote));
    expect(row).toMatchObject({ funds: '400', remainSize: '0', cancelledFunds: '0' });
    expect(Number(readPath(row, 'remainFunds'))).toBeCloseTo(Number(left), 8);
  });
});

describe('the older family', () => {
  test('places, lists and cancels', async () => {
    const placedOrder = await told('POST /api/v1/orders', { ...limit, type: undefined });
    expect(placedOrder).toEqual({ orderId: expect.any(String) });
    const id = String(readPath(placedOrder, 'orderId'));
    expect(await told(`GET /api/v1/orders/${id}`, undefined)).toMatchObject({
      id,
      isActive: true,
      type: 'limit',
      funds: '0',
    });
    expect(await told('GET /api/v1/order/client-order/mine', undefined)).toMatchObject({ id });
    expect(await listed({})).toEqual([]);
    expect(await listed({ status: 'active', tradeType: 'TRADE' })).toEqual(['mine']);
    expect(await listed({ status: 'active', tradeType: 'MARGIN_TRADE' })).toEqual([]);
    const cancelled = await ask(sandbox, `DELETE /api/v1/orders/${id}`);
    expect(cancelled.document).toMatchObject({ data: { cancelledOrderIds: [id] } });
    expect(await listed({})).toEqual(['mine']);
    expect(rowsOf(await told('GET /api/v1/limit/orders', undefined))).toMatchObject([{ cancelExist: true }]);
  });

  test('several orders, of which one fails, and all of them cancelled', async () => {
    const orderList = [
      { ...limit, symbol: undefined },
      { ...limit, symbol: undefined, clientOid: 'dear', size: '99' },
    ];
    const answer = await told('POST /api/v1/orders/multi', { symbol: 'BTC-USDT', orderList });
    expect(readPath(answer, 'data')).toMatchObject([
      { status: 'success', clientOid: 'mine', failMsg: null },
      { status: 'fail', clientOid: 'dear', size: '99', failMsg: 'Balance insufficient!' },
    ]);
    const { document } = await ask(sandbox, 'DELETE /api/v1/orders', { symbol: 'BTC-USDT' });
    expect(readPath(document, 'data.cancelledOrderIds')).toHaveLength(1);
  });

  test('fills by pages', async () => {
    placed({ symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', size: '0.01' });
    const page = await told('GET /api/v1/fills', { tradeType: 'TRADE' });
    expect(page).toMatchObject({ currentPage: 1, pageSize: 50, totalPage: 1 });
    const fills = rowsOf(readPath(page, 'items'));
    expect(fills).toHaveLength(Number(readPath(page, 'totalNum')));
    expect(rowsOf(await told('GET /api/v1/limit/fills', undefined))).toEqual(fills);
  });
});

const terms = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '30000' } as const;

function placed(order: PlaceRequest): string {
  const { order: accepted } = sandbox.engine.place(sandbox.account, order);
  if (accepted === undefined) throw new Error('the order was refused');
  return accepted.id;
}

function openIds(): readonly (string | undefined)[] {
  return sandbox.engine.openOrders(sandbox.account).map(({ clientOrderId }) => clientOrderId);
}

/** The answer's data; a body where something is posted. */
async function told(line: string, sent: Sent | undefined): Promise<unknown> {
  const { document } = await ask(sandbox, line, sent, line.startsWith('POST') ? 'json' : 'query');
  expect(document).toMatchObject({ code: '200000' });
  return readPath(document, 'data');
}

async function fillsOf(side: string): Promise<unknown> {
  return readPath(await told('GET /api/v1/hf/fills', { symbol: 'BTC-USDT', side }), 'items');
}

async function listed(sent: Sent): Promise<readonly unknown[]> {
  const page = await told('GET /api/v1/orders', sent);
  return rowsOf(readPath(page, 'items')).map(({ clientOid }) => clientOid);
}
