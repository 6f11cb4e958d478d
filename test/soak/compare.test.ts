import { Decimal, Order, OrderStatus, type OrderReport } from 'ats-runtime';
import { expect, test } from 'vitest';
import { MatchingEngine } from '../../sandbox/engine/matching-engine.js';
import type { EngineOrder } from '../../sandbox/engine/types.js';
import { discrepancies } from './compare.js';

test('agreement is no discrepancy, whatever became of the order', () => {
  const [open, filled] = [atVenue('a'), atVenue('b')];
  engine.forceFill(filled.id);
  const [fill] = filled.fills;
  const told = { orderId: filled.id, status: OrderStatus.COMPLETED, filledSize: filled.size };
  const fees = new Map([['BTC', new Decimal('0.001')]]);
  const orders = [
    order('a', { orderId: open.id, status: OrderStatus.PENDING }),
    order('b', { ...told, averagePrice: fill?.price ?? new Decimal(0), fees }),
    order('c', { status: OrderStatus.REJECTED }),
    order('d', { status: OrderStatus.CANCELLED, reason: 'cancelled before it was sent' }),
  ];
  expect(discrepancies(orders, [open, filled])).toEqual([]);
});

test('each kind of difference is found', () => {
  const [unknown, refused, twice, sent] = [atVenue('e'), atVenue('f'), atVenue('g'), atVenue('i')];
  engine.cancel('user', { orderId: twice.id });
  const again = atVenue('g');
  const orders = [
    order('f', { status: OrderStatus.REJECTED }),
    order('g', { orderId: twice.id, status: OrderStatus.CANCELLED }),
    order('h', { orderId: '99', status: OrderStatus.PENDING }),
    order('i', { status: OrderStatus.CANCELLED, reason: 'cancelled before it was sent' }),
    order('j', { status: OrderStatus.CANCELLED }),
  ];
  const ledger = [unknown, refused, twice, again, sent];
  expect(discrepancies(orders, ledger).map(({ kind }) => kind)).toEqual([
    'lost',
    'double',
    'lost',
    'wrong',
    'wrong',
    'lost',
    'wrong',
  ]);
});

const engine = new MatchingEngine({
  now: () => 0,
  markets: [
    {
      symbol: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      tickSize: '0.01',
      stepSize: '0.00001',
      minSize: '0.00001',
    },
  ],
  fees: { maker: '0.001', taker: '0.001' },
  feeAsset: 'received',
});
engine.deposit('user', 'USDT', '10000');

function atVenue(clientOrderId: string): EngineOrder {
  const terms = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '1', price: '100' } as const;
  const { order: placed } = engine.place('user', { ...terms, clientOrderId });
  if (placed === undefined) throw new Error('the engine refused the order');
  return placed;
}

function order(clientOrderId: string, report: OrderReport): Order {
  const made = new Order({
    symbol: 'BTC/USDT',
    orderType: 'LIMIT',
    orderSide: 'BUY',
    size: '1',
    price: '100',
    clientOrderId,
  });
  made.apply(report);
  return made;
}
