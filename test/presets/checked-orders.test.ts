import { afterEach, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { ask, unsignedSandbox } from './unsigned.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '30000' };

test.each([
  [{ quantity: '0.01' }, 200, {}],
  // It never comes to where balances count.
  [{ quantity: '1000' }, 200, {}],
  [{ quantity: '0.01', type: 'LIMIT_MAKER', price: '40000', timeInForce: '' }, 200, {}],
  [{ quantity: '0.0100001' }, 400, expect.objectContaining({ code: -1013 })],
  [{ quantity: '0.01', price: '30000.001' }, 400, expect.objectContaining({ code: -1013 })],
  [{ quantity: '0.00001' }, 400, expect.objectContaining({ code: -1013 })],
  [{ quantity: '0.01', symbol: 'NOPE' }, 400, expect.objectContaining({ code: -1121 })],
])('binance_spot checks the terms of an order with %j, and places none', async (terms, status, answer) => {
  sandbox = await unsignedSandbox('binance_spot');
  const sent = Object.entries({ ...ORDER, ...terms }).filter(([, value]) => value !== '');
  const told = await ask(sandbox, 'POST /api/v3/order/test', Object.fromEntries(sent), 'form');
  expect(told.status).toBe(status);
  expect(told.document).toEqual(answer);
  expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
});
