import { OrderStatus } from 'ats-runtime';
import { toOrderEvents } from '../../applies.js';
import type { Check } from '../../check.js';
import type { CheckContext } from '../../context.js';
import type { FaultRule } from '../../../faults/fault.js';
import { demandAgreement, fill, half, onlyLedgerOrder, restingOrder, untilStatus } from '../../orders.js';

const HINT = 'Give each fill its id and the filled size so far; Order.apply knows what it has counted.';

export const O19: Check = {
  id: 'O19',
  group: 'orders',
  title: 'a fill that is told twice counts once',
  why: 'A position counted twice is sold twice.',
  hint: HINT,
  applies: toOrderEvents,
  run: (context) => fillsUnder(context, { orderEvents: 'twice' }),
};

export const O20: Check = {
  id: 'O20',
  group: 'orders',
  title: 'fills that are told out of order end in the same sum',
  why: 'The last event to come is not always the last that happened.',
  hint: HINT,
  applies: toOrderEvents,
  run: (context) => fillsUnder(context, { stream: 'orders', fault: { kind: 'reorder' }, times: 1 }),
};

export const O37: Check = {
  id: 'O37',
  group: 'orders',
  title: 'a fill whose event is lost is found all the same',
  why: 'A private stream that drops one message leaves an order open for ever.',
  hint: 'Let the order tracker poll the open orders (lookUp, openOrders) beside the events.',
  applies: toOrderEvents,
  run: (context) => fillsUnder(context, { orderEvents: 'lost' }, 300_000),
};

async function fillsUnder(context: CheckContext, rule: FaultRule, limit?: number): Promise<void> {
  const session = await context.connected();
  const order = await restingOrder(session);
  const ledger = onlyLedgerOrder(session);
  session.sandbox.faults.add(rule);
  fill(session, ledger, half(ledger, session));
  fill(session, ledger);
  await untilStatus(session, order, OrderStatus.COMPLETED, limit);
  session.sandbox.faults.clear();
  await session.advance(5000);
  demandAgreement(session, order, ledger);
}
