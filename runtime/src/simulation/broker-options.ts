import type { Clock } from '../clock.js';
import type { Instrument } from '../data/instrument.js';
import type { MarketSymbol } from '../data/market-symbol.js';
import { Decimal, parseDecimal, ZERO, type DecimalInput } from '../decimal.js';
import { ConfigValidationException } from '../exceptions.js';
import type { Logger } from '../logging/logger.js';
import type { PlotData } from '../plot/plot-data.js';
import type { FillTiming } from './market-rules.js';

/** Fee rates as fractions: 0.001 is 0.1 %. A negative one is a rebate. */
export interface FeeRates {
  readonly maker: DecimalInput;
  readonly taker: DecimalInput;
}

export interface SimulatedBrokerOptions {
  readonly symbol: MarketSymbol;
  /** What the account holds at the start, by asset. */
  readonly balances: Readonly<Record<string, DecimalInput>>;
  readonly fees: FeeRates;
  /** The market's grid and bounds; none hold where none is given. */
  readonly instrument?: Instrument | undefined;
  /** By what fraction market orders fill worse than the market's price. Default: 0. */
  readonly slippage?: DecimalInput | undefined;
  /** The part of a candle's volume, 0 to 1, that all orders together can fill. Default: no bound. */
  readonly volumeShare?: DecimalInput | undefined;
  /** Default: `next-open`. */
  readonly timing?: FillTiming | undefined;
  /** Stamps the orders' trails. */
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where closes and what becomes of orders are drawn. */
  readonly plot?: PlotData | undefined;
}

/** The rules of a simulated account, checked. */
export interface BrokerRules {
  readonly balances: ReadonlyMap<string, Decimal>;
  readonly maker: Decimal;
  readonly taker: Decimal;
  readonly slippage: Decimal;
  readonly volumeShare: Decimal | undefined;
}

/** What of the options may come from a configuration file, and be anything. */
interface UncheckedRules {
  readonly balances: Readonly<Record<string, unknown>>;
  readonly fees: { readonly maker: unknown; readonly taker: unknown };
  readonly slippage?: unknown;
  readonly volumeShare?: unknown;
}

/** Throws one ConfigValidationException with every fault. */
export function readBrokerRules(given: UncheckedRules): BrokerRules {
  const faults: string[] = [];
  const read = (
    name: string,
    value: unknown,
    isAllowed: (value: Decimal) => boolean,
    expected: string,
  ): Decimal => {
    const decimal = parseDecimal(value);
    if (decimal !== undefined && isAllowed(decimal)) return decimal;
    faults.push(`${name}: must be ${expected}`);
    return ZERO;
  };
  const amounts = Object.entries(given.balances).map(([asset, amount]): [string, Decimal] => [
    asset.toUpperCase(),
    read(`balances.${asset}`, amount, isAmount, 'an amount from 0'),
  ]);
  const rules: BrokerRules = {
    balances: new Map(amounts),
    maker: read('fees.maker', given.fees.maker, isFee, 'a fraction like 0.001'),
    taker: read('fees.taker', given.fees.taker, isFee, 'a fraction like 0.001'),
    slippage: read('slippage', given.slippage ?? 0, isFraction, 'a fraction from 0, below 1'),
    volumeShare:
      given.volumeShare === undefined
        ? undefined
        : read('volume_share', given.volumeShare, isShare, 'a fraction above 0, up to 1'),
  };
  if (faults.length > 0) throw new ConfigValidationException(faults.join('; '));
  return rules;
}

function isAmount(value: Decimal): boolean {
  return !value.isNegative();
}

function isFraction(value: Decimal): boolean {
  return isAmount(value) && value.lessThan(1);
}

function isShare(value: Decimal): boolean {
  return value.greaterThan(0) && value.lessThanOrEqualTo(1);
}

function isFee(value: Decimal): boolean {
  return value.abs().lessThan(1);
}
