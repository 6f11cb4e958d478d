import { toBalances } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';

const CALLERS = 10;
/** Times that a question may be asked before its caller is told of the limit. */
const MOST_ATTEMPTS = 8;
const STORM_MS = 60_000;
const RETRY_AFTER_S = 5;
/** A call that waits as it is told may last longer than the storm. */
const CALM_LIMIT_MS = 600_000;

export const R04: Check = {
  id: 'R04',
  group: 'limits',
  title: 'in a storm of rate limits the requests stay few, and stop while the venue says so',
  why: 'Each request into a limit lengthens it; the answer to a storm of them is a ban of the address.',
  hint: "Map the venue's rate limit in the failure table, and add no loop of your own around this.rest.",
  applies: toBalances,
  run: async (context) => {
    const session = await context.connected();
    const tells = context.venue.description.retry_after !== 'none';
    const before = session.sandbox.requests.length;
    const start = session.sandbox.clock.now();
    const storm = session.sandbox.faults.add({
      endpoint: 'balances',
      fault: { kind: 'rate_limit', ...(tells ? { retryAfter: RETRY_AFTER_S } : {}) },
      phase: 'before',
    });
    const calls = Promise.allSettled(
      Array.from({ length: CALLERS }, () => session.exchange.getWalletBalance()),
    );
    await session.advance(STORM_MS);
    const sent = session.sandbox.requests.slice(before);
    demand(sent.length > 0, 'requests for the wallet', 'none');
    demand(
      sent.length <= CALLERS * MOST_ATTEMPTS,
      `at most ${CALLERS * MOST_ATTEMPTS} requests for ${CALLERS} calls`,
      `${sent.length}`,
    );
    const early = sent.filter(({ at }) => at > start && at < start + RETRY_AFTER_S * 1000);
    demandEqual(`requests within the ${RETRY_AFTER_S} s of pause:`, tells ? early.length : 0, 0);
    storm.remove();
    await session.during(calls, CALM_LIMIT_MS);
    await session.during(session.exchange.getWalletBalance());
  },
};
