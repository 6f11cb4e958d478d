import { Decimal } from 'ats-runtime';
import type { FieldName } from '../../venues/index.js';
import type { EngineFill, EngineOrder, EngineOrderStatus } from '../engine/types.js';
import type { LedgerCandle } from '../market/types.js';
import type { Market } from './markets.js';

/**
 * Ledger values by canonical field name, before they take the venue's form: symbols as `BTC/USDT`, times in ms,
 * amounts as decimals, intervals in seconds. `undefined`: the ledger has none; an absent key: the sample's value stays.
 */
export type Fact = string | number | boolean | Decimal | undefined;
export type Facts = Partial<Record<FieldName, Fact>>;

/** What a row of an answer or a frame shows, with its fills where the venue nests them. */
export interface Row {
  readonly facts: Facts;
  readonly order?: EngineOrder;
  readonly fills?: readonly Facts[];
  /** Where a cancel is told: the cancel's own client id. */
  readonly cancelId?: string;
  /** The documented row to start from, where the answer has one for each. */
  readonly sampleRow?: unknown;
}

export function marketFacts(market: Market): Facts {
  return {
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    tick_size: new Decimal(market.tickSize),
    step_size: new Decimal(market.stepSize),
    market_index: market.index,
    price_decimals: decimals(market.tickSize),
    size_decimals: decimals(market.stepSize),
    min_size: new Decimal(market.minSize),
    ...(market.maxSize === undefined ? {} : { max_size: new Decimal(market.maxSize) }),
    ...(market.minNotional === undefined ? {} : { min_notional: new Decimal(market.minNotional) }),
    tradable: true,
  };
}

export function candleFacts(
  candle: LedgerCandle,
  symbol: string,
  intervalSeconds: number,
  now: number,
): Facts {
  const start = candle.timestamp * 1000;
  const end = start + intervalSeconds * 1000;
  const volume = new Decimal(candle.volume);
  const quoteVolume = new Decimal(candle.quoteVolume);
  const takerBase = new Decimal(candle.takerBaseVolume);
  const vwap = volume.isZero() ? new Decimal(candle.close) : quoteVolume.div(volume).toDecimalPlaces(8);
  return {
    symbol,
    interval: intervalSeconds,
    timestamp: start,
    end_timestamp: end,
    last_timestamp: end - 1,
    open: new Decimal(candle.open),
    high: new Decimal(candle.high),
    low: new Decimal(candle.low),
    close: new Decimal(candle.close),
    volume,
    quote_volume: quoteVolume,
    vwap,
    trades: candle.trades,
    taker_base_volume: takerBase,
    taker_quote_volume: takerBase.mul(vwap).toDecimalPlaces(8),
    closed: candle.closed,
    time: now,
  };
}

/** An order's state at a moment; `at` overrides what has moved on since. */
interface OrderMoment {
  readonly status: EngineOrderStatus;
  readonly filledSize: Decimal;
  readonly filledQuote: Decimal;
}

/** An order's row, with the fill that it tells of. All in one object: joining two costs more than making them. */
export function orderFacts(
  order: EngineOrder,
  now: number,
  at: OrderMoment = order,
  fill?: EngineFill,
): Facts {
  // What follows is worked out whenever it is read: once is enough.
  const { size, fills } = order;
  const { status, filledSize, filledQuote } = at;
  const remaining = size.minus(filledSize);
  const isOpen = status === 'PENDING' || status === 'PARTIALLY_FILLED';
  const [fee, feeAsset] = feeOf(order, fills);
  const [base, quote] = order.symbol.split('/');
  const facts: Facts = {
    order_id: order.id,
    client_order_id: order.clientOrderId ?? '',
    symbol: order.symbol,
    base,
    quote,
    side: order.side,
    type: order.type,
    time_in_force: order.timeInForce,
    price: order.price,
    size,
    quote_size: order.quoteSize,
    status,
    filled_size: filledSize,
    remaining_size: remaining,
    remaining_quote: order.price?.mul(remaining) ?? ZERO,
    filled_quote: filledQuote,
    average_price: averagePrice(filledSize, filledQuote, at === order ? fills : []),
    fee,
    fee_asset: feeAsset,
    is_open: isOpen,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    reason: order.cancelReason ?? '',
    time: now,
    fill_id: fill?.tradeId,
    fill_price: fill?.price ?? ZERO,
    fill_size: fill?.size ?? ZERO,
    fill_quote: fill?.quote ?? ZERO,
    fill_fee: fill?.fee ?? ZERO,
    fill_fee_asset: fill?.feeAsset,
    fill_at: fill?.at,
    is_maker: fill?.maker ?? false,
  };
  if (fill === undefined) return facts;
  facts.fill_side = order.side;
  facts.is_buyer = order.side === 'BUY';
  return facts;
}

export function fillFacts(fill: EngineFill, order: EngineOrder): Facts {
  return {
    fill_id: fill.tradeId,
    fill_price: fill.price,
    fill_size: fill.size,
    fill_quote: fill.quote,
    fill_fee: fill.fee,
    fill_fee_asset: fill.feeAsset,
    fill_side: order.side,
    fill_at: fill.at,
    is_maker: fill.maker,
    is_buyer: order.side === 'BUY',
  };
}

const ZERO = new Decimal(0);

/** Of an only fill it is the fill's price: there is nothing to divide. */
function averagePrice(
  filledSize: Decimal,
  filledQuote: Decimal,
  fills: readonly EngineFill[],
): Decimal | undefined {
  if (filledSize.isZero()) return undefined;
  const price = fills.length === 1 ? fills[0]?.price : filledQuote.div(filledSize);
  return price?.toDecimalPlaces(12);
}

function feeOf(order: EngineOrder, fills: readonly EngineFill[]): readonly [fee: Decimal, asset: string] {
  const [fill] = fills;
  if (fill !== undefined && fills.length === 1) return [fill.fee, fill.feeAsset];
  const [first] = order.fees;
  if (first !== undefined) return [first[1], first[0]];
  const [base = '', quote = ''] = order.symbol.split('/');
  return [ZERO, order.side === 'BUY' ? base : quote];
}

function decimals(step: string): number {
  return new Decimal(step).decimalPlaces();
}
