import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import { isRecord, readPath } from '../../venues/index.js';
import { ask } from './unsigned.js';
import { until } from './listening.js';

type Params = Readonly<Record<string, unknown>>;

let sandbox: Sandbox;
let socket: WebSocket;
let told: unknown[];
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
  await open(sandbox.privateStream);
});
afterEach(async () => {
  socket.terminate();
  await sandbox.close();
});

const LIMIT = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '30000',
};

describe('orders over the socket', () => {
  test('an order is placed, looked up and cancelled as over HTTP', async () => {
    const placed = await request('order.place', signed({ ...LIMIT, newClientOrderId: 'mine-1' }), 'a');
    expect(placed).toMatchObject({
      id: 'a',
      status: 200,
      result: { symbol: 'BTCUSDT', clientOrderId: 'mine-1', status: 'NEW', origQty: '0.01000000', fills: [] },
      rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', limit: 6000, count: 1 }],
    });
    const [order] = sandbox.engine.openOrders(sandbox.account);
    const orderId = Number(order?.id);
    expect(readPath(placed, 'result.orderId')).toBe(orderId);
    const known = { symbol: 'BTCUSDT', orderId };
    expect(await request('order.status', signed(known), 2)).toMatchObject({
      id: 2,
      status: 200,
      result: { orderId, status: 'NEW', isWorking: true },
      rateLimits: [{ count: 5 }],
    });
    expect(await request('openOrders.status', signed({ symbol: 'BTCUSDT' }))).toMatchObject({
      result: [{ orderId }],
    });
    const cancelled = await request(
      'order.cancel',
      signed({ symbol: 'BTCUSDT', origClientOrderId: 'mine-1' }),
    );
    expect(cancelled).toMatchObject({
      status: 200,
      result: { orderId, origClientOrderId: 'mine-1', status: 'CANCELED' },
    });
    expect(await request('order.cancel', signed(known))).toMatchObject({
      status: 400,
      error: { code: -2011, msg: 'Unknown order sent.' },
    });
  });

  test('its events are told after its answer', async () => {
    await request('userDataStream.subscribe.signature', signed({}), 'u');
    socket.send(
      JSON.stringify({ id: 'b', method: 'order.place', params: signed({ ...LIMIT, price: '40000' }) }),
    );
    await until(() => told.some((frame) => readPath(frame, 'event.X') === 'FILLED'));
    const [, answer, first] = told;
    expect(answer).toMatchObject({ id: 'b', result: { status: 'FILLED' } });
    expect(first).toMatchObject({ event: { e: 'executionReport', x: 'NEW' } });
  });

  test('a test of an order places nothing, and a test of a wrong one tells what is wrong', async () => {
    expect(await request('order.test', signed(LIMIT))).toMatchObject({ status: 200, result: {} });
    const { price: _, ...unpriced } = LIMIT;
    expect(await request('order.test', signed(unpriced))).toMatchObject({ error: { code: -1102 } });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });

  test.each([
    ['a wrong signature', { signature: 'ff' }, -1022],
    ['an unknown key', { apiKey: 'nobody' }, -2015],
    ['an old stamp', { timestamp: 1 }, -1022],
    ['no price', { price: undefined }, -1022],
  ])('%s after signing is refused', async (_, changed, code) => {
    const refused = await request('order.place', { ...signed(LIMIT), ...changed });
    expect(refused).toMatchObject({
      status: expect.any(Number),
      error: { code },
      rateLimits: expect.any(Array),
    });
    expect(refused).not.toHaveProperty('result');
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });

  test('a stamp out of the window is refused though it is signed', async () => {
    const timestamp = sandbox.clock.now() - 60_000;
    expect(await request('account.status', signed({ timestamp }))).toMatchObject({ error: { code: -1021 } });
  });

  test('a session cannot be logged on with an HMAC key', async () => {
    expect(await request('session.logon', signed({}))).toMatchObject({ status: 400, error: { code: -1022 } });
  });

  test('the sockets of market data take no orders', async () => {
    await open(sandbox.stream);
    expect(await request('order.place', signed(LIMIT))).toMatchObject({ error: { code: 2 } });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });

  test('requests stand in the log, without credentials', async () => {
    await request('order.place', signed(LIMIT));
    const entry = sandbox.requests.at(-1);
    expect(entry).toMatchObject({ method: 'SOCKET', endpoint: 'order.place', verdict: { ok: true } });
    expect(JSON.stringify(entry)).not.toContain(sandbox.credentials['api_key']);
  });
});

