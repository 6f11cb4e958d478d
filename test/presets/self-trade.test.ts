import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { unsignedSandbox } from './unsigned.js';

type Sent = Readonly<Record<string, unknown>>;

interface Case {
  readonly path: string;
  /** A limit sale of 0.01 BTC. */
  readonly order: Sent;
  readonly price: string;
  /** The parameter that chooses, and its words. */
  readonly choice: string;
  readonly taker: string;
  readonly maker: string;
  readonly both: string;
  readonly decrement?: string;
  readonly none?: string;
  /** Where an order's own answer has the word. */
  readonly shown?: (id: string) => string;
}

/** The words of each venue's documentation. */
const CASES: Readonly<Record<string, Case>> = {
  binance_spot: {
    path: '/api/v3/order',
    order: { symbol: 'BTCUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01' },
    price: 'price',
    choice: 'selfTradePreventionMode',
    taker: 'EXPIRE_TAKER',
    maker: 'EXPIRE_MAKER',
    both: 'EXPIRE_BOTH',
    none: 'NONE',
    shown: (id) => `/api/v3/order?symbol=BTCUSDT&orderId=${id}`,
  },
  okx_spot: {
    path: '/api/v5/trade/order',
    order: { instId: 'BTC-USDT', tdMode: 'cash', side: 'sell', ordType: 'limit', sz: '0.01' },
    price: 'px',
    choice: 'stpMode',
    taker: 'cancel_taker',
    maker: 'cancel_maker',
    both: 'cancel_both',
  },
  bybit_spot: {
    path: '/v5/order/create',
    order: { category: 'spot', symbol: 'BTCUSDT', side: 'Sell', orderType: 'Limit', qty: '0.01' },
    price: 'price',
    choice: 'smpType',
    taker: 'CancelTaker',
    maker: 'CancelMaker',
    both: 'CancelBoth',
    none: 'None',
    shown: (id) => `/v5/order/realtime?category=spot&orderId=${id}`,
  },
  bitget_spot: {
    path: '/api/v2/spot/trade/place-order',
    order: { symbol: 'BTCUSDT', side: 'sell', orderType: 'limit', force: 'gtc', size: '0.01' },
    price: 'price',
    choice: 'stpMode',
    taker: 'cancel_taker',
    maker: 'cancel_maker',
    both: 'cancel_both',
    none: 'none',
  },
  gate_spot: {
    path: '/api/v4/spot/orders',
    order: { currency_pair: 'BTC_USDT', account: 'spot', side: 'sell', type: 'limit', amount: '0.01' },
    price: 'price',
    choice: 'stp_act',
    taker: 'cn',
    maker: 'co',
    both: 'cb',
    shown: (id) => `/api/v4/spot/orders/${id}?currency_pair=BTC_USDT`,
  },
  kucoin_spot: {
    path: '/api/v1/hf/orders',
    order: { symbol: 'BTC-USDT', side: 'sell', type: 'limit', size: '0.01' },
    price: 'price',
    choice: 'stp',
    taker: 'CN',
    maker: 'CO',
    both: 'CB',
    decrement: 'DC',
    shown: (id) => `/api/v1/hf/orders/${id}?symbol=BTC-USDT`,
  },
  kraken_spot: {
    path: '/0/private/AddOrder',
    order: { pair: 'XBTUSDT', type: 'sell', ordertype: 'limit', volume: '0.01' },
    price: 'price',
    choice: 'stptype',
    taker: 'cancel-newest',
    maker: 'cancel-oldest',
    both: 'cancel-both',
  },
};

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe.each(Object.entries(CASES))('%s', (name, one) => {
  test.each([
    ['taker', ['PENDING', 'EXPIRED']],
    ['maker', ['EXPIRED', 'PENDING']],
    ['both', ['EXPIRED', 'EXPIRED']],
    ['decrement', ['EXPIRED', 'EXPIRED']],
    ['none', ['COMPLETED', 'COMPLETED']],
  ] as const)('%s', async (rule, expected) => {
    const word = one[rule];
    await open(name);
    if (word === undefined) return;
    await sell(one, word);
    expect(sandbox.engine.orders(sandbox.account).map(({ status }) => status)).toEqual(expected);
    const [, sold] = sandbox.engine.orders(sandbox.account);
    const path = sold && one.shown?.(sandbox.orderId(sold));
    if (path === undefined) return;
    const answer = await fetch(`${sandbox.rest}${path}`);
    expect(await answer.text()).toMatch(new RegExp(`"${one.choice}": ?"${word}"`));
  });

  test('another word is refused', async () => {
    await open(name);
    await sell(one, 'cancel-all-of-them');
    expect(sandbox.engine.orders(sandbox.account)).toHaveLength(1);
  });
});

/** A sale to the account's own bid, which is the best. */
async function sell({ path, order, price, choice }: Case, word: string): Promise<void> {
  const { engine, account } = sandbox;
  const own = (engine.bestBid('BTC/USDT')?.plus('0.1') ?? 0).toString();
  engine.place(account, { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: own });
  const sent = { ...order, [price]: own, [choice]: word };
  await fetch(`${sandbox.rest}${path}`, { method: 'POST', body: JSON.stringify(sent) });
}

async function open(name: string): Promise<void> {
  sandbox = await unsignedSandbox(name);
}
