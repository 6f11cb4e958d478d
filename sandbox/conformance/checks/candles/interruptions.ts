import { toCandleStream } from '../../applies.js';
import {
  approachClose,
  demandLedgerCandles,
  intervalOf,
  passIntervals,
  runningStart,
} from '../../candles.js';
import type { Check } from '../../check.js';
import { demand } from '../../failure.js';
import type { Session } from '../../session.js';

export const D07: Check = {
  id: 'D07',
  group: 'candles',
  title: 'after a cut the stream reconnects and the missed candles are filled in',
  why: 'Sockets are cut daily; a strategy must not notice.',
  hint: 'Give CandleStream a history that reads exactly the asked range, with the right unit and bounds.',
  applies: toCandleStream,
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    const from = runningStart(session);
    await passIntervals(session, 1);
    for (let cut = 0; cut < 2; cut += 1) {
      await approachClose(session, 100);
      session.sandbox.cutStreams();
      await passIntervals(session, 1);
    }
    demandLedgerCandles(session, candles, from);
  },
};

export const D08: Check = {
  id: 'D08',
  group: 'candles',
  title: 'a stream that is open but silent is noticed',
  why: 'A half-open socket delivers nothing, for ever, without an error.',
  hint: 'Give the stream its keep-alive and silence limits, and a history to ask when a candle is due.',
  applies: toCandleStream,
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    const from = runningStart(session);
    await passIntervals(session, 1);
    session.sandbox.silenceStreams(true);
    await passIntervals(session, 3);
    const last = runningStart(session) - 2 * intervalOf(session);
    demand(
      candles.some(({ timestamp }) => timestamp >= last),
      'candles within two intervals although the stream is silent',
      `the last one was that of ${candles.at(-1)?.timestamp ?? 'never'}`,
    );
    session.sandbox.silenceStreams(false);
    await passIntervals(session, 3);
    demandLedgerCandles(session, candles, from);
  },
};

const CUTS = 8;

export const D20: Check = {
  id: 'D20',
  group: 'candles',
  title: 'many cuts in a row are borne: it backs off, and recovers',
  why: 'A client that reconnects without a pause is banned; one that gives up is blind.',
  hint: 'Leave reconnecting to CandleStream.',
  applies: toCandleStream,
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    const from = runningStart(session);
    const start = session.sandbox.clock.now();
    for (let cut = 0; cut < CUTS; cut += 1) {
      await session.until(() => candleConnections(session).length > 0, 'the stream to be connected again');
      session.sandbox.cutStreams('candles');
    }
    const seconds = (session.sandbox.clock.now() - start) / 1000;
    demand(seconds >= 1, `${CUTS} reconnects to take a second or more`, `${seconds} s`);
    await passIntervals(session, 2);
    demandLedgerCandles(session, candles, from);
  },
};

function candleConnections(session: Session): readonly number[] {
  const streams = session.sandbox
    .connections()
    .filter(({ account, subscriptions }) => account === undefined && subscriptions.length > 0);
  return streams.map(({ id }) => id);
}
