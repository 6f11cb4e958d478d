import type { OrderRecord } from './order-record.js';

/** An account's open orders, oldest first: a list through the orders themselves. */
export class OpenOrders implements Iterable<OrderRecord> {
  #first: OrderRecord | undefined;
  #last: OrderRecord | undefined;

  add(order: OrderRecord): void {
    order.openBefore = this.#last;
    if (this.#last === undefined) this.#first = order;
    else this.#last.openAfter = order;
    this.#last = order;
  }

  remove(order: OrderRecord): void {
    const { openBefore, openAfter } = order;
    if (openBefore === undefined) this.#first = openAfter;
    else openBefore.openAfter = openAfter;
    if (openAfter === undefined) this.#last = openBefore;
    else openAfter.openBefore = openBefore;
    order.openBefore = order.openAfter = undefined;
  }

  *[Symbol.iterator](): Iterator<OrderRecord> {
    for (let order = this.#first; order !== undefined; order = order.openAfter) yield order;
  }
}
