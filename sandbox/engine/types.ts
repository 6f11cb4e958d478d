import type { Decimal } from 'ats-runtime';

export type Side = 'BUY' | 'SELL';
export type OrderType = 'LIMIT' | 'MARKET';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'POST_ONLY';

/** One market's rules. Amounts are plain decimal text: sizes in the base asset, prices and notionals in quote. */
export interface MarketSpec {
  /** `BTC/USDT` */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly tickSize: string;
  readonly stepSize: string;
  readonly minSize: string;
  readonly minNotional?: string;
  readonly maxSize?: string;
}

/**
 * What happens when an order meets a resting order of its own account: one of them ends, or both; `decrement`: the smaller
 * one ends and the larger one loses as much. `none`: they trade.
 */
export type SelfTradeRule = 'expire-maker' | 'expire-taker' | 'expire-both' | 'decrement' | 'none';

export type CrossingRule = 'refuse' | 'expire';

export type UnfillableRule = 'refuse' | 'expire';

/** What trades are counted in for their ids. */
export type TradeIds = 'venue' | 'market';

/** Fractions as decimal text: `0.001` is 0.1 %. A negative maker fee is a rebate. */
export interface FeeSpec {
  readonly maker: string;
  readonly taker: string;
}

export interface EngineOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly markets: readonly MarketSpec[];
  readonly fees: FeeSpec;
  /** `received`: a buyer pays in base, a seller in quote. `quote`: both pay in quote, a buyer on top of the price. */
  readonly feeAsset: 'received' | 'quote';
  /** Trades have ids that are unique at the venue (the default), or count each market's alone. */
  readonly tradeIds?: TradeIds;
  /** A client order id can be used again when its order has closed (the default), or never. */
  readonly clientIdReuse?: 'when-closed' | 'never';
  /** Default `expire-maker`. */
  readonly selfTrade?: SelfTradeRule;
  /** A post-only order that would take: `refuse` (the default), or accept it and end it as expired. */
  readonly crossing?: CrossingRule;
  /** A fill-or-kill order that the book cannot fill: accepted and ended as expired (the default), or refused. */
  readonly unfillable?: UnfillableRule;
  /** Closed orders and fills kept per account; older ones are forgotten. Default 5,000. */
  readonly keepClosed?: number;
  /** Events kept in the ledger; listeners see all. Default 5,000. */
  readonly keepEvents?: number;
}

export interface AccountOptions {
  /**
   * A market maker's account: it needs no balance (its balance is its net position, which may be negative), and
   * only its trades are told, not its orders coming and going. Its closed orders are not kept.
   */
  readonly house?: boolean;
}

export interface PlaceRequest {
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  /** Limit orders only. Default `GTC`. */
  readonly timeInForce?: TimeInForce;
  /** In the base asset. Either this or, for market orders, `quoteSize`. */
  readonly size?: string;
  /** Market orders only: how much of the quote asset to spend or to receive at most. */
  readonly quoteSize?: string;
  /** Limit orders only. */
  readonly price?: string;
  readonly clientOrderId?: string;
  /** What its account marks several orders alike with. */
  readonly tag?: string;
  /** When it takes. Default: the venue's rule. */
  readonly selfTrade?: SelfTradeRule;
  /** What its fees are taken in. Default: the venue's rule. */
  readonly feeIn?: 'base' | 'quote';
  /** Parameters of the request as the client wrote them, for whoever repeats them. */
  readonly sent?: Readonly<Record<string, unknown>>;
  /** When it is to end, ms; whoever places it ends it then (`expire`). */
  readonly expiresAt?: number;
}

/** What an open limit order shall be instead; absent: as it is. Plain decimal text. */
export interface AmendRequest {
  /** The whole size, what is filled included. */
  readonly size?: string;
  readonly price?: string;
}

/** A house account's limit order, in its market's units (`engine.units`): there is no text to make and to read. */
export interface HouseRequest {
  readonly symbol: string;
  readonly side: Side;
  readonly timeInForce: 'GTC' | 'IOC';
  readonly size: bigint;
  readonly price: number;
}

export type RejectReason =
  | 'insufficient-balance'
  | 'below-minimum-size'
  | 'below-minimum-notional'
  | 'above-maximum-size'
  | 'price-precision'
  | 'size-precision'
  | 'duplicate-client-id'
  | 'would-cross'
  | 'not-fillable'
  | 'unknown-symbol'
  | 'market-closed'
  | 'bad-parameter';

export interface Rejection {
  readonly order?: never;
  readonly rejected: RejectReason;
  readonly message: string;
}

export type PlaceResult = { readonly order: EngineOrder; readonly rejected?: never } | Rejection;

export type AmendResult =
  | { readonly order: EngineOrder; readonly rejected?: never }
  | { readonly rejected: 'unknown-order' | 'already-closed'; readonly order?: EngineOrder }
  | Rejection;

export type CancelResult =
  | { readonly order: EngineOrder; readonly rejected?: never }
  | { readonly rejected: 'unknown-order' | 'already-closed'; readonly order?: EngineOrder };

export type ForceFillResult =
  | { readonly trade: EngineTrade; readonly rejected?: never }
  | {
      readonly rejected: 'unknown-order' | 'already-closed' | 'bad-parameter';
      readonly message: string;
      readonly trade?: never;
    };

export type OrderReference = { readonly orderId: string } | { readonly clientOrderId: string };

/** `EXPIRED`: the venue ended it: the rest of IOC, FOK and market orders, or the self-trade rule. */
export type EngineOrderStatus = 'PENDING' | 'PARTIALLY_FILLED' | 'COMPLETED' | 'CANCELLED' | 'EXPIRED';

