import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox } from './unsigned.js';
import { hangUp, listen } from './listening.js';

/** Whether a fill made or took, and by what rate it was charged, is the ledger's: a maker's is not a taker's. */
let sandbox: Sandbox;
afterEach(async () => {
  hangUp();
  await sandbox.close();
});

describe('okx_spot', () => {
  beforeEach(async () => {
    sandbox = await unsignedSandbox('okx_spot');
  });

  test('lists what made and what took, with their rates', async () => {
    makeAndTake();
    const { document } = await ask(sandbox, 'GET /api/v5/trade/fills', { instId: 'BTC-USDT' });
    expect(document).toMatchObject({
      data: [
        { execType: 'T', feeRate: '-0.001' },
        { execType: 'M', feeRate: '-0.0008' },
      ],
    });
  });

  test('streams them with what they came to', async () => {
    const frames = await streamed([
      { op: 'login', args: [{ apiKey: 'a', passphrase: 'b', timestamp: '1700000000', sign: 'c' }] },
      { op: 'subscribe', args: [{ channel: 'orders', instType: 'SPOT', instId: 'BTC-USDT' }] },
    ]);
    const rows = frames.map((frame) => readPath(frame, 'data[0]')).filter((row) => row !== undefined);
    const nothing = { execType: '', fillNotionalUsd: '', fillTime: '' };
    expect(rows).toMatchObject([
      { state: 'live', notionalUsd: '300', ...nothing },
      { state: 'filled', notionalUsd: '300', execType: 'M', fillNotionalUsd: '300' },
      { state: 'live', px: '', ...nothing },
      { state: 'filled', px: '', execType: 'T', fillNotionalUsd: quoteOf(1) },
    ]);
  });
});

test('kraken_spot streams what each fill came to', async () => {
  sandbox = await unsignedSandbox('kraken_spot');
  const { document } = await ask(sandbox, 'POST /0/private/GetWebSocketsToken', { nonce: 1 }, 'form');
  const token = readPath(document, 'result.token');
  const frames = await streamed([{ method: 'subscribe', params: { channel: 'executions', token } }]);
  const rows = frames.flatMap((frame) => readPath(frame, 'data[0]') ?? []).filter(isExecution);
  expect(rows).toMatchObject([
    { exec_type: 'new' },
    { liquidity_ind: 'm', cost: 300, fee_usd_equiv: 0.75 },
    { liquidity_ind: 't', cost: Number(quoteOf(1)) },
  ]);
  for (const member of ['liquidity_ind', 'cost', 'fee_usd_equiv']) expect(rows[0]).not.toHaveProperty(member);
});

describe('lists what made and what took, with their rates', () => {
  const ROLES = ['taker', 'maker'];
  test.each([
    ['kucoin_spot', 'GET /api/v1/hf/fills', { symbol: 'BTC-USDT' }, 'data.items', 'liquidity', ROLES],
    ['gate_spot', 'GET /api/v4/spot/my_trades', { currency_pair: 'BTC_USDT' }, '', 'role', ROLES],
    ['bitget_spot', 'GET /api/v2/spot/trade/fills', { symbol: 'BTCUSDT' }, 'data', 'tradeScope', ROLES],
    [
      'bybit_spot',
      'GET /v5/execution/list',
      { category: 'spot' },
      'result.list',
      'feeRate',
      ['0.001', '0.0008'],
    ],
    [
      'bybit_spot',
      'GET /v5/execution/list',
      { category: 'spot' },
      'result.list',
      'orderType',
      ['Market', 'Limit'],
    ],
  ])('%s %s', async (preset, line, sent, items, name, told) => {
    sandbox = await unsignedSandbox(preset);
    makeAndTake();
    const { document } = await ask(sandbox, line, sent);
    expect(rowsOf(items === '' ? document : readPath(document, items)).map((row) => row[name])).toEqual(told);
  });
});

test('kucoin_spot streams each event with its own words', async () => {
  sandbox = await unsignedSandbox('kucoin_spot');
  const { document } = await ask(sandbox, 'POST /api/v1/bullet-private');
  const token = String(readPath(document, 'data.token'));
  const endpoint = String(readPath(document, 'data.instanceServers[0].endpoint'));
  const topic = '/spotMarket/tradeOrders';
  const frames = await streamed(
    [{ id: 1, type: 'subscribe', topic, privateChannel: true, response: true }],
    `${endpoint}?token=${token}`,
  );
  const rows = frames
    .filter((frame) => readPath(frame, 'topic') === topic)
    .map((frame) => readPath(frame, 'data'));
  const [maker, taker] = [
    { type: 'match', status: 'match', liquidity: 'maker', feeType: 'makerFee' },
    { type: 'match', status: 'match', liquidity: 'taker', feeType: 'takerFee' },
  ];
  const done = { type: 'filled', status: 'done' };
  expect(rows).toMatchObject([
    { type: 'open', status: 'open' },
    maker,
    done,
    { status: 'open' },
    taker,
    done,
  ]);
  expect(rows[2]).not.toHaveProperty('liquidity');
});

test.each([
  [
    'bitget_spot',
    'GET /api/v2/spot/public/symbols',
    'data',
    { makerFeeRate: '0.0008', takerFeeRate: '0.001' },
  ],
  ['gate_spot', 'GET /api/v4/spot/currency_pairs', '', { fee: '0.1' }],
])('%s tells with its markets the rates that it charges', async (preset, line, items, rates) => {
  sandbox = await unsignedSandbox(preset);
  const { document } = await ask(sandbox, line);
  const markets = rowsOf(items === '' ? document : readPath(document, items));
  expect(markets).toMatchObject(markets.map(() => rates));
  expect(markets.length).toBeGreaterThan(1);
});

test('binance_spot tells an account of the rates that it pays', async () => {
  sandbox = await unsignedSandbox('binance_spot');
  const { document } = await ask(sandbox, 'GET /api/v3/account');
  expect(document).toMatchObject({
    makerCommission: 8,
    takerCommission: 10,
    commissionRates: { maker: '0.00080000', taker: '0.00100000' },
  });
});

/** An order that rests until it is filled, and one that takes. */
function makeAndTake(): void {
  const terms = { symbol: 'BTC/USDT', side: 'BUY', size: '0.01' } as const;
  const resting = sandbox.engine.place(sandbox.account, { ...terms, type: 'LIMIT', price: '30000' });
  sandbox.engine.forceFill(resting.order?.id ?? '');
  sandbox.engine.place(sandbox.account, { ...terms, type: 'MARKET' });
}

/** What is said on the account's stream, after these messages, of two such orders. */
async function streamed(
  messages: readonly unknown[],
  address = sandbox.privateStream,
): Promise<readonly unknown[]> {
  const frames = await listen(address, messages);
  await sandbox.settle();
  makeAndTake();
  await sandbox.settle();
  return frames;
}

function quoteOf(index: number): string {
  return sandbox.engine.orders(sandbox.account)[index]?.filledQuoteText ?? '';
}

function isExecution(row: unknown): boolean {
  const execution = readPath(row, 'exec_type');
  return execution === 'trade' || readPath(row, 'order_type') === 'limit';
}
