import { decimalText, type Decimal } from '../decimal.js';
import type { JsonValue } from '../state/simple-state.js';
import { OrderSide, OrderStatus, OrderType } from './order-constants.js';
import { Order } from './order.js';
import type { TrackedOrder } from './tracked-orders.js';

/** What a state holds of an order, so that it is found again after a restart. */
export interface SavedOrder {
  readonly order: Order;
  readonly sentAt: number;
  readonly isKnown: boolean;
}

export function saveOrder({ order, sentAt, isKnown }: TrackedOrder): JsonValue {
  return {
    symbol: order.symbol,
    orderType: order.orderType,
    orderSide: order.orderSide,
    size: decimalText(order.size),
    price: order.price === undefined ? null : decimalText(order.price),
    orderId: order.orderId ?? null,
    sentAt,
    isKnown,
  };
}

/** Undefined where it is damaged. */
export function readSavedOrder(value: JsonValue | undefined, clientOrderId: string): SavedOrder | undefined {
  if (typeof value !== 'object' || value === null || !('symbol' in value)) return undefined;
  const { symbol, orderType, orderSide, size, price, orderId, sentAt, isKnown } = value;
  const type = Object.values(OrderType).find((it) => it === orderType);
  const side = Object.values(OrderSide).find((it) => it === orderSide);
  if (typeof symbol !== 'string' || typeof size !== 'string' || typeof sentAt !== 'number') return undefined;
  if (type === undefined || side === undefined) return undefined;
  const limit = typeof price === 'string' ? { price } : {};
  const order = new Order({ symbol, orderType: type, orderSide: side, size, ...limit, clientOrderId });
  if (!isAmount(order.size) || (order.price !== undefined && !isAmount(order.price))) return undefined;
  if (typeof orderId === 'string') order.apply({ orderId, status: OrderStatus.PENDING });
  return { order, sentAt, isKnown: isKnown === true };
}

function isAmount(amount: Decimal): boolean {
  return amount.isFinite() && amount.greaterThan(0);
}
