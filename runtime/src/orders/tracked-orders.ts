import type { Logger } from '../logging/logger.js';
import type { SimpleState } from '../state/simple-state.js';
import { EndedOrders } from './ended-orders.js';
import type { OrderReport } from './order-report.js';
import type { Order } from './order.js';
import { readSavedOrder, saveOrder } from './saved-order.js';

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
  private readonly logger: Logger;
  private readonly byClientId = new Map<string, TrackedOrder>();
  private readonly byVenueId = new Map<string, TrackedOrder>();
  /** What became of an order is asked, and told, after it has ended, too. */
  private readonly ended = new EndedOrders();
  private isNoting = true;

  constructor(state: SimpleState, logger: Logger) {
    this.state = state;
    this.logger = logger;
  }

  all(): TrackedOrder[] {
    return [...this.byClientId.values()];
  }

  /** The order as it is followed; undefined where it is not, or no longer. */
  of(order: Order): TrackedOrder | undefined {
    const tracked = this.byClientId.get(order.clientOrderId ?? order.orderId ?? '');
    return tracked?.order === order ? tracked : undefined;
  }

  /**
   * The order that the report tells of, followed or lately ended. The venue's id decides: under one client id there
   * may be several orders, of an earlier run or of another process.
   */
  find({ orderId = '', clientOrderId = '' }: OrderIds): TrackedOrder | undefined {
    const known = this.withVenueId(orderId);
    if (known !== undefined) return known;
    const named = this.byClientId.get(clientOrderId) ?? this.ended.withClientId(clientOrderId);
    return named !== undefined && this.isOwn(named, { orderId }) ? named : undefined;
  }

  /** False where the venue's id in the report is not the order's, or is known to be another's. */
  isOwn({ order }: TrackedOrder, { orderId = '' }: OrderIds): boolean {
    if (orderId === '') return true;
    if (order.orderId !== undefined) return order.orderId === orderId;
    const known = this.withVenueId(orderId);
    return known === undefined || known.order === order;
  }

  /** The order with this id of the venue, followed or lately ended. */
  withVenueId(orderId: string): TrackedOrder | undefined {
    return this.byVenueId.get(orderId) ?? this.ended.withVenueId(orderId);
  }

  add(order: Order, clientOrderId: string, sentAt: number, isKnown: boolean): TrackedOrder {
    const tracked = { order, clientOrderId, sentAt, isKnown, missed: 0, missedSince: 0 };
    this.save(tracked);
    return tracked;
  }

  /** Follows the order, again where it had been taken for ended, and writes down what must outlive a restart. */
  save(tracked: TrackedOrder): void {
    const { order } = tracked;
    this.ended.delete(tracked);
    this.byClientId.set(tracked.clientOrderId, tracked);
    if (order.orderId !== undefined) this.byVenueId.set(order.orderId, tracked);
    if (!this.isNoting) return;
    this.state.set(PREFIX + tracked.clientOrderId, saveOrder(tracked));
  }

  /** The order has ended; late reports still find it. */
  remove(tracked: TrackedOrder): void {
    this.forget(tracked);
    this.ended.add(tracked);
  }

  /** As if it had never been followed. */
  forget({ order, clientOrderId }: TrackedOrder): void {
    this.byClientId.delete(clientOrderId);
    this.byVenueId.delete(order.orderId ?? '');
    if (this.isNoting) this.state.pop(PREFIX + clientOrderId);
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
      const saved = readSavedOrder(this.state.get(key), clientOrderId);
      if (saved !== undefined) return [this.add(saved.order, clientOrderId, saved.sentAt, saved.isKnown)];
      this.keepAside(key);
      return [];
    });
  }

  /** Nothing can follow it, but a person can look at it, and at the venue. */
  private keepAside(key: string): void {
    let kept = `damaged_${key}`;
    while (this.state.has(kept)) kept = `damaged_${kept}`;
    this.state.set(kept, this.state.pop(key) ?? null);
    this.logger.warn(
      { key, kept },
      'what the state has of an open order is damaged and kept aside; it may be open at the venue',
    );
  }
}

type OrderIds = Pick<OrderReport, 'orderId' | 'clientOrderId'>;

const PREFIX = 'open_order:';
