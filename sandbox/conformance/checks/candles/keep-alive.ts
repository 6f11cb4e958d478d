import { milliseconds } from 'ats-runtime';
import { toCandles, toOrderEvents } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import type { Session } from '../../session.js';
import type { KeepAlive, VenueDescription } from '../../../../venues/index.js';

const ROUNDS = 10;
/** For the last round to be answered. */
const GRACE_MS = 2000;

export const D13: Check = {
  id: 'D13',
  group: 'candles',
  title: 'the streams are kept alive as the venue demands: no connection is lost in ten rounds',
  why: 'A venue cuts who does not keep its rhythm, and each reconnect is a hole that must be filled.',
  hint: "Compare keepAlive of the candle stream and of the order events with the venue's documentation.",
  applies: (venue) => {
    const candles = toCandles(venue);
    if (candles !== true) return candles;
    return rulesOf(venue).length > 0 || 'the venue demands no keep-alive';
  },
  run: async (context) => {
    const session = await context.connected();
    await session.collectCandles();
    const before = connectionIds(session);
    demand(before.length > 0, 'a stream that is connected', 'none');
    await session.advance(Math.max(...rulesOf(context.venue.description).map(msOf)) + GRACE_MS);
    demandEqual('streams that are connected, by number:', connectionIds(session), before);
  },
};

type Demanding = Exclude<KeepAlive, { readonly kind: 'none' }>;

function rulesOf(venue: VenueDescription): readonly Demanding[] {
  const { candles, orders } = venue.streams;
  const streams = [candles, toOrderEvents(venue) === true ? orders : undefined];
  return streams.flatMap((stream) =>
    stream === undefined || stream.keep_alive.kind === 'none' ? [] : [stream.keep_alive],
  );
}

/** Ten rounds; where the venue is patient for longer, until its patience would end. */
function msOf({ every, timeout }: Demanding): number {
  return Math.max(ROUNDS * milliseconds(every), milliseconds(every) + milliseconds(timeout));
}

function connectionIds(session: Session): readonly number[] {
  return session.sandbox.connections().map(({ id }) => id);
}
