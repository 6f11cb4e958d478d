import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Candle } from 'ats-runtime';
import { toCandles } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand } from '../../failure.js';
import { connectedToKnown, sleepThrough } from '../../standstill.js';

const CANDLES = 200;
/** The last ones may be needed still. */
const KEPT = 20;

export const K02: Check = {
  id: 'K02',
  group: 'state and resources',
  title: 'candles that were delivered are let go',
  why: 'A process that keeps every candle grows until it is killed, with its orders open.',
  hint: 'Keep what indicators need in the strategy; in the connector keep the last candle at most.',
  applies: toCandles,
  run: async (context) => {
    const session = await connectedToKnown(context, CANDLES);
    const delivered: WeakRef<Candle>[] = [];
    const onCandle = (candle: Candle): number => delivered.push(new WeakRef(candle));
    await sleepThrough(session, CANDLES, { silent: true, onCandle });
    demand(delivered.length >= CANDLES, `${CANDLES} candles or more`, `${delivered.length}`);
    await collectGarbage();
    const kept = delivered.filter((candle) => candle.deref() !== undefined).length;
    demand(
      kept <= KEPT,
      `at most ${KEPT} of ${delivered.length} candles to be kept`,
      `${kept} are in memory`,
    );
  },
};

/** What is looked at in a turn of the event loop lives until that turn ends. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this engine does not let garbage be collected');
  await new Promise((resolve) => setImmediate(resolve));
  Reflect.apply(collect, undefined, []);
}
