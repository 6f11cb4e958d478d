import type { Candle } from 'ats-runtime';
import { toCandles } from '../../applies.js';
import { demandLedgerCandles } from '../../candles.js';
import type { Check } from '../../check.js';
import { demand } from '../../failure.js';
import { connectedToKnown, sleepThrough } from '../../standstill.js';

/** More than CandleStream asks for at once. */
const LONG_GAP = 150;
/** Less than the shortest history of the venues that are described. */
const BURST = 600;

export const D17: Check = {
  id: 'D17',
  group: 'candles',
  title: 'a gap longer than a page of history is filled in, in order',
  why: 'After a night of trouble the indicators need every candle, and a page holds only some.',
  hint: 'Let history ask exactly the range it is given; mind whether the venue answers newest or oldest first.',
  applies: toCandles,
  run: async (context) => {
    const session = await connectedToKnown(context, LONG_GAP);
    const candles: Candle[] = [];
    const onCandle = (candle: Candle): number => candles.push(candle);
    const from = await sleepThrough(session, LONG_GAP, { silent: true, onCandle });
    demandLedgerCandles(session, candles, from);
  },
};

export const D18: Check = {
  id: 'D18',
  group: 'candles',
  title: `${BURST} candles at once are all delivered`,
  why: 'A backlog is worked off in one go; what is dropped there is missed by nobody until the strategy is wrong.',
  hint: 'Hand each candle on as it comes; keep no queue that is bounded by dropping.',
  applies: toCandles,
  run: async (context) => {
    const session = await connectedToKnown(context, BURST);
    const candles: Candle[] = [];
    const onCandle = (candle: Candle): number => candles.push(candle);
    const from = await sleepThrough(session, BURST, { silent: false, onCandle });
    demandLedgerCandles(session, candles, from);
    const { length } = session.log.complaints;
    demand(length < BURST / 10, 'not a complaint for each candle', `${length} complaints`);
  },
};
