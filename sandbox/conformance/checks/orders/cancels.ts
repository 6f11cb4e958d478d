import { OrderStatus } from 'ats-runtime';
import { toCancelling, toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { rejectionOf, troubleOf } from '../../errors.js';
import { demand, demandEqual } from '../../failure.js';
import {
  cancel,
  demandAgreement,
  demandNever,
  fill,
  limitOrder,
  onlyLedgerOrder,
  restingOrder,
  untilStatus,
} from '../../orders.js';

/** Less than a request's time-out: the order is to be sent again. */
const WAIT_S = 5;

export const O13: Check = {
  id: 'O13',
  group: 'orders',
  title: 'a cancelled order is cancelled at the venue, and CANCELLED',
  why: 'An order that only looks cancelled fills when it hurts.',
  hint: "Set nothing on the order yourself: this.orders.cancel takes the venue's answer.",
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    await cancel(session, order);
    await untilStatus(session, order, OrderStatus.CANCELLED);
    const ledger = onlyLedgerOrder(session);
    demandEqual('the order at the venue to be', ledger.status, 'CANCELLED');
    demandAgreement(session, order, ledger);
  },
};

export const O14: Check = {
  id: 'O14',
  group: 'orders',
  title: 'cancelling an order that was filled leaves it COMPLETED',
  why: 'The position is there; a strategy that believes it is not opens it again.',
  hint: "The venue's answer to such a cancel is its order-not-found: map its code, the look-up tells the rest.",
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    const ledger = onlyLedgerOrder(session);
    session.sandbox.holdOrderEvents();
    fill(session, ledger);
    await cancel(session, order);
    session.sandbox.releaseOrderEvents();
    await untilStatus(session, order, OrderStatus.COMPLETED);
    await session.advance(5000);
    demandNever(order, OrderStatus.CANCELLED);
    demandAgreement(session, order, ledger);
  },
};

export const O15: Check = {
  id: 'O15',
  group: 'orders',
  title: 'cancelling an order that the venue does not know is a clear error',
  why: 'Silence would read as a cancel that worked.',
  hint: 'Let this.orders.cancel tell: it knows the order, or throws OrderNotFoundException.',
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const never = limitOrder(session);
    await rejectionOf(
      cancel(session, never),
      'the cancel of an order that was never submitted',
      'OrderNotFoundException',
      'OrderNotCancelledException',
      'InvalidOrderSubmissionException',
    );
    demand(never.status !== OrderStatus.CANCELLED, 'the order not to be CANCELLED', never.status);
  },
};

export const O16: Check = {
  id: 'O16',
  group: 'orders',
  title: 'cancelling twice is harmless',
  why: 'Two parts of a strategy may want the same.',
  hint: 'Cancel through this.orders.cancel, which returns at once for an order that is closed.',
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    await session.during(
      Promise.all([session.exchange.cancelOrder(order), session.exchange.cancelOrder(order)]),
    );
    await cancel(session, order);
    await untilStatus(session, order, OrderStatus.CANCELLED);
    demandAgreement(session, order, onlyLedgerOrder(session));
  },
};

export const O26: Check = {
  id: 'O26',
  group: 'orders',
  title: "a race between cancel and fill ends in the ledger's state",
  why: 'Who wins is decided at the venue, not here.',
  hint: 'After a refused cancel the order is looked up: check the failure table and the look-up.',
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    const ledger = onlyLedgerOrder(session);
    const fault = { kind: 'delay', ms: 2000 } as const;
    session.sandbox.faults.add({ endpoint: 'cancel_order', fault, phase: 'before', times: 1 });
    const cancelling = session.exchange.cancelOrder(order);
    cancelling.catch(() => undefined);
    await session.advance(1000);
    session.sandbox.holdOrderEvents();
    fill(session, ledger);
    await session.during(cancelling);
    session.sandbox.releaseOrderEvents();
    await untilStatus(session, order, OrderStatus.COMPLETED);
    demandNever(order, OrderStatus.CANCELLED);
    demandAgreement(session, order, ledger);
  },
};

export const O44: Check = {
  id: 'O44',
  group: 'orders',
  title: 'an order that is cancelled while it waits for its turn is not sent',
  why: 'Under a rate limit a market order would trade seconds after its strategy has thought better of it.',
  hint: 'Give the request the signal that this.orders.place hands out: rest.post(path, params, { withdrawn }).',
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const fault = { kind: 'status', status: 429, retryAfter: WAIT_S } as const;
    session.sandbox.faults.add({ endpoint: 'place_order', fault, phase: 'before', times: 1 });
    const order = limitOrder(session);
    const placing = troubleOf(session.exchange.submitOrder(order));
    await session.until(() => session.requestCount('place_order') === 1, 'the order to be sent');
    await session.advance(100);
    await cancel(session, order);
    await session.during(placing);
    demandEqual('the order to be', order.status, OrderStatus.CANCELLED);
    await session.advance(WAIT_S * 2000);
    demandEqual('orders at the venue:', session.ledgerOrders.length, 0);
    demandEqual('times that the order was sent:', session.requestCount('place_order'), 1);
  },
};

export const O35: Check = {
  id: 'O35',
  group: 'orders',
  title: 'an order that the venue cancels by itself becomes CANCELLED',
  why: 'Halts and self-trade rules cancel orders that nobody asked to cancel.',
  hint: "Look at the status table: the venue's word for it, and at the order stream.",
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    const ledger = onlyLedgerOrder(session);
    session.sandbox.engine.venueCancel(ledger.id, 'the market is halted');
    await untilStatus(session, order, OrderStatus.CANCELLED);
    demandAgreement(session, order, ledger);
  },
};
