import { afterEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import { ask, unsignedSandbox, type Sent } from './unsigned.js';
import { hangUp, listen, until } from './listening.js';

/** A refusal tells what was asked for and what is wrong with it, never what a documented example has. */
let sandbox: Sandbox;
afterEach(async () => {
  hangUp();
  await sandbox.close();
});

describe('okx_spot', () => {
  const order = {
    instId: 'ETH-USDT',
    tdMode: 'cash',
    side: 'sell',
    ordType: 'limit',
    sz: '99999',
    px: '2050',
  };

  test.each(['instId', 'tdMode', 'side', 'sz'])('an order without %s', async (name) => {
    sandbox = await unsignedSandbox('okx_spot');
    const sent = Object.fromEntries(Object.entries(order).filter(([key]) => key !== name));
    const { status, document } = await ask(sandbox, 'POST /api/v5/trade/order', sent, 'json');
    expect(status).toBe(400);
    expect(document).toMatchObject({ code: '50014', msg: `Parameter ${name} can not be empty.` });
    expect(sandbox.engine.openOrders(sandbox.account)).toEqual([]);
  });

  test('a limit order without a price', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    const { px: _, ...sent } = order;
    const { document } = await ask(sandbox, 'POST /api/v5/trade/order', sent, 'json');
    expect(document).toMatchObject({ code: '50014', msg: 'Parameter px can not be empty.' });
  });

  test('an order is looked for in its market', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    const { document } = await ask(sandbox, 'GET /api/v5/trade/order', { ordId: '1' });
    expect(document).toMatchObject({ code: '50014', msg: 'Parameter instId can not be empty.' });
  });

  test('what the account has too little of, and what is no word of the venue', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    const place = async (sent: Sent): Promise<unknown> =>
      (await ask(sandbox, 'POST /api/v5/trade/order', { ...order, ...sent }, 'json')).document;
    expect(await place({})).toMatchObject({ data: [{ sMsg: says('Insufficient ETH balance') }] });
    expect(await place({ side: 'buy' })).toMatchObject({
      data: [{ sMsg: says('Insufficient USDT balance') }],
    });
    expect(await place({ side: 'long' })).toMatchObject({ code: '51000', msg: 'Parameter side error' });
  });

  test('sockets have codes of their own', async () => {
    sandbox = await unsignedSandbox('okx_spot');
    const channel = { channel: 'candle1m', instId: 'NOPE-USDT' };
    expect(await said(sandbox.stream, { op: 'subscribe', args: [channel], id: '7' })).toMatchObject({
      event: 'error',
      id: '7',
      code: '60018',
      msg: says("channel:candle1m,instId:NOPE-USDT doesn't exist"),
    });
    expect(await said(sandbox.stream, '{"op":')).toMatchObject({
      code: '60012',
      msg: 'Invalid request: {"op":',
    });
    const own = { op: 'subscribe', args: [{ channel: 'orders', instType: 'SPOT', instId: 'BTC-USDT' }] };
    expect(await said(sandbox.privateStream, own)).toMatchObject({ code: '60011', msg: 'Please log in' });
  });

  test('a login that is refused', async () => {
    sandbox = await createSandbox({ venue: await loadPreset('okx_spot'), calm: true });
    const login = { apiKey: 'nobody', passphrase: 'p', timestamp: '1', sign: 's' };
    const refused = await said(sandbox.privateStream, { op: 'login', args: [login], id: '8' });
    expect(refused).toMatchObject({ event: 'error', id: '8', code: '60005', msg: 'Invalid apiKey' });
  });
});

