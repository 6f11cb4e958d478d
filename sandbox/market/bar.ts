import { unitsText } from '../engine/units.js';
import type { LedgerCandle } from './types.js';

/** What was traded in some time. Prices, sizes and quote amounts count units of the scale's decimals. */
export interface Bar {
  readonly open: bigint;
  readonly high: bigint;
  readonly low: bigint;
  readonly close: bigint;
  readonly volume: bigint;
  readonly quoteVolume: bigint;
  readonly takerVolume: bigint;
  readonly trades: number;
}

export interface BarScale {
  readonly price: number;
  readonly size: number;
  readonly quote: number;
}

/** Where candles come from. Times are Unix seconds; nothing later than now is ever told. */
export interface BarSource {
  /** The shortest interval it knows, in seconds. */
  readonly resolution: number;
  readonly scale: BarScale;
  /** What was traded in `[from, to)`, multiples of the resolution; `undefined`: nothing. */
  bar(from: number, to: number): Bar | undefined;
  /** The last price before `second`. */
  closeBefore(second: number): bigint | undefined;
}

/** Two bars as one; `later` follows `earlier`. */
export function joinBars(earlier: Bar | undefined, later: Bar | undefined): Bar | undefined {
  if (earlier === undefined || later === undefined) return earlier ?? later;
  return {
    open: earlier.open,
    high: later.high > earlier.high ? later.high : earlier.high,
    low: later.low < earlier.low ? later.low : earlier.low,
    close: later.close,
    volume: earlier.volume + later.volume,
    quoteVolume: earlier.quoteVolume + later.quoteVolume,
    takerVolume: earlier.takerVolume + later.takerVolume,
    trades: earlier.trades + later.trades,
  };
}

/** Nobody traded: the price stands still. */
export function flatBar(price: bigint): Bar {
  return {
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0n,
    quoteVolume: 0n,
    takerVolume: 0n,
    trades: 0,
  };
}

export function ledgerCandle(bar: Bar, scale: BarScale, timestamp: number, closed: boolean): LedgerCandle {
  return {
    timestamp,
    open: unitsText(bar.open, scale.price),
    high: unitsText(bar.high, scale.price),
    low: unitsText(bar.low, scale.price),
    close: unitsText(bar.close, scale.price),
    volume: unitsText(bar.volume, scale.size),
    quoteVolume: unitsText(bar.quoteVolume, scale.quote),
    trades: bar.trades,
    takerBaseVolume: unitsText(bar.takerVolume, scale.size),
    closed,
  };
}
