import { Decimal } from 'ats-runtime';
import type { Account, Holding, Seat } from './account.js';
import type { FeeRates, OrderKind } from './fee-rates.js';
import type { Market } from './market.js';
import type { PriceLevel } from './order-book.js';
import type { TradeSideRecord } from './trade-record.js';
import type {
  EngineFill,
  EngineOrder,
  EngineOrderStatus,
  OrderType,
  SelfTradeRule,
  Side,
  TimeInForce,
} from './types.js';
import { unitsDecimal, unitsText } from './units.js';

/** What an order asks for, checked and in units. */
export interface OrderTerms {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly selfTrade: SelfTradeRule | undefined;
  readonly size: bigint;
  readonly quoteSize: bigint | undefined;
  /** In units of price. */
  readonly limit: number | undefined;
  readonly clientOrderId: string | undefined;
  readonly tag: string | undefined;
  /** What few orders have, in a place of its own: terms of all orders have one shape, which is read fast. */
  readonly choices:
    | {
        readonly feeIn: 'base' | 'quote' | undefined;
        readonly sent: EngineOrder['sent'];
        readonly expiresAt: number | undefined;
      }
    | undefined;
}

/**
 * An order as the engine works on it; everyone else sees it as EngineOrder. There are many of them and they live long,
 * so what can be shared or derived is no field.
 */
export class OrderRecord implements EngineOrder {
  readonly number: number;
  readonly seat: Seat;
  readonly kind: OrderKind;
  readonly clientOrderId: string | undefined;
  readonly tag: string | undefined;
  readonly #choices: OrderTerms['choices'];
  sizeUnits: bigint;
  readonly quoteSizeUnits: bigint | undefined;
  limit: number | undefined;
  readonly createdAt: number;
  updatedAt: number;
  status: EngineOrderStatus = 'PENDING';
  cancelReason: string | undefined = undefined;
  /** Size still wanted; of an order given by `quoteSize`, what its admission found it can get. */
  remaining: bigint;
  /** What is locked for it in `pays`. */
  lock = 0n;
  lastFill: TradeSideRecord | undefined = undefined;
  level: PriceLevel | undefined = undefined;
  before: OrderRecord | undefined = undefined;
  after: OrderRecord | undefined = undefined;
  openBefore: OrderRecord | undefined = undefined;
  openAfter: OrderRecord | undefined = undefined;

  constructor(number: number, seat: Seat, terms: OrderTerms, rates: FeeRates, at: number) {
    this.number = number;
    this.seat = seat;
    this.kind = rates.kind(terms, terms.choices?.feeIn);
    this.clientOrderId = terms.clientOrderId;
    this.tag = terms.tag;
    this.#choices = terms.choices;
    this.sizeUnits = terms.size;
    this.quoteSizeUnits = terms.quoteSize;
    this.limit = terms.limit;
    this.createdAt = at;
    this.updatedAt = at;
    this.remaining = terms.size;
  }

  get owner(): Account {
    return this.seat.owner;
  }

  get market(): Market {
    return this.seat.market;
  }

  /** What pays for the order: quote for a buy, base for a sell. */
  get pays(): Holding {
    return this.kind.side === 'BUY' ? this.seat.quote : this.seat.base;
  }

  get receives(): Holding {
    return this.kind.side === 'BUY' ? this.seat.base : this.seat.quote;
  }

  get side(): Side {
    return this.kind.side;
  }

  get type(): OrderType {
    return this.kind.type;
  }

  get timeInForce(): TimeInForce {
    return this.kind.timeInForce;
  }

  get selfTrade(): SelfTradeRule | undefined {
    return this.kind.selfTrade;
  }

  get id(): string {
    return String(this.number);
  }

  get account(): string {
    return this.owner.name;
  }

  get symbol(): string {
    return this.market.spec.symbol;
  }

  get isOpen(): boolean {
    return this.status === 'PENDING' || this.status === 'PARTIALLY_FILLED';
  }

  get size(): Decimal {
    return new Decimal(this.sizeText);
  }

  get quoteSize(): Decimal | undefined {
    return decimal(this.quoteSizeText);
  }

  get price(): Decimal | undefined {
    return decimal(this.priceText);
  }

  get filledSize(): Decimal {
    return new Decimal(this.filledSizeText);
  }

  get filledQuote(): Decimal {
    return new Decimal(this.filledQuoteText);
  }

  get sizeText(): string {
    const units = this.quoteSizeUnits === undefined ? this.sizeUnits : this.#filled;
    return unitsText(units, this.market.sizeDecimals);
  }

  get quoteSizeText(): string | undefined {
    const units = this.quoteSizeUnits;
    return units === undefined ? undefined : unitsText(units, this.market.quote.decimals);
  }

  get priceText(): string | undefined {
    return this.limit === undefined ? undefined : unitsText(BigInt(this.limit), this.market.priceDecimals);
  }

  get filledSizeText(): string {
    return unitsText(this.#filled, this.market.sizeDecimals);
  }

  get filledQuoteText(): string {
    return unitsText(this.lastFill?.filledQuoteUnits ?? 0n, this.market.quote.decimals);
  }

  get averagePrice(): Decimal | undefined {
    return this.lastFill === undefined ? undefined : this.filledQuote.div(this.filledSize);
  }

  get fees(): ReadonlyMap<string, Decimal> {
    const fees = new Map<string, Decimal>();
    for (const { feeAsset, fee } of this.fills) fees.set(feeAsset, fee.plus(fees.get(feeAsset) ?? 0));
    return fees;
  }

  get sent(): EngineOrder['sent'] {
    return this.#choices?.sent;
  }

  get expiresAt(): number | undefined {
    return this.#choices?.expiresAt;
  }

  get feeAsset(): string {
    const { base, quote } = this.market;
    return this.kind.feeIn === 'base' ? base.name : quote.name;
  }

  get locked(): Decimal {
    return unitsDecimal(this.lock, this.pays.asset.decimals);
  }

  get fills(): readonly EngineFill[] {
    const fills: TradeSideRecord[] = [];
    for (let fill = this.lastFill; fill !== undefined; fill = fill.previous) fills.push(fill);
    return fills.length > 1 ? fills.toReversed() : fills;
  }

  /** What it asks for, as plain JSON: only an amendment changes it. */
  termsFacts(): Record<string, unknown> {
    return {
      orderId: this.id,
      clientOrderId: this.clientOrderId,
      tag: this.tag,
      expiresAt: this.expiresAt,
      account: this.account,
      symbol: this.symbol,
      side: this.side,
      type: this.type,
      timeInForce: this.timeInForce,
      size: this.quoteSizeUnits === undefined ? this.sizeText : undefined,
      quoteSize: this.quoteSizeText,
      price: this.priceText,
    };
  }

  toJSON(): Record<string, unknown> {
    return {
      ...this.termsFacts(),
      status: this.status,
      filledSize: this.filledSizeText,
      filledQuote: this.filledQuoteText,
      fees: Object.fromEntries([...this.fees].map(([asset, fee]) => [asset, fee.toFixed()])),
      createdAt: this.createdAt,
      updatedAt: this.updatedAt,
      cancelReason: this.cancelReason,
    };
  }

  get #filled(): bigint {
    return this.lastFill?.filledUnits ?? 0n;
  }
}

function decimal(text: string | undefined): Decimal | undefined {
  return text === undefined ? undefined : new Decimal(text);
}
