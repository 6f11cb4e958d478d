import { OrderStatus } from 'ats-runtime';
import type { Check } from '../../check.js';
import { toTrading } from '../../applies.js';
import { expectAccepted } from '../../errors.js';
import { demandAgreement, demandNever, limitOrder, onlyLedgerOrder } from '../../orders.js';
import { ErrorReplies } from '../../../dialect/error-replies.js';
import type { LoadedVenue, VenueDescription } from '../../../../venues/index.js';

/** No server error: a status by which a refusal would be sure. */
const STATUS = 400;

export const O45: Check = {
  id: 'O45',
  group: 'orders',
  title: 'a failure by which the venue itself does not know the outcome is never told as a rejection',
  why: 'Venues say "execution status unknown" under a status of refusals, and may hold the order all the same.',
  hint: "Map the venue's codes for its own failures to unavailable, with an outcome that is not known.",
  applies: (venue) => {
    const trades = toTrading(venue);
    if (trades !== true) return trades;
    return unknownCodes(venue).length > 0 || 'no code of the venue tells of a failure of its own';
  },
  run: async (context) => {
    for (const code of unknownCodes(context.venue.description)) {
      const session = await context.connected();
      session.sandbox.holdOrderEvents();
      const body = failureBody(session.sandbox.venue, code);
      const fault = { kind: 'status', status: STATUS, body } as const;
      session.sandbox.faults.add({ endpoint: 'place_order', fault, phase: 'after', times: 1 });
      const order = limitOrder(session);
      await expectAccepted(session.during(session.exchange.submitOrder(order)));
      demandNever(order, OrderStatus.REJECTED);
      demandAgreement(session, order, onlyLedgerOrder(session));
    }
  },
};

type Code = string | number;

/** Codes that tell of nothing else. */
function unknownCodes({ errors: { cases } }: VenueDescription): readonly Code[] {
  const { internal, ...others } = cases;
  if (internal === undefined) return [];
  const taken = new Set(Object.values(others).flatMap(({ code, more_codes: more = [] }) => [code, ...more]));
  return [internal.code, ...(internal.more_codes ?? [])].filter((code) => !taken.has(code));
}

function failureBody(venue: LoadedVenue, code: Code): string {
  const { description } = venue;
  const { errors, endpoints } = description;
  const { internal } = errors.cases;
  const cases = internal === undefined ? errors.cases : { ...errors.cases, internal: { ...internal, code } };
  const other = { ...venue, description: { ...description, errors: { ...errors, cases } } };
  return new ErrorReplies(other, (document) => document).reply('internal', endpoints.place_order).body;
}
