import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import type { EngineOrder, PlaceRequest } from '../../sandbox/engine/types.js';
import { unsignedSandbox } from './unsigned.js';

/** Amounts and ids are the ledger's, not those of a documented example. */
let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('kucoin_spot', () => {
  test('an order that rests has all of its funds left', async () => {
    await open('kucoin_spot');
    expect(
      await kucoinOrder(place({ size: '0.01', price: '30000', timeInForce: 'POST_ONLY' })),
    ).toMatchObject({
      data: {
        funds: '300',
        remainSize: '0.01',
        remainFunds: '300',
        cancelledSize: '0',
        cancelledFunds: '0',
        dealFunds: '0',
        feeCurrency: 'USDT',
        postOnly: true,
      },
    });
  });

  test('one that was cancelled after a fill tells what was filled and what was not', async () => {
    await open('kucoin_spot');
    const order = place({ size: '0.01', price: '30000' });
    sandbox.engine.forceFill(order.id, '0.004');
    sandbox.engine.cancel(sandbox.account, { orderId: order.id });
    expect(await kucoinOrder(order)).toMatchObject({
      data: {
        funds: '300',
        dealSize: '0.004',
        dealFunds: '120',
        remainSize: '0',
        remainFunds: '0',
        cancelledSize: '0.006',
        cancelledFunds: '180',
        postOnly: false,
      },
    });
  });

  test('wallets have ids of their own', async () => {
    await open('kucoin_spot');
    expect(new Set(idsIn(await get('/api/v1/accounts?type=trade'), 'id')).size).toBe(3);
  });
});

describe('coinbase_advanced', () => {
  test('an order that rests, is filled in part and is filled', async () => {
    await open('coinbase_advanced');
    const order = place({ size: '0.01', price: '30000' });
    const held = order.locked.toFixed();
    expect(await coinbaseOrder(order)).toMatchObject({
      order: {
        completion_percentage: '0',
        number_of_fills: '0',
        total_value_after_fees: '0',
        outstanding_hold_amount: held,
        settled: false,
      },
    });
    sandbox.engine.forceFill(order.id, '0.004');
    const paid = order.filledQuote.plus(order.fees.get(order.feeAsset) ?? 0).toFixed();
    expect(await coinbaseOrder(order)).toMatchObject({
      order: { completion_percentage: '40', number_of_fills: '1', total_value_after_fees: paid },
    });
    sandbox.engine.forceFill(order.id);
    expect(await coinbaseOrder(order)).toMatchObject({
      order: {
        completion_percentage: '100',
        number_of_fills: '2',
        outstanding_hold_amount: '0',
        settled: true,
        time_in_force: 'GOOD_UNTIL_CANCELLED',
      },
    });
  });

  test('a market order is immediate, and its fills have entries of their own', async () => {
    await open('coinbase_advanced');
    const order = place({ type: 'MARKET', size: '0.01' });
    expect(await coinbaseOrder(order)).toMatchObject({ order: { time_in_force: 'IMMEDIATE_OR_CANCEL' } });
    place({ type: 'MARKET', size: '0.01' });
    const entries = idsIn(await get('/api/v3/brokerage/orders/historical/fills'), 'entry_id');
    expect(entries.length).toBeGreaterThan(1);
    expect(new Set(entries).size).toBe(entries.length);
  });
});

describe('what an account is worth', () => {
  test('okx_spot values each asset and the whole at last prices', async () => {
    await open('okx_spot');
    const { balances, total } = worth();
    expect(await get('/api/v5/account/balance')).toMatchObject({
      data: [
        {
          totalEq: total,
          details: balances.map(([ccy, eqUsd]) => ({ ccy, eqUsd })),
        },
      ],
    });
  });

  test('bybit_spot leaves what orders hold out of the available balance', async () => {
    await open('bybit_spot');
    place({ size: '0.01', price: '30000' });
    const { balances, total } = worth();
    expect(await get('/v5/account/wallet-balance?accountType=UNIFIED')).toMatchObject({
      result: {
        list: [
          {
            totalEquity: total,
            totalWalletBalance: total,
            totalAvailableBalance: String(Number(total) - 300),
            coin: balances.map(([coin, usdValue]) => ({ coin, usdValue })),
          },
        ],
      },
    });
  });
});

describe('fills', () => {
  test('okx_spot gives each a bill of its own', async () => {
    await open('okx_spot');
    for (const size of ['0.01', '0.02']) place({ type: 'MARKET', size });
    const bills = idsIn(await get('/api/v5/trade/fills?instId=BTC-USDT'), 'billId');
    expect(bills.length).toBeGreaterThan(1);
    expect(new Set(bills).size).toBe(bills.length);
  });

  test('kraken_spot lists an order’s trades, and numbers each', async () => {
    await open('kraken_spot');
    const [resting, filled] = [
      place({ size: '0.01', price: '30000' }),
      place({ type: 'MARKET', size: '0.01' }),
    ];
    expect(await orderTrades(resting)).toEqual([]);
    const trades = await orderTrades(filled);
    expect(trades).toEqual(filled.fills.map(() => expect.stringMatching(/^T[A-Z]{5}-/)));
    const history = await post('/0/private/TradesHistory');
    expect(idsIn(history, 'trade_id')).toEqual(filled.fills.map(({ sequence }) => sequence));
  });
});

function kucoinOrder(order: EngineOrder): Promise<unknown> {
  return get(`/api/v1/hf/orders/${sandbox.orderId(order)}?symbol=BTC-USDT`);
}

function coinbaseOrder(order: EngineOrder): Promise<unknown> {
  return get(`/api/v3/brokerage/orders/historical/${sandbox.orderId(order)}`);
}

async function orderTrades(order: EngineOrder): Promise<unknown> {
  const id = sandbox.orderId(order);
  return at(at(at(await post('/0/private/QueryOrders', `trades=true&txid=${id}`), 'result'), id), 'trades');
}

/** By the last prices of the mock's markets, which the synthetic market does not move. */
function worth(): { balances: readonly (readonly [asset: string, value: string])[]; total: string } {
  const { engine, account } = sandbox;
  const balances = [...engine.balances(account)].map(([asset, { free, locked }]) => {
    const price = asset === 'USDT' ? '1' : (engine.lastPrice(`${asset}/USDT`) ?? START[asset] ?? '0');
    return [asset, free.plus(locked).mul(price)] as const;
  });
  const total = balances.reduce((sum, [, value]) => value.plus(sum), balances[0]?.[1].mul(0) ?? '0');
  return { balances: balances.map(([asset, value]) => [asset, value.toFixed()]), total: String(total) };
}

const START: Readonly<Record<string, string>> = { BTC: '36500', ETH: '2050' };

async function open(name: string): Promise<void> {
  sandbox = await unsignedSandbox(name);
}

function place(terms: Partial<PlaceRequest>): EngineOrder {
  const { order } = sandbox.engine.place(sandbox.account, {
    symbol: 'BTC/USDT',
    side: 'BUY',
    type: 'LIMIT',
    ...terms,
  });
  if (order === undefined) throw new Error('the order was refused');
  return order;
}

async function get(path: string): Promise<unknown> {
  const answer = await fetch(`${sandbox.rest}${path}`);
  return answer.json();
}

async function post(path: string, body = ''): Promise<unknown> {
  const answer = await fetch(`${sandbox.rest}${path}`, { method: 'POST', body });
  return answer.json();
}

/** Everything that stands under a name. */
function idsIn(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === name ? [inner] : idsIn(inner, name)));
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
