import { Decimal, decimalText, Order, OrderSide, OrderType, type OrderStatus } from 'ats-runtime';
import type { EngineOrder, EngineOrderStatus, MarketSpec } from '../engine/types.js';
import { CheckFailure, demand, demandEqual } from './failure.js';
import { orderText } from './ledger-text.js';
import type { Session } from './session.js';

/** Further from the market than a calm sandbox's prices ever go: such an order rests until somebody fills it. */
const RESTING_DISTANCE = '0.1';
/** An order is worth so many times the market's minimum notional. */
const NOTIONALS = 80;
/** How soon an order must show what the venue told of it in an event, or shows only when it is asked. */
const EVENT_LIMIT_MS = 10_000;
const POLL_LIMIT_MS = 60_000;

export function marketOf(session: Session): MarketSpec {
  const market = session.sandbox.engine.markets.find((candidate) => candidate.symbol === session.symbol);
  if (market === undefined) throw new Error(`the sandbox has no market ${session.symbol}`);
  return market;
}

/** A price on the grid at which a limit order rests. */
export function restingPrice(session: Session, side: OrderSide): Decimal {
  const isBuy = side === OrderSide.BUY;
  const distance = isBuy ? new Decimal(1).minus(RESTING_DISTANCE) : new Decimal(1).plus(RESTING_DISTANCE);
  return onGrid(marketPrice(session).times(distance), marketOf(session).tickSize);
}

/** A size that every market takes, on the grid. */
export function ordinarySize(session: Session): Decimal {
  const { minNotional = '5', minSize, stepSize } = marketOf(session);
  const worth = new Decimal(minNotional).times(NOTIONALS).dividedBy(marketPrice(session));
  return onGrid(Decimal.max(worth, new Decimal(minSize).times(10)), stepSize);
}

export function limitOrder(session: Session, side: OrderSide = OrderSide.BUY): Order {
  return new Order({
    symbol: session.symbol,
    orderType: OrderType.LIMIT,
    orderSide: side,
    size: ordinarySize(session),
    price: restingPrice(session, side),
  });
}

export function marketOrder(session: Session, side: OrderSide = OrderSide.BUY): Order {
  return new Order({
    symbol: session.symbol,
    orderType: OrderType.MARKET,
    orderSide: side,
    size: ordinarySize(session),
  });
}

/** A resting limit order that the venue has accepted. */
export async function restingOrder(session: Session, side: OrderSide = OrderSide.BUY): Promise<Order> {
  const order = limitOrder(session, side);
  await submit(session, order);
  return order;
}

export function submit(session: Session, order: Order): Promise<void> {
  return session.during(session.exchange.submitOrder(order));
}

export function cancel(session: Session, order: Order): Promise<void> {
  return session.during(session.exchange.cancelOrder(order));
}

/** The one order that the ledger holds. */
export function onlyLedgerOrder(session: Session): EngineOrder {
  const [order, ...others] = session.ledgerOrders;
  if (order === undefined || others.length > 0) {
    const found = session.ledgerOrders.length;
    throw new CheckFailure({
      expected: 'exactly one order at the venue',
      found: `${found} orders in its ledger`,
    });
  }
  return order;
}

/** Somebody trades against the order at the venue. */
export function fill(session: Session, order: EngineOrder, size?: Decimal): void {
  const result = session.sandbox.engine.forceFill(order.id, size);
  if (result.rejected !== undefined)
    throw new Error(`the sandbox cannot fill ${orderText(order)}: ${result.message}`);
}

export function half(order: EngineOrder, session: Session): Decimal {
  return onGrid(order.size.dividedBy(2), marketOf(session).stepSize);
}

/** Waits until the connector's order has the status that is true at the venue. */
export function untilStatus(
  session: Session,
  order: Order,
  status: OrderStatus,
  limit = newsLimit(session),
): Promise<void> {
  return session.until(() => order.status === status, `the order to become ${status}`, limit);
}

/** The order says of itself what the ledger says of it: status, filled size, average price, fees, id. */
export function demandAgreement(session: Session, order: Order, ledger: EngineOrder): void {
  demandEqual('the order to have the status', order.status, STATUS[ledger.status]);
  demandEqual("the order to have the venue's id", order.orderId, session.sandbox.orderId(ledger));
  demandEqual('the filled size', decimalText(order.filledSize), decimalText(ledger.filledSize));
  const { averagePrice } = ledger;
  if (averagePrice === undefined) return;
  const told = order.averagePrice;
  // A venue rounds what it tells; nobody trades a ten-millionth of a price apart.
  const isNear = told?.minus(averagePrice).abs().lessThanOrEqualTo(averagePrice.times('1e-7')) ?? false;
  demand(isNear, `the average price ${decimalText(averagePrice)}`, () =>
    told === undefined ? 'none' : decimalText(told),
  );
  demandEqual('the fees', feesText(order.fees), feesText(ledger.fees));
}

/** No status of the order's trail may be one of these. */
export function demandNever(order: Order, status: OrderStatus): void {
  const trail = order.trail.map((entry) => entry.status);
  demand(
    !trail.includes(status),
    `the order never to be ${status}`,
    () => `its states were ${trail.join(' → ')}`,
  );
}

export function onGrid(value: Decimal, step: string): Decimal {
  return value.dividedBy(step).floor().times(step);
}

function marketPrice(session: Session): Decimal {
  const price =
    session.sandbox.engine.lastPrice(session.symbol) ?? session.sandbox.engine.bestBid(session.symbol);
  if (price === undefined) throw new Error(`the sandbox has no price for ${session.symbol}`);
  return price;
}

const STATUS: Readonly<Record<EngineOrderStatus, OrderStatus>> = {
  PENDING: 'PENDING',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  COMPLETED: 'COMPLETED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'CANCELLED',
};

/** Where the venue tells of orders by itself, waiting for the next poll is not good enough. */
function newsLimit(session: Session): number {
  const { orders } = session.sandbox.venue.description.streams;
  return orders === undefined ? POLL_LIMIT_MS : EVENT_LIMIT_MS;
}

function feesText(fees: ReadonlyMap<string, Decimal>): Record<string, string> {
  const paid = [...fees].filter(([, fee]) => !fee.isZero());
  return Object.fromEntries(paid.map(([asset, fee]) => [asset, decimalText(fee)] as const).sort());
}
