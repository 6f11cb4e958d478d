import { describe, expect, test } from 'vitest';
import { eventFacts, ledgerLine } from './event-facts.js';
import { FEES_ACCOUNT, MatchingEngine } from './matching-engine.js';
import type {
  EngineEvent,
  EngineOptions,
  EngineOrder,
  MarketSpec,
  PlaceRequest,
  RejectReason,
  Side,
} from './types.js';

const BTC: MarketSpec = {
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: '0.01',
  stepSize: '0.00001',
  minSize: '0.0001',
  minNotional: '10',
  maxSize: '9000',
};

describe('limit orders', () => {
  test('rest in the book with their cost locked', () => {
    const engine = testEngine();
    const buy = accepted(engine, 'ann', limit('BUY', '0.5', '20000.00'));
    const sell = accepted(engine, 'bob', limit('SELL', '0.25', '20001'));
    expect([buy.status, sell.status]).toEqual(['PENDING', 'PENDING']);
    expect(held(engine, 'ann', 'USDT')).toBe('990000 10000');
    expect(held(engine, 'bob', 'BTC')).toBe('9.75 0.25');
    expect(engine.book('BTC/USDT', 5)).toEqual({ bids: [['20000', '0.5']], asks: [['20001', '0.25']] });
    expect(engine.bestBid('BTC/USDT')?.toFixed()).toBe('20000');
    expect(engine.bestAsk('BTC/USDT')?.toFixed()).toBe('20001');
    expect(engine.lastPrice('BTC/USDT')).toBeUndefined();
    expect(Number(sell.id)).toBeGreaterThan(Number(buy.id));
  });

  test('trade at the resting price; the rest of a better limit is released', () => {
    const engine = testEngine();
    const maker = accepted(engine, 'bob', limit('SELL', '1', '20000'));
    const taker = accepted(engine, 'ann', limit('BUY', '1', '20100'));
    expect([maker.status, taker.status]).toEqual(['COMPLETED', 'COMPLETED']);
    expect(taker.averagePrice?.toFixed()).toBe('20000');
    expect(taker.filledQuote.toFixed()).toBe('20000');
    expect(held(engine, 'ann', 'USDT')).toBe('980000 0');
    expect(held(engine, 'ann', 'BTC')).toBe('10.998 0');
    expect(held(engine, 'bob', 'USDT')).toBe('1019980 0');
    expect(held(engine, 'bob', 'BTC')).toBe('9 0');
    expect(held(engine, FEES_ACCOUNT, 'BTC')).toBe('0.002 0');
    expect(held(engine, FEES_ACCOUNT, 'USDT')).toBe('20 0');
    expect(engine.lastPrice('BTC/USDT')?.toFixed()).toBe('20000');
  });

  test('fill by price, then time, and show every fill', () => {
    const engine = testEngine();
    const late = accepted(engine, 'bob', limit('SELL', '1', '20001'));
    const first = accepted(engine, 'bob', limit('SELL', '1', '20000'));
    const second = accepted(engine, 'cy', limit('SELL', '1', '20000'));
    const taker = accepted(engine, 'ann', limit('BUY', '2.5', '20001'));
    expect([first.status, second.status, late.status]).toEqual([
      'COMPLETED',
      'COMPLETED',
      'PARTIALLY_FILLED',
    ]);
    expect(taker.fills.map(({ price, size, maker }) => [price.toFixed(), size.toFixed(), maker])).toEqual([
      ['20000', '1', false],
      ['20000', '1', false],
      ['20001', '0.5', false],
    ]);
    expect(taker.fees.get('BTC')?.toFixed()).toBe('0.005');
    expect(late.fills[0]?.maker).toBe(true);
    expect(late.filledSize.toFixed()).toBe('0.5');
    expect(engine.book('BTC/USDT', 1).asks).toEqual([['20001', '0.5']]);
    expect(engine.trades('ann').map(({ fill }) => fill.tradeId)).toEqual(['1', '2', '3']);
    expect(engine.recentTrades('BTC/USDT', 2).map(({ id }) => id)).toEqual(['2', '3']);
  });

  test('IOC takes what is there; FOK takes all or nothing; post-only never takes', () => {
    const engine = testEngine();
    accepted(engine, 'bob', limit('SELL', '1', '20000'));
    const fok = accepted(engine, 'ann', limit('BUY', '1.5', '20000', { timeInForce: 'FOK' }));
    expect([fok.status, fok.fills.length, held(engine, 'ann', 'USDT')]).toEqual(['EXPIRED', 0, '1000000 0']);
    const crossing = engine.place('ann', limit('BUY', '1', '20000', { timeInForce: 'POST_ONLY' }));
    expect(crossing.rejected).toBe('would-cross');
    const ioc = accepted(engine, 'ann', limit('BUY', '1.5', '20000', { timeInForce: 'IOC' }));
    expect([ioc.status, ioc.filledSize.toFixed()]).toEqual(['EXPIRED', '1']);
    expect(held(engine, 'ann', 'USDT')).toBe('980000 0');
    const posted = accepted(engine, 'ann', limit('BUY', '1', '20000', { timeInForce: 'POST_ONLY' }));
    expect(posted.status).toBe('PENDING');
    const wholeFok = accepted(engine, 'bob', limit('SELL', '1', '20000', { timeInForce: 'FOK' }));
    expect(wholeFok.status).toBe('COMPLETED');
  });
});

