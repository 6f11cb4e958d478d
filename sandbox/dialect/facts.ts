import { Decimal } from 'ats-runtime';
import { FIELD_KINDS, type FieldName } from '../../venues/index.js';
import type { EngineOrder } from '../engine/types.js';
import type { LedgerCandle } from '../market/types.js';
import type { Market } from './markets.js';

/**
 * Ledger values by canonical field name, before they take the venue's form: symbols as `BTC/USDT`, times in ms,
 * amounts as decimals or the shortest plain decimal text, intervals in seconds. `undefined`: the ledger has none; an
 * absent key: the sample's value stays.
 */
export type Fact = string | number | boolean | Decimal | undefined;
export type Facts = Partial<Record<FieldName, Fact>>;

/** An amount to calculate with; `undefined` where the fact is none. */
export function amountOf(fact: Fact): Decimal | undefined {
  return typeof fact === 'string' ? new Decimal(fact) : fact instanceof Decimal ? fact : undefined;
}

/** Facts with others over them, which win. Some are worked out when they are read: a spread would leave those out. */
export function layered(below: Facts, above: Facts): Facts {
  const facts: Facts = {};
  let field: FieldName;
  for (field in FIELD_KINDS) if (field in below) facts[field] = below[field];
  return Object.assign(facts, above);
}

/** What a row of an answer or a frame shows, with its fills where the venue nests them. */
export interface Row {
  readonly facts: Facts;
  readonly order?: EngineOrder;
  readonly fills?: readonly Facts[];
  /** Where a cancel is told: the cancel's own client id. */
  readonly cancelId?: string;
  /** The documented row to start from, where the answer has one for each. */
  readonly sampleRow?: unknown;
}

export function marketFacts(market: Market): Facts {
  return {
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    tick_size: new Decimal(market.tickSize),
    step_size: new Decimal(market.stepSize),
    market_index: market.index,
    price_decimals: decimals(market.tickSize),
    size_decimals: decimals(market.stepSize),
    min_size: new Decimal(market.minSize),
    ...(market.maxSize === undefined ? {} : { max_size: new Decimal(market.maxSize) }),
    ...(market.minNotional === undefined ? {} : { min_notional: new Decimal(market.minNotional) }),
    tradable: true,
  };
}

export function candleFacts(
  candle: LedgerCandle,
  symbol: string,
  intervalSeconds: number,
  now: number,
): Facts {
  const start = candle.timestamp * 1000;
  const end = start + intervalSeconds * 1000;
  const volume = new Decimal(candle.volume);
  const quoteVolume = new Decimal(candle.quoteVolume);
  const takerBase = new Decimal(candle.takerBaseVolume);
  const vwap = volume.isZero() ? new Decimal(candle.close) : quoteVolume.div(volume).toDecimalPlaces(8);
  return {
    symbol,
    interval: intervalSeconds,
    timestamp: start,
    end_timestamp: end,
    last_timestamp: end - 1,
    open: new Decimal(candle.open),
    high: new Decimal(candle.high),
    low: new Decimal(candle.low),
    close: new Decimal(candle.close),
    volume,
    quote_volume: quoteVolume,
    vwap,
    trades: candle.trades,
    taker_base_volume: takerBase,
    taker_quote_volume: takerBase.mul(vwap).toDecimalPlaces(8),
    closed: candle.closed,
    time: now,
  };
}

function decimals(step: string): number {
  return new Decimal(step).decimalPlaces();
}
