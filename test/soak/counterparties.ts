import type { Clock } from 'ats-runtime';
import type { MatchingEngine } from '../../sandbox/index.js';
import { seededRandom } from '../../sandbox/faults/fault-plan.js';
import type { EngineOrder } from '../../sandbox/engine/types.js';

interface CounterpartyOptions {
  readonly engine: MatchingEngine;
  readonly account: string;
  readonly clock: Clock;
  readonly seed: number;
}

/**
 * Trades against the account's resting orders whenever they have arrived, whether or not their owner knows of that yet:
 * some are left alone, some filled in part, some whole, some in two goes. Returns how to stop.
 */
export function tradeAgainst({ engine, account, clock, seed }: CounterpartyOptions): () => void {
  const random = seededRandom(seed + 101);
  const fillLater = (order: EngineOrder, part: number): void => {
    clock.schedule(random() * LONGEST_WAIT_MS, () => {
      if (order.isOpen) engine.forceFill(order.id, sizeOf(engine, order, part));
    });
  };
  return engine.onEvent((event) => {
    if (event.type !== 'accepted' || event.order.account !== account) return;
    for (const part of PLANS[Math.floor(random() * PLANS.length)] ?? []) fillLater(event.order, part);
  });
}

/** Parts of the order's size, one for each trade. */
const PLANS: readonly (readonly number[])[] = [[], [], [0.5], [0.3], [1], [1], [0.4, 1], [0.2, 0.2, 1]];

const LONGEST_WAIT_MS = 8_000;

/** On the grid; what remains of the order where that is less. */
function sizeOf(engine: MatchingEngine, order: EngineOrder, part: number): string {
  const { stepSize } = engine.units(order.symbol).spec;
  const wanted = order.size.times(part).dividedBy(stepSize).floor().times(stepSize);
  const remaining = order.size.minus(order.filledSize);
  return (wanted.lessThan(remaining) ? wanted : remaining).toFixed();
}
