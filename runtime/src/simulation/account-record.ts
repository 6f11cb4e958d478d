import { decimalText, parseDecimal, type Decimal } from '../decimal.js';
import { OrderSide, OrderStatus, OrderType } from '../orders/order-constants.js';
import type { Fill } from '../orders/order-report.js';
import { Order } from '../orders/order.js';
import type { JsonValue } from '../state/simple-state.js';
import type { RestingOrder } from './resting-order.js';
import type { Holding } from './simulated-wallet.js';

/** A simulated account as a state keeps it over a restart. */
export interface AccountRecord {
  readonly holdings: ReadonlyMap<string, Holding>;
  /** Open orders, in the order of submission. */
  readonly resting: readonly RestingOrder[];
  /** How many orders were submitted and how many fills there were: ids go on from there. */
  readonly submitted: number;
  readonly filled: number;
}

export function writeAccount({ holdings, resting, submitted, filled }: AccountRecord): JsonValue {
  const balances = [...holdings].map(([asset, { free, locked }]) => [
    asset,
    { free: decimalText(free), locked: decimalText(locked) },
  ]);
  return { balances: Object.fromEntries(balances), orders: resting.map(writeOrder), submitted, filled };
}

/** Undefined where the value is no account that was written whole. */
export function readAccount(value: JsonValue): AccountRecord | undefined {
  const { balances, orders, submitted, filled } = members(value);
  if (typeof submitted !== 'number' || typeof filled !== 'number' || !isList(orders)) return undefined;
  const holdings = Object.entries(members(balances)).map(([asset, amounts]) => {
    const { free, locked } = members(amounts);
    return [asset, { free: parseDecimal(free), locked: parseDecimal(locked) }] as const;
  });
  const whole = new Map<string, Holding>();
  for (const [asset, { free, locked }] of holdings) {
    if (free === undefined || locked === undefined) return undefined;
    whole.set(asset, { free, locked });
  }
  const resting = orders.flatMap((order) => readOrder(order) ?? []);
  return resting.length === orders.length ? { holdings: whole, resting, submitted, filled } : undefined;
}

function writeOrder({ order, limit, asset, unitHold, remaining, held, isNew }: RestingOrder): JsonValue {
  return {
    orderId: order.orderId ?? '',
    clientOrderId: order.clientOrderId ?? null,
    symbol: order.symbol,
    orderType: order.orderType,
    orderSide: order.orderSide,
    size: decimalText(order.size),
    price: optionalText(order.price),
    limit: optionalText(limit),
    asset,
    unitHold: decimalText(unitHold),
    remaining: decimalText(remaining),
    held: decimalText(held),
    isNew,
    fills: order.fills.map(writeFill),
  };
}

function writeFill({ id, price, size, fee, feeAsset }: Fill): JsonValue {
  return {
    id: id ?? '',
    price: decimalText(price),
    size: decimalText(size),
    fee: optionalText(fee),
    feeAsset: feeAsset ?? null,
  };
}

function optionalText(value: Decimal | undefined): string | null {
  return value === undefined ? null : decimalText(value);
}

function readOrder(value: JsonValue): RestingOrder | undefined {
  const { orderId, clientOrderId, symbol, asset, isNew, fills, price, ...told } = members(value);
  const orderType = Object.values(OrderType).find((type) => type === told['orderType']);
  const orderSide = Object.values(OrderSide).find((side) => side === told['orderSide']);
  const [size, unitHold, remaining, held] = ['size', 'unitHold', 'remaining', 'held'].map((name) =>
    parseDecimal(told[name]),
  );
  if (typeof orderId !== 'string' || typeof symbol !== 'string' || typeof asset !== 'string')
    return undefined;
  if (orderType === undefined || orderSide === undefined || !isList(fills)) return undefined;
  if (size === undefined || unitHold === undefined || remaining === undefined || held === undefined)
    return undefined;
  const order = new Order({
    symbol,
    orderType,
    orderSide,
    size,
    price: parseDecimal(price),
    clientOrderId: typeof clientOrderId === 'string' ? clientOrderId : undefined,
  });
  order.apply({ orderId, status: OrderStatus.PENDING, fills: fills.flatMap((fill) => readFill(fill) ?? []) });
  return {
    order,
    limit: parseDecimal(told['limit']),
    asset,
    unitHold,
    remaining,
    held,
    isNew: isNew === true,
  };
}

function readFill(value: JsonValue): Fill | undefined {
  const { id, price, size, fee, feeAsset } = members(value);
  const [exactPrice, exactSize] = [parseDecimal(price), parseDecimal(size)];
  if (typeof id !== 'string' || exactPrice === undefined || exactSize === undefined) return undefined;
  return {
    id,
    price: exactPrice,
    size: exactSize,
    fee: parseDecimal(fee),
    feeAsset: typeof feeAsset === 'string' ? feeAsset : undefined,
  };
}

function members(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
