import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import { demandNothingLeft } from '../../leftovers.js';
import { toReleasedTokens } from '../../stream-tokens.js';

/** A venue that does not answer may hold up the end of a process for a moment only. */
const LONGEST_MS = 10_000;

export const L11: Check = {
  id: 'L11',
  group: 'lifecycle',
  title: "disconnect gives the private stream's token back, and does not insist",
  why: 'Venues count keys that are alive; a process that is restarted often runs into the limit.',
  hint: 'Call streamToken.release() in disconnect before the REST client is closed for the last time.',
  applies: toReleasedTokens,
  run: async (context) => {
    const session = await context.connected();
    await session.disconnect();
    demandEqual('requests that release the token', session.requestCount('release_stream_token'), 1);
    demandEqual('tokens that are still valid', session.sandbox.expireStreamTokens(), 0);
    await demandNothingLeft(session);

    const deaf = await context.connected();
    const fault = { kind: 'delay', ms: 600_000 } as const;
    deaf.sandbox.faults.add({ endpoint: 'release_stream_token', fault, phase: 'before' });
    const before = deaf.clock.now();
    await deaf.disconnect();
    const took = deaf.clock.now() - before;
    demand(took <= LONGEST_MS, `disconnect within ${LONGEST_MS} ms of a venue that is deaf`, `${took} ms`);
    await demandNothingLeft(deaf);
  },
};
