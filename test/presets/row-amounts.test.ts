import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import type { EngineOrder, PlaceRequest } from '../../sandbox/engine/types.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';

/** Amounts in the rows of orders and fills are the ledger's, none is left from the documented example. */
let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('bitget_spot', () => {
  test('a market buy is told by its cost, with its fees as JSON in a text', async () => {
    sandbox = await unsignedSandbox('bitget_spot');
    const bought = placed({ symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', quoteSize: '500' });
    const [row = {}] = await rows('GET /api/v2/spot/trade/history-orders', {}, 'data');
    expect(amounts(row, ['size', 'baseVolume', 'quoteVolume', 'priceAvg'])).toEqual([
      500,
      Number(bought.filledSizeText),
      Number(bought.filledQuoteText),
      Number(bought.averagePrice?.toDecimalPlaces(12)),
    ]);
    expect(row['price']).toBe('0');
    const fee = -Number(bought.fees.get('BTC'));
    expect(JSON.parse(String(row['feeDetail']))).toEqual({
      BTC: { deduction: false, feeCoinCode: 'BTC', totalDeductionFee: 0, totalFee: fee },
      newFees: { c: 0, d: 0, deduction: false, r: fee, t: fee, totalDeductionFee: 0 },
    });
    placed({ ...limit, clientOrderId: 'open' });
    const line = 'GET /api/v2/spot/trade/orderInfo';
    expect(await rows(line, { clientOid: 'open' }, 'data')).toMatchObject([{ feeDetail: '' }]);
  });

  test('fills tell who made and who took', async () => {
    sandbox = await unsignedSandbox('bitget_spot');
    sandbox.engine.forceFill(placed(limit).id);
    placed({ symbol: 'BTC/USDT', side: 'SELL', type: 'MARKET', size: '0.001' });
    const fills = await rows('GET /api/v2/spot/trade/fills', { symbol: 'BTCUSDT' }, 'data');
    expect(fills.map(({ tradeScope }) => tradeScope)).toEqual(['taker', 'maker']);
  });

  test('former candles end where they are asked to, and are not so many', async () => {
    sandbox = await unsignedSandbox('bitget_spot');
    const asked = { symbol: 'BTCUSDT', granularity: '1min', endTime: sandbox.clock.now() - 3_600_000 };
    const line = 'GET /api/v2/spot/market/history-candles';
    const read = async (sent: Sent): Promise<readonly unknown[]> => {
      const data = readPath((await ask(sandbox, line, { ...asked, ...sent })).document, 'data');
      return Array.isArray(data) ? data : [];
    };
    expect(await read({})).toHaveLength(100);
    expect(await read({ limit: 1000 })).toHaveLength(200);
    expect(Number(readPath(await read({ limit: 3 }), '[2][0]'))).toBeLessThan(asked.endTime);
    const { document } = await ask(sandbox, line, { symbol: 'BTCUSDT', granularity: '1min' });
    expect(document).toMatchObject({ code: '40019', msg: 'Parameter endTime cannot be empty' });
  });
});

describe('bybit_spot', () => {
  test('nothing is left of an order that was cancelled', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    const { id } = placed(limit);
    sandbox.engine.forceFill(id, '0.004');
    expect(await list('realtime')).toMatchObject([
      { leavesQty: '0.006', leavesValue: '180', cumExecQty: '0.004', cumExecValue: '120' },
    ]);
    expect(await list('history')).toEqual([]);
    expect(await list('realtime', { openOnly: '1' })).toEqual([]);
    sandbox.engine.cancel(sandbox.account, { orderId: id });
    const ended = [{ leavesQty: '0', leavesValue: '0', cumExecQty: '0.004', cumExecValue: '120' }];
    expect(await list('history')).toMatchObject(ended);
    expect(await list('realtime', { openOnly: '1' })).toMatchObject(ended);
    expect(await list('realtime')).toEqual([]);
  });

  test('an order that is named is found, whatever is said of open ones', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    placed({ ...limit, clientOrderId: 'mine' });
    const sent = { category: 'spot', orderLinkId: 'mine', openOnly: '1' };
    expect(await rows('GET /v5/order/realtime', sent, 'result.list')).toMatchObject([
      { orderLinkId: 'mine' },
    ]);
  });

  test('each fill tells what it left and what share was taken', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    const { id } = placed(limit);
    for (const size of ['0.004', '0.001', '0.005']) sandbox.engine.forceFill(id, size);
    const fills = await rows('GET /v5/execution/list', { category: 'spot' }, 'result.list');
    expect(fills.map(({ leavesQty }) => leavesQty)).toEqual(['0', '0.005', '0.006']);
    expect(fills[0]).toMatchObject({ orderType: 'Limit', feeRate: '0.0008', isMaker: true });
    placed({ symbol: 'BTC/USDT', side: 'SELL', type: 'MARKET', size: '0.001' });
    const [sold] = await rows('GET /v5/execution/list', { category: 'spot' }, 'result.list');
    expect(sold).toMatchObject({ orderType: 'Market', feeRate: '0.001', isMaker: false });
  });

  test('a cursor stands for the last row, whatever comes meanwhile', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    for (const clientOrderId of ['a', 'b', 'c', 'd']) placed({ ...limit, clientOrderId });
    const page = async (sent: Sent): Promise<unknown> =>
      (await ask(sandbox, 'GET /v5/order/realtime', { category: 'spot', limit: 2, ...sent })).document;
    const first = await page({});
    placed({ ...limit, clientOrderId: 'e' });
    const cursor = decodeURIComponent(String(readPath(first, 'result.nextPageCursor')));
    const second = rowsOf(readPath(await page({ cursor }), 'result.list'));
    expect(second.map(({ orderLinkId }) => orderLinkId)).toEqual(['b', 'a']);
    expect(await page({ cursor: 'nothing' })).toMatchObject({ retCode: 10001 });
  });

  test('says how an order that cannot be cancelled ended', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    const filled = placed({ ...limit, clientOrderId: 'filled' });
    sandbox.engine.forceFill(filled.id);
    const { id } = placed({ ...limit, clientOrderId: 'cancelled' });
    sandbox.engine.cancel(sandbox.account, { orderId: id });
    const cancel = async (orderLinkId: string): Promise<unknown> => {
      const sent = { category: 'spot', symbol: 'BTCUSDT', orderLinkId };
      return (await ask(sandbox, 'POST /v5/order/cancel', sent, 'json')).document;
    };
    expect(await cancel('filled')).toMatchObject({ retCode: 170139 });
    expect(await cancel('cancelled')).toMatchObject({ retCode: 170142 });
    expect(await cancel('nobody')).toMatchObject({ retCode: 170213 });
  });
});

const limit = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '30000' } as const;

function placed(terms: PlaceRequest): EngineOrder {
  const { order } = sandbox.engine.place(sandbox.account, terms);
  if (order === undefined) throw new Error('the order was refused');
  return order;
}

async function list(path: string, sent: Sent = {}): Promise<readonly Sent[]> {
  return rows(`GET /v5/order/${path}`, { category: 'spot', ...sent }, 'result.list');
}

async function rows(line: string, sent: Sent, place: string): Promise<readonly Sent[]> {
  const { document } = await ask(sandbox, line, sent);
  return rowsOf(readPath(document, place));
}

function amounts(row: Sent, names: readonly string[]): readonly number[] {
  return names.map((name) => Number(row[name]));
}
