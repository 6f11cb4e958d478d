import { Candle } from '../data/candle.js';
import { intervalStart } from '../data/interval.js';

/** A candle as a frame tells it. */
export interface StreamCandle {
  readonly candle: Candle;
  /**
   * Left out where the venue has no such flag: it has closed when a later one begins, but whether what was told of it
   * is its end only the history knows.
   */
  readonly closed?: boolean | undefined;
}

/** Puts what is told of candles in order: each start once, one interval after the other. Times in Unix seconds. */
export class CandleSequence {
  /** The start of the candle that comes next. */
  next: number;
  private readonly interval: number;
  private readonly closed = new Map<number, Candle>();
  /** Over by what came after them; the last frame of each may be lost or late. */
  private readonly unsure = new Map<number, Candle>();
  private open: Candle | undefined;
  private last: Candle | undefined;
  private latest = -Infinity;

  constructor(interval: number, first: number) {
    this.interval = interval;
    this.next = first;
  }

  get hasNext(): boolean {
    return this.closed.has(this.next);
  }

  /** True where the next candle or a later one is known to have closed, but the next is missing or not sure. */
  get hasGap(): boolean {
    return this.closed.size + this.unsure.size > 0 && !this.hasNext;
  }

  /** The start of the latest candle that is known to have closed. */
  get lastTold(): number {
    return this.latest;
  }

  tell({ candle, closed }: StreamCandle): void {
    if (!this.isExpected(candle)) return;
    if (closed === true) return this.close(candle);
    if (closed === false) return;
    if (this.open !== undefined && candle.timestamp < this.open.timestamp) return;
    if (this.open !== undefined && candle.timestamp > this.open.timestamp) this.suppose(this.open);
    this.open = candle;
  }

  /** Takes over what the history has in [from, to]; what the stream told to be closed is kept. */
  addHistory(candles: readonly Candle[], from: number, to: number): void {
    for (const candle of candles) {
      const isAsked = candle.timestamp >= from && candle.timestamp <= to && this.isExpected(candle);
      if (isAsked && !this.closed.has(candle.timestamp)) this.close(candle);
    }
  }

  /**
   * Where the history will never have the next candle: takes what the stream told of it, else puts a flat one without
   * volume, since nobody traded; passes over it where no price is known yet.
   */
  bridge(): void {
    const told = this.unsure.get(this.next);
    if (told !== undefined) return this.close(told);
    if (this.last === undefined) {
      this.next += this.interval;
      return;
    }
    const { close } = this.last;
    this.close(new Candle({ timestamp: this.next, open: close, high: close, low: close, close, volume: 0 }));
  }

  /** The next candle, once it has closed. */
  take(): Candle | undefined {
    const candle = this.closed.get(this.next);
    if (candle === undefined) return undefined;
    this.closed.delete(this.next);
    this.next += this.interval;
    this.last = candle;
    return candle;
  }

  private suppose(candle: Candle): void {
    if (candle.timestamp < this.next || this.closed.has(candle.timestamp)) return;
    this.unsure.set(candle.timestamp, candle);
    this.latest = Math.max(this.latest, candle.timestamp);
  }

  private close(candle: Candle): void {
    if (candle.timestamp < this.next) return;
    this.unsure.delete(candle.timestamp);
    this.closed.set(candle.timestamp, candle);
    this.latest = Math.max(this.latest, candle.timestamp);
  }

  private isExpected(candle: Candle): boolean {
    const { timestamp } = candle;
    return timestamp >= this.next && intervalStart(timestamp, this.interval) === timestamp;
  }
}
