import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox } from './unsigned.js';

/** An order shows what its client said of it, and nothing that it did not say. */
let sandbox: Sandbox;
let socket: WebSocket | undefined;
afterEach(async () => {
  socket?.terminate();
  await sandbox.close();
});

describe('what a client said of its order', () => {
  test('okx_spot', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    const terms = { instId: 'BTC-USDT', tdMode: 'cash', side: 'buy', sz: '500', ordType: 'market' };
    await ask(sandbox, 'POST /api/v5/trade/order', { ...terms, clOrdId: 'plain' }, 'json');
    const said = { clOrdId: 'said', tag: 'mine', tgtCcy: 'quote_ccy' };
    await ask(sandbox, 'POST /api/v5/trade/order', { ...terms, ...said }, 'json');
    const { document } = await ask(sandbox, 'GET /api/v5/trade/orders-history', { instType: 'SPOT' });
    expect(rowsOf(readPath(document, 'data'))).toMatchObject([
      said,
      { clOrdId: 'plain', tag: '', tgtCcy: '' },
    ]);
  });

  test('bybit_spot', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    const terms = { category: 'spot', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '500' };
    await ask(sandbox, 'POST /v5/order/create', { ...terms, marketUnit: 'quoteCoin' }, 'json');
    await ask(sandbox, 'POST /v5/order/create', terms, 'json');
    const { document } = await ask(sandbox, 'GET /v5/order/history', { category: 'spot' });
    expect(rowsOf(readPath(document, 'result.list')).map(({ marketUnit }) => marketUnit)).toEqual([
      '',
      'quoteCoin',
    ]);
  });

  test('kucoin_spot', async () => {
    sandbox = await unsignedSandbox('kucoin_spot');
    const terms = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: '30000', size: '0.01' };
    const said = { clientOid: 'said', remark: 'a note', tags: 'mine', hidden: true };
    await ask(sandbox, 'POST /api/v1/hf/orders', { ...terms, clientOid: 'plain' }, 'json');
    await ask(sandbox, 'POST /api/v1/hf/orders', { ...terms, ...said }, 'json');
    const { document } = await ask(sandbox, 'GET /api/v1/hf/orders/active', { symbol: 'BTC-USDT' });
    const rows = rowsOf(readPath(document, 'data'));
    const plain = { clientOid: 'plain', remark: null, tags: null, hidden: false, timeInForce: 'GTC' };
    expect(
      rows.toSorted((a, b) => String(a['clientOid']).localeCompare(String(b['clientOid']))),
    ).toMatchObject([plain, said]);
  });
});

describe('kucoin_spot streams', () => {
  test('an order is done after its last fill, which it took or made', async () => {
    sandbox = await unsignedSandbox('kucoin_spot');
    const frames = await watched('/spotMarket/tradeOrders');
    const { order } = sandbox.engine.place(sandbox.account, limit);
    sandbox.engine.forceFill(order?.id ?? '');
    await sandbox.clock.advance(1);
    expect(frames).toMatchObject([
      { type: 'open', status: 'open', filledSize: '0' },
      { type: 'match', status: 'match', liquidity: 'maker', feeType: 'makerFee', matchSize: '0.01' },
      { type: 'filled', status: 'done', filledSize: '0.01', remainSize: '0' },
    ]);
    for (const quiet of [frames[0], frames[2]]) {
      expect(quiet).not.toHaveProperty('matchPrice');
      expect(quiet).not.toHaveProperty('liquidity');
      expect(quiet).not.toHaveProperty('feeType');
    }
  });

  test('the newer topic tells first that an order has come', async () => {
    sandbox = await unsignedSandbox('kucoin_spot');
    const frames = await watched('/spotMarket/tradeOrdersV2');
    const { order } = sandbox.engine.place(sandbox.account, { ...limit, clientOrderId: 'mine' });
    sandbox.engine.cancel(sandbox.account, { orderId: order?.id ?? '' });
    await sandbox.clock.advance(1);
    expect(frames).toMatchObject([
      { type: 'received', status: 'new', clientOid: 'mine', originSize: '0.01', orderType: 'limit' },
      { type: 'open', status: 'open', clientOid: 'mine', remainSize: '0.01' },
      { type: 'canceled', status: 'done', clientOid: 'mine', canceledSize: '0.01' },
    ]);
    expect(frames[0]).not.toHaveProperty('filledSize');
  });

  test('balances tell what has changed, and for which order', async () => {
    sandbox = await unsignedSandbox('kucoin_spot');
    const frames = await watched('/account/balance');
    const { order } = sandbox.engine.place(sandbox.account, { ...limit, symbol: 'ETH/USDT', price: '1500' });
    sandbox.engine.cancel(sandbox.account, { orderId: order?.id ?? '' });
    await sandbox.clock.advance(1);
    const told = frames.filter((frame) => readPath(frame, 'currency') === 'USDT');
    const locked = order?.price?.times(order.size).times('1.001').toFixed() ?? '';
    expect(told).toMatchObject([
      { availableChange: `-${locked}`, holdChange: locked, relationContext: { symbol: 'ETH-USDT' } },
      { availableChange: locked, holdChange: `-${locked}`, relationContext: { symbol: 'ETH-USDT' } },
    ]);
  });
});

const limit = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '30000' } as const;

/** What the account is told on a topic. */
async function watched(topic: string): Promise<unknown[]> {
  const { document } = await ask(sandbox, 'POST /api/v1/bullet-private', {}, 'json');
  const address = String(readPath(document, 'data.instanceServers[0].endpoint'));
  socket = new WebSocket(`${address}?token=${String(readPath(document, 'data.token'))}&connectId=1`);
  const frames: unknown[] = [];
  const ready = new Promise<void>((resolve) => {
    socket?.on('message', (data) => {
      const message: unknown = JSON.parse(String(data));
      const type = readPath(message, 'type');
      if (type === 'welcome')
        socket?.send(
          JSON.stringify({ id: 1, type: 'subscribe', topic, privateChannel: true, response: true }),
        );
      if (type === 'ack') resolve();
      if (type !== 'message') return;
      expect(readPath(message, 'topic')).toBe(topic);
      frames.push(readPath(message, 'data'));
    });
  });
  await ready;
  return frames;
}
