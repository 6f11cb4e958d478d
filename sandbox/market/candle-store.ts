import type { Clock } from 'ats-runtime';
import type { MatchingEngine } from '../engine/matching-engine.js';
import { flatBar, ledgerCandle, type BarSource } from './bar.js';
import { CsvSource } from './csv-source.js';
import { IntervalFeed } from './interval-feed.js';
import { bucketStart } from './intervals.js';
import { marketSetting, type MarketSetting } from './market-setting.js';
import { SyntheticHistory } from './synthetic-history.js';
import { TradedSource } from './traded-source.js';
import type { LedgerCandle, LedgerCandleListener } from './types.js';

export interface CandleStoreOptions extends MarketSetting {
  readonly clock: Clock;
  readonly engine: MatchingEngine;
  readonly symbol: string;
  /** Text of a CSV file (`time,open,high,low,close,volume`) whose candles are told instead of the engine's. */
  readonly csv?: string;
}

/**
 * A market's candles of any interval, past and running. Give it the same setting as the SyntheticMarket: history then
 * joins the live price.
 */
export class CandleStore {
  readonly #clock: Clock;
  readonly #source: BarSource;
  readonly #feeds = new Map<number, IntervalFeed>();
  readonly #stopListening: () => void;
  /** Seconds; the market has no candles before. */
  readonly #listedAt: number;

  constructor(options: CandleStoreOptions) {
    const { clock, engine, symbol, csv } = options;
    this.#clock = clock;
    this.#listedAt = csv === undefined ? Math.max(0, clock.now() / 1000 - HISTORY) : 0;
    if (csv !== undefined) {
      this.#source = new CsvSource(csv, () => clock.now());
      this.#stopListening = () => undefined;
      return;
    }
    const { path, seed, start, liquidity } = marketSetting(options, clock);
    const history = new SyntheticHistory({ path, seed, liquidity, units: engine.units(symbol) });
    const source = new TradedSource({ engine, symbol, history, start: bucketStart(start, 60) });
    this.#source = source;
    this.#stopListening = engine.onEvent((event) => {
      if (event.type !== 'trade' || event.trade.offBook || event.trade.symbol !== symbol) return;
      for (const feed of this.#feeds.values()) feed.closeDue();
      source.add(event.trade);
      for (const feed of this.#feeds.values()) feed.tell();
    });
  }

  /**
   * Candles with `fromSec <= timestamp < toSec`, ascending, without gaps, the running one (`closed: false`) included;
   * of a longer range the newest 10,000. None for intervals finer than the source knows.
   */
  candles(intervalSeconds: number, fromSec: number, toSec: number): LedgerCandle[] {
    if (intervalSeconds % this.#source.resolution !== 0) return [];
    const last = bucketStart(Math.min(toSec - 1, this.#clock.now() / 1000), intervalSeconds);
    const aligned = bucketStart(fromSec + intervalSeconds - 1, intervalSeconds);
    const listed = bucketStart(this.#listedAt + intervalSeconds - 1, intervalSeconds);
    const first = Math.max(aligned, last - (MOST_CANDLES - 1) * intervalSeconds, listed);
    const candles: LedgerCandle[] = [];
    let close: bigint | undefined;
    for (let start = first; start <= last; start += intervalSeconds) {
      const traded = this.#source.bar(start, start + intervalSeconds);
      close = traded?.close ?? close ?? this.#source.closeBefore(start);
      if (close === undefined) continue;
      const closed = (start + intervalSeconds) * 1000 <= this.#clock.now();
      candles.push(ledgerCandle(traded ?? flatBar(close), this.#source.scale, start, closed));
    }
    return candles;
  }

  /** The candle that runs now; `undefined` only when a CSV has none for this interval. */
  current(intervalSeconds: number): LedgerCandle | undefined {
    const now = this.#clock.now() / 1000;
    return this.candles(intervalSeconds, bucketStart(now, intervalSeconds), now + 1).at(0);
  }

  /**
   * Calls back on every change of the running candle, and exactly once with `closed: true` when its time is over, even
   * when nobody traded. Returns how to stop.
   */
  onUpdate(listener: LedgerCandleListener, intervalSeconds = 60): () => void {
    const feed = this.#feeds.get(intervalSeconds) ?? this.#openFeed(intervalSeconds);
    feed.listeners.add(listener);
    return () => {
      feed.listeners.delete(listener);
      if (feed.listeners.size > 0) return;
      feed.stop();
      if (this.#feeds.get(intervalSeconds) === feed) this.#feeds.delete(intervalSeconds);
    };
  }

  /** Stops listening and all timers. */
  close(): void {
    this.#stopListening();
    for (const feed of this.#feeds.values()) feed.stop();
    this.#feeds.clear();
  }

  #openFeed(interval: number): IntervalFeed {
    const every = this.#source.resolution === 1 ? interval : this.#source.resolution;
    const feed = new IntervalFeed({
      clock: this.#clock,
      interval,
      every,
      candle: (start) => this.candles(interval, start, start + 1).at(0),
    });
    this.#feeds.set(interval, feed);
    return feed;
  }
}

const MOST_CANDLES = 10_000;

/** A market is that old: what is asked for without a beginning does not begin with the epoch. */
const HISTORY = 1200 * 86_400;
