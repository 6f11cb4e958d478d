import { decimalText, OrderStatus, type Order } from 'ats-runtime';
import { toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { expectAccepted, rejectionOf } from '../../errors.js';
import { demandEqual } from '../../failure.js';
import {
  demandAgreement,
  demandNever,
  fill,
  limitOrder,
  marketOrder,
  onlyLedgerOrder,
  submit,
  untilStatus,
} from '../../orders.js';
import type { Session } from '../../session.js';
import type { HttpFault } from '../../../faults/fault.js';

const HINT =
  'Place orders through this.orders.place with a lookUp that asks by client order id and gives undefined only where the venue says that there is no such order.';

/** Longer than a wait for a late order. */
const VENUE_DOWN_MS = 40_000;
/** Within the time for which venues take a signed request. */
const LATE_MS = 4000;

export const O21: Check = {
  id: 'O21',
  group: 'orders',
  title: 'an accepted order whose answer is lost is found by its client id',
  why: 'Reported as failed it would be placed again, and the account would hold it twice.',
  hint: HINT,
  applies: toTrading,
  run: async (context) => {
    for (const fault of [{ kind: 'drop_answer' }, { kind: 'reset' }] as const) {
      const session = await context.connected();
      // No event helps: the look-up has to find it.
      session.sandbox.holdOrderEvents();
      const order = await submitUnder(session, fault, 'after');
      const ledger = onlyLedgerOrder(session);
      demandNever(order, OrderStatus.REJECTED);
      demandAgreement(session, order, ledger);
      session.sandbox.releaseOrderEvents();
      fill(session, ledger);
      await untilStatus(session, order, OrderStatus.COMPLETED);
    }
    await findsFilledOrder(await context.connected());
  },
};

export const O22: Check = {
  id: 'O22',
  group: 'orders',
  title: 'an order whose request is lost is told as not submitted, and is not at the venue',
  why: 'A strategy that waits for an order that does not exist waits for ever.',
  hint: HINT,
  applies: toTrading,
  run: async (context) => {
    for (const fault of [{ kind: 'drop_answer' }, { kind: 'reset' }] as const) {
      const session = await context.connected();
      session.sandbox.faults.add({ endpoint: 'place_order', fault, phase: 'before', times: 1 });
      const order = limitOrder(session);
      await rejectionOf(
        submit(session, order),
        'an order whose request was lost',
        'OrderNotSubmittedException',
      );
      demandEqual('the order to have the status', order.status, OrderStatus.REJECTED);
      await session.advance(60_000);
      demandEqual('orders at the venue:', session.ledgerOrders.length, 0);
    }
  },
};

export const O23: Check = {
  id: 'O23',
  group: 'orders',
  title: 'a server error with an unknown outcome is never told as a rejection',
  why: 'A venue under load answers 5xx to orders that it has taken.',
  hint: HINT,
  applies: toTrading,
  run: async (context) => {
    for (const status of [500, 503]) {
      const session = await context.connected();
      session.sandbox.holdOrderEvents();
      session.sandbox.faults.add({
        endpoint: 'place_order',
        fault: { kind: 'status', status },
        phase: 'after',
        times: 1,
      });
      // The venue is hardly better when it is asked what became of the order.
      const worse = session.sandbox.faults.add({ endpoint: 'get_order', fault: { kind: 'status', status } });
      const order = limitOrder(session);
      const placing = session.exchange.submitOrder(order);
      placing.catch(() => undefined);
      await session.advance(VENUE_DOWN_MS);
      demandNever(order, OrderStatus.REJECTED);
      worse.remove();
      await expectAccepted(session.during(placing));
      demandNever(order, OrderStatus.REJECTED);
      demandAgreement(session, order, onlyLedgerOrder(session));
    }
  },
};

export const O36: Check = {
  id: 'O36',
  group: 'orders',
  title: 'an order that reaches the venue late is not told as lost',
  why: 'The first look-up may be faster than the order: "not there" is not yet "never there".',
  hint: HINT,
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    session.sandbox.holdOrderEvents();
    session.sandbox.faults.add({
      endpoint: 'place_order',
      fault: { kind: 'reset' },
      phase: 'before',
      times: 1,
    });
    const order = limitOrder(session);
    const placing = session.exchange.submitOrder(order);
    placing.catch(() => undefined);
    await session.until(() => session.requestCount('place_order') === 1, 'the order to be sent');
    await session.advance(LATE_MS);
    arrive(session, order);
    await expectAccepted(session.during(placing));
    demandNever(order, OrderStatus.REJECTED);
    demandAgreement(session, order, onlyLedgerOrder(session));
  },
};

export const O32: Check = {
  id: 'O32',
  group: 'orders',
  title: 'an answer that is HTML, empty or cut short is a typed error, and an order under it is found',
  why: 'Proxies and firewalls answer for the venue, with 200 and a page.',
  hint: 'Read answers through Answer (answer.text, answer.decimal), which throws MalformedAnswerException.',
  applies: toTrading,
  run: async (context) => {
    for (const kind of ['html', 'empty', 'truncated'] as const) {
      const session = await context.connected();
      const order = await submitUnder(session, { kind }, 'after');
      demandNever(order, OrderStatus.REJECTED);
      demandAgreement(session, order, onlyLedgerOrder(session));
      session.sandbox.faults.add({ endpoint: 'balances', fault: { kind }, phase: 'after' });
      const reading = session.during(session.exchange.getWalletBalance());
      await rejectionOf(reading, `the wallet in an answer that is ${kind}`, 'AtsException');
    }
  },
};

/** Submits under a fault after which the venue has the order: the submit has to find that out. */
/** Some venues find an order by its client id only while it is open. */
async function findsFilledOrder(session: Session): Promise<void> {
  session.sandbox.holdOrderEvents();
  const order = await submitUnder(session, { kind: 'drop_answer' }, 'after', marketOrder(session));
  const ledger = onlyLedgerOrder(session);
  await session.until(
    () => !order.isOpen && order.fees.size > 0,
    'a filled order to be found, its fees told',
  );
  demandNever(order, OrderStatus.REJECTED);
  demandAgreement(session, order, ledger);
}

async function submitUnder(
  session: Session,
  fault: HttpFault,
  phase: 'before' | 'after',
  order = limitOrder(session),
): Promise<Order> {
  session.sandbox.faults.add({ endpoint: 'place_order', fault, phase, times: 1 });
  await expectAccepted(submit(session, order));
  return order;
}

/** What was cut off on its way is at the venue after all. */
function arrive(session: Session, order: Order): void {
  const { engine, account } = session.sandbox;
  const { symbol, orderSide: side, orderType: type, size, price, clientOrderId = '' } = order;
  const terms = { symbol, side, type, size: decimalText(size), clientOrderId };
  engine.place(account, price === undefined ? terms : { ...terms, price: decimalText(price) });
}
