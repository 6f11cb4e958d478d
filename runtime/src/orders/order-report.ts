import type { Decimal } from '../decimal.js';
import type { OrderStatus } from './order-constants.js';

/** One trade of an order. `price` in the quote asset, `size` in the base asset; a negative fee is a rebate. */
export interface Fill {
  /** The venue's trade id; fills with the same id are the same fill. */
  readonly id?: string | undefined;
  readonly price: Decimal;
  readonly size: Decimal;
  readonly fee?: Decimal | undefined;
  readonly feeAsset?: string | undefined;
}

/** What a venue says about an order, in one answer or one event. Sizes in the base asset. */
export interface OrderReport {
  /** The venue's id. */
  readonly orderId?: string | undefined;
  readonly clientOrderId?: string | undefined;
  readonly status: OrderStatus;
  /** All that was filled so far. */
  readonly filledSize?: Decimal | undefined;
  readonly averagePrice?: Decimal | undefined;
  /** All that was paid or received so far, in the quote asset; gives the average price where the venue does not. */
  readonly filledQuote?: Decimal | undefined;
  /** All fees so far, by asset. */
  readonly fees?: ReadonlyMap<string, Decimal> | undefined;
  /** Fills this report tells of, not necessarily all. */
  readonly fills?: readonly Fill[] | undefined;
  /** Why it was rejected or cancelled, in the venue's words. */
  readonly reason?: string | undefined;
}
