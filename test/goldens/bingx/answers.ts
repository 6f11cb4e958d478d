/** What BingX answers, and how it spells what it is asked: pure functions and tables, without a connection. */

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

export const INTERVALS = ['1m', '3m', '5m', '15m', '30m', '1h', '4h'] as const;

/** How its candle stream spells them. */
export const STREAM_INTERVALS = {
  '1m': '1min',
  '3m': '3min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1h': '60min',
  '4h': '4hour',
} as const;

/** A row of GET /openApi/spot/v2/market/kline. */
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

/** The market's rules, from GET /openApi/spot/v1/common/symbols. */
export function readInstrument(row: Answer, symbol: MarketSymbol): Instrument {
  return new Instrument({
    symbol,
    tickSize: row.decimal('tickSize'),
    stepSize: row.decimal('stepSize'),
    minNotional: row.optionalDecimal('minNotional'),
  });
}

const STATUSES: Readonly<Record<string, OrderStatus>> = {
  NEW: OrderStatus.PENDING,
  PENDING: OrderStatus.PENDING,
  PARTIALLY_FILLED: OrderStatus.PARTIALLY_FILLED,
  FILLED: OrderStatus.COMPLETED,
  CANCELED: OrderStatus.CANCELLED,
  FAILED: OrderStatus.REJECTED,
};

/** An order of GET /openApi/spot/v1/trade/query. */
export function readOrder(row: Answer): OrderReport {
  return {
    orderId: row.text('orderId'),
    status: row.oneOf('status', STATUSES),
    filledSize: row.decimal('executedQty'),
    filledQuote: row.decimal('cummulativeQuoteQty'),
    fees: feesIn(row.optionalText('feeAsset'), row.decimal('fee').negated()),
  };
}

/** An order of GET /openApi/spot/v1/trade/openOrders. */
export function readOpenOrder(row: Answer): OrderReport {
  return {
    orderId: row.text('orderId'),
    status: row.oneOf('status', STATUSES),
    filledSize: row.decimal('executedQty'),
    filledQuote: row.decimal('cummulativeQuoteQty'),
    clientOrderId: row.optionalText('clientOrderID'),
  };
}

/** An order of the private stream. */
export function readEvent(row: Answer): OrderReport {
  return {
    orderId: row.text('i'),
    status: row.oneOf('X', STATUSES),
    filledSize: row.decimal('z'),
    filledQuote: row.decimal('Z'),
    clientOrderId: row.optionalText('C'),
    fills: row.decimal('l').isZero() ? [] : [readEventFill(row)],
  };
}

/** A fill of GET /openApi/spot/v1/trade/myTrades. */
export function readTrade(row: Answer): Fill {
  return {
    id: row.text('id'),
    price: row.decimal('price'),
    size: row.decimal('qty'),
    fee: row.optionalDecimal('commission')?.negated(),
    feeAsset: row.optionalText('commissionAsset'),
  };
}

/** A fill of the private stream. */
function readEventFill(row: Answer): Fill {
  return {
    id: row.text('t'),
    price: row.decimal('L'),
    size: row.decimal('l'),
    fee: row.optionalDecimal('n')?.negated(),
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
    clientOrderId: row.optionalText('clientOrderID'),
  });
}

/** The account's rates as fractions, from GET /openApi/spot/v1/user/commissionRate. */
export function readFees(row: Answer): [maker: number, taker: number] {
  return [row.number('data.makerCommissionRate'), row.number('data.takerCommissionRate')];
}

export const bingxFailure = failureReader({
  ok: { path: 'code', equals: '0' },
  code: 'code',
  message: 'msg',
  kinds: {
    '100413': 'credentials',
    '100001': 'credentials',
    '100004': 'permission',
    '100419': 'permission',
    '100421': 'clock-skew',
    '100204': 'unknown-symbol',
    '100400': 'invalid-order',
    '110425': 'invalid-order',
    '100202': 'insufficient-balance',
    '100444': 'duplicate-order',
    '80016': 'order-not-found',
    '100400:listenKey does not exist': 'other',
    '100410': 'rate-limit',
    '100500': 'unavailable',
    '100503': 'maintenance',
  },
});
