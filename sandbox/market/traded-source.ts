import type { MatchingEngine } from '../engine/matching-engine.js';
import type { EngineTrade } from '../engine/types.js';
import type { Bar, BarScale, BarSource } from './bar.js';
import { joinBars } from './bar.js';
import { LiveBars } from './live-bars.js';
import type { SyntheticHistory } from './synthetic-history.js';

export interface TradedSourceOptions {
  readonly engine: MatchingEngine;
  readonly symbol: string;
  readonly history: SyntheticHistory;
  /** Unix seconds, a whole minute: before it is history. */
  readonly start: number;
}

/** Candles from the engine's trades since the start, and from synthesised history before it. */
export class TradedSource implements BarSource {
  readonly resolution = 1;
  readonly scale: BarScale;
  readonly #history: SyntheticHistory;
  readonly #start: number;
  readonly #seconds = new LiveBars(1, SECONDS_KEPT);
  readonly #minutes = new LiveBars(60, MINUTES_KEPT);

  constructor({ engine, symbol, history, start }: TradedSourceOptions) {
    const { priceDecimals, sizeDecimals, quoteDecimals } = engine.units(symbol);
    this.scale = { price: priceDecimals, size: sizeDecimals, quote: quoteDecimals };
    this.#history = history;
    this.#start = start;
  }

  add(trade: EngineTrade): void {
    const second = Math.floor(trade.at / 1000);
    const bar = tradeBar(trade);
    this.#seconds.add(second, bar);
    this.#minutes.add(second, bar);
  }

  bar(from: number, to: number): Bar | undefined {
    const past = from < this.#start ? this.#past(from, Math.min(to, this.#start)) : undefined;
    if (to <= this.#start) return past;
    const isMinutes = from % 60 === 0 && to % 60 === 0;
    return joinBars(
      past,
      (isMinutes ? this.#minutes : this.#seconds).joined(Math.max(from, this.#start), to),
    );
  }

  closeBefore(second: number): bigint | undefined {
    if (second <= this.#start) return this.#past(second - 1, second)?.close;
    return this.#seconds.closeBefore(second) ?? this.#history.minute(this.#start / 60 - 1).close;
  }

  #past(from: number, to: number): Bar | undefined {
    const minute = Math.floor(from / 60);
    if (from % 60 === 0 && to % 60 === 0) return this.#history.minutes(minute, to / 60);
    const end = Math.min(to, minute * 60 + 60);
    const first = this.#history.seconds(minute, from - minute * 60, end - minute * 60);
    return end < to ? joinBars(first, this.#past(end, to)) : first;
  }
}

const SECONDS_KEPT = 200_000;
const MINUTES_KEPT = 500_000;

function tradeBar({ priceUnits, sizeUnits, quoteUnits, takerSide }: EngineTrade): Bar {
  return {
    open: priceUnits,
    high: priceUnits,
    low: priceUnits,
    close: priceUnits,
    volume: sizeUnits,
    quoteVolume: quoteUnits,
    takerVolume: takerSide === 'BUY' ? sizeUnits : 0n,
    trades: 1,
  };
}
