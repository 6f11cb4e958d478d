import { intervalOf, passIntervals, runningStart } from './candles.js';
import type { CheckContext } from './context.js';
import type { Session } from './session.js';
import type { Candle, CandleListener } from 'ats-runtime';

/** Intervals before and after the standstill. */
const MARGIN = 10;

/** Connected to a venue whose next candles are known beforehand, so that time may be skipped. */
export async function connectedToKnown(context: CheckContext, intervals: number): Promise<Session> {
  const { symbol, sandbox, config } = await context.open();
  const interval = intervalOf({ config });
  const start = Math.floor(sandbox.clock.now() / 1000 / interval) * interval;
  return context.connected({ csv: { [symbol]: candlesText(start, interval, intervals + 2 * MARGIN) } });
}

/**
 * Subscribes, lets the machine stand still for so many intervals, and gives it time to catch up; with `silent` what
 * the streams told meanwhile is lost. Returns the start of the first candle that is due.
 */
export async function sleepThrough(
  session: Session,
  intervals: number,
  { silent, onCandle }: { readonly silent: boolean; readonly onCandle: CandleListener },
): Promise<number> {
  let latest = -Infinity;
  const listener = (candle: Candle): void => {
    latest = candle.timestamp;
    void onCandle(candle);
  };
  await session.during(session.exchange.subscribeToCandles(listener));
  const from = runningStart(session);
  await passIntervals(session, 1);
  session.sandbox.silenceStreams(silent);
  session.sandbox.clock.skip(intervals * intervalOf(session) * 1000);
  const last = runningStart(session) - intervalOf(session);
  await session.until(() => latest >= last, 'the last candle of the standstill');
  return from;
}

/** As many candles and some before them, no two neighbours alike. */
function candlesText(start: number, interval: number, count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const open = 30_000 + ((index * 7) % 90);
    const close = open + 1 + (index % 5);
    return [start + (index - MARGIN) * interval, open, close + 3, open - 2, close, 1 + (index % 11)].join(
      ',',
    );
  });
  return ['time,open,high,low,close,volume', ...rows].join('\n');
}
