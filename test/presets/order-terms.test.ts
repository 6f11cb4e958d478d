import { afterEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import type { EngineOrder } from '../../sandbox/engine/types.js';
import { formOf, unsignedSandbox, type Sent } from './unsigned.js';

interface Case {
  readonly path: string;
  readonly encode: 'form' | 'json';
  /** A limit buy of 0.01 BTC. */
  readonly order: (price: string) => Sent;
  /** The HTTP status of success. Default 200. */
  readonly placed?: number;
  readonly postOnly: Sent;
  readonly ioc: Sent;
  readonly fok: Sent;
  /** What the answer to a post-only order that would take holds; without it the order is accepted and cancelled. */
  readonly wouldCross?: readonly [status: number, code: string];
  /** The same for a fill-or-kill order that nobody fills. */
  readonly notFillable?: readonly [status: number, code: string];
}

/** Orders in each venue's own words, as its documentation gives them. */
const CASES: Readonly<Record<string, Case>> = {
  binance_spot: {
    path: '/api/v3/order',
    encode: 'form',
    order: (price) => ({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '0.01', price }),
    postOnly: { type: 'LIMIT_MAKER' },
    ioc: { timeInForce: 'IOC' },
    fok: { timeInForce: 'FOK' },
    wouldCross: [400, '-2010'],
  },
  bitstamp_spot: {
    path: '/api/v2/buy/btcusd/',
    encode: 'form',
    order: (price) => ({ amount: '0.01', price }),
    postOnly: { moc_order: 'True' },
    ioc: { ioc_order: 'True' },
    fok: { fok_order: 'True' },
  },
  okx_spot: {
    path: '/api/v5/trade/order',
    encode: 'json',
    order: (px) => ({ instId: 'BTC-USDT', tdMode: 'cash', side: 'buy', ordType: 'limit', sz: '0.01', px }),
    postOnly: { ordType: 'post_only' },
    ioc: { ordType: 'ioc' },
    fok: { ordType: 'fok' },
  },
  bybit_spot: {
    path: '/v5/order/create',
    encode: 'json',
    order: (price) => ({
      category: 'spot',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.01',
      price,
    }),
    postOnly: { timeInForce: 'PostOnly' },
    ioc: { timeInForce: 'IOC' },
    fok: { timeInForce: 'FOK' },
  },
  bitget_spot: {
    path: '/api/v2/spot/trade/place-order',
    encode: 'json',
    order: (price) => ({
      symbol: 'BTCUSDT',
      side: 'buy',
      orderType: 'limit',
      force: 'gtc',
      size: '0.01',
      price,
    }),
    postOnly: { force: 'post_only' },
    ioc: { force: 'IOC' },
    fok: { force: 'fok' },
  },
  gate_spot: {
    path: '/api/v4/spot/orders',
    encode: 'json',
    order: (price) => ({
      currency_pair: 'BTC_USDT',
      account: 'spot',
      side: 'buy',
      type: 'limit',
      amount: '0.01',
      price,
    }),
    placed: 201,
    postOnly: { time_in_force: 'poc' },
    ioc: { time_in_force: 'ioc' },
    fok: { time_in_force: 'fok' },
    wouldCross: [400, 'POC_FILL_IMMEDIATELY'],
    notFillable: [400, 'FOK_NOT_FILL'],
  },
  kraken_spot: {
    path: '/0/private/AddOrder',
    encode: 'form',
    order: (price) => ({ pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', volume: '0.01', price }),
    postOnly: { oflags: 'post,fciq' },
    ioc: { timeinforce: 'IOC' },
    fok: { timeinforce: 'FOK' },
    wouldCross: [200, 'EOrder:Post only order'],
  },
  kucoin_spot: {
    path: '/api/v1/hf/orders',
    encode: 'json',
    order: (price) => ({ symbol: 'BTC-USDT', side: 'buy', type: 'limit', size: '0.01', price }),
    postOnly: { postOnly: true },
    ioc: { timeInForce: 'IOC' },
    fok: { timeInForce: 'FOK' },
  },
};

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe.each(Object.entries(CASES))('%s', (name, { order, postOnly, ioc, fok, ...one }) => {
  test('a post-only order that would take does not', async () => {
    await open(name);
    const { status, text } = await place(one, { ...order(ABOVE), ...postOnly });
    const [expected, code] = one.wouldCross ?? [200, ''];
    expect([status, text]).toEqual([expected, expect.stringContaining(code)]);
    const left = one.wouldCross === undefined ? [{ status: 'EXPIRED', isOpen: false, fills: [] }] : [];
    expect(orders()).toMatchObject(left);
  });

  test('a post-only order below the market rests', async () => {
    await open(name);
    const { status } = await place(one, { ...order(BELOW), ...postOnly });
    expect(status).toBe(one.placed ?? 200);
    expect(orders()[0]).toMatchObject({ status: 'PENDING', timeInForce: 'POST_ONLY' });
  });

  test('immediate-or-cancel takes what there is, and leaves nothing behind', async () => {
    await open(name);
    await place(one, { ...order(BELOW), ...ioc });
    await place(one, { ...order(ABOVE), ...ioc });
    expect(orders().map(({ status }) => status)).toEqual(['EXPIRED', 'COMPLETED']);
  });

  test('fill-or-kill is filled, or ends in the venue’s way', async () => {
    await open(name);
    await place(one, { ...order(ABOVE), ...fok });
    const { status, text } = await place(one, { ...order(BELOW), ...fok });
    const [expected, code] = one.notFillable ?? [200, ''];
    expect([status, text]).toEqual([expected, expect.stringContaining(code)]);
    const left = one.notFillable === undefined ? ['EXPIRED'] : [];
    expect(orders().map((each) => each.status)).toEqual(['COMPLETED', ...left]);
  });
});

const ABOVE = '60000';
const BELOW = '20000';

async function open(name: string): Promise<void> {
  sandbox = await unsignedSandbox(name);
}

async function place(
  { path, encode }: Pick<Case, 'path' | 'encode'>,
  sent: Sent,
): Promise<{ status: number; text: string }> {
  const body = encode === 'json' ? JSON.stringify(sent) : formOf(sent);
  const answer = await fetch(`${sandbox.rest}${path}`, { method: 'POST', body });
  return { status: answer.status, text: await answer.text() };
}

function orders(): readonly EngineOrder[] {
  return sandbox.engine.orders(sandbox.account);
}
