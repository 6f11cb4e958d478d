import { expect, test } from 'vitest';
import { MatchingEngine } from './matching-engine.js';

const MARKET = {
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: '0.01',
  stepSize: '0.00001',
  minSize: '0.00001',
};

test('an amended order keeps its id and what is filled, and locks what it needs now', () => {
  const { engine, id } = withOrder();
  engine.place('b', { symbol: 'BTC/USDT', side: 'SELL', type: 'LIMIT', size: '0.4', price: '100' });
  const amended = engine.amend('a', { orderId: id }, { size: '2', price: '90' });
  expect(amended.order).toMatchObject({ id, status: 'PARTIALLY_FILLED' });
  expect([amended.order?.size.toNumber(), amended.order?.price?.toNumber()]).toEqual([2, 90]);
  expect(amended.order?.filledSize.toNumber()).toBe(0.4);
  // 1.6 at 90 are locked, 40 were paid.
  expect(engine.balances('a').get('USDT')?.locked.toNumber()).toBe(144);
  expect(engine.balances('a').get('USDT')?.free.toNumber()).toBe(1000 - 40 - 144);
  expect(engine.book('BTC/USDT', 5).bids.map((level) => level.map(Number))).toEqual([[90, 1.6]]);
});

test('an amended price that crosses trades at once', () => {
  const { engine, id } = withOrder();
  engine.place('b', { symbol: 'BTC/USDT', side: 'SELL', type: 'LIMIT', size: '1', price: '110' });
  expect(engine.amend('a', { orderId: id }, { price: '120' }).order?.status).toBe('COMPLETED');
  expect(engine.balances('a').get('USDT')?.free.toNumber()).toBe(890);
  expect(engine.balances('a').get('USDT')?.locked.toNumber()).toBe(0);
});

test('what cannot be has no effect', () => {
  const { engine, id } = withOrder();
  const state = (): unknown => [engine.book('BTC/USDT', 5), engine.balances('a').get('USDT')];
  const before = JSON.stringify(state());
  const amend = (request: { size?: string; price?: string }): string | undefined =>
    engine.amend('a', { orderId: id }, request).rejected;
  expect(amend({ size: '1000' })).toBe('insufficient-balance');
  expect(amend({ price: '99.999' })).toBe('price-precision');
  expect(amend({ size: '0' })).toBe('below-minimum-size');
  expect(engine.amend('b', { orderId: id }, { size: '2' }).rejected).toBe('unknown-order');
  expect(JSON.stringify(state())).toBe(before);
  engine.cancel('a', { orderId: id });
  expect(amend({ size: '2' })).toBe('already-closed');
  expect(engine.balances('a').get('USDT')?.free.toNumber()).toBe(1000);
});

function withOrder(): { readonly engine: MatchingEngine; readonly id: string } {
  const engine = new MatchingEngine({
    now: () => 0,
    markets: [MARKET],
    fees: { maker: '0', taker: '0' },
    feeAsset: 'received',
  });
  engine.deposit('a', 'USDT', '1000');
  engine.deposit('b', 'BTC', '10');
  const { order } = engine.place('a', {
    symbol: 'BTC/USDT',
    side: 'BUY',
    type: 'LIMIT',
    size: '1',
    price: '100',
  });
  return { engine, id: order?.id ?? '' };
}
