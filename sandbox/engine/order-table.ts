import type { OrderRecord } from './order-record.js';

/**
 * Orders by their number. Numbers rise by one, so pages of an array serve better than a hash map: no rehashing with a
 * million orders, and a page is given back when the last order on it is forgotten.
 */
export class OrderTable {
  readonly #pages = new Map<number, Page>();
  #newest: Page | undefined;

  get(number: number): OrderRecord | undefined {
    return this.#pages.get(Math.floor(number / PAGE))?.orders[number % PAGE];
  }

  /** Orders come with rising numbers. */
  add(order: OrderRecord): void {
    const index = Math.floor(order.number / PAGE);
    if (this.#newest?.index !== index) {
      this.#newest = { index, orders: Array.from({ length: PAGE }, () => undefined), count: 0 };
      this.#pages.set(index, this.#newest);
    }
    this.#newest.orders[order.number % PAGE] = order;
    this.#newest.count += 1;
  }

  remove(order: OrderRecord): void {
    const index = Math.floor(order.number / PAGE);
    const page = this.#pages.get(index);
    if (page === undefined) return;
    page.orders[order.number % PAGE] = undefined;
    page.count -= 1;
    if (page.count === 0 && page !== this.#newest) this.#pages.delete(index);
  }
}

interface Page {
  readonly index: number;
  readonly orders: (OrderRecord | undefined)[];
  count: number;
}

const PAGE = 1024;
