/** What Binance Spot answers, and how it spells what it is asked: pure functions and tables, without a connection. */

import {
  Instrument,
  Order,
  OrderSide,
  OrderStatus,
  OrderType,
  candleReader,
  failureReader,
  symbolText,
  type Answer,
  type Fill,
  type MarketSymbol,
  type OrderReport,
} from 'ats-runtime';

export const INTERVALS = [
  '1s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '1w',
] as const;

/** A row of GET /api/v3/klines. */
export const readCandle = candleReader({
  timestamp: 0,
  open: 1,
  high: 2,
  low: 3,
  close: 4,
  volume: 5,
  unit: 'ms',
});

/** A candle of the stream. */
export const readStreamCandle = candleReader({
  timestamp: 't',
  open: 'o',
  high: 'h',
  low: 'l',
  close: 'c',
  volume: 'v',
  unit: 'ms',
});

/** The market's rules, from GET /api/v3/exchangeInfo. */
export function readInstrument(row: Answer, symbol: MarketSymbol): Instrument {
  return new Instrument({
    symbol,
    tickSize: row.decimal('filters[filterType=PRICE_FILTER].tickSize'),
    stepSize: row.decimal('filters[filterType=LOT_SIZE].stepSize'),
    minSize: row.optionalDecimal('filters[filterType=LOT_SIZE].minQty'),
    maxSize: row.optionalDecimal('filters[filterType=LOT_SIZE].maxQty'),
    minNotional: row.optionalDecimal('filters[filterType=NOTIONAL].minNotional'),
  });
}

const STATUSES: Readonly<Record<string, OrderStatus>> = {
  NEW: OrderStatus.PENDING,
  PENDING_NEW: OrderStatus.PENDING,
  PARTIALLY_FILLED: OrderStatus.PARTIALLY_FILLED,
  FILLED: OrderStatus.COMPLETED,
  CANCELED: OrderStatus.CANCELLED,
  EXPIRED: OrderStatus.CANCELLED,
  EXPIRED_IN_MATCH: OrderStatus.CANCELLED,
  REJECTED: OrderStatus.REJECTED,
};

/** An order of GET /api/v3/order, POST /api/v3/order, DELETE /api/v3/order. */
export function readOrder(row: Answer): OrderReport {
  return {
    orderId: row.text('orderId'),
    status: row.oneOf('status', STATUSES),
    filledSize: row.decimal('executedQty'),
    filledQuote: row.decimal('cummulativeQuoteQty'),
  };
}

/** An order of GET /api/v3/openOrders. */
export function readOpenOrder(row: Answer): OrderReport {
  return { ...readOrder(row), clientOrderId: row.optionalText('clientOrderId') };
}

/** An order of the private stream. */
export function readEvent(row: Answer): OrderReport {
  return {
    orderId: row.text('i'),
    status: row.oneOf('X', STATUSES),
    filledSize: row.decimal('z'),
    filledQuote: row.decimal('Z'),
    clientOrderId: row.optionalText('C') || row.optionalText('c'),
    fills: row.decimal('l').isZero() ? [] : [readEventFill(row)],
  };
}

/** A fill of POST /api/v3/order. */
export function readFill(row: Answer): Fill {
  return {
    id: row.text('tradeId'),
    price: row.decimal('price'),
    size: row.decimal('qty'),
    fee: row.optionalDecimal('commission'),
    feeAsset: row.optionalText('commissionAsset'),
  };
}

/** A fill of GET /api/v3/myTrades. */
export function readTrade(row: Answer): Fill {
  return {
    id: row.text('id'),
    price: row.decimal('price'),
    size: row.decimal('qty'),
    fee: row.optionalDecimal('commission'),
    feeAsset: row.optionalText('commissionAsset'),
  };
}

/** A fill of the private stream. */
function readEventFill(row: Answer): Fill {
  return {
    id: row.text('t'),
    price: row.decimal('L'),
    size: row.decimal('l'),
    fee: row.optionalDecimal('n'),
    feeAsset: row.optionalText('N'),
  };
}

/** An open order that was not placed here. */
export function foreignOrder(row: Answer, symbol: MarketSymbol): Order {
  const isMarket = row.text('type') === 'MARKET';
  return new Order({
    symbol: symbolText(symbol),
    orderType: isMarket ? OrderType.MARKET : OrderType.LIMIT,
    orderSide: row.text('side') === 'BUY' ? OrderSide.BUY : OrderSide.SELL,
    size: row.decimal('origQty'),
    price: isMarket ? undefined : row.decimal('price'),
    clientOrderId: row.optionalText('clientOrderId'),
  });
}

/** The account's rates as fractions, from GET /api/v3/account/commission. */
export function readFees(row: Answer): [maker: number, taker: number] {
  return [
    row
      .decimal('standardCommission.maker')
      .plus(row.decimal('specialCommission.maker'))
      .plus(row.decimal('taxCommission.maker'))
      .toNumber(),
    row
      .decimal('standardCommission.taker')
      .plus(row.decimal('specialCommission.taker'))
      .plus(row.decimal('taxCommission.taker'))
      .toNumber(),
  ];
}

export const binanceSpotFailure = failureReader({
  code: 'code',
  message: 'msg',
  kinds: {
    '-2015': 'credentials',
    '-1022': 'credentials',
    '-1021': 'clock-skew',
    '-1121': 'unknown-symbol',
    '-1100': 'invalid-order',
    '-1102': 'invalid-order',
    '-1120': 'invalid-order',
    '-1117': 'invalid-order',
    '-1116': 'invalid-order',
    '-1115': 'invalid-order',
    '-1106': 'invalid-order',
    '-1104': 'invalid-order',
    '-1101': 'invalid-order',
    '-1131': 'other',
    '-1013': 'invalid-order',
    '-2010:immediately match': 'invalid-order',
    '-2010:Market is closed': 'invalid-order',
    '-2010:insufficient balance': 'insufficient-balance',
    '-2010:Duplicate order': 'duplicate-order',
    '-2011': 'order-not-found',
    '-2013': 'order-not-found',
    '-1003': 'rate-limit',
    '-1000': 'unavailable',
    '-1006': 'unavailable',
    '-1007': 'unavailable',
    '-1001': 'maintenance',
  },
});
