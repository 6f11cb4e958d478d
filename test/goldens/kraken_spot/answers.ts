/** What Kraken Spot answers, and how it spells what it is asked: pure functions and tables, without a connection. */

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
  type Fill,
  type MarketSymbol,
  type OrderReport,
} from 'ats-runtime';

/** Our intervals, and how Kraken Spot spells them. */
export const INTERVALS = {
  '1m': 1,
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '1h': 60,
  '4h': 240,
  '1d': 1440,
  '1w': 10080,
} as const;

/** A row of GET /0/public/OHLC. */
export const readCandle = candleReader({
  timestamp: 0,
  open: 1,
  high: 2,
  low: 3,
  close: 4,
  volume: 6,
  unit: 's',
});

/** A candle of the stream. */
export const readStreamCandle = candleReader({
  timestamp: 'interval_begin',
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
  unit: 'iso',
});

/** The market's rules, from GET /0/public/AssetPairs. */
export function readInstrument(row: Answer, symbol: MarketSymbol): Instrument {
  return new Instrument({
    symbol,
    tickSize: row.decimal('tick_size'),
    priceDecimals: row.integer('pair_decimals'),
    sizeDecimals: row.integer('lot_decimals'),
    minSize: row.optionalDecimal('ordermin'),
    minNotional: row.optionalDecimal('costmin'),
  });
}

const STATUSES: Readonly<Record<string, OrderStatus>> = {
  open: OrderStatus.PENDING,
  pending: OrderStatus.PENDING,
  closed: OrderStatus.COMPLETED,
  canceled: OrderStatus.CANCELLED,
  expired: OrderStatus.CANCELLED,
};

const EVENT_STATUSES: Readonly<Record<string, OrderStatus>> = {
  new: OrderStatus.PENDING,
  pending_new: OrderStatus.PENDING,
  triggered: OrderStatus.PENDING,
  partially_filled: OrderStatus.PARTIALLY_FILLED,
  filled: OrderStatus.COMPLETED,
  canceled: OrderStatus.CANCELLED,
  expired: OrderStatus.CANCELLED,
};

/** An order of POST /0/private/QueryOrders. */
export function readOrder(row: Answer, symbol: MarketSymbol): OrderReport {
  return {
    orderId: row.text('order_id'),
    status: row.oneOf('status', STATUSES),
    filledSize: row.decimal('vol_exec'),
    filledQuote: row.decimal('cost'),
    averagePrice: row.optionalDecimal('price'),
    fees: feesIn(symbol.quote, row.decimal('fee')),
  };
}

/** An order of POST /0/private/OpenOrders. */
export function readOpenOrder(row: Answer, symbol: MarketSymbol): OrderReport {
  return { ...readOrder(row, symbol), clientOrderId: row.optionalText('cl_ord_id') };
}

/** An order of the private stream. */
export function readEvent(row: Answer): OrderReport {
  return {
    orderId: row.text('order_id'),
    status: row.oneOf('order_status', EVENT_STATUSES),
    filledSize: row.optionalDecimal('cum_qty'),
    filledQuote: row.optionalDecimal('cum_cost'),
    averagePrice: row.optionalDecimal('avg_price'),
    clientOrderId: row.optionalText('cl_ord_id'),
    fills: (row.optionalDecimal('last_qty')?.isZero() ?? true) ? [] : [readEventFill(row)],
  };
}

/** A fill of POST /0/private/TradesHistory. */
export function readTrade(row: Answer, symbol: MarketSymbol): Fill {
  return {
    id: row.text('fill_id'),
    price: row.decimal('price'),
    size: row.decimal('vol'),
    fee: row.optionalDecimal('fee'),
    feeAsset: symbol.quote,
  };
}

/** A fill of the private stream. */
function readEventFill(row: Answer): Fill {
  return {
    id: row.optionalText('exec_id'),
    price: row.decimal('last_price'),
    size: row.decimal('last_qty'),
    fee: row.optionalDecimal('fees[0].qty'),
    feeAsset: row.optionalText('fees[0].asset'),
  };
}

/** An open order that was not placed here. */
export function foreignOrder(row: Answer, symbol: MarketSymbol): Order {
  const isMarket = row.text('descr.ordertype') === 'market';
  return new Order({
    symbol: symbolText(symbol),
    orderType: isMarket ? OrderType.MARKET : OrderType.LIMIT,
    orderSide: row.text('descr.type') === 'buy' ? OrderSide.BUY : OrderSide.SELL,
    size: row.decimal('vol'),
    price: isMarket ? undefined : row.decimal('descr.price'),
    clientOrderId: row.optionalText('cl_ord_id'),
  });
}

/** The account's rates as fractions, from POST /0/private/TradeVolume. */
export function readFees(row: Answer): [maker: number, taker: number] {
  return [
    row.decimal('result.fees_maker.*.fee').dividedBy(100).toNumber(),
    row.decimal('result.fees.*.fee').dividedBy(100).toNumber(),
  ];
}

export const krakenSpotFailure = failureReader({
  code: 'error[0]',
  message: 'error[0]',
  kinds: {
    'EAPI:Invalid key': 'credentials',
    'EAPI:Invalid signature': 'credentials',
    'EGeneral:Permission denied': 'permission',
    'EAPI:Invalid nonce': 'clock-skew',
    'EQuery:Unknown asset pair': 'unknown-symbol',
    'EGeneral:Invalid arguments': 'invalid-order',
    'EOrder:Tick size check failed': 'invalid-order',
    'EGeneral:Invalid arguments:volume': 'invalid-order',
    'EOrder:Order minimum not met': 'invalid-order',
    'EOrder:Cost minimum not met': 'invalid-order',
    'EOrder:Post only order': 'invalid-order',
    'EService:Market in cancel_only mode': 'invalid-order',
    'EOrder:Insufficient funds': 'insufficient-balance',
    'EGeneral:Invalid arguments:cl_ord_id': 'duplicate-order',
    'EOrder:Unknown order': 'order-not-found',
    'EOrder:Invalid order': 'order-not-found',
    'EAPI:Rate limit exceeded': 'rate-limit',
    'EGeneral:Internal error': 'unavailable',
    'EService:Unavailable': 'maintenance',
  },
});