describe('bitget_spot', () => {
  const order = { symbol: 'BTCUSDT', side: 'buy', orderType: 'limit', force: 'gtc', price: '30000' };

  test.each([
    [{ symbol: 'FOOUSDT', size: '0.01' }, '40034', 'Parameter FOOUSDT does not exist'],
    [{}, '40019', 'Parameter size cannot be empty'],
    [{ size: '0.01234567' }, '40808', says('value=0.01234567 checkScale=6')],
    [{ size: '0.00001' }, '45110', 'less than the minimum amount 1 USDT'],
  ])('an order with %j', async (sent, code, msg) => {
    sandbox = await unsignedSandbox('bitget_spot');
    const line = 'POST /api/v2/spot/trade/place-order';
    const { document } = await ask(sandbox, line, { ...order, ...sent }, 'json');
    expect(document).toMatchObject({ code, msg });
  });

  test('each of several is told what is wrong with it', async () => {
    sandbox = await unsignedSandbox('bitget_spot');
    const orderList = [
      { ...order, size: '0.01234567' },
      { ...order, size: '0.12345678' },
    ];
    const line = 'POST /api/v2/spot/trade/batch-orders';
    const { document } = await ask(sandbox, line, { symbol: 'BTCUSDT', orderList }, 'json');
    const failureList = ['0.01234567', '0.12345678'].map((size) => ({ errorMsg: says(`value=${size} `) }));
    expect(document).toMatchObject({ data: { failureList } });
  });

  test('sockets have codes of their own', async () => {
    sandbox = await unsignedSandbox('bitget_spot');
    const arg = { instType: 'SPOT', channel: 'ticker', instId: 'FOOUSDT' };
    expect(await said(sandbox.stream, { op: 'subscribe', args: [arg] })).toMatchObject({
      arg,
      code: 30001,
      msg: "instType:SPOT,channel:ticker,instId:FOOUSDT doesn't exist",
    });
    const own = { op: 'subscribe', args: [{ instType: 'SPOT', channel: 'orders', instId: 'BTCUSDT' }] };
    expect(await said(sandbox.privateStream, own)).toMatchObject({ code: 30004 });
    expect(await said(sandbox.stream, { op: 'foo' })).toMatchObject({ code: 30002 });
  });
});

describe('bybit_spot', () => {
  test('names the topic that it does not have, and the request', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    const ret_msg = 'error:handler not found,topic:orderbook.7.FOO';
    const asked = { op: 'subscribe', args: ['orderbook.7.FOO'] };
    const refused = await said(sandbox.stream, asked);
    expect(refused).toMatchObject({ success: false, ret_msg, op: 'subscribe' });
    expect(refused).not.toHaveProperty('req_id');
    expect(await said(sandbox.stream, { ...asked, req_id: 'mine' })).toMatchObject({ req_id: 'mine' });
    expect(await said(sandbox.stream, { op: 'foo' })).toMatchObject({ success: false, op: 'foo' });
  });

  test.each(['subscribe', 'unsubscribe'])(
    'repeats the id of a request to %s, where it has one',
    async (op) => {
      sandbox = await unsignedSandbox('bybit_spot');
      const asked = { op, args: ['kline.1.BTCUSDT'] };
      expect(await said(sandbox.stream, asked)).not.toHaveProperty('req_id');
      expect(await said(sandbox.stream, { ...asked, req_id: 'mine' })).toMatchObject({ op, req_id: 'mine' });
    },
  );

  test('answers pings with its own time and the id that was sent', async () => {
    sandbox = await unsignedSandbox('bybit_spot');
    const ping = { op: 'ping', req_id: 'mine' };
    expect(await said(sandbox.stream, ping)).toMatchObject({ ret_msg: 'pong', op: 'ping', req_id: 'mine' });
    expect(await said(sandbox.privateStream, ping)).toMatchObject({
      op: 'pong',
      req_id: 'mine',
      args: [String(sandbox.clock.now())],
    });
    expect(await said(sandbox.privateStream, { op: 'ping' })).not.toHaveProperty('req_id');
  });
});

test('gate_spot names the pair that it does not have', async () => {
  sandbox = await unsignedSandbox('gate_spot');
  const time = Math.floor(sandbox.clock.now() / 1000);
  const asked = {
    time,
    id: 4,
    event: 'subscribe',
    channel: 'spot.candlesticks',
    payload: ['1m', 'BAR_USDT'],
  };
  const error = { code: 2, message: 'unknown currency pair: BAR_USDT' };
  expect(await said(sandbox.stream, asked)).toMatchObject({ id: 4, error });
});

/** The venue's first answer to a message on a socket of its own. */
async function said(address: string | undefined, message: unknown): Promise<unknown> {
  const frames = await listen(address, [message]);
  await until(() => frames.length > 0);
  return frames[0];
}

function says(text: string): unknown {
  return expect.stringContaining(text);
}
