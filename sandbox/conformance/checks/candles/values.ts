import { toCandles } from '../../applies.js';
import {
  demandLedgerCandles,
  intervalOf,
  ledgerCandles,
  passIntervals,
  polledIntervals,
  runningStart,
} from '../../candles.js';
import type { Check } from '../../check.js';
import { CheckFailure, demand, demandEqual, show } from '../../failure.js';

export const D01: Check = {
  id: 'D01',
  group: 'candles',
  title: "candles equal the venue's ledger in all six fields",
  why: 'A column that is swapped trains and trades on another market.',
  hint: "Compare the candle fields of exchange.ts with the venue's documentation, for the stream and for the history.",
  applies: toCandles,
  run: async (context) => {
    for (const config of [{}, ...polledIntervals(context.venue.description)]) {
      const session = await context.connected({ config });
      const candles = await session.collectCandles();
      const from = runningStart(session);
      await passIntervals(session, 4);
      demandLedgerCandles(session, candles, from);
    }
  },
};

export const D02: Check = {
  id: 'D02',
  group: 'candles',
  title: "a candle's timestamp is its start, in Unix seconds, UTC",
  why: 'Milliseconds read as seconds are the year 55,000; the end read as the start sees into the future.',
  hint: "Give candleReader the unit of the venue's time, and the path of the interval's start.",
  applies: toCandles,
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    const first = runningStart(session);
    const interval = intervalOf(session);
    await passIntervals(session, 2);
    demand(candles.length >= 2, 'two candles', `${candles.length}`);
    for (const { timestamp } of candles) {
      demandEqual('seconds between the timestamp and the interval’s start:', timestamp % interval, 0);
      const isNow = timestamp >= first - interval && timestamp <= session.sandbox.clock.now() / 1000;
      demand(isNow, `a timestamp of this time in seconds, such as ${first}`, `${timestamp}`);
    }
    demand(
      candles.some(({ timestamp }) => timestamp === first),
      `a candle that starts at ${first}`,
      () => candles.map(({ timestamp }) => timestamp).join(', '),
    );
  },
};

export const D03: Check = {
  id: 'D03',
  group: 'candles',
  title: 'high is the highest and low the lowest of a candle',
  why: 'Stops and ranges are computed from them.',
  hint: 'High and low are swapped, or one of them is another column.',
  applies: toCandles,
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    await passIntervals(session, 3);
    demand(candles.length >= 3, 'three candles', `${candles.length}`);
    for (const candle of candles) {
      const { open, high, low, close } = candle;
      const isRange = high >= Math.max(open, close, low) && low <= Math.min(open, close, high);
      demand(isRange, 'low ≤ open, close ≤ high', () => show(candle));
    }
    // A frame whose high is below its low is refused: the candles are right then, but all of them from the history.
    const refused = session.log.complaints.map((line) => line.text);
    demandEqual('complaints in the log:', refused, []);
  },
};

export const D04: Check = {
  id: 'D04',
  group: 'candles',
  title: "a candle's volume is in the base asset",
  why: 'Volume in quote is off by the price: a factor of thousands.',
  hint: "Venues give both: take the base asset's column.",
  applies: toCandles,
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    const from = runningStart(session);
    await passIntervals(session, 3);
    for (const ledger of ledgerCandles(session, from)) {
      const candle = candles.find(({ timestamp }) => timestamp === ledger.timestamp);
      if (candle === undefined)
        throw new CheckFailure({ expected: `the candle of ${ledger.timestamp}`, found: 'none' });
      const unit =
        candle.volume === Number(ledger.quoteVolume) ? ', which is the volume in the quote asset' : '';
      const isBase = candle.volume === Number(ledger.volume);
      demand(isBase, `the volume ${ledger.volume}`, `${candle.volume}${unit}`);
    }
  },
};
