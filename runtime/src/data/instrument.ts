import {
  Decimal,
  decimalFrom,
  decimalText,
  isBinaryFloat,
  parseDecimal,
  ZERO,
  type DecimalInput,
} from '../decimal.js';
import { InvalidOrderSubmissionException, NotConnectedException } from '../exceptions.js';
import { OrderSide, OrderType } from '../orders/order-constants.js';
import { symbolText, type MarketSymbol } from './market-symbol.js';

/** A market's rules as venues publish them. Increments like "0.00000000" switch the rule off. */
export interface InstrumentRules {
  readonly symbol: string | MarketSymbol;
  /** Price increment, in the quote asset. */
  readonly tickSize?: DecimalInput | undefined;
  /** Size increment, in the base asset. */
  readonly stepSize?: DecimalInput | undefined;
  readonly minSize?: DecimalInput | undefined;
  readonly maxSize?: DecimalInput | undefined;
  /** Smallest price × size, in the quote asset. */
  readonly minNotional?: DecimalInput | undefined;
  /** Digits after the point, for venues that give decimals, or both (the coarser rule holds). */
  readonly priceDecimals?: number | undefined;
  readonly sizeDecimals?: number | undefined;
  /** The most significant figures of a price. */
  readonly priceFigures?: number | undefined;
  /** Whole prices may have more figures. */
  readonly wholePrices?: boolean | undefined;
  /** What holds for market orders besides the above. */
  readonly marketStepSize?: DecimalInput | undefined;
  readonly marketMinSize?: DecimalInput | undefined;
  readonly marketMaxSize?: DecimalInput | undefined;
}

/** Puts sizes and prices on a market's grid, exactly, as plain decimal text. */
export class Instrument {
  /** Stands for the instrument until `connect` has learnt it; every use throws NotConnectedException. */
  static readonly unknown: Instrument = new Instrument({ symbol: '' });

  readonly symbol: string;
  readonly tickSize: Decimal;
  readonly stepSize: Decimal;
  readonly minSize: Decimal;
  readonly maxSize: Decimal;
  readonly minNotional: Decimal;
  readonly marketStepSize: Decimal;
  readonly marketMinSize: Decimal;
  readonly marketMaxSize: Decimal;
  private readonly priceFigures: number | undefined;
  private readonly wholePrices: boolean;

  constructor(rules: InstrumentRules) {
    this.symbol = typeof rules.symbol === 'string' ? rules.symbol : symbolText(rules.symbol);
    this.tickSize = coarser(rule(rules.tickSize, 'tickSize'), unit(rules.priceDecimals));
    this.stepSize = coarser(rule(rules.stepSize, 'stepSize'), unit(rules.sizeDecimals));
    this.minSize = rule(rules.minSize, 'minSize');
    this.maxSize = rule(rules.maxSize, 'maxSize');
    this.minNotional = rule(rules.minNotional, 'minNotional');
    this.marketStepSize = coarser(this.stepSize, rule(rules.marketStepSize, 'marketStepSize'));
    this.marketMinSize = Decimal.max(this.minSize, rule(rules.marketMinSize, 'marketMinSize'));
    this.marketMaxSize = rule(rules.marketMaxSize, 'marketMaxSize');
    this.priceFigures = rules.priceFigures;
    this.wholePrices = rules.wholePrices ?? false;
  }

  /** For venues that give digits after the point instead of increments. */
  static fromDecimals(
    rules: Omit<InstrumentRules, 'tickSize' | 'stepSize'> & { priceDecimals: number; sizeDecimals: number },
  ): Instrument {
    return new Instrument(rules);
  }

  /** The size on the grid, rounded down: never more than was asked for. */
  size(size: DecimalInput, orderType: OrderType = OrderType.LIMIT): string {
    this.assertKnown();
    const step = orderType === OrderType.MARKET ? this.marketStepSize : this.stepSize;
    return decimalText(onGrid(finite('size', size), step, Decimal.ROUND_DOWN));
  }

