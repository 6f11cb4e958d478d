import { afterEach, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { ask, unsignedSandbox } from './unsigned.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const ADD_ORDER = 'POST /0/private/AddOrder';
const LIMIT = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', price: '20000', volume: '0.01' };

test('Kraken’s validate checks an order, and places none', async () => {
  sandbox = await unsignedSandbox('kraken_spot');
  const before = sandbox.engine.balances(sandbox.account);
  const { document } = await ask(sandbox, ADD_ORDER, { ...LIMIT, validate: 'true' }, 'form');
  expect(document).toEqual({
    error: [],
    result: { descr: { order: expect.stringMatching(/^buy 0\.010* XBTUSDT @ limit 20000/) } },
  });
  expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  expect(sandbox.engine.balances(sandbox.account)).toEqual(before);
  const { document: placed } = await ask(sandbox, ADD_ORDER, LIMIT, 'form');
  expect(placed).toMatchObject({ result: { txid: [expect.any(String)] } });
});

test.each([
  ['an order that is too dear', { volume: '1000' }, 'EOrder:Insufficient funds'],
  ['one off the grid', { price: '20000.0000001' }, 'EOrder:Tick size check failed'],
  ['a market order beyond the wallet', { ordertype: 'market', volume: '900' }, 'EOrder:Insufficient funds'],
])('Kraken’s validate refuses %s', async (_what, more, error) => {
  sandbox = await unsignedSandbox('kraken_spot');
  const { document } = await ask(sandbox, ADD_ORDER, { ...LIMIT, ...more, validate: 'true' }, 'form');
  expect(document).toMatchObject({ error: [error] });
});

test.each([
  ['moc_order', 'ioc_order'],
  ['moc_order', 'fok_order'],
  ['ioc_order', 'fok_order'],
])('Bitstamp refuses %s beside %s', async (one, other) => {
  sandbox = await unsignedSandbox('bitstamp_spot');
  const sent = { amount: '0.01', price: '20000', [one]: 'True', [other]: 'True' };
  const { status, document } = await ask(sandbox, 'POST /api/v2/buy/btcusd/', sent, 'form');
  expect([status, document]).toMatchObject([400, { response_code: '400.024' }]);
  expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
});
