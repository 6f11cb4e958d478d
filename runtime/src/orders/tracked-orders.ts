import { decimalText } from '../decimal.js';
import type { JsonValue, SimpleState } from '../state/simple-state.js';
import { OrderSide, OrderStatus, OrderType } from './order-constants.js';
import type { OrderReport } from './order-report.js';
import { Order } from './order.js';

/** An order on its way or at the venue. */
export interface TrackedOrder {
  readonly order: Order;
  readonly clientOrderId: string;
  /** When it was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** True once the venue has told of it; before, it is not known whether it ever got there. */
  isKnown: boolean;
  /** Look-ups in a row that did not find it, and when the first of them was. */
  missed: number;
  missedSince: number;
}

/** The orders that are followed, by either id, and their trace in the state. */
export class TrackedOrders {
  private readonly state: SimpleState;
  private readonly byClientId = new Map<string, TrackedOrder>();
  private readonly byVenueId = new Map<string, TrackedOrder>();
  /** By the venue's id, the latest last: what became of an order is asked after it has ended, too. */
  private readonly ended = new Map<string, Order>();
  private isNoting = true;

  constructor(state: SimpleState) {
    this.state = state;
  }

  all(): TrackedOrder[] {
    return [...this.byClientId.values()];
  }

  of(order: Order): TrackedOrder | undefined {
    const tracked = this.byClientId.get(order.clientOrderId ?? '');
    return tracked?.order === order ? tracked : undefined;
  }

  find(report: Pick<OrderReport, 'orderId' | 'clientOrderId'>): TrackedOrder | undefined {
    return this.byVenueId.get(report.orderId ?? '') ?? this.byClientId.get(report.clientOrderId ?? '');
  }

  /** The order with this id of the venue, followed or lately ended. */
  withVenueId(orderId: string): Order | undefined {
    return this.byVenueId.get(orderId)?.order ?? this.ended.get(orderId);
  }

  add(order: Order, clientOrderId: string, sentAt: number, isKnown: boolean): TrackedOrder {
    const tracked = { order, clientOrderId, sentAt, isKnown, missed: 0, missedSince: 0 };
    this.byClientId.set(clientOrderId, tracked);
    this.save(tracked);
    return tracked;
  }

  /** Writes down what must be found again after a restart. */
  save(tracked: TrackedOrder): void {
    const { order } = tracked;
    if (order.orderId !== undefined) this.byVenueId.set(order.orderId, tracked);
    if (!this.isNoting) return;
    this.state.set(PREFIX + tracked.clientOrderId, {
      symbol: order.symbol,
      orderType: order.orderType,
      orderSide: order.orderSide,
      size: decimalText(order.size),
      price: order.price === undefined ? null : decimalText(order.price),
      orderId: order.orderId ?? null,
      sentAt: tracked.sentAt,
      isKnown: tracked.isKnown,
    });
  }

  remove(tracked: TrackedOrder): void {
    const { order, clientOrderId } = tracked;
    this.byClientId.delete(clientOrderId);
    if (this.isNoting) this.state.pop(PREFIX + clientOrderId);
    if (order.orderId === undefined) return;
    this.byVenueId.delete(order.orderId);
    this.ended.set(order.orderId, order);
    if (this.ended.size > MOST_ENDED) this.ended.delete(this.ended.keys().next().value ?? '');
  }

  flush(): Promise<void> {
    return this.state.flush();
  }

  /** The state stays as it is from now on; resolves when all of it is written. `restore` takes it up again. */
  async close(): Promise<void> {
    this.isNoting = false;
    await this.flush();
  }

  /** The orders of an earlier run that the state still has, now followed again. */
  restore(): TrackedOrder[] {
    this.isNoting = true;
    const ids = this.state.keys().filter((key) => key.startsWith(PREFIX));
    return ids.flatMap((key) => {
      const clientOrderId = key.slice(PREFIX.length);
      if (this.byClientId.has(clientOrderId)) return [];
      const saved = readSaved(this.state.get(key), clientOrderId);
      return saved === undefined ? [] : [this.add(saved.order, clientOrderId, saved.sentAt, saved.isKnown)];
    });
  }
}

const PREFIX = 'open_order:';
const MOST_ENDED = 1_000;

interface Saved {
  readonly order: Order;
  readonly sentAt: number;
  readonly isKnown: boolean;
}

function readSaved(value: JsonValue | undefined, clientOrderId: string): Saved | undefined {
  if (typeof value !== 'object' || value === null || !('symbol' in value)) return undefined;
  const { symbol, orderType, orderSide, size, price, orderId, sentAt, isKnown } = value;
  const type = Object.values(OrderType).find((it) => it === orderType);
  const side = Object.values(OrderSide).find((it) => it === orderSide);
  if (typeof symbol !== 'string' || typeof size !== 'string' || typeof sentAt !== 'number') return undefined;
  if (type === undefined || side === undefined) return undefined;
  const limit = typeof price === 'string' ? { price } : {};
  const order = new Order({ symbol, orderType: type, orderSide: side, size, ...limit, clientOrderId });
  if (typeof orderId === 'string') order.apply({ orderId, status: OrderStatus.PENDING });
  return { order, sentAt, isKnown: isKnown === true };
}
