import { toNetwork, toTrading } from '../../applies.js';
import { passIntervals } from '../../candles.js';
import type { Check } from '../../check.js';
import { demand } from '../../failure.js';
import { cancel, restingOrder } from '../../orders.js';
import type { Session } from '../../session.js';

/** Of processor time, the mock exchange's part in the same process and the compiler's included. */
const LONGEST_TURN_MS = 250;
/** The best of several: garbage that is collected in one of them is nobody's fault. */
const ROUNDS = 3;

export const K03: Check = {
  id: 'K03',
  group: 'state and resources',
  title: 'no turn of the event loop is long',
  why: 'While the processor is held, no fill, no cancel and no keep-alive gets through.',
  hint: 'Wait with the clock, never in a loop; hash and parse no more than a request needs.',
  applies: toNetwork,
  run: async (context) => {
    const session = await context.connected();
    await session.collectCandles();
    let longest = Infinity;
    for (let round = 0; round < ROUNDS && longest > LONGEST_TURN_MS; round += 1) {
      longest = Math.min(longest, await longestTurn(() => busyMinute(session)));
    }
    demand(
      longest <= LONGEST_TURN_MS,
      `turns of at most ${LONGEST_TURN_MS} ms of processor time`,
      `one of ${Math.round(longest)} ms`,
    );
  },
};

async function busyMinute(session: Session): Promise<void> {
  const isTrading = toTrading(session.sandbox.venue.description) === true;
  if (isTrading) {
    const order = await restingOrder(session);
    await session.during(session.exchange.getWalletBalance());
    await cancel(session, order);
  }
  await passIntervals(session, 1);
}

/**
 * Milliseconds of processor time, because on a busy machine time passes without anybody's doing.
 */
async function longestTurn(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = process.cpuUsage();
  let isOver = false;
  const look = (): void => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.cpuUsage();
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  try {
    await work();
  } finally {
    isOver = true;
  }
  return longest;
}
