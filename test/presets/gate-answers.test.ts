import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import type { PlaceRequest } from '../../sandbox/engine/types.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';

/** What Gate takes for an order, and how it tells of one. */
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await unsignedSandbox('gate_spot');
});
afterEach(() => sandbox.close());

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

test('open orders are counted', async () => {
  expect(await listed()).toMatchObject([{ total: 0, orders: [] }]);
  await placed({ currency_pair: 'ETH_USDT', price: '1500' });
  await placed({ currency_pair: 'ETH_USDT', price: '1400' });
  expect(await listed()).toMatchObject([{ currency_pair: 'ETH_USDT', total: 2 }]);
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

  test('one that is not there', async () => {
    const { status, document } = await ask(sandbox, 'GET /api/v4/spot/currencies/ZZZ');
    expect(status).toBe(400);
    expect(document).toEqual({ label: 'INVALID_CURRENCY', message: 'Invalid currency ZZZ' });
  });
});

const pair = { currency_pair: 'BTC_USDT' };

async function listed(): Promise<unknown> {
  return (await ask(sandbox, 'GET /api/v4/spot/open_orders')).document;
}

async function placed(sent: Sent): Promise<Sent> {
  const { document } = await ask(sandbox, 'POST /api/v4/spot/orders', { ...order, ...sent }, 'json');
  return rowsOf([document])[0] ?? {};
}
