import { PriceLadder } from './price-ladder.js';
import type { OrderRecord } from './order-record.js';
import type { Side } from './types.js';

/** All orders at one price, in the order they came. */
export interface PriceLevel {
  /** Higher the better the price. */
  readonly key: number;
  readonly price: number;
  /** What one unit of size costs, in units of the quote asset. */
  readonly unitPrice: bigint;
  first: OrderRecord | undefined;
  last: OrderRecord | undefined;
  /** Sum of what remains of its orders, in units of size. */
  total: bigint;
}

/** One side of a book: price levels best first, each a queue in time order. */
export class BookSide {
  readonly #sign: 1 | -1;
  readonly #levels = new PriceLadder<PriceLevel>();
  #best: PriceLevel | undefined;

  constructor(side: Side) {
    this.#sign = side === 'BUY' ? 1 : -1;
  }

  get best(): PriceLevel | undefined {
    return this.#best;
  }

  add(order: OrderRecord, price: number): void {
    const key = price * this.#sign;
    const level = this.#levels.get(key) ?? this.#open(key, price, order.market.unitPrice(price));
    order.level = level;
    order.before = level.last;
    if (level.last === undefined) level.first = order;
    else level.last.after = order;
    level.last = order;
    level.total += order.remaining;
  }

  /** Takes an order out. Its `remaining` must be what the level counted. */
  remove(order: OrderRecord): void {
    const { level, before, after } = order;
    if (level === undefined) return;
    if (before === undefined) level.first = after;
    else before.after = after;
    if (after === undefined) level.last = before;
    else after.before = before;
    order.level = order.before = order.after = undefined;
    level.total -= order.remaining;
    if (level.first === undefined) this.#close(level);
  }

  /** Best first. The book must not change meanwhile. */
  levels(): Generator<PriceLevel> {
    return this.#levels.descending();
  }

  #open(key: number, price: number, unitPrice: bigint): PriceLevel {
    const level: PriceLevel = { key, price, unitPrice, first: undefined, last: undefined, total: 0n };
    this.#levels.add(key, level);
    if (this.#best === undefined || key > this.#best.key) this.#best = level;
    return level;
  }

  #close(level: PriceLevel): void {
    this.#levels.remove(level.key);
    if (level === this.#best) this.#best = this.#levels.highest;
  }
}