describe('other requests over the socket', () => {
  test('the account is that of HTTP', async () => {
    const { result } = Object(await request('account.status', signed({ omitZeroBalances: true })));
    const held = [...sandbox.engine.balances(sandbox.account)].map(([asset, { free }]) => [
      asset,
      Number(free),
    ]);
    expect(result.balances.map(({ asset, free }: Params) => [asset, Number(free)])).toEqual(held);
  });

  test.each([
    ['time', {}, 'GET /api/v3/time'],
    ['depth', { symbol: 'BTCUSDT', limit: 5 }, 'GET /api/v3/depth'],
    ['klines', { symbol: 'BTCUSDT', interval: '1m', limit: 3 }, 'GET /api/v3/klines'],
    ['ticker.price', { symbols: ['BTCUSDT', 'ETHUSDT'] }, 'GET /api/v3/ticker/price'],
    ['avgPrice', { symbol: 'ETHUSDT' }, 'GET /api/v3/avgPrice'],
  ])('%s is what HTTP tells', async (method, params, line) => {
    const sent = Object.entries(params).map(([name, value]: readonly [string, unknown]) => [
      name,
      Array.isArray(value) ? JSON.stringify(value) : value,
    ]);
    const { document } = await ask(sandbox, line, Object.fromEntries(sent));
    expect(await request(method, params)).toMatchObject({ status: 200, result: document });
  });
});

test('the average price is that of the last five minutes', async () => {
  const { mins, price, closeTime } = Object(
    (await ask(sandbox, 'GET /api/v3/avgPrice', { symbol: 'BTCUSDT' })).document,
  );
  const now = sandbox.clock.now() / 1000;
  const minutes = sandbox.candles('BTC/USDT').candles(60, Math.floor(now / 60) * 60 - 240, now + 1);
  const sum = (name: 'volume' | 'quoteVolume'): number =>
    minutes.reduce((whole, minute) => whole + Number(minute[name]), 0);
  expect(mins).toBe(5);
  expect(Number(price)).toBeCloseTo(sum('quoteVolume') / sum('volume'), 4);
  expect(closeTime).toBe(sandbox.engine.recentTrades('BTC/USDT', 1)[0]?.at);
});

async function open(address: string | undefined): Promise<void> {
  told = [];
  const opened = new WebSocket(address ?? '');
  socket = opened;
  opened.on('message', (data) => told.push(JSON.parse(String(data))));
  await new Promise((resolve) => opened.once('open', resolve));
}

let lastId = 100;

/** The answer to a request, by its id. */
async function request(
  method: string,
  params: Params,
  id: string | number = (lastId += 1),
): Promise<unknown> {
  socket.send(JSON.stringify({ id, method, params }));
  const isAnswer = (frame: unknown): boolean => isRecord(frame) && frame['id'] === id;
  await until(() => told.some(isAnswer));
  return told.find(isAnswer);
}

function signed(params: Params): Params {
  const { api_key: apiKey, api_secret = '' } = sandbox.credentials;
  const all: Params = { apiKey, timestamp: sandbox.clock.now(), recvWindow: 5000, ...params };
  const text = Object.keys(all)
    .toSorted()
    .map((name) => `${name}=${String(all[name])}`)
    .join('&');
  return { ...all, signature: createHmac('sha256', api_secret).update(text).digest('hex') };
}
