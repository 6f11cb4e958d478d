/**
 * One closed interval of trading.
 * Prices are in the quote asset, `volume` is in the base asset, `timestamp` is the interval's start in
 * Unix seconds, UTC. Frozen.
 */
export class Candle {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly timestamp: number;

  constructor(fields: CandleFields) {
    this.open = fields.open;
    this.high = fields.high;
    this.low = fields.low;
    this.close = fields.close;
    this.volume = fields.volume;
    this.timestamp = fields.timestamp;
    Object.freeze(this);
  }
}

export interface CandleFields {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly timestamp: number;
}

export type CandleListener = (candle: Candle) => void;
