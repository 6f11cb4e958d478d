/** A candle as the sandbox's ledger holds it. Prices in quote, `volume` in base; plain decimal text. */
export interface LedgerCandle {
  /** The interval's start, Unix seconds UTC. */
  readonly timestamp: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly quoteVolume: string;
  readonly trades: number;
  /** The part of `volume` that takers bought. */
  readonly takerBaseVolume: string;
  readonly closed: boolean;
}

export type LedgerCandleListener = (candle: LedgerCandle) => void;
