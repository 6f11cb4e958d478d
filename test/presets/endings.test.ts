import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import type { EngineOrder, PlaceRequest } from '../../sandbox/engine/types.js';
import { unsignedSandbox } from './unsigned.js';

/** Why an order ended, in the words of each venue's documentation. */
let sandbox: Sandbox;
afterEach(() => sandbox.close());

type Way = 'open' | 'cancelled' | 'ioc' | 'fok' | 'post-only' | 'self-trade';

describe('okx_spot', () => {
  test.each([
    ['open', ''],
    ['cancelled', '1'],
    ['fok', '13'],
    ['ioc', '14'],
    ['post-only', '31'],
  ] as const)('%s', async (way, cancelSource) => {
    await open('okx_spot');
    const id = sandbox.orderId(ended(way));
    expect(await get(`/api/v5/trade/order?instId=BTC-USDT&ordId=${id}`)).toMatchObject({
      data: [{ ordId: id, cancelSource }],
    });
  });
});

describe('bybit_spot', () => {
  test.each([
    ['open', 'UNKNOWN', 'EC_NoError'],
    ['cancelled', 'CancelByUser', 'EC_PerCancelRequest'],
    ['fok', 'UNKNOWN', 'EC_CancelForNoFullFill'],
    ['ioc', 'UNKNOWN', 'EC_NoImmediateQtyToFill'],
    ['post-only', 'UNKNOWN', 'EC_PostOnlyWillTakeLiquidity'],
    ['self-trade', 'CancelBySmp', 'EC_NoError'],
  ] as const)('%s', async (way, cancelType, rejectReason) => {
    await open('bybit_spot');
    expect(await shown(ended(way))).toMatchObject({ result: { list: [{ cancelType, rejectReason }] } });
  });

  test('an order that was cancelled after a fill has a status of its own', async () => {
    await open('bybit_spot');
    const order = place({});
    sandbox.engine.forceFill(order.id, '0.004');
    sandbox.engine.cancel(sandbox.account, { orderId: order.id });
    expect(await shown(order)).toMatchObject({
      result: { list: [{ orderStatus: 'PartiallyFilledCanceled', cumExecQty: '0.004' }] },
    });
    const unfilled = ended('cancelled');
    expect(await shown(unfilled)).toMatchObject({ result: { list: [{ orderStatus: 'Cancelled' }] } });
  });

  test('a client id is never free again', async () => {
    await open('bybit_spot');
    const order = place({ clientOrderId: 'once' });
    sandbox.engine.cancel(sandbox.account, { orderId: order.id });
    const body = {
      category: 'spot',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.01',
      price: '20000',
      orderLinkId: 'once',
    };
    const answer = await fetch(`${sandbox.rest}/v5/order/create`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(await answer.json()).toMatchObject({ retCode: 170141 });
  });
});

test('okx_spot takes a client id again when its order is no longer open', async () => {
  await open('okx_spot');
  const order = place({ clientOrderId: 'again' });
  sandbox.engine.cancel(sandbox.account, { orderId: order.id });
  expect(place({ clientOrderId: 'again' }).isOpen).toBe(true);
});

/** A buy that ended so. */
function ended(way: Way): EngineOrder {
  if (way === 'ioc') return place({ timeInForce: 'IOC' });
  if (way === 'fok') return place({ timeInForce: 'FOK' });
  if (way === 'post-only') return place({ timeInForce: 'POST_ONLY', price: '60000' });
  const order = place(way === 'self-trade' ? { price: aboveBids() } : {});
  if (way === 'cancelled') sandbox.engine.cancel(sandbox.account, { orderId: order.id });
  if (way === 'self-trade') place({ side: 'SELL', price: aboveBids() });
  return order;
}

function aboveBids(): string {
  const bid = sandbox.engine.bestBid('BTC/USDT');
  return bid?.plus(sandbox.engine.openOrders(sandbox.account).length === 0 ? '0.1' : '0').toFixed() ?? '';
}

function place(terms: Partial<PlaceRequest>): EngineOrder {
  const request = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '20000' } as const;
  const { order } = sandbox.engine.place(sandbox.account, { ...request, ...terms });
  if (order === undefined) throw new Error('the order was refused');
  return order;
}

function shown(order: EngineOrder): Promise<unknown> {
  return get(`/v5/order/realtime?category=spot&orderId=${sandbox.orderId(order)}`);
}

async function get(path: string): Promise<unknown> {
  const answer = await fetch(`${sandbox.rest}${path}`);
  return answer.json();
}

async function open(name: string): Promise<void> {
  sandbox = await unsignedSandbox(name);
}
