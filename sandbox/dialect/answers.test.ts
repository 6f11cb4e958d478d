import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { readPath } from '../../venues/index.js';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('what stands once in an answer follows the ledger', () => {
  test.each([
    ['binance_spot', '/api/v3/exchangeInfo?symbol=BTCUSDT', 'serverTime'],
    ['binance_spot', '/api/v3/ticker/24hr?symbol=BTCUSDT', 'closeTime'],
    ['bybit_spot', '/v5/market/kline?category=spot&symbol=ETHUSDT&interval=1', 'time'],
    ['bybit_spot', '/v5/market/nothing', 'time'],
    ['bitget_spot', '/api/v2/spot/public/symbols', 'requestTime'],
    ['bitget_spot', '/api/v2/spot/nothing', 'requestTime'],
    ['okx_spot', '/api/v5/market/ticker?instId=BTC-USDT', 'data[0].ts'],
    ['kucoin_spot', '/api/v1/market/allTickers', 'data.time'],
  ])('%s %s: the time', async (name, line, path) => {
    sandbox = await createSandbox({ venue: await loadPreset(name), calm: true });
    expect(Number(readPath(await answer(line), path))).toBe(sandbox.clock.now());
  });

  test('in each unit that the venue has', async () => {
    sandbox = await createSandbox({ venue: await loadPreset('bybit_spot'), calm: true });
    const now = sandbox.clock.now();
    expect(await answer('/v5/market/time')).toMatchObject({
      time: now,
      result: { timeSecond: String(Math.floor(now / 1000)), timeNano: `${now}000000` },
    });
  });

  test('the market, where the rows do not tell it', async () => {
    sandbox = await createSandbox({ venue: await loadPreset('bybit_spot'), calm: true });
    const document = await answer('/v5/market/kline?category=spot&symbol=ETHUSDT&interval=1');
    expect(readPath(document, 'result.symbol')).toBe('ETHUSDT');
  });
});

test.each([
  ['binance_spot', '/api/v3/ticker/24hr?symbol=BTCUSDT', 'lastPrice', 'bidPrice', 'askPrice'],
  ['okx_spot', '/api/v5/market/ticker?instId=BTC-USDT', 'data[0].last', 'data[0].bidPx', 'data[0].askPx'],
  [
    'bybit_spot',
    '/v5/market/tickers?category=spot&symbol=BTCUSDT',
    'result.list[0].lastPrice',
    'result.list[0].bid1Price',
    'result.list[0].ask1Price',
  ],
  [
    'bitget_spot',
    '/api/v2/spot/market/tickers?symbol=BTCUSDT',
    'data[0].lastPr',
    'data[0].bidPr',
    'data[0].askPr',
  ],
  [
    'gate_spot',
    '/api/v4/spot/tickers?currency_pair=BTC_USDT',
    '[0].last',
    '[0].highest_bid',
    '[0].lowest_ask',
  ],
  [
    'kraken_spot',
    '/0/public/Ticker?pair=XBTUSDT',
    'result.XBTUSDT.c[0]',
    'result.XBTUSDT.b[0]',
    'result.XBTUSDT.a[0]',
  ],
  [
    'kucoin_spot',
    '/api/v1/market/orderbook/level1?symbol=BTC-USDT',
    'data.price',
    'data.bestBid',
    'data.bestAsk',
  ],
])('%s: the ticker has the ledger’s prices', async (name, line, last, bid, ask) => {
  sandbox = await createSandbox({ venue: await loadPreset(name), calm: true });
  const document = await answer(line);
  const { engine } = sandbox;
  expect([last, bid, ask].map((path) => Number(readPath(document, path)))).toEqual(
    [engine.lastPrice('BTC/USDT'), engine.bestBid('BTC/USDT'), engine.bestAsk('BTC/USDT')].map(Number),
  );
});

test('the day of a ticker is the last 24 hours of candles', async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
  const now = sandbox.clock.now() / 1000;
  const hours = sandbox.candles('BTC/USDT').candles(3600, now - (now % 3600) - 23 * 3600, now + 1);
  const day = await answer('/api/v3/ticker/24hr?symbol=BTCUSDT');
  expect(hours).toHaveLength(24);
  expect(Number(readPath(day, 'openPrice'))).toBe(Number(hours[0]?.open));
  expect(Number(readPath(day, 'highPrice'))).toBe(Math.max(...hours.map(({ high }) => Number(high))));
  expect(Number(readPath(day, 'volume'))).toBeCloseTo(
    hours.reduce((sum, { volume }) => sum + Number(volume), 0),
    6,
  );
});

test('a ticker without a market is a list of all', async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
  expect(await answer('/api/v3/ticker/price')).toEqual(
    expect.arrayContaining(['BTCUSDT', 'ETHUSDT'].map((symbol) => expect.objectContaining({ symbol }))),
  );
});

test('an order without a fill tells of none', async () => {
  sandbox = await createSandbox({ venue: await loadPreset('okx_spot'), calm: true });
  const order = { symbol: 'BTC/USDT', side: 'BUY', size: '0.01' } as const;
  sandbox.engine.place(sandbox.account, { ...order, type: 'LIMIT', price: '20000' });
  const [resting] = await okxOrders('orders-pending');
  expect(resting).toMatchObject({ fillPx: '', fillSz: '0', tradeId: '', fillTime: '', avgPx: '' });
  sandbox.engine.place(sandbox.account, { ...order, type: 'MARKET' });
  const filled = (await okxOrders('orders-history')).find((row) => readPath(row, 'state') === 'filled');
  const [fill] = sandbox.engine.trades(sandbox.account, 'BTC/USDT').map((trade) => trade.fill);
  expect(filled).toMatchObject({ px: '', fillPx: fill?.price.toFixed(), fillSz: fill?.size.toFixed() });
});

async function okxOrders(list: string): Promise<readonly unknown[]> {
  const { api_key = '', api_secret = '', passphrase = '' } = sandbox.credentials;
  const line = `/api/v5/trade/${list}?instType=SPOT`;
  const stamp = new Date(sandbox.clock.now()).toISOString();
  const document = await answer(line, {
    'OK-ACCESS-KEY': api_key,
    'OK-ACCESS-SIGN': createHmac('sha256', api_secret).update(`${stamp}GET${line}`).digest('base64'),
    'OK-ACCESS-TIMESTAMP': stamp,
    'OK-ACCESS-PASSPHRASE': passphrase,
  });
  const rows = readPath(document, 'data');
  return Array.isArray(rows) ? rows : [];
}

async function answer(line: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return (await fetch(`${sandbox.rest}${line}`, { headers })).json();
}
