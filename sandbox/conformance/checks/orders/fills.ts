import { OrderSide, OrderStatus } from 'ats-runtime';
import { toCancelling, toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { demandEqual } from '../../failure.js';
import {
  cancel,
  demandAgreement,
  fill,
  half,
  limitOrder,
  onlyLedgerOrder,
  restingOrder,
  untilStatus,
} from '../../orders.js';

export const O10: Check = {
  id: 'O10',
  group: 'orders',
  title: 'an order that is filled later becomes COMPLETED, with average price and fees',
  why: 'Most limit orders fill when nobody is asking.',
  hint: 'Look at the order stream (or the polling of open orders): the paths of status, filled size, price and fee.',
  applies: toTrading,
  run: async (context) => {
    for (const side of [OrderSide.BUY, OrderSide.SELL]) {
      const session = await context.connected();
      const order = await restingOrder(session, side);
      const ledger = onlyLedgerOrder(session);
      fill(session, ledger);
      await untilStatus(session, order, OrderStatus.COMPLETED);
      await session.until(() => order.fees.size > 0, 'the fees of the order to be told');
      demandAgreement(session, order, ledger);
    }
  },
};

export const O11: Check = {
  id: 'O11',
  group: 'orders',
  title: 'a partly filled order is PARTIALLY_FILLED, then COMPLETED',
  why: 'Half a position is neither none nor all of it.',
  hint: "Look at the status table and at the filled size in the venue's answers and events: it is the sum so far.",
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    const ledger = onlyLedgerOrder(session);
    fill(session, ledger, half(ledger, session));
    await untilStatus(session, order, OrderStatus.PARTIALLY_FILLED);
    demandAgreement(session, order, ledger);
    fill(session, ledger);
    await untilStatus(session, order, OrderStatus.COMPLETED);
    demandAgreement(session, order, ledger);
  },
};

export const O12: Check = {
  id: 'O12',
  group: 'orders',
  title: 'an order that is cancelled after a partial fill is CANCELLED and keeps what was filled',
  why: 'The filled part is in the wallet, whatever became of the rest.',
  hint: "Read the filled size from the cancel's answer or from the look-up after it.",
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    const ledger = onlyLedgerOrder(session);
    fill(session, ledger, half(ledger, session));
    await cancel(session, order);
    await untilStatus(session, order, OrderStatus.CANCELLED);
    await session.until(() => order.fees.size > 0, 'the fees of the filled part to be told');
    demandAgreement(session, order, ledger);
  },
};

export const O18: Check = {
  id: 'O18',
  group: 'orders',
  title: 'a fill that is told before the order is acknowledged is not lost',
  why: 'Two sockets, two speeds: the event often overtakes the answer.',
  hint: 'Events are matched by client order id as well; give both to the report.',
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const fault = { kind: 'delay', ms: 3000 } as const;
    session.sandbox.faults.add({ endpoint: 'place_order', fault, phase: 'after', times: 1 });
    const order = limitOrder(session);
    const placing = session.exchange.submitOrder(order);
    placing.catch(() => undefined);
    await session.until(() => session.ledgerOrders.length === 1, 'the order to reach the venue');
    const ledger = onlyLedgerOrder(session);
    fill(session, ledger);
    await session.during(placing);
    await untilStatus(session, order, OrderStatus.COMPLETED);
    await session.until(() => order.fees.size > 0, 'the fees of the order to be told');
    demandAgreement(session, order, ledger);
  },
};

export const O31: Check = {
  id: 'O31',
  group: 'orders',
  title: "an order's listeners are called once for each change, in order",
  why: 'A strategy that hears of a fill twice acts on it twice.',
  hint: 'Change orders through reports (this.orders.place, onReport), never by setting order.status.',
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const order = limitOrder(session);
    const heard: string[] = [];
    order.onStatus((changed, previous) => heard.push(`${previous} → ${changed.status}`));
    await session.during(session.exchange.submitOrder(order));
    demandEqual('the listener to hear, of an order that only rests,', heard, []);
    const ledger = onlyLedgerOrder(session);
    fill(session, ledger, half(ledger, session));
    await untilStatus(session, order, OrderStatus.PARTIALLY_FILLED);
    fill(session, ledger);
    await untilStatus(session, order, OrderStatus.COMPLETED);
    await session.advance(5000);
    demandEqual('the listener to hear', heard, [
      'PENDING → PARTIALLY_FILLED',
      'PARTIALLY_FILLED → COMPLETED',
    ]);
  },
};
