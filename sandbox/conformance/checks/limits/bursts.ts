import { toBalances } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import { cancel, restingOrder } from '../../orders.js';
import type { VenueDescription } from '../../../../venues/index.js';
import { questionCapacity, refusedForLimits } from './question-limits.js';

const RETRY_AFTER_S = 5;
/** A burst of more requests than this would make the suite slow. */
const MOST_REQUESTS = 800;

export const R01: Check = {
  id: 'R01',
  group: 'limits',
  title: "a burst stays under the venue's limit",
  why: 'Venues ban addresses that pass it, in the hour when it matters.',
  hint: "Give the REST client the venue's limits, and each request its weight.",
  applies: (venue) => {
    const balances = toBalances(venue);
    if (balances !== true) return balances;
    if (questionCapacity(venue) === Infinity) return 'the venue has no limit of questions';
    return burstOf(venue) <= MOST_REQUESTS || 'the limit is too wide to be reached in a test';
  },
  run: async (context) => {
    const session = await context.connected();
    const burst = Array.from({ length: burstOf(context.venue.description) }, () =>
      session.exchange.getWalletBalance(),
    );
    await session.during(Promise.all(burst), 600_000);
    const refused = refusedForLimits(session.sandbox.requests);
    demandEqual('requests that the venue refused because of its limit:', refused, 0);
  },
};

export const R02: Check = {
  id: 'R02',
  group: 'limits',
  title: 'Retry-After is obeyed',
  why: 'Asking again too early makes a pause of seconds a ban of hours.',
  hint: 'Map the rate limit in the failure table; the REST client waits as the venue says.',
  applies: (venue) => {
    const balances = toBalances(venue);
    if (balances !== true) return balances;
    return venue.retry_after !== 'none' || 'the venue does not say how long to wait';
  },
  run: async (context) => {
    const session = await context.connected();
    const before = session.sandbox.requests.length;
    const fault = { kind: 'rate_limit', retryAfter: RETRY_AFTER_S } as const;
    session.sandbox.faults.add({ endpoint: 'balances', fault, phase: 'before', times: 1 });
    const start = session.sandbox.clock.now();
    await session.during(session.exchange.getWalletBalance());
    const waited = (session.sandbox.clock.now() - start) / 1000;
    demand(waited >= RETRY_AFTER_S, `the wallet after ${RETRY_AFTER_S} s, as told`, `after ${waited} s`);
    demandEqual('requests for it:', session.sandbox.requests.length - before, 2);
  },
};

export const R05: Check = {
  id: 'R05',
  group: 'limits',
  title: 'a cancel is not held up by a burst of questions',
  why: 'The order that must go is in the queue behind charts.',
  hint: 'Let orders and cancels go in the lane "orders", which keeps a share of the limit.',
  applies: R01.applies,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    const burst = Array.from({ length: burstOf(context.venue.description) }, () =>
      session.exchange.getWalletBalance(),
    );
    const answers = Promise.allSettled(burst);
    const start = session.sandbox.clock.now();
    await cancel(session, order);
    const waited = (session.sandbox.clock.now() - start) / 1000;
    demand(waited <= 5, 'the cancel to be through in 5 s', `${waited} s`);
    await session.during(answers, 600_000);
  },
};

function burstOf(venue: VenueDescription): number {
  return Math.ceil((questionCapacity(venue) * 1.1) / (venue.endpoints.balances?.weight ?? 1));
}