describe('market orders', () => {
  test('walk the book', () => {
    const engine = testEngine();
    accepted(engine, 'bob', limit('SELL', '1', '20000'));
    accepted(engine, 'bob', limit('SELL', '1', '20010'));
    const order = accepted(engine, 'ann', market('BUY', { size: '1.5' }));
    expect([order.status, order.price, order.averagePrice?.toFixed(4)]).toEqual([
      'COMPLETED',
      undefined,
      '20003.3333',
    ]);
    expect(held(engine, 'ann', 'USDT')).toBe('969995 0');
  });

  test('expire what the book cannot fill, with everything unlocked', () => {
    const engine = testEngine();
    accepted(engine, 'bob', limit('BUY', '1', '20000'));
    const order = accepted(engine, 'ann', market('SELL', { size: '3' }));
    expect([order.status, order.filledSize.toFixed()]).toEqual(['EXPIRED', '1']);
    expect(held(engine, 'ann', 'BTC')).toBe('9 0');
    const nothing = accepted(engine, 'ann', market('SELL', { size: '1' }));
    expect([nothing.status, nothing.fills.length, held(engine, 'ann', 'BTC')]).toEqual(['EXPIRED', 0, '9 0']);
  });

  test('by quote size buy as much as it affords, on the grid', () => {
    const engine = testEngine();
    accepted(engine, 'bob', limit('SELL', '1', '20000'));
    accepted(engine, 'bob', limit('SELL', '1', '30000'));
    const order = accepted(engine, 'ann', market('BUY', { quoteSize: '35000.55' }));
    expect([order.status, order.size.toFixed(), order.filledQuote.toFixed()]).toEqual([
      'COMPLETED',
      '1.50001',
      '35000.3',
    ]);
    expect(held(engine, 'ann', 'USDT')).toBe('964999.7 0');
    const rest = accepted(engine, 'ann', market('BUY', { quoteSize: '900000' }));
    expect([rest.status, rest.filledSize.toFixed()]).toEqual(['EXPIRED', '0.49999']);
  });

  test('by quote size sell until that much is received', () => {
    const engine = testEngine();
    accepted(engine, 'bob', limit('BUY', '2', '20000'));
    const order = accepted(engine, 'ann', market('SELL', { quoteSize: '30000' }));
    expect([order.status, order.filledSize.toFixed()]).toEqual(['COMPLETED', '1.5']);
    expect(held(engine, 'ann', 'BTC')).toBe('8.5 0');
  });
});

