import { milliseconds } from 'ats-runtime';
import { toBalances } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import type { LoggedRequest } from '../../../dialect/request-log.js';
import { questionCapacity, questionLimits, refusedForLimits } from './question-limits.js';
import type { EndpointName, VenueDescription } from '../../../../venues/index.js';

/** A burst of more requests than this would make the suite slow. */
const MOST_REQUESTS = 500;
/** Of the limit: so much more is asked for than it lets through. */
const EXCESS = 1.03;
/** Of the limit: so much a connector may keep back, for orders and for what others use. */
const RESERVE = 0.25;
const SETTLE_MS = 5000;

export const R03: Check = {
  id: 'R03',
  group: 'limits',
  title: 'requests of different weights are counted as the venue counts them',
  why: 'Counted too light they end in a ban; counted too heavy the connector is slower than it must be.',
  hint: "Give each request the weight of the venue's documentation, as { weight } in its options.",
  applies: (venue) => {
    const balances = toBalances(venue);
    if (balances !== true) return balances;
    if (venue.endpoints.open_orders === undefined) return 'the description has no open_orders';
    if (weightOf(venue, 'balances') === weightOf(venue, 'open_orders'))
      return 'what can be asked for at any time has one weight';
    if (questionCapacity(venue) === Infinity) return 'the venue has no limit of weights';
    return 2 * pairsOf(venue) <= MOST_REQUESTS || 'the limit is too wide to be reached in a test';
  },
  run: async (context) => {
    const venue = context.venue.description;
    const session = await context.connected();
    // What connecting has cost is forgotten; streams that slept come back.
    session.sandbox.clock.skip(Math.max(...questionLimits(venue).map(({ per }) => milliseconds(per))));
    await session.advance(SETTLE_MS);
    const start = session.sandbox.clock.now();
    const before = session.sandbox.requests.length;
    const burst = Array.from({ length: pairsOf(venue) }, () => [
      session.exchange.getWalletBalance(),
      session.exchange.getOpenOrders(),
    ]);
    await session.during(Promise.all(burst.flat()), 600_000);
    const sent = session.sandbox.requests.slice(before);
    demandEqual('requests that the venue refused because of its limit:', refusedForLimits(sent), 0);
    const atOnce = weightIn(
      venue,
      sent.filter(({ at }) => at === start),
    );
    const usable = Math.floor((1 - RESERVE) * questionCapacity(venue)) - heaviest(venue);
    demand(
      atOnce >= usable,
      `a weight of ${usable} or more at once, of ${questionCapacity(venue)}`,
      `${atOnce}`,
    );
  },
};

function weightOf(venue: VenueDescription, endpoint: EndpointName): number {
  return venue.endpoints[endpoint]?.weight ?? 1;
}

function weightIn(venue: VenueDescription, requests: readonly LoggedRequest[]): number {
  const names = ['balances', 'open_orders'] as const;
  return names.reduce(
    (sum, name) => sum + weightOf(venue, name) * requests.filter(({ endpoint }) => endpoint === name).length,
    0,
  );
}

function heaviest(venue: VenueDescription): number {
  return Math.max(weightOf(venue, 'balances'), weightOf(venue, 'open_orders'));
}

function pairsOf(venue: VenueDescription): number {
  const pair = weightOf(venue, 'balances') + weightOf(venue, 'open_orders');
  return Math.ceil((questionCapacity(venue) * EXCESS) / pair);
}
