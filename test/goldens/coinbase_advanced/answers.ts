/** What Coinbase Advanced answers, and how it spells what it is asked: pure functions and tables, without a connection. */

import {
  Instrument,
  Order,
  OrderSide,
  OrderStatus,
  OrderType,
  candleReader,
  failureReader,
  feesIn,
  symbolText,
  type Answer,
  type MarketSymbol,
  type OrderReport,
} from 'ats-runtime';

/** Our intervals, and how Coinbase Advanced spells them. */
export const INTERVALS = {
  '1m': 'ONE_MINUTE',
  '5m': 'FIVE_MINUTE',
  '15m': 'FIFTEEN_MINUTE',
  '30m': 'THIRTY_MINUTE',
  '1h': 'ONE_HOUR',
  '2h': 'TWO_HOUR',
  '6h': 'SIX_HOUR',
  '1d': 'ONE_DAY',
} as const;

/** The intervals that are streamed; candles of the others are polled. */
export const STREAMED: readonly string[] = ['5m'];

/** A row of GET /api/v3/brokerage/market/products/{symbol}/candles. */
export const readCandle = candleReader({
  timestamp: 'start',
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
  unit: 's',
});

/** The market's rules, from GET /api/v3/brokerage/market/products/{symbol}. */
export function readInstrument(row: Answer, symbol: MarketSymbol): Instrument {
  return new Instrument({
    symbol,
    tickSize: row.decimal('price_increment'),
    stepSize: row.decimal('base_increment'),
    minSize: row.optionalDecimal('base_min_size'),
    maxSize: row.optionalDecimal('base_max_size'),
    minNotional: row.optionalDecimal('quote_min_size'),
  });
}

const STATUSES: Readonly<Record<string, OrderStatus>> = {
  OPEN: OrderStatus.PENDING,
  PENDING: OrderStatus.PENDING,
  QUEUED: OrderStatus.PENDING,
  EDIT_QUEUED: OrderStatus.PENDING,
  CANCEL_QUEUED: OrderStatus.PENDING,
  UNKNOWN_ORDER_STATUS: OrderStatus.PENDING,
  FILLED: OrderStatus.COMPLETED,
  CANCELLED: OrderStatus.CANCELLED,
  EXPIRED: OrderStatus.CANCELLED,
  FAILED: OrderStatus.REJECTED,
};

/** An order of GET /api/v3/brokerage/orders/historical/batch, GET /api/v3/brokerage/orders/historical/{order_id}. */
export function readOrder(row: Answer, symbol: MarketSymbol): OrderReport {
  return {
    orderId: row.text('order_id'),
    status: row.oneOf('status', STATUSES),
    filledSize: row.decimal('filled_size'),
    averagePrice: row.optionalDecimal('average_filled_price'),
    fees: feesIn(symbol.quote, row.decimal('total_fees')),
  };
}

/** An order of GET /api/v3/brokerage/orders/historical/batch. */
export function readOpenOrder(row: Answer, symbol: MarketSymbol): OrderReport {
  return { ...readOrder(row, symbol), clientOrderId: row.optionalText('client_order_id') };
}

/** An order of the private stream. */
export function readEvent(row: Answer, symbol: MarketSymbol): OrderReport {
  return {
    orderId: row.text('order_id'),
    status: row.oneOf('status', STATUSES),
    filledSize: row.decimal('cumulative_quantity'),
    averagePrice: row.optionalDecimal('avg_price'),
    fees: feesIn(symbol.quote, row.decimal('total_fees')),
    clientOrderId: row.optionalText('client_order_id'),
  };
}

/** An open order that was not placed here. */
export function foreignOrder(row: Answer, symbol: MarketSymbol): Order {
  const isMarket = row.text('order_type') === 'MARKET';
  return new Order({
    symbol: symbolText(symbol),
    orderType: isMarket ? OrderType.MARKET : OrderType.LIMIT,
    orderSide: row.text('side') === 'BUY' ? OrderSide.BUY : OrderSide.SELL,
    size: row.decimal('order_configuration.*.base_size'),
    price: isMarket ? undefined : row.decimal('order_configuration.*.limit_price'),
    clientOrderId: row.optionalText('client_order_id'),
  });
}

/** The account's rates as fractions, from GET /api/v3/brokerage/transaction_summary. */
export function readFees(row: Answer): [maker: number, taker: number] {
  return [row.number('fee_tier.maker_fee_rate'), row.number('fee_tier.taker_fee_rate')];
}

export const coinbaseAdvancedFailure = failureReader({
  ok: [
    { path: 'results[0].success', equals: true },
    { path: 'success', equals: true },
  ],
  code: ['results[0].failure_reason', 'error_response.error', 'error', 'errors[0].id'],
  message: [
    'results[0].failure_reason',
    'error_response.message',
    'error_response.preview_failure_reason',
    'message',
    'error',
    'errors[0].message',
  ],
  kinds: {
    authentication_error: 'credentials',
    PERMISSION_DENIED: 'permission',
    'authentication_error:expired': 'clock-skew',
    'NOT_FOUND:product': 'unknown-symbol',
    INVALID_ARGUMENT: 'invalid-order',
    INVALID_PRICE_PRECISION: 'invalid-order',
    PREVIEW_INVALID_PRICE_PRECISION: 'invalid-order',
    INVALID_SIZE_PRECISION: 'invalid-order',
    PREVIEW_INVALID_SIZE_PRECISION: 'invalid-order',
    PREVIEW_INVALID_BASE_SIZE_TOO_SMALL: 'invalid-order',
    PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL: 'invalid-order',
    INVALID_LIMIT_PRICE_POST_ONLY: 'invalid-order',
    PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY: 'invalid-order',
    ORDER_ENTRY_DISABLED: 'invalid-order',
    INELIGIBLE_PAIR: 'invalid-order',
    INSUFFICIENT_FUND: 'insufficient-balance',
    PREVIEW_INSUFFICIENT_FUND: 'insufficient-balance',
    INSUFFICIENT_FUNDS: 'insufficient-balance',
    PREVIEW_INSUFFICIENT_FUNDS: 'insufficient-balance',
    UNKNOWN_CANCEL_ORDER: 'order-not-found',
    ORDER_IS_FULLY_FILLED: 'order-not-found',
    DUPLICATE_CANCEL_REQUEST: 'order-not-found',
    'NOT_FOUND:order with this orderID': 'order-not-found',
    'unknown:order with this orderID': 'order-not-found',
    rate_limit_exceeded: 'rate-limit',
    resource_exhausted: 'rate-limit',
    internal_server_error: 'unavailable',
  },
});