/** A live, read-only view of an order: it shows the order's present state whenever it is read. */
export interface EngineOrder {
  /** Numeric text, rising with every order of the engine. */
  readonly id: string;
  readonly clientOrderId: string | undefined;
  readonly expiresAt: number | undefined;
  readonly tag: string | undefined;
  /** Parameters of its request as the client wrote them. */
  readonly sent: Readonly<Record<string, unknown>> | undefined;
  readonly account: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** The rule that it was placed with; `undefined`: the venue's. */
  readonly selfTrade: SelfTradeRule | undefined;
  /** In the base asset. Of an order given by `quoteSize`: what has been filled. */
  readonly size: Decimal;
  readonly quoteSize: Decimal | undefined;
  /** `undefined` for market orders. */
  readonly price: Decimal | undefined;
  /** The same amounts as the shortest plain decimal text: for whoever only writes them down. */
  readonly sizeText: string;
  readonly quoteSizeText: string | undefined;
  readonly priceText: string | undefined;
  readonly filledSizeText: string;
  readonly filledQuoteText: string;
  readonly status: EngineOrderStatus;
  readonly isOpen: boolean;
  readonly filledSize: Decimal;
  readonly filledQuote: Decimal;
  /** filledQuote / filledSize, `undefined` before the first fill. */
  readonly averagePrice: Decimal | undefined;
  /** Sum of the fills' fees by asset. */
  readonly fees: ReadonlyMap<string, Decimal>;
  /** What its fees are taken in. */
  readonly feeAsset: string;
  /** What of its account is locked for it: quote for a buy, base for a sell. */
  readonly locked: Decimal;
  readonly fills: readonly EngineFill[];
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Why it was cancelled or expired. */
  readonly cancelReason: string | undefined;
}

/** One side's part in a trade. */
export interface EngineFill {
  readonly tradeId: string;
  /** Counts the market's trades, from 1. */
  readonly sequence: number;
  readonly price: Decimal;
  readonly size: Decimal;
  readonly quote: Decimal;
  /** Negative for a rebate. */
  readonly fee: Decimal;
  /** As a fraction, by the rates that the order was accepted with. */
  readonly feeRate: string;
  /** What the order had filled since it was placed, this fill included. */
  readonly filledSizeText: string;
  /** The same amounts as the shortest plain decimal text. */
  readonly priceText: string;
  readonly sizeText: string;
  readonly quoteText: string;
  readonly feeText: string;
  readonly feeAsset: string;
  readonly maker: boolean;
  readonly at: number;
}

/** A side of a trade with its order's state right after that trade (the order itself may have moved on). */
export interface TradeSide {
  readonly order: EngineOrder;
  readonly fill: EngineFill;
  readonly status: EngineOrderStatus;
  readonly filledSize: Decimal;
  readonly filledQuote: Decimal;
  /** The same as the shortest plain decimal text. */
  readonly filledSizeText: string;
  readonly filledQuoteText: string;
}

/** How the engine counts a market's amounts: prices in 10^-priceDecimals, sizes in 10^-sizeDecimals, and so on. */
export interface MarketUnits {
  readonly spec: MarketSpec;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
  readonly quoteDecimals: number;
  readonly tick: bigint;
  readonly step: bigint;
  /** Units of quote in one unit of price × one unit of size. */
  readonly quoteFactor: bigint;
}

export interface EngineTrade {
  /** Numeric text, rising; of its market or of the venue, as `tradeIds` says. */
  readonly id: string;
  /** Counts the market's trades, from 1. */
  readonly sequence: number;
  readonly symbol: string;
  readonly price: Decimal;
  readonly size: Decimal;
  readonly quote: Decimal;
  readonly at: number;
  readonly takerSide: Side;
  /** The same amounts in the market's units (`engine.units`). */
  readonly priceUnits: bigint;
  readonly sizeUnits: bigint;
  readonly quoteUnits: bigint;
  readonly maker: TradeSide;
  readonly taker: TradeSide;
  /** Made by `forceFill`: it is no market price, so it moves neither the last price nor candles. */
  readonly offBook: boolean;
}

interface EventBase {
  /** Rising by one with every event. */
  readonly sequence: number;
  readonly at: number;
}

type AcceptedEvent = EventBase & { readonly type: 'accepted'; readonly order: EngineOrder };
type AmendedEvent = EventBase & { readonly type: 'amended'; readonly order: EngineOrder };
type TradeEvent = EventBase & { readonly type: 'trade'; readonly trade: EngineTrade };
type ClosedEvent = EventBase & {
  readonly type: 'cancelled' | 'expired';
  readonly order: EngineOrder;
  readonly reason: string;
};
export type RejectedEvent = EventBase & {
  readonly type: 'rejected';
  readonly account: string;
  readonly request: PlaceRequest;
  readonly reason: RejectReason;
  readonly message: string;
};
export type TransferEvent = EventBase & {
  readonly type: 'deposit' | 'withdrawal';
  readonly account: string;
  readonly asset: string;
  readonly amount: Decimal;
};
/** `eventFacts` (event-facts.ts) turns one into plain JSON. */
export type EngineEvent =
  AcceptedEvent | AmendedEvent | TradeEvent | ClosedEvent | RejectedEvent | TransferEvent;

export interface Balance {
  readonly free: Decimal;
  readonly locked: Decimal;
}

/** Best first; sizes are the sums at a price. Decimal text. */
export interface BookSnapshot {
  readonly bids: readonly (readonly [price: string, size: string])[];
  readonly asks: readonly (readonly [price: string, size: string])[];
}
