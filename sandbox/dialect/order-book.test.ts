import { afterEach, expect, test } from 'vitest';
import { readPath } from '../../venues/index.js';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

test.each([
  ['binance_spot', '/api/v3/depth?symbol=BTCUSDT&limit=5', 'bids', 'asks'],
  ['okx_spot', '/api/v5/market/books?instId=BTC-USDT&sz=5', 'data[0].bids', 'data[0].asks'],
  ['bybit_spot', '/v5/market/orderbook?category=spot&symbol=BTCUSDT&limit=5', 'result.b', 'result.a'],
  ['bitget_spot', '/api/v2/spot/market/orderbook?symbol=BTCUSDT&limit=5', 'data.bids', 'data.asks'],
  ['gate_spot', '/api/v4/spot/order_book?currency_pair=BTC_USDT&limit=5', 'bids', 'asks'],
  ['kraken_spot', '/0/public/Depth?pair=XBTUSDT&count=5', 'result.XBTUSDT.bids', 'result.XBTUSDT.asks'],
  ['kucoin_spot', '/api/v1/market/orderbook/level2_20?symbol=BTC-USDT', 'data.bids', 'data.asks'],
])('%s: the order book is the ledger’s', async (name, line, bids, asks) => {
  sandbox = await createSandbox({ venue: await loadPreset(name), calm: true });
  const order = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01' } as const;
  sandbox.engine.place(sandbox.account, { ...order, price: '20000' });
  const document: unknown = await (await fetch(`${sandbox.rest}${line}`)).json();
  const book = sandbox.engine.book('BTC/USDT', name === 'kucoin_spot' ? 100 : 5);
  expect(book.asks.length).toBeGreaterThan(0);
  expect(levels(readPath(document, bids))).toEqual(book.bids.map(numbers));
  expect(levels(readPath(document, asks))).toEqual(book.asks.map(numbers));
});

test('trades are those that were made', async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
  const order = { symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', size: '0.013' } as const;
  sandbox.engine.place(sandbox.account, order);
  const answer = await fetch(`${sandbox.rest}/api/v3/trades?symbol=BTCUSDT&limit=1`);
  expect(await answer.json()).toMatchObject([{ qty: '0.01300000', isBuyerMaker: false }]);
});

function levels(side: unknown): readonly (readonly number[])[] {
  return Array.isArray(side)
    ? side.map((level: unknown) => (Array.isArray(level) ? numbers([level[0], level[1]]) : []))
    : [];
}

function numbers(level: readonly unknown[]): readonly number[] {
  return level.map(Number);
}
