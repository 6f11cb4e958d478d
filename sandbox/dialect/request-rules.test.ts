import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

/** What Binance's documentation says of parameters and answers, as far as other tests do not ask for it. */
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
});
afterEach(() => sandbox.close());

const LIMIT = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=36000';
const MARKET = 'symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01';

describe('an order’s parameters', () => {
  test.each([
    ['a limit order without timeInForce', LIMIT.replace('&timeInForce=GTC', ''), -1102],
    ['a limit order with an empty timeInForce', LIMIT.replace('GTC', ''), -1102],
    ['an order without a side', LIMIT.replace('side=BUY&', ''), -1102],
    ['a market order without a size', MARKET.replace('&quantity=0.01', ''), -1102],
    ['a market order with a price', `${MARKET}&price=36000`, -1106],
    ['a market order with timeInForce', `${MARKET}&timeInForce=GTC`, -1106],
    ['a name nobody knows', `${LIMIT}&foo=1`, -1104],
    ['a name that comes twice', `${LIMIT}&quantity=0.02`, -1101],
    ['a receive window above a minute', `${LIMIT}&recvWindow=60001`, -1131],
    ['a receive window of seven digits', `${LIMIT}&recvWindow=9999999`, -1131],
    ['another side', LIMIT.replace('BUY', 'HOLD'), -1117],
    ['another type', LIMIT.replace('LIMIT', 'ICEBERG'), -1116],
    ['another time in force', LIMIT.replace('GTC', 'DAY'), -1115],
  ])('%s', async (_case, params, code) => {
    expect(await signed('POST', '/api/v3/order', params)).toMatchObject({ status: 400, body: { code } });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });

  test('documented ones that say nothing to the mock exchange are taken', async () => {
    const more = 'strategyId=7&selfTradePreventionMode=NONE&recvWindow=60000';
    expect(await signed('POST', '/api/v3/order', `${LIMIT}&${more}`)).toMatchObject({ status: 200 });
  });

  test('one in the query and in the body is the query’s', async () => {
    const answer = await signed('POST', '/api/v3/order', LIMIT, 'price=35000');
    expect(answer).toMatchObject({ status: 200, body: { price: '36000.00000000' } });
  });
});

describe('the answer to an order', () => {
  const acknowledged = ['clientOrderId', 'orderId', 'orderListId', 'symbol', 'transactTime'];

  test.each([
    ['ACK is the ids', `${LIMIT}&newOrderRespType=ACK`, acknowledged],
    ['of a post-only order is the ids', LIMIT.replace('LIMIT&timeInForce=GTC', 'LIMIT_MAKER'), acknowledged],
  ])('%s', async (_case, params, names) => {
    const { body } = await signed('POST', '/api/v3/order', params);
    expect(Object.keys(body).toSorted()).toEqual(names);
  });

  test('RESULT has no fills, FULL has them, and so has one without a word', async () => {
    const [result, full, plain] = [
      await signed('POST', '/api/v3/order', `${MARKET}&newOrderRespType=RESULT`),
      await signed('POST', '/api/v3/order', `${MARKET}&newOrderRespType=FULL`),
      await signed('POST', '/api/v3/order', MARKET),
    ];
    expect(result.body).toMatchObject({ status: 'FILLED', executedQty: '0.01000000' });
    expect(result.body).not.toHaveProperty('fills');
    for (const { body } of [full, plain]) expect(body).toHaveProperty('fills[0].tradeId');
  });
});

