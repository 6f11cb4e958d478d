import { Decimal } from 'ats-runtime';
import type { EngineEvent, EngineOrder } from '../engine/types.js';
import { amountOf, type Facts, type Row } from '../dialect/facts.js';

interface Held {
  readonly free: Decimal;
  readonly locked: Decimal;
}

/** What a subscriber knows of an account: the next row of an asset tells by how much it differs from the last. */
export class ToldBalances {
  readonly #told: Map<string, Held>;

  constructor(rows: readonly Row[]) {
    this.#told = new Map(rows.map(({ facts }) => [String(facts.asset), heldIn(facts)]));
  }

  /** The rows that differ from what was told, with by how much; `cause`: what changed them, and the account's order in it. */
  changes(rows: readonly Row[], cause: EngineEvent, order: EngineOrder | undefined): readonly Row[] {
    return rows.flatMap(({ facts }) => {
      const asset = String(facts.asset);
      const [before = NOTHING, after] = [this.#told.get(asset), heldIn(facts)];
      this.#told.set(asset, after);
      const free = after.free.minus(before.free);
      const locked = after.locked.minus(before.locked);
      if (free.isZero() && locked.isZero()) return [];
      const change = free.plus(locked);
      const changes = { change, free_change: free, locked_change: locked };
      return [{ facts: { ...facts, ...changes, ...causeFacts(cause, order) } }];
    });
  }
}

function causeFacts({ type, sequence }: EngineEvent, order: EngineOrder | undefined): Facts {
  const own = order === undefined ? {} : { order_id: order.id, symbol: order.symbol };
  return { ...own, sequence, by_fill: type === 'trade' };
}

function heldIn({ free, locked }: Facts): Held {
  return { free: amountOf(free) ?? ZERO, locked: amountOf(locked) ?? ZERO };
}

const ZERO = new Decimal(0);
const NOTHING: Held = { free: ZERO, locked: ZERO };
