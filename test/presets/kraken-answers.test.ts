import { Decimal } from 'ats-runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { timeText } from '../../sandbox/dialect/times.js';
import { readPath } from '../../venues/index.js';
import { ask, unsignedSandbox, type Sent } from './unsigned.js';

const ORDER = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', volume: '0.01', price: '30000' };

describe('answers of Kraken', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await unsignedSandbox('kraken_spot');
  });
  afterEach(() => sandbox.close());

  let nonce = 0;
  async function privately(method: string, sent: Sent = {}): Promise<unknown> {
    const { document } = await ask(sandbox, `POST /0/private/${method}`, { nonce: ++nonce, ...sent }, 'form');
    return document;
  }

  async function place(sent: Sent = {}): Promise<string> {
    return String(readPath(await privately('AddOrder', { ...ORDER, ...sent }), 'result.txid[0]'));
  }

  async function shown(id: string, sent: Sent = {}): Promise<unknown> {
    return readPath(await privately('QueryOrders', { txid: id, ...sent }), `result.${id}`);
  }

  function free(asset: string): Decimal {
    return sandbox.engine.balances(sandbox.account).get(asset)?.free ?? new Decimal(0);
  }

  test('tell of several orders by their ids, of fifty at most', async () => {
    const ids = [await place(), await place({ pair: 'ETHUSDT', price: '1000' })];
    const answer = readPath(await privately('QueryOrders', { txid: ids.join(',') }), 'result');
    expect(Object.keys(Object(answer)).sort()).toEqual([...ids].sort());
    expect(readPath(answer, `${ids[1]}.descr.pair`)).toBe('ETHUSDT');
    const many = await privately('QueryOrders', { txid: Array.from({ length: 51 }, () => ids[0]).join(',') });
    expect(many).toEqual({ error: ['EGeneral:Invalid arguments'] });
  });

  test('tell of several markets by their names', async () => {
    for (const method of ['AssetPairs', 'Ticker']) {
      const { document } = await ask(sandbox, `GET /0/public/${method}`, { pair: 'XBTUSDT,ETHUSDT' });
      expect(Object.keys(Object(readPath(document, 'result')))).toEqual(['XBTUSDT', 'ETHUSDT']);
      const wrong = await ask(sandbox, `GET /0/public/${method}`, { pair: 'XBTUSDT,NOPE' });
      expect(wrong.document).toEqual({ error: ['EQuery:Unknown asset pair'] });
    }
  });

  test('tell of trades by their ids, as their orders name them', async () => {
    const id = await place();
    sandbox.engine.forceFill(sandbox.engine.orders(sandbox.account).at(-1)?.id ?? '', '0.004');
    sandbox.engine.forceFill(sandbox.engine.orders(sandbox.account).at(-1)?.id ?? '', '0.006');
    const trades = readPath(await shown(id, { trades: 'true' }), 'trades');
    expect(trades).toHaveLength(2);
    const [first, second] = Array.isArray(trades) ? trades.map(String) : [];
    const answer = readPath(await privately('QueryTrades', { txid: `${first},${second}` }), 'result');
    expect(readPath(answer, `${first}.vol`)).toBe('0.00400000');
    expect(readPath(answer, `${second}.vol`)).toBe('0.00600000');
    expect(readPath(answer, `${first}.trade_id`)).not.toBe(readPath(answer, `${second}.trade_id`));
    expect(await privately('QueryTrades', { txid: second })).toEqual({
      error: [],
      result: { [String(second)]: readPath(answer, String(second)) },
    });
    for (const missing of [undefined, 'false'])
      expect(await shown(id, missing === undefined ? {} : { trades: missing })).not.toHaveProperty('trades');
  });

  test('write amounts alike wherever an order stands', async () => {
    const id = await place();
    const open = readPath(await privately('OpenOrders'), `result.open.${id}`);
    expect(await shown(id)).toEqual(open);
    expect(open).toMatchObject({
      vol: '0.01000000',
      vol_exec: '0.00000000',
      cost: '0.00000',
      fee: '0.00000',
      price: '0.00000',
      descr: { price: '30000.0', order: 'buy 0.01000000 XBTUSDT @ limit 30000.0' },
    });
    await privately('CancelOrder', { txid: id });
    const closed = readPath(await privately('ClosedOrders'), `result.closed.${id}`);
    expect(await shown(id)).toEqual(closed);
  });

  test('tell when and why an order ended, of one that has', async () => {
    const id = await place();
    expect(await shown(id)).not.toHaveProperty('closetm');
    expect(await shown(id)).not.toHaveProperty('reason');
    await privately('CancelOrder', { txid: id });
    const ended = await shown(id);
    expect(ended).toMatchObject({ status: 'canceled', reason: 'User requested' });
    expect(readPath(ended, 'closetm')).toBeCloseTo(sandbox.clock.now() / 1000, 3);
    const filled = await place({ ordertype: 'market' });
    expect(await shown(filled)).toMatchObject({ status: 'closed', reason: null });
  });

  test('repeat the flags of an order as they were sent', async () => {
    expect(await shown(await place())).toHaveProperty('oflags', 'fciq');
    expect(await shown(await place({ oflags: 'post,fciq' }))).toHaveProperty('oflags', 'post,fciq');
    const spent = await place({ ordertype: 'market', volume: '500', oflags: 'viqc' });
    expect(await shown(spent)).toMatchObject({
      oflags: 'viqc',
      vol: '500.00000000',
      descr: { order: 'buy 500.00000000 XBTUSDT @ market' },
    });
  });

  test.each([
    ['buy', '0.996'],
    ['sell', '-1.004'],
  ])('take the fee of a %s in base where it asks for that', async (type, changed) => {
    const [base, quote] = [free('BTC'), free('USDT')];
    const id = await place({ type, ordertype: 'market', volume: '1', oflags: 'fcib' });
    const row = await shown(id);
    expect(row).toMatchObject({ oflags: 'fcib', status: 'closed', fee: '0.00400' });
    expect(free('BTC').minus(base).toFixed()).toBe(changed);
    expect(free('USDT').minus(quote).abs().toFixed(5)).toBe(readPath(row, 'cost'));
  });

  test('give the time twice, as one moment', async () => {
    const { document } = await ask(sandbox, 'GET /0/public/Time');
    const [seconds, text] = [readPath(document, 'result.unixtime'), readPath(document, 'result.rfc1123')];
    expect(Date.parse(String(text))).toBe(Number(seconds) * 1000);
    expect(text).toBe(timeText(Number(seconds) * 1000, 'rfc1123'));
  });

  test('only check the orders of a batch that is to be validated', async () => {
    const orders = [
      { type: 'buy', ordertype: 'limit', volume: '0.01', price: '30000' },
      { type: 'buy', ordertype: 'limit', volume: '0.01', price: '30000', userref: 7, cl_ord_id: 'mine' },
    ];
    const body = { nonce: '900', pair: 'XBTUSDT', validate: true, orders };
    const { document } = await ask(sandbox, 'POST /0/private/AddOrderBatch', body, 'json');
    expect(document).toEqual({
      error: [],
      result: {
        orders: [
          { descr: { order: 'buy 0.01000000 XBTUSDT @ limit 30000.0' } },
          { error: 'EGeneral:Invalid arguments' },
        ],
      },
    });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });
});
