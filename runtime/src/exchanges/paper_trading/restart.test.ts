import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Order, type OrderFields } from '../../orders/order.js';
import { SimpleState } from '../../state/simple-state.js';
import { testEnvironment, type TestEnvironment } from '../../test-support/test-environment.js';
import { Exchange, type Config } from './index.js';

const KEY = 'simulated_account:BTC/USDT';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paper-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a paper account', () => {
  it('goes on over a restart with its wallet and its open orders, half-filled ones too', async () => {
    const first = await start({ volume_share: 0.01 });
    await first.environment.clock.advance(1000);
    await first.exchange.submitOrder(order({ orderType: 'MARKET', size: '0.4' }));
    await first.exchange.submitOrder(order({ size: 2, price: 49_500, clientOrderId: 'mine' }));
    await first.environment.clock.advance(1000);
    const [open] = await first.exchange.getOpenOrders();
    expect([open?.status, String(open?.filledSize)]).toEqual(['PARTIALLY_FILLED', '1']);
    const wallet = JSON.stringify(await first.exchange.getWalletBalance());
    await first.exchange.disconnect();

    const second = await start({ volume_share: 0.01 });
    expect(JSON.stringify(await second.exchange.getWalletBalance())).toBe(wallet);
    const [taken, ...others] = await second.exchange.getOpenOrders();
    expect(others).toEqual([]);
    expect(taken?.toJSON()).toEqual(open?.toJSON());
    expect(await second.exchange.getOrder(taken?.orderId ?? '')).toBe(taken);
    await second.environment.clock.advance(1000);
    expect([taken?.status, String(taken?.averagePrice)]).toEqual(['COMPLETED', '49500']);
    expect([...(taken?.fees ?? [])].map(String)).toEqual(['USDT,99']);
    const next = order({ size: 1, price: 40_000 });
    await second.exchange.submitOrder(next);
    expect(next.orderId).toBe('3');
    await second.exchange.disconnect();
    const third = await start({});
    const balances = await third.exchange.getWalletBalance();
    expect([String(balances['BTC']?.total), String(balances['USDT']?.total)]).toEqual(['12.4', '80680.8']);
    expect(String(balances['USDT']?.locked)).toBe('40040');
    await third.exchange.disconnect();
  });

  it('keeps a cancellation', async () => {
    const first = await start({});
    const cancelled = order({ size: 1, price: 40_000 });
    await first.exchange.submitOrder(cancelled);
    await first.exchange.cancelOrder(cancelled);
    await first.exchange.disconnect();
    const { exchange } = await start({});
    expect(await exchange.getOpenOrders()).toEqual([]);
    expect(String((await exchange.getWalletBalance())['USDT']?.free)).toBe('200000');
    await exchange.disconnect();
  });

  it.each([
    ['text'],
    [{ balances: { BTC: { free: 'x', locked: '0' } }, orders: [], submitted: 0, filled: 0 }],
  ])('that is damaged in the state begins anew, and says so', async (damaged) => {
    const state = new SimpleState();
    state.set(KEY, damaged);
    const environment = testEnvironment();
    const exchange = new Exchange(CONFIG, state, environment);
    await exchange.connect();
    expect(String((await exchange.getWalletBalance())['BTC']?.free)).toBe('10');
    expect(environment.lines.join('')).toContain('is damaged');
    await exchange.disconnect();
  });
});

const CONFIG = { symbol: 'BTC/USDT', balances: { BTC: 10, USDT: 200_000 } };

async function start(config: Partial<Config>): Promise<{ exchange: Exchange; environment: TestEnvironment }> {
  const state = await SimpleState.open(join(folder, 'state.json'));
  const environment = testEnvironment();
  const exchange = new Exchange({ ...CONFIG, ...config }, state, environment);
  await exchange.connect();
  return { exchange, environment };
}

function order(fields: Partial<OrderFields>): Order {
  return new Order({ symbol: 'BTC/USDT', orderType: 'LIMIT', orderSide: 'BUY', size: 1, ...fields });
}