describe('rejections', () => {
  const cases: [RejectReason, PlaceRequest][] = [
    ['unknown-symbol', limit('BUY', '1', '1', { symbol: 'ETH/USDT' })],
    ['bad-parameter', limit('BUY', 'x', '20000')],
    ['bad-parameter', limit('BUY', '-1', '20000')],
    ['bad-parameter', limit('BUY', '1', '2e4')],
    ['bad-parameter', limit('BUY', '1', '0')],
    ['bad-parameter', { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '1' }],
    ['bad-parameter', { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', price: '20000' }],
    ['bad-parameter', { symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET' }],
    ['bad-parameter', { ...market('BUY', { size: '1' }), price: '20000' }],
    ['bad-parameter', { ...market('BUY', { size: '1' }), quoteSize: '20000' }],
    ['bad-parameter', limit('BUY', '1', '20000', { quoteSize: '20000' })],
    ['bad-parameter', limit('BUY', '1', '99999999999999999')],
    ['price-precision', limit('BUY', '1', '20000.001')],
    ['size-precision', limit('BUY', '0.000101', '200000')],
    ['below-minimum-size', limit('BUY', '0.00009', '20000')],
    ['below-minimum-size', limit('BUY', '0', '20000')],
    ['above-maximum-size', limit('BUY', '9000.00001', '1')],
    ['below-minimum-notional', limit('BUY', '0.0001', '20000')],
    ['below-minimum-notional', market('BUY', { quoteSize: '9.99' })],
    ['insufficient-balance', limit('BUY', '51', '20000')],
    ['insufficient-balance', limit('SELL', '10.00001', '20000')],
    ['insufficient-balance', market('SELL', { size: '10.00001' })],
  ];

  test.each(cases)('%s: %j', (reason, request) => {
    const engine = testEngine();
    const before = engine.ledger.length;
    const result = engine.place('ann', request);
    expect(result.rejected).toBe(reason);
    expect(engine.openOrders('ann')).toEqual([]);
    expect([held(engine, 'ann', 'USDT'), held(engine, 'ann', 'BTC')]).toEqual(['1000000 0', '10 0']);
    expect(engine.ledger.slice(before)).toMatchObject([
      { type: 'rejected', account: 'ann', reason, request },
    ]);
  });

  test('a market buy that the balance does not cover', () => {
    const engine = testEngine();
    engine.deposit('bob', 'BTC', '100');
    accepted(engine, 'bob', limit('SELL', '60', '20000'));
    expect(engine.place('ann', market('BUY', { size: '51' })).rejected).toBe('insufficient-balance');
    expect(accepted(engine, 'ann', market('BUY', { size: '50' })).status).toBe('COMPLETED');
  });

  test('a client order id may come again once its order is closed', () => {
    const engine = testEngine();
    const request = limit('BUY', '1', '20000', { clientOrderId: 'mine' });
    const first = accepted(engine, 'ann', request);
    expect(engine.place('ann', request).rejected).toBe('duplicate-client-id');
    accepted(engine, 'bob', request);
    engine.cancel('ann', { clientOrderId: 'mine' });
    const second = accepted(engine, 'ann', request);
    expect(engine.order('ann', { clientOrderId: 'mine' })?.id).toBe(second.id);
    expect(engine.order('ann', { orderId: first.id })?.status).toBe('CANCELLED');
  });

  test('a closed market takes no orders but cancels', () => {
    const engine = testEngine();
    const { id } = accepted(engine, 'ann', limit('BUY', '1', '20000'));
    engine.setMarketOpen('BTC/USDT', false);
    expect(engine.place('ann', limit('BUY', '1', '20000')).rejected).toBe('market-closed');
    expect(engine.cancel('ann', { orderId: id }).order?.status).toBe('CANCELLED');
    engine.setMarketOpen('BTC/USDT', true);
    accepted(engine, 'ann', limit('BUY', '1', '20000'));
  });
});

describe('cancelling', () => {
  test('releases the lock and keeps what was filled', () => {
    const engine = testEngine();
    const order = accepted(engine, 'ann', limit('BUY', '2', '20000'));
    accepted(engine, 'bob', limit('SELL', '0.5', '20000'));
    const result = engine.cancel('ann', { orderId: order.id }, 'changed my mind');
    expect(result.order).toBe(order);
    expect([order.status, order.filledSize.toFixed(), order.cancelReason]).toEqual([
      'CANCELLED',
      '0.5',
      'changed my mind',
    ]);
    expect(held(engine, 'ann', 'USDT')).toBe('990000 0');
    expect(engine.book('BTC/USDT', 5).bids).toEqual([]);
  });

  test('of unknown, foreign and closed orders is told apart', () => {
    const engine = testEngine();
    const order = accepted(engine, 'ann', limit('BUY', '1', '20000'));
    expect(engine.cancel('ann', { orderId: '999' }).rejected).toBe('unknown-order');
    expect(engine.cancel('ann', { orderId: `0${order.id}` }).rejected).toBe('unknown-order');
    expect(engine.cancel('ann', { clientOrderId: 'nope' }).rejected).toBe('unknown-order');
    expect(engine.cancel('bob', { orderId: order.id }).rejected).toBe('unknown-order');
    engine.cancel('ann', { orderId: order.id });
    expect(engine.cancel('ann', { orderId: order.id })).toEqual({ rejected: 'already-closed', order });
  });

  test('the venue may cancel by itself', () => {
    const engine = testEngine();
    const order = accepted(engine, 'ann', limit('BUY', '1', '20000'));
    engine.venueCancel(order.id, 'market halted');
    expect([order.status, order.cancelReason]).toEqual(['CANCELLED', 'market halted']);
  });
});

describe('forced fills', () => {
  test('fill part and then all of an order, past the book', () => {
    const engine = testEngine();
    accepted(engine, 'bob', limit('SELL', '1', '20500'));
    const order = accepted(engine, 'ann', limit('BUY', '1', '20000'));
    const first = engine.forceFill(order.id, '0.4', '19000');
    expect(first.trade?.offBook).toBe(true);
    expect([order.status, order.averagePrice?.toFixed()]).toEqual(['PARTIALLY_FILLED', '19000']);
    expect(held(engine, 'ann', 'USDT')).toBe('980400 12000');
    expect(engine.book('BTC/USDT', 1).bids).toEqual([['20000', '0.6']]);
    engine.forceFill(order.id);
    expect([order.status, order.averagePrice?.toFixed()]).toEqual(['COMPLETED', '19600']);
    expect(held(engine, 'ann', 'USDT')).toBe('980400 0');
    expect(engine.lastPrice('BTC/USDT')).toBeUndefined();
  });

  test('are refused where no such trade could be', () => {
    const engine = testEngine();
    const order = accepted(engine, 'ann', limit('BUY', '1', '20000'));
    expect(engine.forceFill('999').rejected).toBe('unknown-order');
    expect(engine.forceFill(order.id, '1.1').rejected).toBe('bad-parameter');
    expect(engine.forceFill(order.id, '0').rejected).toBe('bad-parameter');
    expect(engine.forceFill(order.id, '1', '20000.01').rejected).toBe('bad-parameter');
    engine.cancel('ann', { orderId: order.id });
    expect(engine.forceFill(order.id).rejected).toBe('already-closed');
  });
});

describe('self-trade rule', () => {
  test('expire-maker ends the resting order and goes on', () => {
    const engine = testEngine();
    const own = accepted(engine, 'ann', limit('SELL', '1', '20000'));
    accepted(engine, 'bob', limit('SELL', '1', '20001'));
    const taker = accepted(engine, 'ann', limit('BUY', '1', '20001'));
    expect([own.status, own.cancelReason, taker.status]).toEqual(['EXPIRED', 'self-trade', 'COMPLETED']);
    expect(taker.averagePrice?.toFixed()).toBe('20001');
  });

  test('expire-taker ends the incoming order', () => {
    const engine = testEngine({ selfTrade: 'expire-taker' });
    const own = accepted(engine, 'ann', limit('SELL', '1', '20000'));
    const taker = accepted(engine, 'ann', limit('BUY', '1', '20001'));
    expect([own.status, taker.status, taker.cancelReason]).toEqual(['PENDING', 'EXPIRED', 'self-trade']);
    expect(held(engine, 'ann', 'USDT')).toBe('1000000 0');
  });

  test('expire-both ends both', () => {
    const engine = testEngine({ selfTrade: 'expire-both' });
    const own = accepted(engine, 'ann', limit('SELL', '1', '20000'));
    const taker = accepted(engine, 'ann', limit('BUY', '1', '20001'));
    expect([own, taker].map(({ status }) => status)).toEqual(['EXPIRED', 'EXPIRED']);
    expect([held(engine, 'ann', 'USDT'), held(engine, 'ann', 'BTC')]).toEqual(['1000000 0', '10 0']);
  });

  test.each([
    ['1', '3', ['PENDING', '2'], ['EXPIRED', '1']],
    ['3', '1', ['EXPIRED', '1'], ['PENDING', '2']],
    ['2', '2', ['EXPIRED', '2'], ['EXPIRED', '2']],
  ])('decrement takes %s of an order’s size from %s of the other', (takes, rests, maker, taker) => {
    const engine = testEngine({ selfTrade: 'decrement' });
    const own = accepted(engine, 'ann', limit('SELL', rests, '20000'));
    const next = accepted(engine, 'ann', limit('BUY', takes, '20000'));
    expect([own, next].map(({ status, sizeText }) => [status, sizeText])).toEqual([maker, taker]);
    expect(engine.book('BTC/USDT', 1).asks.map(([, size]) => size)).toEqual(own.isOpen ? ['2'] : []);
    expect(held(engine, 'ann', 'BTC')).toBe(own.isOpen ? '8 2' : '10 0');
    expect(held(engine, 'ann', 'USDT')).toBe(next.isOpen ? '960000 40000' : '1000000 0');
  });

  test('an order’s own rule counts before the venue’s', () => {
    const engine = testEngine();
    const own = accepted(engine, 'ann', limit('SELL', '1', '20000'));
    const taker = accepted(engine, 'ann', { ...limit('BUY', '1', '20000'), selfTrade: 'expire-taker' });
    expect([own.status, taker.status]).toEqual(['PENDING', 'EXPIRED']);
  });

  test('none lets an account trade with itself', () => {
    const engine = testEngine({ selfTrade: 'none' });
    const own = accepted(engine, 'ann', limit('SELL', '1', '20000'));
    const taker = accepted(engine, 'ann', limit('BUY', '1', '20001'));
    expect([own.status, taker.status]).toEqual(['COMPLETED', 'COMPLETED']);
    expect(held(engine, 'ann', 'BTC')).toBe('9.998 0');
  });
});

describe('fees', () => {
  test('in quote: the buyer pays on top, and has that locked', () => {
    const engine = testEngine({ feeAsset: 'quote' });
    const buy = accepted(engine, 'ann', limit('BUY', '1', '20000'));
    expect(held(engine, 'ann', 'USDT')).toBe('979960 20040');
    accepted(engine, 'bob', limit('SELL', '1', '20000'));
    expect([...buy.fees].map(([asset, fee]) => [asset, fee.toFixed()])).toEqual([['USDT', '20']]);
    expect(held(engine, 'ann', 'USDT')).toBe('979980 0');
    expect(held(engine, 'ann', 'BTC')).toBe('11 0');
    expect(held(engine, 'bob', 'USDT')).toBe('1019960 0');
  });

  test('an order keeps the fees it was accepted with; new orders get the new ones', () => {
    const engine = testEngine();
    const order = accepted(engine, 'bob', limit('SELL', '1', '20000'));
    engine.setFees({ maker: '0', taker: '0.0005' });
    const taker = accepted(engine, 'ann', limit('BUY', '1', '20000'));
    expect(order.fees.get('USDT')?.toFixed()).toBe('20');
    expect(taker.fees.get('BTC')?.toFixed()).toBe('0.0005');
    expect(engine.fees.taker).toBe('0.0005');
  });

  test('a maker rebate is paid out', () => {
    const engine = testEngine({ fees: { maker: '-0.0001', taker: '0.001' } });
    const order = accepted(engine, 'bob', limit('SELL', '1', '20000'));
    accepted(engine, 'ann', limit('BUY', '1', '20000'));
    expect(order.fees.get('USDT')?.toFixed()).toBe('-2');
    expect(held(engine, 'bob', 'USDT')).toBe('1020002 0');
  });

  test('are never finer than 8 decimals', () => {
    const engine = testEngine({
      markets: [{ ...BTC, stepSize: '0.00000001', minSize: '0.00000001', minNotional: '0' }],
    });
    accepted(engine, 'bob', limit('SELL', '0.00012345', '20000.01'));
    const order = accepted(engine, 'ann', market('BUY', { size: '0.00012345' }));
    expect(order.fees.get('BTC')?.toFixed()).toBe('0.00000024');
    expect(order.filledQuote.toFixed()).toBe('2.4690012345');
  });
});

describe('the ledger', () => {
  test('tells listeners everything in order, when the operation is complete', () => {
    const engine = testEngine();
    const seen: EngineEvent[] = [];
    const openAtEvent: number[] = [];
    const stop = engine.onEvent((event) => {
      seen.push(event);
      openAtEvent.push(engine.openOrders('bob').length);
    });
    accepted(engine, 'bob', limit('SELL', '1', '20000'));
    accepted(engine, 'bob', limit('SELL', '1', '20001'));
    accepted(engine, 'ann', limit('BUY', '3', '20001', { timeInForce: 'IOC' }));
    stop();
    engine.deposit('ann', 'BTC', '1');
    expect(seen.map(({ type }) => type)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'trade',
      'trade',
      'expired',
    ]);
    expect(seen.map(({ sequence }) => sequence - (seen[0]?.sequence ?? 0))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(openAtEvent).toEqual([1, 2, 0, 0, 0, 0]);
    const progress = seen.flatMap((event) => (event.type === 'trade' ? [event.trade.taker] : []));
    expect(progress.map(({ status, filledSize }) => [status, filledSize.toFixed()])).toEqual([
      ['PARTIALLY_FILLED', '1'],
      ['PARTIALLY_FILLED', '2'],
    ]);
    expect(engine.ledger.slice(-7, -1)).toEqual(seen);
  });

  test('a listener may trade; what it causes is told after', () => {
    const engine = testEngine();
    const seen: string[] = [];
    engine.onEvent((event) => {
      seen.push(event.type);
      if (event.type === 'accepted' && event.order.account === 'bob')
        engine.place('ann', market('BUY', { size: '1' }));
    });
    accepted(engine, 'bob', limit('SELL', '1', '20000'));
    expect(seen).toEqual(['accepted', 'accepted', 'trade']);
  });

  test('writes events as they were, not as orders are now', () => {
    const engine = testEngine();
    accepted(engine, 'bob', limit('SELL', '1', '20000', { clientOrderId: 'x' }));
    accepted(engine, 'ann', limit('BUY', '1', '20000'));
    const [first, , trade] = engine.ledger.slice(6).map(eventFacts);
    expect(first).toEqual({
      sequence: 7,
      type: 'accepted',
      at: 1_700_000_000_000,
      order: {
        orderId: '1',
        clientOrderId: 'x',
        account: 'bob',
        symbol: 'BTC/USDT',
        side: 'SELL',
        type: 'LIMIT',
        timeInForce: 'GTC',
        size: '1',
        quoteSize: undefined,
        price: '20000',
      },
    });
    expect(JSON.parse(JSON.stringify(trade))).toMatchObject({
      trade: {
        tradeId: '1',
        price: '20000',
        maker: { orderId: '1', fee: '20' },
        taker: { status: 'COMPLETED' },
      },
    });
  });

  test('house accounts trade without balance and leave only their trades with others', () => {
    const engine = testEngine();
    engine.openAccount('house', { house: true });
    engine.openAccount('other house', { house: true });
    const before = engine.ledger.length;
    accepted(engine, 'house', limit('SELL', '1', '20000'));
    accepted(engine, 'other house', limit('BUY', '0.5', '20000'));
    expect(engine.ledger.length).toBe(before);
    accepted(engine, 'ann', limit('BUY', '0.5', '20000'));
    expect(engine.ledger.slice(before).map(({ type }) => type)).toEqual(['accepted', 'trade']);
    expect(held(engine, 'house', 'BTC')).toBe('-1 0');
  });

  test('and the history of closed orders are bounded', () => {
    const engine = testEngine({ keepClosed: 3, keepEvents: 5 });
    const orders = Array.from({ length: 10 }, (_, n) =>
      accepted(engine, 'ann', limit('BUY', '1', '20000', { clientOrderId: `c${n}` })),
    );
    for (const order of orders) engine.cancel('ann', { orderId: order.id });
    expect(engine.orders('ann').map(({ clientOrderId }) => clientOrderId)).toEqual(['c7', 'c8', 'c9']);
    expect(engine.order('ann', { clientOrderId: 'c6' })).toBeUndefined();
    expect(engine.orderById(orders[6]?.id ?? '')).toBeUndefined();
    expect(engine.orderById(orders[7]?.id ?? '')).toBe(orders[7]);
    expect(engine.ledger).toHaveLength(5);
    expect(engine.ledger.map(ledgerLine).at(-1)).toContain('"cancelled"');
  });
});

describe('accounts', () => {
  test('deposits and withdrawals are exact, and bounded by what is free', () => {
    const engine = testEngine();
    engine.deposit('dee', 'USDT', '0.00000001');
    engine.deposit('dee', 'DOGE', '1.5');
    accepted(engine, 'ann', limit('BUY', '1', '20000'));
    expect(held(engine, 'dee', 'USDT')).toBe('0.00000001 0');
    expect(held(engine, 'dee', 'DOGE')).toBe('1.5 0');
    expect(() => engine.withdraw('ann', 'USDT', '990000')).toThrow(RangeError);
    engine.withdraw('ann', 'USDT', '980000');
    expect(held(engine, 'ann', 'USDT')).toBe('0 20000');
    engine.withdraw('dee', 'DOGE', '1.5');
    expect(engine.balances('dee').has('DOGE')).toBe(false);
    expect(() => engine.deposit('dee', 'USDT', '-1')).toThrow(RangeError);
    expect(() => engine.deposit('dee', 'USDT', '0.000000001')).toThrow(RangeError);
  });

  test('wrong use is told to the caller', () => {
    const engine = testEngine();
    expect(() => engine.book('ETH/USDT', 5)).toThrow('no such market');
    expect(() => engine.openAccount('ann')).toThrow('open already');
    expect(engine.balances('nobody').size).toBe(0);
    expect(engine.orders('nobody')).toEqual([]);
  });
});

function testEngine(options: Partial<EngineOptions> = {}): MatchingEngine {
  const engine = new MatchingEngine({
    now: () => 1_700_000_000_000,
    markets: [BTC],
    fees: { maker: '0.001', taker: '0.002' },
    feeAsset: 'received',
    ...options,
  });
  for (const account of ['ann', 'bob', 'cy']) {
    engine.deposit(account, 'BTC', '10');
    engine.deposit(account, 'USDT', '1000000');
  }
  return engine;
}

function limit(side: Side, size: string, price: string, more: Partial<PlaceRequest> = {}): PlaceRequest {
  return { symbol: 'BTC/USDT', side, type: 'LIMIT', size, price, ...more };
}

function market(side: Side, amount: { size: string } | { quoteSize: string }): PlaceRequest {
  return { symbol: 'BTC/USDT', side, type: 'MARKET', ...amount };
}

/** Places an order that must be accepted. */
function accepted(engine: MatchingEngine, account: string, request: PlaceRequest): EngineOrder {
  const { order, ...rejection } = engine.place(account, request);
  if (order === undefined) throw new Error(`rejected: ${JSON.stringify(rejection)}`);
  return order;
}

/** `free locked` of an asset. */
function held(engine: MatchingEngine, account: string, asset: string): string {
  const balance = engine.balances(account).get(asset);
  return `${balance?.free.toFixed() ?? '0'} ${balance?.locked.toFixed() ?? '0'}`;
}
