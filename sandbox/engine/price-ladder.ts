/**
 * A map from prices to values in ascending order, with the highest at hand. Kept in sorted blocks of bounded length, so
 * adding or removing one among a million moves a few hundred entries at most.
 */
export class PriceLadder<Value> {
  readonly #blocks: Block<Value>[] = [];

  get highest(): Value | undefined {
    return this.#blocks.at(-1)?.values.at(-1);
  }

  get(key: number): Value | undefined {
    const block = this.#blocks[this.#blockOf(key)];
    if (block === undefined) return undefined;
    const at = lowerBound(block.keys, key);
    return block.keys[at] === key ? block.values[at] : undefined;
  }

  /** Adds a key that is not there yet. */
  add(key: number, value: Value): void {
    if (this.#blocks.length === 0) this.#blocks.push({ keys: [], values: [] });
    const index = Math.min(this.#blockOf(key), this.#blocks.length - 1);
    const block = this.#blocks[index];
    if (block === undefined) return;
    const { keys, values } = block;
    const at = lowerBound(keys, key);
    insertAt(keys, at, key);
    insertAt(values, at, value);
    if (keys.length <= LONGEST_BLOCK) return;
    const half = keys.length >> 1;
    this.#blocks.splice(index + 1, 0, { keys: keys.splice(half), values: values.splice(half) });
  }

  remove(key: number): void {
    const index = this.#blockOf(key);
    const block = this.#blocks[index];
    if (block === undefined) return;
    const at = lowerBound(block.keys, key);
    if (block.keys[at] !== key) return;
    if (block.keys.length === 1) {
      this.#blocks.splice(index, 1);
    } else {
      removeAt(block.keys, at);
      removeAt(block.values, at);
    }
  }

  /** Highest first. */
  *descending(): Generator<Value> {
    for (const { values } of this.#blocks.toReversed()) yield* values.toReversed();
  }

  /** The first block whose last key is not below `key`. */
  #blockOf(key: number): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const keys = this.#blocks[middle]?.keys;
      const last = keys?.[keys.length - 1];
      if (last !== undefined && last < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Block<Value> {
  readonly keys: number[];
  readonly values: Value[];
}

const LONGEST_BLOCK = 256;

/** Where the first key that is not below `key` stands. */
function lowerBound(keys: readonly number[], key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = keys[middle];
    if (value !== undefined && value < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Most changes are at the end of a block, near the best price: moving by hand beats splice there. */

function insertAt<T>(list: T[], at: number, value: T): void {
  list.push(value);
  for (let place = list.length - 1; place > at; place -= 1) {
    const before = list[place - 1];
    if (before !== undefined) list[place] = before;
  }
  list[at] = value;
}

function removeAt<T>(list: T[], at: number): void {
  for (let place = at; place < list.length - 1; place += 1) {
    const next = list[place + 1];
    if (next !== undefined) list[place] = next;
  }
  list.pop();
}
