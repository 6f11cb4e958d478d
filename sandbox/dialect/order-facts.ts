import { Decimal } from 'ats-runtime';
import type { EngineFill, EngineOrder, EngineOrderStatus } from '../engine/types.js';
import { endingOf } from './ending.js';
import { amountOf, type Fact, type Facts } from './facts.js';

/** An order's state at a moment; it overrides what has moved on since. */
interface OrderMoment {
  readonly status: EngineOrderStatus;
  readonly filledSizeText: string;
  readonly filledQuoteText: string;
  /** The fill that led to it. */
  readonly fill?: EngineFill;
}

/** What a row says of an order at a moment, and of the fill that it tells of: one, or its last where it has any. */
export function orderFacts(
  order: EngineOrder,
  now: number,
  at: OrderMoment = order,
  fill?: EngineFill | 'last',
): OrderFacts {
  return new OrderFacts(order, now, at, fill);
}

/**
 * Each fact is worked out when it is read: a venue shows a handful of them. What an order may still change is taken at
 * once.
 */
class OrderFacts implements Facts {
  /** Present where the row tells of an event. */
  declare execution?: Fact;
  /** Present where there is a fill. */
  declare readonly fill_side?: Fact;
  declare readonly is_buyer?: Fact;
  readonly status: EngineOrderStatus;
  readonly time: number;
  updated_at: number;
  reason: string;
  fee: Fact;
  readonly fee_asset: string;
  readonly filled_size: string;
  readonly filled_quote: string;
  readonly #order: EngineOrder;
  readonly #size: string;
  readonly #price: string | undefined;
  /** The order's up to that moment. */
  readonly fills: readonly EngineFill[];
  readonly #fill: EngineFill | undefined;
  /** Whether it is the order as it stands. */
  readonly #isPresent: boolean;

  constructor(order: EngineOrder, now: number, at: OrderMoment, told: EngineFill | 'last' | undefined) {
    this.status = at.status;
    this.time = now;
    this.updated_at = order.updatedAt;
    this.reason = order.cancelReason ?? '';
    this.filled_size = at.filledSizeText;
    this.filled_quote = at.filledQuoteText;
    this.#order = order;
    this.#size = order.sizeText;
    this.#price = order.priceText;
    this.fills = at === order ? order.fills : fillsUntil(order, at, told);
    const fill = told === 'last' ? this.fills.at(-1) : told;
    this.#fill = fill;
    this.#isPresent = at === order;
    [this.fee, this.fee_asset] = feeOf(order, this.fills);
    if (fill === undefined) return;
    this.fill_side = order.side;
    this.is_buyer = order.side === 'BUY';
  }

  get order_id(): Fact {
    return this.#order.id;
  }

  get client_order_id(): Fact {
    return this.#order.clientOrderId ?? '';
  }

  get order_tag(): Fact {
    return this.#order.tag;
  }

  get symbol(): string {
    return this.#order.symbol;
  }

  get base(): Fact {
    return this.symbol.split('/')[0];
  }

  get quote(): Fact {
    return this.symbol.split('/')[1];
  }

  get side(): Fact {
    return this.#order.side;
  }

  get type(): Fact {
    return this.#order.type;
  }

  get time_in_force(): Fact {
    return this.#order.timeInForce;
  }

  get self_trade(): Fact {
    return this.#order.selfTrade;
  }

  get price(): Fact {
    return this.#price;
  }

  get size(): Fact {
    return this.#size;
  }

  get quote_size(): Fact {
    return this.#order.quoteSizeText;
  }