  /** The price on the grid, rounded so that it is never worse than asked for: down to buy, up to sell. */
  price(price: DecimalInput | undefined, side: OrderSide): string {
    this.assertKnown();
    if (price === undefined) throw new InvalidOrderSubmissionException('price', 'a limit order needs one');
    const rounding = side === OrderSide.BUY ? Decimal.ROUND_DOWN : Decimal.ROUND_UP;
    const value = finite('price', price);
    return decimalText(onGrid(value, this.tickSizeAt(value), rounding));
  }

  /**
   * Throws InvalidOrderSubmissionException where the size, or size × price, is outside the market's bounds.
   * Both as they will be sent. Without a price (market orders) the notional is the venue's to judge.
   */
  checkMinimum(size: DecimalInput, price?: DecimalInput, orderType: OrderType = OrderType.LIMIT): void {
    this.assertKnown();
    const amount = finite('size', size);
    const isMarket = orderType === OrderType.MARKET;
    const minimum = isMarket ? this.marketMinSize : this.minSize;
    if (amount.lessThan(minimum) || amount.isZero()) {
      fail(
        'size',
        `${decimalText(amount)} is below the minimum size ${decimalText(minimum)} of ${this.symbol}`,
      );
    }
    for (const maximum of isMarket ? [this.maxSize, this.marketMaxSize] : [this.maxSize]) {
      if (maximum.isZero() || amount.lessThanOrEqualTo(maximum)) continue;
      fail(
        'size',
        `${decimalText(amount)} is above the maximum size ${decimalText(maximum)} of ${this.symbol}`,
      );
    }
    if (price === undefined) return;
    const notional = amount.times(finite('price', price));
    if (notional.lessThan(this.minNotional)) {
      const least = decimalText(this.minNotional);
      fail(
        'size',
        `${decimalText(notional)} (price × size) is below the minimum notional ${least} of ${this.symbol}`,
      );
    }
  }

  /** The price increment at a price: where figures are counted, it grows with the price. */
  private tickSizeAt(price: Decimal): Decimal {
    if (this.priceFigures === undefined || price.isZero()) return this.tickSize;
    const byFigures = new Decimal(10).pow(price.e - this.priceFigures + 1);
    return coarser(this.tickSize, this.wholePrices ? Decimal.min(byFigures, 1) : byFigures);
  }

  private assertKnown(): void {
    if (this === Instrument.unknown) {
      throw new NotConnectedException('the instrument is not known yet: call connect() first');
    }
  }
}

/** A number this near to a grid point (in steps) is that point: 0.7 - 0.4 is meant to be 0.3. */
const NOISE = new Decimal('1e-9');

type Rounding = typeof Decimal.ROUND_DOWN | typeof Decimal.ROUND_UP;

function onGrid(value: Decimal, step: Decimal, rounding: Rounding): Decimal {
  if (step.isZero()) return value;
  const steps = value.dividedBy(step);
  const nearest = steps.toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
  const isNoise = isBinaryFloat(value) && steps.minus(nearest).abs().lessThanOrEqualTo(NOISE);
  return (isNoise ? nearest : steps.toDecimalPlaces(0, rounding)).times(step);
}

function finite(field: 'size' | 'price', input: DecimalInput): Decimal {
  const value = decimalFrom(input);
  if (!value.isFinite()) fail(field, `${String(input)} is no number`);
  return value;
}

function fail(field: string, message: string): never {
  throw new InvalidOrderSubmissionException(field, message);
}

function rule(input: DecimalInput | undefined, name: string): Decimal {
  if (input === undefined) return ZERO;
  const value = parseDecimal(input);
  if (value === undefined || value.isNegative())
    throw new RangeError(`${name}: "${String(input)}" is no increment`);
  return value;
}

function unit(decimals: number | undefined): Decimal {
  return decimals === undefined ? ZERO : new Decimal(10).pow(-decimals);
}

/** The one with larger steps; where one is no multiple of the other, the venue judges the finer one. */
function coarser(a: Decimal, b: Decimal): Decimal {
  return Decimal.max(a, b);
}
