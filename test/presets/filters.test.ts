import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import type { PlaceRequest } from '../../sandbox/engine/types.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';

/** A list shows what was asked for, and nothing else. */
let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('what this mock has none of', () => {
  test.each([
    ['okx_spot', 'GET /api/v5/public/instruments', { instType: 'SPOT' }, { instType: 'SWAP' }, 'data'],
    ['okx_spot', 'GET /api/v5/market/tickers', { instType: 'SPOT' }, { instType: 'SWAP' }, 'data'],
    ['okx_spot', 'GET /api/v5/trade/orders-pending', { instType: 'SPOT' }, { instType: 'SWAP' }, 'data'],
    [
      'bybit_spot',
      'GET /v5/market/instruments-info',
      { category: 'spot' },
      { category: 'linear' },
      'result.list',
    ],
    ['bybit_spot', 'GET /v5/market/tickers', { category: 'spot' }, { category: 'linear' }, 'result.list'],
    ['bybit_spot', 'GET /v5/order/realtime', { category: 'spot' }, { category: 'linear' }, 'result.list'],
    ['kucoin_spot', 'GET /api/v1/accounts', { type: 'trade' }, { type: 'main' }, 'data'],
  ])('%s %s is an empty list', async (preset, line, spot, other, place) => {
    sandbox = await unsignedSandbox(preset);
    placed(limit);
    expect(await rows(line, spot, place)).not.toEqual([]);
    expect(await rows(line, {}, place)).not.toEqual([]);
    expect(await rows(line, other, place)).toEqual([]);
  });

  test('bybit_spot says which category it is that has none', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    const { document } = await ask(sandbox, 'GET /v5/market/tickers', { category: 'linear' });
    expect(document).toMatchObject({ retCode: 0, result: { category: 'linear', list: [] } });
  });

  test('bybit_spot trades no derivatives', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    const terms = { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.01', price: '30000' };
    const order = { ...terms, category: 'linear' };
    const { document } = await ask(sandbox, 'POST /v5/order/create', order, 'json');
    expect(document).toMatchObject({ retCode: 10001 });
    expect(sandbox.engine.openOrders(sandbox.account)).toEqual([]);
  });
});

describe('balances of the assets that are named', () => {
  test.each([
    ['okx_spot', 'GET /api/v5/account/balance', { ccy: 'BTC,USDT' }, 'data[0].details', 'ccy'],
    [
      'bybit_spot',
      'GET /v5/account/wallet-balance',
      { accountType: 'UNIFIED', coin: 'BTC,USDT' },
      'result.list[0].coin',
      'coin',
    ],
  ])('%s takes several', async (preset, line, sent, place, name) => {
    sandbox = await unsignedSandbox(preset);
    expect((await rows(line, sent, place)).map((row) => row[name])).toEqual(['BTC', 'USDT']);
  });

  test.each([
    ['kucoin_spot', 'GET /api/v1/accounts', { type: 'trade' }, 'currency', 'data'],
    ['gate_spot', 'GET /api/v4/spot/accounts', {}, 'currency', ''],
    ['bitget_spot', 'GET /api/v2/spot/account/assets', { assetType: 'all' }, 'coin', 'data'],
  ])('%s takes one', async (preset, line, sent, name, place) => {
    sandbox = await unsignedSandbox(preset);
    const named = async (asset: string): Promise<unknown[]> =>
      (await rows(line, { ...sent, [name]: asset }, place)).map((row) => row[name]);
    expect(await named('ETH')).toEqual(['ETH']);
    expect(await named('NOPE')).toEqual([]);
    expect(await rows(line, sent, place)).toHaveLength(3);
  });
});

describe('orders', () => {
  test('okx_spot lists open orders of a type and of a market', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    placed(limit);
    placed({ ...limit, timeInForce: 'POST_ONLY' });
    expect(await types({})).toEqual(['post_only', 'limit']);
    expect(await types({ ordType: 'limit' })).toEqual(['limit']);
    expect(await types({ ordType: 'post_only' })).toEqual(['post_only']);
    expect(await types({ ordType: 'fok' })).toEqual([]);
    expect(await types({ state: 'partially_filled' })).toEqual([]);
    expect(await types({ instId: 'ETH-USDT' })).toEqual([]);
  });

  test('kucoin_spot lists former orders of a side and a type; what its client leaves open says nothing', async () => {
    sandbox = await unsignedSandbox('kucoin_spot');
    placed({ symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', size: '0.01' });
    placed({ symbol: 'BTC/USDT', side: 'SELL', type: 'LIMIT', size: '0.01', price: '30000' });
    expect(await sides({})).toEqual(['sell', 'buy']);
    expect(await sides({ side: 'buy' })).toEqual(['buy']);
    expect(await sides({ type: 'limit' })).toEqual(['sell']);
    expect(await sides({ side: 'buy', type: 'limit' })).toEqual([]);
    expect(await sides({ side: 'undefined', type: 'undefined', startAt: 'undefined' })).toEqual([
      'sell',
      'buy',
    ]);
  });
});

async function types(sent: Sent): Promise<readonly unknown[]> {
  const list = await rows('GET /api/v5/trade/orders-pending', sent, 'data');
  return list.map(({ ordType }) => ordType);
}

async function sides(sent: Sent): Promise<readonly unknown[]> {
  const list = await rows('GET /api/v1/hf/orders/done', { symbol: 'BTC-USDT', ...sent }, 'data.items');
  return list.map(({ side }) => side);
}

const limit = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '30000' } as const;

function placed(terms: PlaceRequest): void {
  const { order } = sandbox.engine.place(sandbox.account, terms);
  if (order === undefined) throw new Error('the order was refused');
}

async function rows(line: string, sent: Sent, place: string): Promise<readonly Sent[]> {
  const { document } = await ask(sandbox, line, sent);
  return rowsOf(place === '' ? document : readPath(document, place));
}
