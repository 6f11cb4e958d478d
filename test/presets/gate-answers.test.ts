import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../sandbox/index.js';
import type { PlaceRequest } from '../../sandbox/engine/types.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';

/** What Gate takes for an order, and how it tells of one. */
let sandbox: Sandbox;
let socket: WebSocket | undefined;
beforeEach(async () => {
  sandbox = await unsignedSandbox('gate_spot');
});
afterEach(async () => {
  socket?.terminate();
  await sandbox.close();
});

const order = { currency_pair: 'BTC_USDT', side: 'buy', type: 'limit', amount: '0.01', price: '30000' };

describe('an order', () => {
  test.each(['mine', 't-', 't-a b', `t-${'x'.repeat(29)}`])('is refused with the text %j', async (text) => {
    expect(await placed({ text })).toMatchObject({ label: 'INVALID_PARAM_VALUE' });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });

  test('may have any other text, and without one it says where it came from', async () => {
    const text = `t-${'x'.repeat(25)}_-.`;
    expect(await placed({ text })).toMatchObject({ text });
    expect(await placed({})).toMatchObject({ text: 'apiv4' });
    expect(await placed({})).toMatchObject({ text: 'apiv4', status: 'open' });
    const { document } = await ask(sandbox, 'GET /api/v4/spot/orders', {
      currency_pair: 'BTC_USDT',
      status: 'open',
    });
    expect(rowsOf(document).map((row) => row['text'])).toEqual(['apiv4', 'apiv4', text]);
  });

  test.each([{}, { time_in_force: 'gtc' }, { time_in_force: 'poc' }])(
    'at the market is refused with %j',
    async (sent) => {
      const { price: _, ...terms } = order;
      const line = 'POST /api/v4/spot/orders';
      const { document } = await ask(sandbox, line, { ...terms, type: 'market', ...sent }, 'json');
      expect(document).toMatchObject({ label: 'INVALID_PARAM_VALUE' });
    },
  );

  test('is a limit order unless it says otherwise', async () => {
    const { price: _, type: __, ...terms } = order;
    const { document } = await ask(sandbox, 'POST /api/v4/spot/orders', terms, 'json');
    expect(document).toMatchObject({ label: 'MISSING_REQUIRED_PARAM' });
  });

  test('that was given by its cost tells what it spent and what it got', async () => {
    const terms = { type: 'market', time_in_force: 'ioc', amount: '500', price: '' };
    const answer = await placed(terms);
    const [bought] = sandbox.engine.orders(sandbox.account);
    expect(answer).toMatchObject({
      amount: '500',
      filled_amount: bought?.filledSizeText,
      filled_total: bought?.filledQuoteText,
      fill_price: bought?.filledQuoteText,
      left: bought?.quoteSize?.minus(bought.filledQuote).toFixed(),
      fee: bought?.fees.get('BTC')?.toFixed(),
      fee_currency: 'BTC',
    });
  });

  test('says how it ended', async () => {
    expect(await placed({ time_in_force: 'ioc' })).toMatchObject({ status: 'cancelled', finish_as: 'ioc' });
    const { id } = await placed({});
    const { document } = await ask(sandbox, `DELETE /api/v4/spot/orders/${String(id)}`, pair);
    expect(document).toMatchObject({ status: 'cancelled', finish_as: 'cancelled' });
  });
});

test('an order that has ended cannot be cancelled, and why', async () => {
  const { id } = await placed({});
  const cancel = async (): Promise<unknown> =>
    (await ask(sandbox, `DELETE /api/v4/spot/orders/${String(id)}`, pair)).document;
  await cancel();
  expect(await cancel()).toMatchObject({ label: 'ORDER_CANCELLED' });
  const filled = await placed({ price: '40000' });
  const again = await ask(sandbox, `DELETE /api/v4/spot/orders/${String(filled['id'])}`, pair);
  expect(again.document).toMatchObject({ label: 'ORDER_CLOSED' });
  const unknown = await ask(sandbox, 'DELETE /api/v4/spot/orders/99999999', pair);
  expect(unknown.document).toMatchObject({ label: 'ORDER_NOT_FOUND' });
});

test('fills tell who made and who took', async () => {
  const terms: PlaceRequest = {
    symbol: 'BTC/USDT',
    side: 'SELL',
    type: 'LIMIT',
    size: '0.01',
    price: '40000',
  };
  const maker = sandbox.engine.place(sandbox.account, terms).order;
  sandbox.engine.forceFill(maker?.id ?? '');
  await placed({ price: '40000' });
  const { document } = await ask(sandbox, 'GET /api/v4/spot/my_trades', pair);
  const roles = new Set(rowsOf(document).map(({ side, role }) => `${String(side)} ${String(role)}`));
  expect([...roles]).toEqual(['buy taker', 'sell maker']);
});

