import { intervalSeconds, type Candle } from 'ats-runtime';
import type { VenueDescription } from '../../venues/index.js';
import type { LedgerCandle } from '../market/types.js';
import { demandEqual } from './failure.js';
import type { Session } from './session.js';

/** After its end, this long a venue and a connector may take to deliver a candle. */
const GRACE_MS = 6000;

export function intervalOf({ config }: Pick<Session, 'config'>): number {
  const { interval } = config;
  return intervalSeconds(typeof interval === 'string' ? interval : '1m');
}

/** The shortest of the intervals that the venue does not stream, where it streams others: one, or none. */
export function polledIntervals({ intervals, streams }: VenueDescription): readonly { interval: string }[] {
  const streamed = streams.candles?.only;
  if (streamed === undefined) return [];
  const polled = Object.keys(intervals).filter((name) => !streamed.some((only) => only === name));
  return polled.slice(0, 1).map((interval) => ({ interval }));
}

/** Lets `count` intervals begin and end, and the last of them be delivered. */
export async function passIntervals(session: Session, count: number): Promise<void> {
  await session.advance(msToBoundary(session) + count * intervalOf(session) * 1000 + GRACE_MS);
}

/** Up to `beforeMs` before the running candle closes. */
export async function approachClose(session: Session, beforeMs: number): Promise<void> {
  const toGo = msToBoundary(session);
  const wait = toGo > beforeMs ? toGo : toGo + intervalOf(session) * 1000;
  await session.advance(wait - beforeMs);
}

/** The first candle that a subscription made now can deliver: the one that runs. Unix seconds. */
export function runningStart(session: Session): number {
  const interval = intervalOf(session);
  return Math.floor(session.sandbox.clock.now() / 1000 / interval) * interval;
}

/** The candles that have closed since `from`, as the venue's ledger holds them. */
export function ledgerCandles(session: Session, from: number): readonly LedgerCandle[] {
  const closed = runningStart(session);
  return session.sandbox.candles(session.symbol).candles(intervalOf(session), from, closed);
}

/** What was delivered is what the ledger holds since `from`: each once, in order, all six fields. */
export function demandLedgerCandles(session: Session, delivered: readonly Candle[], from: number): void {
  const ledger = ledgerCandles(session, from);
  const starts = delivered.map((candle) => candle.timestamp).filter((start) => start >= from);
  const expected = ledger.map((candle) => candle.timestamp);
  demandEqual('candles, by start, to be delivered once each and in order:', starts, expected);
  for (const candle of ledger) {
    const got = delivered.find(({ timestamp }) => timestamp === candle.timestamp);
    demandEqual('the candle', got === undefined ? undefined : fieldsOf(got), numbersOf(candle));
  }
}

type Fields = Readonly<Record<'timestamp' | 'open' | 'high' | 'low' | 'close' | 'volume', number>>;

function fieldsOf(candle: Candle): Fields {
  const { timestamp, open, high, low, close, volume } = candle;
  return { timestamp, open, high, low, close, volume };
}

function numbersOf(candle: LedgerCandle): Fields {
  const { timestamp, open, high, low, close, volume } = candle;
  return {
    timestamp,
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
  };
}

function msToBoundary(session: Session): number {
  const interval = intervalOf(session) * 1000;
  return interval - (session.sandbox.clock.now() % interval);
}
