import type { Instrument } from '../data/instrument.js';
import type { MarketSymbol } from '../data/market-symbol.js';
import { Decimal, ZERO } from '../decimal.js';
import { OrderSide } from '../orders/order-constants.js';
import type { Order } from '../orders/order.js';
import type { BrokerRules } from './broker-options.js';
import { slippedPrice } from './market-rules.js';

/** An open order as the broker keeps it. */
export interface RestingOrder {
  readonly order: Order;
  /** On the tick; undefined for a market order. */
  readonly limit: Decimal | undefined;
  /** What it spends: quote to buy, base to sell. */
  readonly asset: string;
  /** How much of the asset is locked for each base still to fill. */
  readonly unitHold: Decimal;
  /** In the base asset, on the step. */
  remaining: Decimal;
  /** How much of the asset is locked for it now. */
  held: Decimal;
  /** True until it has met the market once. */
  isNew: boolean;
}

export interface Market {
  readonly symbol: MarketSymbol;
  readonly instrument?: Instrument | undefined;
  /** The last close; undefined before the first candle. */
  readonly close: number | undefined;
}

/** The order on the market's grid, with nothing locked for it yet. */
export function restingOrder(order: Order, market: Market, rules: BrokerRules): RestingOrder {
  const { instrument, symbol } = market;
  const { orderSide, orderType, price } = order;
  const size = instrument === undefined ? order.size : new Decimal(instrument.size(order.size, orderType));
  const limit =
    price === undefined || instrument === undefined ? price : new Decimal(instrument.price(price, orderSide));
  const isBuy = orderSide === OrderSide.BUY;
  return {
    order,
    limit,
    asset: isBuy ? symbol.quote : symbol.base,
    unitHold: isBuy ? unitCost(limit, market, rules) : new Decimal(1),
    remaining: size,
    held: ZERO,
    isNew: true,
  };
}

/** What a buy pays for one base at most (limit) or going by the last close (market), fee included. */
function unitCost(limit: Decimal | undefined, { close, instrument }: Market, rules: BrokerRules): Decimal {
  const { maker, taker, slippage } = rules;
  if (limit !== undefined) return limit.times(Decimal.max(maker, taker, 0).plus(1));
  if (close === undefined) return ZERO;
  return slippedPrice(close, OrderSide.BUY, slippage, instrument).times(taker.plus(1));
}