test('open orders stand in groups, one for each pair and each with pages of its own', async () => {
  expect(await listed()).toEqual([]);
  await placed({ currency_pair: 'ETH_USDT', price: '1500' });
  await placed({ currency_pair: 'ETH_USDT', price: '1400' });
  await placed({ text: 't-btc' });
  expect(await listed()).toMatchObject([
    { currency_pair: 'BTC_USDT', total: 1, orders: [{ text: 't-btc' }] },
    { currency_pair: 'ETH_USDT', total: 2, orders: [{ price: '1400' }, { price: '1500' }] },
  ]);
  expect(await listed({ limit: 1 })).toMatchObject([{ total: 1 }, { total: 1, orders: [{ price: '1400' }] }]);
  expect(await listed({ limit: 1, page: 2 })).toMatchObject([
    { currency_pair: 'ETH_USDT', orders: [{ price: '1500' }] },
  ]);
});

test('several orders are amended by either id', async () => {
  const { id } = await placed({});
  await placed({ text: 't-mine' });
  const amends = [id, 't-mine', 't-nobody'].map((order_id) => ({ ...pair, order_id, price: '31000' }));
  const answer = await fetch(`${sandbox.rest}/api/v4/spot/amend_batch_orders`, {
    method: 'POST',
    body: JSON.stringify(amends),
  });
  expect(await answer.json()).toMatchObject([
    { succeeded: true, order_id: id, price: '31000' },
    { succeeded: true, text: 't-mine', price: '31000' },
    { succeeded: false, label: 'ORDER_NOT_FOUND' },
  ]);
});

test('the stream says how an order ended too', async () => {
  const time = Math.floor(sandbox.clock.now() / 1000);
  const auth = { method: 'api_key', KEY: sandbox.credentials['api_key'], SIGN: 'any' };
  const asked = { time, id: 1, channel: 'spot.orders', event: 'subscribe', payload: ['BTC_USDT'], auth };
  socket = new WebSocket(sandbox.stream ?? '');
  await new Promise((resolve) => socket?.once('open', resolve));
  const frames: unknown[] = [];
  const heard = async (count: number): Promise<void> => {
    while (frames.length < count) await new Promise((resolve) => socket?.once('message', resolve));
  };
  socket.on('message', (data) => {
    const frame: unknown = JSON.parse(String(data));
    frames.push(readPath(frame, 'result[0].finish_as'));
  });
  socket.send(JSON.stringify(asked));
  await heard(1);
  await placed({ time_in_force: 'ioc' });
  await heard(3);
  expect(frames.slice(1)).toEqual(['open', 'ioc']);
});

test('fees of several pairs stand in a map', async () => {
  const sent = { currency_pairs: 'ETH_USDT,BTC_USDT' };
  const { document } = await ask(sandbox, 'GET /api/v4/spot/batch_fee', sent);
  expect(document).toMatchObject({
    ETH_USDT: { currency_pair: 'ETH_USDT', maker_fee: '0.0008' },
    BTC_USDT: { currency_pair: 'BTC_USDT', taker_fee: '0.001' },
  });
});

describe('assets', () => {
  test.each([
    ['gate_spot', 'GET /api/v4/spot/currencies', ''],
    ['kucoin_spot', 'GET /api/v3/currencies', 'data'],
    ['kucoin_spot', 'GET /api/v1/currencies', 'data'],
  ])('%s lists those of its markets and finds one: %s', async (preset, line, place) => {
    await sandbox.close();
    sandbox = await unsignedSandbox(preset);
    const all = rowsOf(readPath((await ask(sandbox, line)).document, place));
    expect(all.map(({ currency }) => currency)).toEqual(['BTC', 'USDT', 'ETH']);
    expect(readPath((await ask(sandbox, `${line}/ETH`)).document, place)).toMatchObject({
      currency: 'ETH',
      name: 'ETH',
    });
  });

  test('bitget_spot lists them all or one', async () => {
    await sandbox.close();
    sandbox = await unsignedSandbox('bitget_spot');
    const coins = async (sent: Sent): Promise<unknown> =>
      readPath((await ask(sandbox, 'GET /api/v2/spot/public/coins', sent)).document, 'data');
    expect(await coins({})).toMatchObject([{ coin: 'BTC' }, { coin: 'USDT' }, { coin: 'ETH' }]);
    expect(await coins({ coin: 'ETH' })).toMatchObject([{ coin: 'ETH', chains: [{ chain: 'ETH' }] }]);
  });

  test('one that is not there', async () => {
    const { status, document } = await ask(sandbox, 'GET /api/v4/spot/currencies/ZZZ');
    expect(status).toBe(400);
    expect(document).toEqual({ label: 'INVALID_CURRENCY', message: 'Invalid currency ZZZ' });
  });
});

const pair = { currency_pair: 'BTC_USDT' };

async function listed(sent: Sent = {}): Promise<unknown> {
  return (await ask(sandbox, 'GET /api/v4/spot/open_orders', sent)).document;
}

async function placed(sent: Sent): Promise<Sent> {
  const { document } = await ask(sandbox, 'POST /api/v4/spot/orders', { ...order, ...sent }, 'json');
  return rowsOf([document])[0] ?? {};
}
