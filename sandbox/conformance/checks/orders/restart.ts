import { OrderSide, OrderStatus } from 'ats-runtime';
import { toCancelling } from '../../applies.js';
import type { Check } from '../../check.js';
import { demandEqual } from '../../failure.js';
import { cancel, demandAgreement, fill, restingOrder, untilStatus } from '../../orders.js';

export const O30: Check = {
  id: 'O30',
  group: 'orders',
  title: 'after a restart the open orders are known again',
  why: 'An order that nobody remembers is a position that nobody closes.',
  hint: 'Call this.orders.start() in connect: it recovers from the state; read open orders from the venue.',
  applies: (venue) => {
    const cancels = toCancelling(venue);
    if (cancels !== true) return cancels;
    return venue.endpoints.open_orders !== undefined || 'the venue does not list open orders';
  },
  run: async (context) => {
    const session = await context.connected();
    await restingOrder(session);
    await restingOrder(session, OrderSide.SELL);
    const [bought, sold] = session.ledgerOrders;
    const second = await session.restart(session.state);
    await second.connect();
    const open = await second.during(second.exchange.getOpenOrders());
    const ids = open.map((order) => order.orderId).sort();
    const ledgerIds = session.ledgerOrders.map((order) => session.sandbox.orderId(order));
    demandEqual('the open orders after a restart, by id:', ids, ledgerIds.toSorted());
    const [buy, sell] = ledgerIds.map((id) => open.find((order) => order.orderId === id));
    if (bought === undefined || sold === undefined || buy === undefined || sell === undefined) return;
    fill(session, bought);
    await untilStatus(second, buy, OrderStatus.COMPLETED);
    demandAgreement(session, buy, bought);
    await cancel(second, sell);
    demandEqual('the order at the venue, cancelled after the restart, to be', sold.status, 'CANCELLED');
    demandAgreement(session, sell, sold);
  },
};
