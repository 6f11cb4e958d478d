import { decimalText, type Decimal } from '../decimal.js';
import type { Instrument } from '../data/instrument.js';
import { parseSymbol, symbolText, type MarketSymbol } from '../data/market-symbol.js';
import { AtsException, InvalidOrderSubmissionException } from '../exceptions.js';
import { OrderSide, OrderType } from './order-constants.js';
import type { Order } from './order.js';

export interface OrderRules {
  /** The market the exchange trades. */
  readonly symbol: string | MarketSymbol;
  /** Where given, size and price are also held against the market's bounds, as they will be sent. */
  readonly instrument?: Instrument | undefined;
}

/** Throws InvalidOrderSubmissionException, naming the field, where the order cannot be sent as it is. */
export function validateOrder(order: Order, rules: OrderRules): void {
  checkSymbol(order.symbol, rules.symbol);
  if (!Object.hasOwn(OrderType, order.orderType))
    fail('orderType', `"${order.orderType}" is neither LIMIT nor MARKET`);
  if (!Object.hasOwn(OrderSide, order.orderSide))
    fail('orderSide', `"${order.orderSide}" is neither BUY nor SELL`);
  checkAmount('size', order.size);
  if (order.orderType === OrderType.LIMIT) {
    if (order.price === undefined) fail('price', 'a limit order needs one');
    checkAmount('price', order.price);
  } else if (order.price !== undefined) {
    fail('price', 'a market order takes none');
  }
  if (rules.instrument !== undefined) checkBounds(order, rules.instrument);
}

function checkSymbol(symbol: string, expected: string | MarketSymbol): void {
  const wanted = typeof expected === 'string' ? expected : symbolText(expected);
  if (canonical(symbol) !== canonical(wanted))
    fail('symbol', `${String(symbol)} is not ${wanted}, which this exchange trades`);
}

function canonical(symbol: string): string | undefined {
  try {
    return symbolText(parseSymbol(symbol));
  } catch (error) {
    if (error instanceof AtsException) return undefined;
    throw error;
  }
}

function checkAmount(field: 'size' | 'price', amount: Decimal): void {
  if (!amount.isFinite()) fail(field, 'is no finite number');
  if (!amount.greaterThan(0)) fail(field, `${decimalText(amount)} is not above zero`);
}

function checkBounds(order: Order, instrument: Instrument): void {
  const size = instrument.size(order.size, order.orderType);
  const price = order.price === undefined ? undefined : instrument.price(order.price, order.orderSide);
  if (price === '0') fail('price', 'is below the tick size');
  instrument.checkMinimum(size, price, order.orderType);
}

function fail(field: string, message: string): never {
  throw new InvalidOrderSubmissionException(field, message);
}
