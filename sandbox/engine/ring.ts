/** The newest `capacity` items, oldest first. */
export class Ring<T> implements Iterable<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  /** Where the oldest stands once the ring is full. */
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds an item; returns the one it pushed out (with capacity 0 the item itself). */
  push(item: T): T | undefined {
    if (this.#items.length < this.#capacity) {
      this.#items.push(item);
      return undefined;
    }
    if (this.#capacity === 0) return item;
    const pushedOut = this.#items[this.#oldest];
    this.#items[this.#oldest] = item;
    this.#oldest = (this.#oldest + 1) % this.#capacity;
    return pushedOut;
  }

  /** The newest `limit`, oldest first. */
  newest(limit: number): T[] {
    const all = [...this];
    return limit >= all.length ? all : all.slice(all.length - limit);
  }

  *[Symbol.iterator](): Iterator<T> {
    yield* this.#items.slice(this.#oldest);
    yield* this.#items.slice(0, this.#oldest);
  }
}
