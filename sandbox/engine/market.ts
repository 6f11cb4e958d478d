import { BookSide } from './order-book.js';
import { Ring } from './ring.js';
import { decimalsOf, parseUnits, powerOfTen } from './units.js';
import type { TradeRecord } from './trade-record.js';
import type { MarketSpec, MarketUnits, Side } from './types.js';

/** An asset's amounts are counted in units of 10^-decimals. */
export interface Asset {
  readonly name: string;
  readonly decimals: number;
  /** Fees are whole multiples of this many units: no smaller than 10^-8, as venues book them. */
  readonly feeGrain: bigint;
}

/** A market's rules in units, its book and its latest trades. Prices count 10^-priceDecimals, sizes 10^-sizeDecimals. */
export class Market implements MarketUnits {
  readonly spec: MarketSpec;
  readonly base: Asset;
  readonly quote: Asset;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
  readonly quoteDecimals: number;
  readonly tick: bigint;
  readonly tickUnits: number;
  readonly step: bigint;
  readonly minSize: bigint;
  readonly maxSize: bigint | undefined;
  /** In units of the quote asset. */
  readonly minNotional: bigint;
  /** Units of the base asset in one unit of size. */
  readonly baseFactor: bigint;
  /** Units of the quote asset in one unit of price × one unit of size. */
  readonly quoteFactor: bigint;
  readonly bids = new BookSide('BUY');
  readonly asks = new BookSide('SELL');
  readonly recentTrades = new Ring<TradeRecord>(RECENT_TRADES);
  lastPrice: number | undefined;
  /** How many trades it has had. */
  tradeCount = 0;
  isOpen = true;

  constructor(spec: MarketSpec, assets: ReadonlyMap<string, Asset>) {
    this.spec = spec;
    this.base = known(assets, spec.base);
    this.quote = known(assets, spec.quote);
    this.priceDecimals = decimalsOf(spec.tickSize);
    this.sizeDecimals = decimalsOf(spec.stepSize);
    this.quoteDecimals = this.quote.decimals;
    this.tick = rule(spec, 'tickSize', this.priceDecimals);
    this.tickUnits = Number(this.tick);
    this.step = rule(spec, 'stepSize', this.sizeDecimals);
    this.minSize = rule(spec, 'minSize', this.sizeDecimals);
    this.maxSize = spec.maxSize === undefined ? undefined : rule(spec, 'maxSize', this.sizeDecimals);
    this.minNotional = spec.minNotional === undefined ? 0n : rule(spec, 'minNotional', this.quote.decimals);
    this.baseFactor = powerOfTen(this.base.decimals - this.sizeDecimals);
    this.quoteFactor = powerOfTen(this.quote.decimals - this.priceDecimals - this.sizeDecimals);
    if (this.tick === 0n || this.step === 0n)
      throw new RangeError(`${spec.symbol}: tick and step size must be above 0`);
  }

  /** Where an order of this side rests. */
  ownSide(side: Side): BookSide {
    return side === 'BUY' ? this.bids : this.asks;
  }

  /** Where an order of this side finds its match. */
  otherSide(side: Side): BookSide {
    return side === 'BUY' ? this.asks : this.bids;
  }

  /** What one unit of size costs, in units of the quote asset. */
  unitPrice(price: number): bigint {
    return BigInt(price) * this.quoteFactor;
  }
}

/** Every asset of the markets, fine enough that no product of a price and a size is ever rounded. */
export function assetsOf(specs: readonly MarketSpec[]): Map<string, Asset> {
  const decimals = new Map<string, number>();
  const need = (name: string, count: number): void => {
    decimals.set(name, Math.max(decimals.get(name) ?? FEE_DECIMALS, count));
  };
  for (const { base, quote, tickSize, stepSize } of specs) {
    need(base, decimalsOf(stepSize));
    need(quote, decimalsOf(tickSize) + decimalsOf(stepSize));
  }
  return new Map([...decimals].map(([name, count]) => [name, asset(name, count)]));
}

/** An asset that no market trades can still be deposited. */
export function asset(name: string, decimals = FEE_DECIMALS): Asset {
  return { name, decimals, feeGrain: powerOfTen(decimals - FEE_DECIMALS) };
}

const FEE_DECIMALS = 8;
const RECENT_TRADES = 1000;

function known(assets: ReadonlyMap<string, Asset>, name: string): Asset {
  const found = assets.get(name);
  if (found === undefined) throw new RangeError(`no such asset: ${name}`);
  return found;
}

type Rule = 'tickSize' | 'stepSize' | 'minSize' | 'maxSize' | 'minNotional';

function rule(spec: MarketSpec, name: Rule, decimals: number): bigint {
  const units = parseUnits(spec[name] ?? '', decimals);
  if (typeof units === 'bigint') return units;
  throw new RangeError(
    `${spec.symbol}: ${name} ${spec[name]} is no plain decimal with at most ${decimals} decimals`,
  );
}
