import { OrderStatus } from './order-constants.js';

/** What a status becomes when another one is told: the told one, or the one it has. */
type Row = Readonly<Record<OrderStatus, OrderStatus>>;

const { PENDING, PARTIALLY_FILLED, COMPLETED, CANCELLED, REJECTED } = OrderStatus;

/**
 * The one table of legal transitions: row = status an order has, column = status that is told.
 * - Told twice: nothing changes.
 * - Told late (an earlier status after a later one): nothing changes.
 * - A fill that completes the order while its cancellation was under way: the fill is a fact, so COMPLETED.
 * - Cancelled after its last fill was told: COMPLETED stays.
 * - Rejected after a fill was told cannot be: the fill stays, the order counts as cancelled.
 * - Filled after it was taken for rejected: the fill is a fact. A mere "open" or "cancelled" does not revive it.
 */
const TRANSITIONS: Readonly<Record<OrderStatus, Row>> = {
  PENDING: { PENDING, PARTIALLY_FILLED, COMPLETED, CANCELLED, REJECTED },
  PARTIALLY_FILLED: {
    PENDING: PARTIALLY_FILLED,
    PARTIALLY_FILLED,
    COMPLETED,
    CANCELLED,
    REJECTED: CANCELLED,
  },
  COMPLETED: {
    PENDING: COMPLETED,
    PARTIALLY_FILLED: COMPLETED,
    COMPLETED,
    CANCELLED: COMPLETED,
    REJECTED: COMPLETED,
  },
  CANCELLED: {
    PENDING: CANCELLED,
    PARTIALLY_FILLED: CANCELLED,
    COMPLETED,
    CANCELLED,
    REJECTED: CANCELLED,
  },
  REJECTED: {
    PENDING: REJECTED,
    PARTIALLY_FILLED,
    COMPLETED,
    CANCELLED: REJECTED,
    REJECTED,
  },
};

/** The status of an order that has `current` when `told` is told. */
export function nextStatus(current: OrderStatus, told: OrderStatus): OrderStatus {
  return TRANSITIONS[current][told];
}

/** True while the order can still trade. */
export function isOpenStatus(status: OrderStatus): boolean {
  return status === PENDING || status === PARTIALLY_FILLED;
}
