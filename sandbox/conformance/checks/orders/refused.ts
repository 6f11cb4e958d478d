import { Decimal, Order, OrderSide, OrderStatus, OrderType, type OrderFields } from 'ats-runtime';
import { parseTemplate } from '../../../../venues/index.js';
import { toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { rejectionOf } from '../../errors.js';
import { demand, demandEqual } from '../../failure.js';
import { limitOrder, marketOf, onGrid, ordinarySize, restingPrice, submit } from '../../orders.js';
import type { Session } from '../../session.js';

export const O08: Check = {
  id: 'O08',
  group: 'orders',
  title: 'an order that the balance does not cover is REJECTED, with the reason',
  why: 'A strategy reacts to an empty purse in another way than to a broken line.',
  hint: "The failure table must map the venue's code (and words) to insufficient-balance.",
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const { quote, stepSize } = marketOf(session);
    const { engine, account } = session.sandbox;
    const price = restingPrice(session, OrderSide.BUY);
    const free = engine.balances(account).get(quote)?.free ?? new Decimal(0);
    const size = onGrid(free.times(2).dividedBy(price), stepSize);
    const order = new Order({ ...fields(session), size, price });
    await rejectionOf(submit(session, order), 'an order beyond the balance', 'InsufficientBalanceException');
    demandEqual('the order to have the status', order.status, OrderStatus.REJECTED);
    demand((order.reason ?? '') !== '', 'a reason on the order', 'none');
  },
};

export const O17: Check = {
  id: 'O17',
  group: 'orders',
  title: "an order that the venue refuses is REJECTED, in the venue's words",
  why: 'The words are what support asks for, and what a person understands.',
  hint: "Let the failure table read the venue's message; the order tracker puts it on the order.",
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    session.sandbox.engine.setMarketOpen(session.symbol, false);
    const order = limitOrder(session);
    await rejectionOf(submit(session, order), 'an order on a closed market', 'OrderNotSubmittedException');
    demandEqual('the order to have the status', order.status, OrderStatus.REJECTED);
    const words = context.venue.description.errors.cases.market_closed?.message ?? '';
    const reason = order.reason ?? '';
    // What stands between its placeholders: those are filled with what was asked for.
    const isSaid = parseTemplate(words).every((part) => typeof part !== 'string' || reason.includes(part));
    demand(reason !== '' && isSaid, `the reason "${words}" on the order`, `"${reason}"`);
  },
};

export const O28: Check = {
  id: 'O28',
  group: 'orders',
  title: 'the same Order submitted twice is placed once',
  why: 'A double click is not a second order.',
  hint: 'Place orders through this.orders.place, which knows what it has placed.',
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const order = limitOrder(session);
    await submit(session, order);
    await rejectionOf(
      submit(session, order),
      'the second submit of an order',
      'InvalidOrderSubmissionException',
    );
    const both = limitOrder(session);
    await session.during(
      Promise.allSettled([session.exchange.submitOrder(both), session.exchange.submitOrder(both)]),
    );
    demandEqual('orders at the venue:', session.ledgerOrders.length, 2);
  },
};

export const O29: Check = {
  id: 'O29',
  group: 'orders',
  title: 'an order that makes no sense is refused, naming the field, and not sent',
  why: 'NaN comes out of a strategy sooner or later; what a venue makes of it is anybody’s guess.',
  hint: 'Call this.assertOrder(order, this.instrument) first in submitOrder.',
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const price = restingPrice(session, OrderSide.BUY);
    const nonsense: readonly (readonly [string, Partial<OrderFields>])[] = [
      ...[NaN, Infinity, 0, -1].map((size) => ['size', { size, price }] as const),
      ...[NaN, Infinity, 0, -1].map((wrong) => ['price', { price: wrong }] as const),
      ['price', { price: undefined }],
      ['price', { orderType: OrderType.MARKET, price }],
      ['symbol', { symbol: 'NO/SUCH', price }],
    ];
    for (const [field, change] of nonsense) {
      const order = new Order({ ...fields(session), ...change });
      const what = `an order with a wrong ${field} (${String(change.size ?? change.symbol ?? change.price)})`;
      const error = await rejectionOf(submit(session, order), what, 'InvalidOrderSubmissionException');
      demand(error.message.includes(field), `a message that names ${field}`, error.message);
    }
    demandEqual('orders sent to the venue:', session.requestCount('place_order'), 0);
  },
};

function fields(session: Session): OrderFields {
  const size = ordinarySize(session);
  return { symbol: session.symbol, orderType: OrderType.LIMIT, orderSide: OrderSide.BUY, size };
}
