import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { unsignedSandbox } from './unsigned.js';

/** What is refused is told by its own ids and terms, never by those of a documented example. */
let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('okx_spot', () => {
  const order = {
    instId: 'BTC-USDT',
    tdMode: 'cash',
    side: 'buy',
    ordType: 'limit',
    sz: '9999',
    px: '20000',
  };

  test('names a refused order by the client id that was sent', async () => {
    await open('okx_spot');
    const row = { ordId: '', tag: '', ts: String(sandbox.clock.now()), sCode: '51008' };
    expect(await post('/api/v5/trade/order', { ...order, clOrdId: 'mine7' })).toMatchObject({
      code: '1',
      data: [{ ...row, clOrdId: 'mine7' }],
    });
    expect(await post('/api/v5/trade/order', order)).toMatchObject({ data: [{ ...row, clOrdId: '' }] });
  });

  test.each([
    ['cancel-order', {}],
    ['amend-order', { newSz: '0.02' }],
  ])('%s names an order that is not there as it was asked for', async (path, more) => {
    await open('okx_spot');
    const named = { ordId: '999999999', clOrdId: '' };
    const answer = await post(`/api/v5/trade/${path}`, { instId: 'BTC-USDT', ordId: '999999999', ...more });
    expect(answer).toMatchObject({ code: '1', data: [{ ...named, ts: String(sandbox.clock.now()) }] });
  });
});

test('okx_spot repeats the id of a request to amend, and none where none was sent', async () => {
  await open('okx_spot');
  const { engine, account } = sandbox;
  const terms = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '20000' } as const;
  const ordId = sandbox.orderId({ id: engine.place(account, terms).order?.id ?? '' });
  const sent = { instId: 'BTC-USDT', ordId, newSz: '0.02' };
  const answered = { data: [{ ordId, sCode: '0', reqId: 'mine' }] };
  expect(await post('/api/v5/trade/amend-order', { ...sent, reqId: 'mine' })).toMatchObject(answered);
  const again = await post('/api/v5/trade/amend-order', { ...sent, newSz: '0.03' });
  expect(again).toMatchObject({ data: [{ ordId, reqId: '' }] });
});

describe('coinbase_advanced', () => {
  test('names an order that is not there as it was asked for', async () => {
    await open('coinbase_advanced');
    const order_id = '00000000-0000-0000-0000-00000000ffff';
    expect(await post('/api/v3/brokerage/orders/batch_cancel', { order_ids: [order_id] })).toEqual({
      results: [{ success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id }],
    });
  });

  test('repeats the terms of an order that it refuses', async () => {
    await open('coinbase_advanced');
    const order_configuration = {
      limit_limit_gtc: { base_size: '99', limit_price: '20000', post_only: false },
    };
    const order = { client_order_id: 'mine', side: 'BUY', order_configuration };
    expect(await post('/api/v3/brokerage/orders', { ...order, product_id: market('-') })).toMatchObject({
      success: false,
      order_id: '',
      order_configuration,
    });
  });
});

async function open(name: string): Promise<void> {
  sandbox = await unsignedSandbox(name);
}

function market(between: string): string {
  return sandbox.engine.markets[0]?.symbol.replace('/', between) ?? '';
}

async function post(path: string, sent: unknown): Promise<unknown> {
  const answer = await fetch(`${sandbox.rest}${path}`, { method: 'POST', body: JSON.stringify(sent) });
  return answer.json();
}
