import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';

/** What OKX's own clients ask for beside the usual. */
let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('okx_spot', () => {
  test('says that it is too late to cancel or to amend', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    const { order } = sandbox.engine.place(sandbox.account, { ...limit, clientOrderId: 'mine' });
    sandbox.engine.forceFill(order?.id ?? '');
    const sent = { instId: 'BTC-USDT', clOrdId: 'mine' };
    const cancelled = await ask(sandbox, 'POST /api/v5/trade/cancel-order', sent, 'json');
    expect(cancelled.document).toMatchObject({ data: [{ clOrdId: 'mine', sCode: '51400' }] });
    const amend = { ...sent, newPx: '31000' };
    const amended = await ask(sandbox, 'POST /api/v5/trade/amend-order', amend, 'json');
    expect(amended.document).toMatchObject({ code: '1', data: [{ clOrdId: 'mine', sCode: '51503' }] });
  });

  test('amends several orders, each with an answer of its own', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    sandbox.engine.place(sandbox.account, { ...limit, clientOrderId: 'mine' });
    const amend = { instId: 'BTC-USDT', newPx: '31000' };
    const answer = await fetch(`${sandbox.rest}/api/v5/trade/amend-batch-orders`, {
      method: 'POST',
      body: JSON.stringify([
        { ...amend, clOrdId: 'mine' },
        { ...amend, clOrdId: 'nobody' },
      ]),
    });
    expect(await answer.json()).toMatchObject({
      code: '2',
      data: [
        { clOrdId: 'mine', sCode: '0' },
        { clOrdId: 'nobody', sCode: '51503' },
      ],
    });
    const [order] = sandbox.engine.openOrders(sandbox.account);
    expect(order?.priceText).toBe('31000');
  });

  test('fills tell who made and who took, and at what rate', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    const { order } = sandbox.engine.place(sandbox.account, limit);
    sandbox.engine.forceFill(order?.id ?? '');
    sandbox.engine.place(sandbox.account, {
      symbol: 'BTC/USDT',
      side: 'SELL',
      type: 'MARKET',
      size: '0.001',
    });
    expect(await rows('GET /api/v5/trade/fills', { instType: 'SPOT' })).toMatchObject([
      { execType: 'T', feeRate: '-0.001' },
      { execType: 'M', feeRate: '-0.0008' },
    ]);
  });

  test('its account knows the instruments, and former trades come by pages', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    const instruments = await rows('GET /api/v5/account/instruments', { instType: 'SPOT' });
    expect(instruments.map(({ instId }) => instId)).toEqual(['BTC-USDT', 'ETH-USDT']);
    for (let trade = 0; trade < 4; trade += 1)
      sandbox.engine.place(sandbox.account, { ...limit, side: 'SELL', size: '0.001' });
    const line = 'GET /api/v5/market/history-trades';
    const all = await rows(line, { instId: 'BTC-USDT' });
    expect(all.length).toBeGreaterThanOrEqual(4);
    const first = await rows(line, { instId: 'BTC-USDT', limit: 2 });
    expect(first).toEqual(all.slice(0, 2));
    const after = first.at(-1)?.['tradeId'];
    expect(await rows(line, { instId: 'BTC-USDT', limit: 2, after })).toEqual(all.slice(2, 4));
  });
});

describe('a book has as many levels as the venue tells unasked', () => {
  test.each([
    ['okx_spot', '/api/v5/market/books?instId=BTC-USDT', 'data[0].bids', 1],
    ['okx_spot', '/api/v5/market/books-full?instId=BTC-USDT&sz=30', 'data[0].bids', 30],
    ['bybit_spot', '/v5/market/orderbook?category=spot&symbol=BTCUSDT', 'result.b', 1],
    ['kucoin_spot', '/api/v1/market/orderbook/level2_20?symbol=BTC-USDT', 'data.bids', 20],
  ])('%s %s', async (preset, path, place, levels) => {
    sandbox = await unsignedSandbox(preset);
    for (let level = 0; level < 40; level += 1)
      sandbox.engine.place(sandbox.account, { ...limit, size: '0.001', price: String(30_000 + level) });
    const { document } = await ask(sandbox, `GET ${path}`);
    expect(readPath(document, place)).toHaveLength(levels);
  });
});

const limit = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '30000' } as const;

async function rows(line: string, sent: Sent): Promise<readonly Sent[]> {
  const { document } = await ask(sandbox, line, sent);
  return rowsOf(readPath(document, 'data'));
}
