import type { Candle } from '../data/candle.js';
import type { Instrument } from '../data/instrument.js';
import { Decimal, ZERO } from '../decimal.js';
import { OrderSide } from '../orders/order-constants.js';

/** Whether an order's fill took what lay in the book, or was what lay there. */
export type Liquidity = 'maker' | 'taker';

/**
 * - `next-open`: market orders fill at the open of the candle after them. For back-tests: an order is placed on
 *   a closed candle and cannot know more than that.
 * - `last-close`: market orders, and limit orders that cross the market, fill at once at the last close. For
 *   live candles, where the last close is the market.
 */
export type FillTiming = 'next-open' | 'last-close';

/** The price at which a market order fills: worse than `price` by the slippage, then on the tick, never better. */
export function slippedPrice(
  price: number,
  side: OrderSide,
  slippage: Decimal,
  instrument: Instrument | undefined,
): Decimal {
  const exact = new Decimal(price);
  const isBuy = side === OrderSide.BUY;
  const worse = exact.times(isBuy ? slippage.plus(1) : new Decimal(1).minus(slippage));
  if (slippage.isZero() || instrument === undefined || instrument.tickSize.isZero()) return worse;
  // Rounded as the other side's limit would be, which is against this one.
  return new Decimal(instrument.price(worse, isBuy ? OrderSide.SELL : OrderSide.BUY));
}

/**
 * The price at which a resting limit order fills in this candle, undefined where the candle does not reach it:
 * a buy where low <= limit at min(open, limit), a sell where high >= limit at max(open, limit).
 */
export function limitFillPrice(candle: Candle, side: OrderSide, limit: Decimal): Decimal | undefined {
  // Rounding to a double keeps the order of two numbers, so that most candles are told apart without decimals.
  const near = limit.toNumber();
  const isBuy = side === OrderSide.BUY;
  if (isBuy ? candle.low > near : candle.high < near) return undefined;
  if (!crosses(isBuy ? candle.low : candle.high, side, limit)) return undefined;
  return isBuy ? Decimal.min(candle.open, limit) : Decimal.max(candle.open, limit);
}

/** True where an order with this limit would trade at this price. */
export function crosses(price: number, side: OrderSide, limit: Decimal): boolean {
  return side === OrderSide.BUY ? limit.greaterThanOrEqualTo(price) : limit.lessThanOrEqualTo(price);
}

/** The size on the instrument's step, rounded down; to `decimals` places where there is no step. */
export function wholeSteps(size: Decimal, instrument: Instrument | undefined, decimals?: number): Decimal {
  const step = instrument?.stepSize ?? ZERO;
  if (!step.isZero()) return size.dividedToIntegerBy(step).times(step);
  return decimals === undefined ? size : size.toDecimalPlaces(decimals, Decimal.ROUND_DOWN);
}