describe('a cancel', () => {
  test('has a client id of its own, given or made', async () => {
    for (const [given, own] of [
      ['&newClientOrderId=stop-it', 'stop-it'],
      ['', expect.stringMatching(/^venue\d+$/)],
    ]) {
      const { body } = await signed('POST', '/api/v3/order', `${LIMIT}&newClientOrderId=mine`);
      const cancel = `symbol=BTCUSDT&orderId=${orderIdOf(body)}${String(given)}`;
      expect(await signed('DELETE', '/api/v3/order', cancel)).toMatchObject({
        status: 200,
        body: { origClientOrderId: 'mine', clientOrderId: own, status: 'CANCELED' },
      });
    }
    const { body } = await signed('GET', '/api/v3/order', 'symbol=BTCUSDT&origClientOrderId=mine');
    expect(body).toMatchObject({ clientOrderId: 'mine', status: 'CANCELED' });
  });

  test('of all open orders takes them all, and is refused where there is none', async () => {
    for (const _ of ['one', 'two']) await signed('POST', '/api/v3/order', LIMIT);
    const { body } = await signed('DELETE', '/api/v3/openOrders', 'symbol=BTCUSDT');
    expect(body).toMatchObject([{ status: 'CANCELED' }, { status: 'CANCELED' }]);
    expect(await signed('DELETE', '/api/v3/openOrders', 'symbol=BTCUSDT')).toMatchObject({
      body: { code: -2011 },
    });
  });
});

describe('public requests', () => {
  test.each([
    ['one symbol', 'symbol=ETHUSDT', ['ETHUSDT']],
    ['several', `symbols=${encodeURIComponent('["BTCUSDT","ETHUSDT"]')}`, ['BTCUSDT', 'ETHUSDT']],
    ['all', '', ['BTCUSDT', 'ETHUSDT']],
  ])('exchangeInfo with %s', async (_case, query, symbols) => {
    const { body } = await get(`/api/v3/exchangeInfo?${query}`);
    expect(body).toMatchObject({ symbols: symbols.map((symbol) => ({ symbol })) });
  });

  test.each([
    ['exchangeInfo of no symbol', 'exchangeInfo?symbol=NOPE', -1121],
    ['exchangeInfo of several, one unknown', 'exchangeInfo?symbols=%5B%22BTCUSDT%22,%22NOPE%22%5D', -1121],
    ['candles of no symbol', 'klines?symbol=NOPE&interval=1m', -1121],
    ['candles of another interval', 'klines?symbol=BTCUSDT&interval=7m', -1120],
    ['candles without an interval', 'klines?symbol=BTCUSDT', -1102],
    ['a name nobody knows', 'time?foo=1', -1104],
  ])('%s', async (_case, line, code) => {
    expect(await get(`/api/v3/${line}`)).toMatchObject({ status: 400, body: { code } });
  });

  test('candles: 500 where nothing is said, 1,000 at most, the oldest from startTime on', async () => {
    const line = '/api/v3/klines?symbol=BTCUSDT&interval=1m';
    const start = sandbox.clock.now() - 3000 * 60_000;
    expect((await get(line)).body).toHaveLength(500);
    expect((await get(`${line}&limit=5000`)).body).toHaveLength(1000);
    const page = await get(`${line}&startTime=${start}&endTime=${start + 10 * 60_000}`);
    expect(page.body).toHaveLength(11);
    expect(page.body).toMatchObject({ 0: { 0: start }, 10: { 0: start + 600_000 } });
  });
});

const bodySchema = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]);

interface Answered {
  readonly status: number;
  readonly body: z.infer<typeof bodySchema>;
}

async function signed(method: string, path: string, params: string, body?: string): Promise<Answered> {
  const { api_key = '', api_secret = '' } = sandbox.credentials;
  const query = `${params}&timestamp=${sandbox.clock.now()}`;
  const signature = createHmac('sha256', api_secret)
    .update(query + (body ?? ''))
    .digest('hex');
  return answered(
    await fetch(`${sandbox.rest}${path}?${query}&signature=${signature}`, {
      method,
      headers: { 'X-MBX-APIKEY': api_key },
      ...(body === undefined ? {} : { body }),
    }),
  );
}

function orderIdOf(body: Answered['body']): string {
  return Array.isArray(body) ? '' : String(body['orderId']);
}

async function get(line: string): Promise<Answered> {
  return answered(await fetch(`${sandbox.rest}${line}`));
}

async function answered(answer: Response): Promise<Answered> {
  return { status: answer.status, body: bodySchema.parse(await answer.json()) };
}
