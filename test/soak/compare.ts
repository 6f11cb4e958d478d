import { decimalText, OrderStatus, type Decimal, type Order } from 'ats-runtime';
import type { EngineOrder, EngineOrderStatus } from '../../sandbox/engine/types.js';

export interface Discrepancy {
  /**
   * `lost`: the venue has an order that its owner does not know, or calls rejected. `double`: it has two for one.
   * `wrong`: both know it, and say different things.
   */
  readonly kind: 'lost' | 'double' | 'wrong';
  readonly what: string;
}

/** Where the connector's orders and the venue's ledger differ. Orders are matched by client order id. */
export function discrepancies(orders: readonly Order[], ledger: readonly EngineOrder[]): Discrepancy[] {
  const known = new Set(orders.map((order) => order.clientOrderId));
  const found: Discrepancy[] = [];
  const atVenue = new Map<string | undefined, EngineOrder>();
  for (const entry of ledger) {
    const { clientOrderId, id } = entry;
    if (atVenue.has(clientOrderId)) found.push({ kind: 'double', what: `${clientOrderId}: ${id}` });
    else if (!known.has(clientOrderId))
      found.push({ kind: 'lost', what: `${clientOrderId}: nobody knows ${id}` });
    atVenue.set(clientOrderId, entry);
  }
  for (const order of orders) {
    const difference = differenceOf(order, atVenue.get(order.clientOrderId));
    if (difference !== undefined) found.push(difference);
  }
  return found;
}

function differenceOf(order: Order, entry: EngineOrder | undefined): Discrepancy | undefined {
  if (order.status === OrderStatus.REJECTED || isWithdrawn(order)) {
    return entry === undefined
      ? undefined
      : { kind: 'lost', what: `${order.toString()} (${order.reason}) is ${entry.status} at the venue` };
  }
  if (entry === undefined) return { kind: 'wrong', what: `${order.toString()} is not at the venue` };
  const told = facts(order, order.status, order.orderId);
  const truth = facts(entry, STATUS[entry.status], entry.id);
  return told === truth
    ? undefined
    : { kind: 'wrong', what: `${order.toString()} says ${told}, not ${truth}` };
}

/** Cancelled while it waited for its turn: it must never have got to the venue. */
export function isWithdrawn({ status, reason }: Order): boolean {
  return status === OrderStatus.CANCELLED && reason === 'cancelled before it was sent';
}

const STATUS: Readonly<Record<EngineOrderStatus, OrderStatus>> = {
  PENDING: 'PENDING',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  COMPLETED: 'COMPLETED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'CANCELLED',
};

interface Executed {
  readonly filledSize: Decimal;
  readonly averagePrice: Decimal | undefined;
  readonly fees: ReadonlyMap<string, Decimal>;
}

/** All that must agree, in words. A venue rounds the average price that it tells. */
function facts(
  { filledSize, averagePrice, fees }: Executed,
  status: OrderStatus,
  id: string | undefined,
): string {
  const paid = [...fees].filter(([, fee]) => !fee.isZero()).sort(([a], [b]) => (a < b ? -1 : 1));
  const price = averagePrice?.toSignificantDigits(PRICE_DIGITS).toString() ?? 'none';
  const feesText = paid.map(([asset, fee]) => `${decimalText(fee)} ${asset}`).join(' + ');
  return `${status} ${id} filled ${decimalText(filledSize)} at ${price} for ${feesText || 'nothing'}`;
}

const PRICE_DIGITS = 7;