  get remaining_size(): Decimal {
    return new Decimal(this.#size).minus(this.filled_size);
  }

  get remaining_quote(): Fact {
    return this.#price === undefined ? NONE : new Decimal(this.#price).mul(this.remaining_size);
  }

  /** Of an only fill it is the fill's price: there is nothing to divide. */
  get average_price(): Fact {
    if (this.filled_size === NONE) return undefined;
    const [only, ...others] = this.#isPresent ? this.fills : [];
    const price =
      only !== undefined && others.length === 0
        ? only.price
        : new Decimal(this.filled_quote).div(this.filled_size);
    return price.toDecimalPlaces(12);
  }

  get is_open(): boolean {
    return this.status === 'PENDING' || this.status === 'PARTIALLY_FILLED';
  }

  get ending(): Fact {
    return endingOf(this.#order, this.status);
  }

  get is_post_only(): Fact {
    return this.#order.timeInForce === 'POST_ONLY';
  }

  get notional(): Fact {
    const { quoteSizeText } = this.#order;
    if (quoteSizeText !== undefined || this.#price === undefined) return quoteSizeText ?? NONE;
    return new Decimal(this.#price).mul(this.#size);
  }

  get open_size(): Fact {
    return this.is_open ? this.remaining_size : NONE;
  }

  get open_quote(): Fact {
    return this.is_open ? this.#unspent : NONE;
  }

  get cancelled_size(): Fact {
    return this.#isCancelled ? this.remaining_size : NONE;
  }

  get cancelled_quote(): Fact {
    return this.#isCancelled ? this.#unspent : NONE;
  }

  get unspent_quote(): Fact {
    return this.#isCancelled ? NONE : this.#unspent;
  }

  /** An order that was given by its cost has no other size than what was filled. */
  get filled_share(): Fact {
    const [filled, whole] =
      this.#order.quoteSizeText === undefined
        ? [this.filled_size, this.#size]
        : [this.filled_quote, this.#order.quoteSizeText];
    return filled === NONE ? NONE : new Decimal(filled).div(whole).toDecimalPlaces(12);
  }

  get fill_count(): Fact {
    return this.fills.length;
  }

  get value_after_fees(): Fact {
    const inQuote =
      this.fee_asset === this.quote ? new Decimal(amountOf(this.fee) ?? NONE) : new Decimal(NONE);
    const filled = new Decimal(this.filled_quote);
    return this.#order.side === 'BUY' ? filled.plus(inQuote) : filled.minus(inQuote);
  }

  get held(): Fact {
    return this.#order.locked;
  }

  get #isCancelled(): boolean {
    return this.status === 'CANCELLED' || this.status === 'EXPIRED';
  }

  /** What of the notional was not spent or received. */
  get #unspent(): Decimal {
    const left = new Decimal(amountOf(this.notional) ?? NONE).minus(this.filled_quote);
    return left.isNegative() ? new Decimal(NONE) : left;
  }

  get created_at(): Fact {
    return this.#order.createdAt;
  }

  get closed_at(): Fact {
    return this.is_open ? undefined : this.updated_at;
  }

  get fill_id(): Fact {
    return this.#fill?.tradeId;
  }

  get fill_sequence(): Fact {
    return this.#fill?.sequence;
  }

  get fill_price(): Fact {
    return this.#fill?.priceText ?? NONE;
  }

  get fill_size(): Fact {
    return this.#fill?.sizeText ?? NONE;
  }

  get fill_quote(): Fact {
    return this.#fill?.quoteText ?? NONE;
  }

  get fill_fee(): Fact {
    return this.#fill?.feeText ?? NONE;
  }

  get fill_fee_asset(): Fact {
    return this.#fill?.feeAsset;
  }

  get fill_fee_rate(): Fact {
    return this.#fill?.feeRate ?? NONE;
  }

  get fill_leaves(): Fact {
    return this.#fill === undefined ? NONE : new Decimal(this.#size).minus(this.#fill.filledSizeText);
  }

  get fill_at(): Fact {
    return this.#fill?.at;
  }

  get is_maker(): Fact {
    return this.#fill?.maker;
  }
}

const NONE = '0';

/** A frame is written when the order may have been filled further. */
function fillsUntil(
  { fills }: EngineOrder,
  at: OrderMoment,
  told: EngineFill | 'last' | undefined,
): readonly EngineFill[] {
  if (at.filledSizeText === NONE) return [];
  const last = told === undefined || told === 'last' ? at.fill : told;
  return last === undefined ? fills : fills.slice(0, fills.indexOf(last) + 1);
}

function feeOf(order: EngineOrder, fills: readonly EngineFill[]): readonly [fee: Fact, asset: string] {
  const [fill] = fills;
  if (fill !== undefined && fills.length === 1) return [fill.feeText, fill.feeAsset];
  if (fill !== undefined && fills.length < order.fills.length) {
    const paid = fills.filter(({ feeAsset }) => feeAsset === fill.feeAsset);
    return [paid.reduce((sum, { fee }) => sum.plus(fee), new Decimal(NONE)), fill.feeAsset];
  }
  const [first] = fills.length === 0 ? [] : order.fees;
  if (first !== undefined) return [first[1], first[0]];
  return [NONE, order.feeAsset];
}
