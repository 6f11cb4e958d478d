import { OrderStatus } from 'ats-runtime';
import { toBalances, toCancelling } from '../../applies.js';
import type { Check } from '../../check.js';
import { rejectionOf, troubleOf } from '../../errors.js';
import { demandEqual } from '../../failure.js';
import { cancel, demandAgreement, demandNever, limitOrder, onlyLedgerOrder, submit } from '../../orders.js';
import { ErrorReplies } from '../../../dialect/error-replies.js';
import type { FaultHandle } from '../../../faults/fault-plan.js';
import type { EndpointName } from '../../../../venues/index.js';
import type { Session } from '../../session.js';

/** For an order whose fate was unknown to be looked up. */
const LOOK_UP_MS = 120_000;

export const O33: Check = {
  id: 'O33',
  group: 'orders',
  title: 'an error inside a 200 is an error: for the wallet, open orders, a cancel and a look-up',
  why: 'Who looks at the status alone takes a refusal for an empty wallet, a cancel or a lost order.',
  hint: "Let the failure table name where the venue's code stands; read answers through Answer, with no default.",
  applies: (venue) => {
    const cancels = toCancelling(venue);
    return cancels === true ? toBalances(venue) : cancels;
  },
  run: async (context) => {
    const session = await context.connected();
    await demandNoFalseAnswers(session);
    await demandNoFalseCancel(session);
    const other = await context.connected();
    await demandNoFalseLoss(other);
  },
};

async function demandNoFalseAnswers(session: Session): Promise<void> {
  const { exchange } = session;
  const questions: readonly (readonly [EndpointName, () => Promise<unknown>])[] = [
    ['balances', () => exchange.getWalletBalance()],
    ['open_orders', () => exchange.getOpenOrders()],
  ];
  for (const [endpoint, ask] of questions) {
    if (session.sandbox.venue.description.endpoints[endpoint] === undefined) continue;
    const fault = answerWithError(session, endpoint);
    await rejectionOf(
      session.during(ask()),
      `${endpoint} answered by an error with status 200`,
      'AtsException',
    );
    fault.remove();
  }
}

async function demandNoFalseCancel(session: Session): Promise<void> {
  const order = limitOrder(session);
  await submit(session, order);
  const fault = answerWithError(session, 'cancel_order');
  await troubleOf(cancel(session, order));
  demandEqual('the order whose cancel failed to be', order.status, OrderStatus.PENDING);
  fault.remove();
  await cancel(session, order);
  demandAgreement(session, order, onlyLedgerOrder(session));
}

/** The answer to the order is lost, and the first look-up fails: that is no news of the order. */
async function demandNoFalseLoss(session: Session): Promise<void> {
  session.sandbox.holdOrderEvents();
  session.sandbox.faults.add({ endpoint: 'place_order', fault: { kind: 'reset' }, phase: 'after', times: 1 });
  const { endpoints } = session.sandbox.venue.description;
  const lookUps = (['get_order', 'open_orders', 'order_fills'] as const)
    .filter((endpoint) => endpoints[endpoint] !== undefined)
    .map((endpoint) => answerWithError(session, endpoint, 1));
  const order = limitOrder(session);
  await troubleOf(submit(session, order));
  demandNever(order, OrderStatus.REJECTED);
  for (const fault of lookUps) fault.remove();
  await session.until(() => order.orderId !== undefined, 'the order to be found', LOOK_UP_MS);
  demandAgreement(session, order, onlyLedgerOrder(session));
}

/** The venue's own words for a failure of its own, under a status that tells of success. */
function answerWithError(session: Session, endpoint: EndpointName, times?: number): FaultHandle {
  const { venue, faults } = session.sandbox;
  const described = venue.description.endpoints[endpoint];
  const { body } = new ErrorReplies(venue, (document) => document).reply('internal', described);
  const fault = { kind: 'status', status: 200, body } as const;
  return faults.add({ endpoint, fault, phase: 'before', ...(times === undefined ? {} : { times }) });
}
