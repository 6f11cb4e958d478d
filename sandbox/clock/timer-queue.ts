import type { Timer } from 'ats-runtime';

/** Timers by (time, insertion): a binary heap that knows each timer's place, so that a cancelled one is gone at once. */
export class TimerQueue {
  readonly #heap: QueuedTimer[] = [];
  #inserted = 0;

  get first(): QueuedTimer | undefined {
    return this.#heap[0];
  }

  get size(): number {
    return this.#heap.length;
  }

  /** `isVenues`: it is the venue's own, and no client's. */
  add(at: number, callback: () => void, isVenues = false): QueuedTimer {
    const timer = new QueuedTimer(this, at, this.#inserted, callback, isVenues);
    this.#inserted += 1;
    this.#heap.push(timer);
    this.#up(timer, this.#heap.length - 1);
    return timer;
  }

  remove(timer: QueuedTimer): void {
    const { place } = timer;
    if (place < 0) return;
    timer.place = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === timer) return;
    this.#up(last, place);
    this.#down(last, last.place);
  }

  #up(timer: QueuedTimer, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !timer.isBefore(parent)) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(timer, place);
  }

  #down(timer: QueuedTimer, from: number): void {
    let place = from;
    for (;;) {
      const child = this.#earlierChild(place);
      if (child === undefined || !child.isBefore(timer)) break;
      const below = child.place;
      this.#put(child, place);
      place = below;
    }
    this.#put(timer, place);
  }

  #earlierChild(place: number): QueuedTimer | undefined {
    const left = this.#heap[place * 2 + 1];
    const right = this.#heap[place * 2 + 2];
    return right !== undefined && left !== undefined && right.isBefore(left) ? right : left;
  }

  #put(timer: QueuedTimer, place: number): void {
    this.#heap[place] = timer;
    timer.place = place;
  }
}

export class QueuedTimer implements Timer {
  readonly #queue: TimerQueue;
  readonly at: number;
  readonly callback: () => void;
  readonly isVenues: boolean;
  readonly #order: number;
  /** Where it stands in the heap; -1 once it is out. */
  place = -1;

  constructor(queue: TimerQueue, at: number, order: number, callback: () => void, isVenues: boolean) {
    this.#queue = queue;
    this.at = at;
    this.#order = order;
    this.callback = callback;
    this.isVenues = isVenues;
  }

  cancel(): void {
    this.#queue.remove(this);
  }

  isBefore(other: QueuedTimer): boolean {
    return this.at < other.at || (this.at === other.at && this.#order < other.#order);
  }
}
