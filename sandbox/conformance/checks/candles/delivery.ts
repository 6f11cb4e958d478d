import type { Candle } from 'ats-runtime';
import { toCandles, toCandleStream } from '../../applies.js';
import {
  approachClose,
  demandLedgerCandles,
  intervalOf,
  passIntervals,
  runningStart,
} from '../../candles.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import type { Session } from '../../session.js';

export const D05: Check = {
  id: 'D05',
  group: 'candles',
  title: 'a candle is delivered once, when it has closed',
  why: 'A running candle looks like a closed one to a strategy, and changes afterwards.',
  hint: "Read the venue's flag for a closed candle (or leave it undefined where there is none).",
  applies: toCandles,
  run: async (context) => {
    const session = await context.connected();
    const early: string[] = [];
    const starts: number[] = [];
    const onCandle = (candle: Candle): void => {
      starts.push(candle.timestamp);
      const end = candle.timestamp + intervalOf(session);
      const now = session.sandbox.clock.now() / 1000;
      if (now < end) early.push(`${candle.timestamp}, ${end - now} s before its end`);
    };
    await session.during(session.exchange.subscribeToCandles(onCandle));
    await passIntervals(session, 3);
    demand(starts.length >= 3, 'three candles', `${starts.length}`);
    demandEqual('candles delivered before their end:', early, []);
    demandEqual('candles delivered once each:', starts, [...new Set(starts)]);
  },
};

export const D06: Check = {
  id: 'D06',
  group: 'candles',
  title: 'candles come in ascending order without a gap',
  why: 'Indicators count candles, not time: one that is missing shifts them all.',
  hint: 'Deliver every closed candle, also one without trades; fetch what the stream left out from the history.',
  applies: toCandles,
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    const from = runningStart(session);
    await passIntervals(session, 6);
    const starts = candles.map(({ timestamp }) => timestamp).filter((start) => start >= from);
    const interval = intervalOf(session);
    const expected = Array.from({ length: starts.length }, (_, index) => from + index * interval);
    demandEqual('one candle after the other, from the one that ran at the subscription:', starts, expected);
    demand(starts.length >= 6, 'six candles or more', `${starts.length}`);
  },
};

export const D14: Check = {
  id: 'D14',
  group: 'candles',
  title: 'subscribing twice delivers once; after unsubscribing nothing is delivered',
  why: 'A strategy that is called twice orders twice; one that has ended must not be called at all.',
  hint: 'One stream, one listener: subscribing again replaces it; stop the stream in unsubscribe and disconnect.',
  applies: toCandles,
  run: async (context) => {
    const session = await context.connected();
    const replaced = await session.collectCandles();
    const candles = await session.collectCandles();
    const from = runningStart(session);
    await passIntervals(session, 2);
    const twice = replaced.filter(({ timestamp }) =>
      candles.some((candle) => candle.timestamp === timestamp),
    );
    demandEqual('candles delivered to the listener that was replaced as well:', twice, []);
    demandLedgerCandles(session, candles, from);
    await session.during(session.exchange.unsubscribeFromCandles());
    await demandSilence(session, candles, 'unsubscribing');
    const again = await session.collectCandles();
    await approachClose(session, 500);
    await session.disconnect();
    await demandSilence(session, again, 'disconnecting');
  },
};

export const D19: Check = {
  id: 'D19',
  group: 'candles',
  title: 'a subscription that was ended is not restored',
  why: 'A reconnect that brings it back costs bandwidth and calls a listener that is gone.',
  hint: 'unsubscribeFromCandles stops the stream, not only the listener.',
  applies: (venue) => {
    if (venue.kind === 'paper')
      return 'the orders of a paper account fill from the candles: the stream stays';
    return toCandleStream(venue);
  },
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    await passIntervals(session, 1);
    await session.during(session.exchange.unsubscribeFromCandles());
    session.sandbox.cutStreams();
    await demandSilence(session, candles, 'unsubscribing and a cut');
    demandEqual('candle subscriptions that are left at the venue:', candleSubscriptions(session), []);
  },
};

async function demandSilence(session: Session, candles: readonly Candle[], after: string): Promise<void> {
  const before = candles.length;
  await passIntervals(session, 2);
  demandEqual(`candles delivered after ${after}:`, candles.length - before, 0);
}

/** What connections that show no account are subscribed to. */
function candleSubscriptions(session: Session): readonly string[] {
  return session.sandbox
    .connections()
    .flatMap(({ account, subscriptions }) => (account === undefined ? subscriptions : []));
}
