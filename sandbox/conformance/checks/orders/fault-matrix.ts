import { OrderSide, OrderStatus, type Order } from 'ats-runtime';
import { toCancelling } from '../../applies.js';
import type { Check } from '../../check.js';
import { troubleOf } from '../../errors.js';
import { demand, demandEqual } from '../../failure.js';
import { demandAgreement, fill, limitOrder } from '../../orders.js';
import type { Session } from '../../session.js';
import { seededRandom } from '../../../faults/fault-plan.js';
import type { HttpFault } from '../../../faults/fault.js';

const ORDERS = 16;
/** After the faults are over, so long may the last unknown outcome take. */
const REST_MS = 120_000;
const ENDPOINTS = ['place_order', 'cancel_order', 'get_order', 'open_orders', 'order_fills'] as const;
const FAULTS: readonly HttpFault[] = [
  { kind: 'reset' },
  { kind: 'drop_answer' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'rate_limit', retryAfter: 2 },
  { kind: 'html' },
  { kind: 'empty' },
  { kind: 'truncated' },
  { kind: 'delay', ms: 3000 },
];

export const O38: Check = {
  id: 'O38',
  group: 'orders',
  title: 'a bad day of mixed faults ends with the connector equal to the ledger',
  why: 'Faults come together: no order may be lost, doubled, or believed to be what it is not.',
  hint: 'Run the check of the fault that the order met last (O21 to O26, O32) and follow its hint.',
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const random = seededRandom(context.subject.seed);
    const orders: Order[] = [];
    for (let count = 0; count < ORDERS; count += 1) orders.push(await liveThrough(session, random));
    session.sandbox.faults.clear();
    await session.advance(REST_MS);
    demandEqualToLedger(session, orders);
  },
};

/** One order's life, with a fault somewhere in it. */
async function liveThrough(session: Session, random: () => number): Promise<Order> {
  const { faults, engine, venue } = session.sandbox;
  const { endpoints } = venue.description;
  faults.add({
    endpoint: pick(
      ENDPOINTS.filter((name) => endpoints[name] !== undefined),
      random,
    ),
    fault: pick(FAULTS, random),
    phase: random() < 0.5 ? 'before' : 'after',
    times: 1,
  });
  const order = limitOrder(session, random() < 0.5 ? OrderSide.BUY : OrderSide.SELL);
  await troubleOf(session.during(session.exchange.submitOrder(order)));
  const ledger = session.ledgerOrders.find(({ clientOrderId }) => clientOrderId === order.clientOrderId);
  const fate = random();
  if (fate < 0.3 && ledger?.isOpen === true) fill(session, ledger);
  if (fate > 0.7) await troubleOf(session.during(session.exchange.cancelOrder(order)));
  if (fate > 0.4 && fate < 0.5 && ledger?.isOpen === true)
    engine.venueCancel(ledger.id, 'the market is halted');
  return order;
}

function demandEqualToLedger(session: Session, orders: readonly Order[]): void {
  const ids = session.ledgerOrders.map(({ clientOrderId }) => clientOrderId);
  demandEqual(
    'orders that are at the venue twice:',
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
  for (const order of orders) {
    const ledger = session.ledgerOrders.find(({ clientOrderId }) => clientOrderId === order.clientOrderId);
    if (ledger !== undefined) demandAgreement(session, order, ledger);
    else
      demand(
        order.status === OrderStatus.REJECTED,
        `${String(order)}, which the venue has not, to be REJECTED`,
        order.status,
      );
  }
  demandEqual(
    "orders at the venue that are nobody's:",
    ids.length - orders.filter(({ clientOrderId }) => ids.includes(clientOrderId)).length,
    0,
  );
}

function pick<T>(choices: readonly [T, ...T[]] | readonly T[], random: () => number): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new Error('nothing to choose from');
  return choice;
}
