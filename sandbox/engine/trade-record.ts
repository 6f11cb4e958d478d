import { Decimal } from 'ats-runtime';
import type { Asset, Market } from './market.js';
import type { OrderRecord } from './order-record.js';
import type { EngineFill, EngineOrderStatus, EngineTrade, Side, TradeSide } from './types.js';
import { unitsText } from './units.js';

/** One trade, in the market's units; Decimals are made when they are read. */
export class TradeRecord implements EngineTrade {
  readonly number: number;
  readonly sequence: number;
  readonly #price: number;
  readonly sizeUnits: bigint;
  readonly quoteUnits: bigint;
  readonly at: number;
  readonly offBook: boolean;
  readonly maker: TradeSideRecord;
  readonly taker: TradeSideRecord;

  constructor(
    number: number,
    sequence: number,
    price: number,
    size: bigint,
    quote: bigint,
    at: number,
    offBook: boolean,
    maker: SideFacts,
    taker: SideFacts,
  ) {
    this.number = number;
    this.sequence = sequence;
    this.#price = price;
    this.sizeUnits = size;
    this.quoteUnits = quote;
    this.at = at;
    this.offBook = offBook;
    this.maker = new TradeSideRecord(this, maker);
    this.taker = new TradeSideRecord(this, taker);
  }

  get market(): Market {
    return this.maker.order.market;
  }

  get id(): string {
    return String(this.number);
  }

  get symbol(): string {
    return this.market.spec.symbol;
  }

  get priceUnits(): bigint {
    return BigInt(this.#price);
  }

  get price(): Decimal {
    return new Decimal(this.priceText);
  }

  get size(): Decimal {
    return new Decimal(this.sizeText);
  }

  get quote(): Decimal {
    return new Decimal(this.quoteText);
  }

  get priceText(): string {
    return unitsText(this.priceUnits, this.market.priceDecimals);
  }

  get sizeText(): string {
    return unitsText(this.sizeUnits, this.market.sizeDecimals);
  }

  get quoteText(): string {
    return unitsText(this.quoteUnits, this.market.quote.decimals);
  }

  get takerSide(): Side {
    return this.taker.order.side;
  }

  toJSON(): Record<string, unknown> {
    return {
      tradeId: this.id,
      symbol: this.symbol,
      price: this.priceText,
      size: this.sizeText,
      quote: this.quoteText,
      takerSide: this.takerSide,
      offBook: this.offBook || undefined,
      maker: this.maker,
      taker: this.taker,
    };
  }
}

/** What settling a trade found out about one of its sides. */
export interface SideFacts {
  readonly order: OrderRecord;
  readonly fee: bigint;
  readonly feeIn: Asset;
}

/** One side of a trade: the order's state right after it, and the fill as the order's owner sees it. */
export class TradeSideRecord implements TradeSide, EngineFill {
  readonly trade: TradeRecord;
  readonly order: OrderRecord;
  /** The order's fill before this one. */
  readonly previous: TradeSideRecord | undefined;
  /** What the order has filled and paid or received since it was placed. */
  readonly filledUnits: bigint;
  readonly filledQuoteUnits: bigint;
  readonly #fee: bigint;
  readonly #feeIn: Asset;

  constructor(trade: TradeRecord, { order, fee, feeIn }: SideFacts) {
    const previous = order.lastFill;
    this.trade = trade;
    this.order = order;
    this.previous = previous;
    this.filledUnits = previous === undefined ? trade.sizeUnits : previous.filledUnits + trade.sizeUnits;
    this.filledQuoteUnits =
      previous === undefined ? trade.quoteUnits : previous.filledQuoteUnits + trade.quoteUnits;
    this.#fee = fee;
    this.#feeIn = feeIn;
  }

  get maker(): boolean {
    return this.trade.maker === this;
  }

  get feeRate(): string {
    const { maker, taker } = this.order.kind.rates.spec;
    return this.maker ? maker : taker;
  }

  get status(): EngineOrderStatus {
    const isLast = this.order.lastFill === this;
    return isLast && this.order.status === 'COMPLETED' ? 'COMPLETED' : 'PARTIALLY_FILLED';
  }

  get fill(): EngineFill {
    return this;
  }

  get filledSize(): Decimal {
    return new Decimal(this.filledSizeText);
  }

  get filledQuote(): Decimal {
    return new Decimal(this.filledQuoteText);
  }

  get filledSizeText(): string {
    return unitsText(this.filledUnits, this.trade.market.sizeDecimals);
  }

  get filledQuoteText(): string {
    return unitsText(this.filledQuoteUnits, this.trade.market.quote.decimals);
  }

  get tradeId(): string {
    return this.trade.id;
  }

  get sequence(): number {
    return this.trade.sequence;
  }

  get price(): Decimal {
    return this.trade.price;
  }

  get size(): Decimal {
    return this.trade.size;
  }

  get quote(): Decimal {
    return this.trade.quote;
  }

  get fee(): Decimal {
    return new Decimal(this.feeText);
  }

  get priceText(): string {
    return this.trade.priceText;
  }

  get sizeText(): string {
    return this.trade.sizeText;
  }

  get quoteText(): string {
    return this.trade.quoteText;
  }

  get feeText(): string {
    return unitsText(this.#fee, this.#feeIn.decimals);
  }

  get feeAsset(): string {
    return this.#feeIn.name;
  }

  get at(): number {
    return this.trade.at;
  }

  toJSON(): Record<string, unknown> {
    return {
      orderId: this.order.id,
      account: this.order.account,
      status: this.status,
      filledSize: this.filledSizeText,
      fee: this.feeText,
      feeAsset: this.feeAsset,
    };
  }
}
