import type { TrackedOrder } from './tracked-orders.js';

/** The last thousand orders that have ended, by either id: what is told of them late is theirs all the same. */
export class EndedOrders {
  /** The latest last. */
  private readonly byClientId = new Map<string, TrackedOrder>();
  private readonly byVenueId = new Map<string, TrackedOrder>();

  withVenueId(orderId: string): TrackedOrder | undefined {
    return this.byVenueId.get(orderId);
  }

  withClientId(clientOrderId: string): TrackedOrder | undefined {
    return this.byClientId.get(clientOrderId);
  }

  add(tracked: TrackedOrder): void {
    const earlier = this.byClientId.get(tracked.clientOrderId);
    if (earlier !== undefined) this.delete(earlier);
    this.byClientId.set(tracked.clientOrderId, tracked);
    if (tracked.order.orderId !== undefined) this.byVenueId.set(tracked.order.orderId, tracked);
    if (this.byClientId.size <= MOST) return;
    const [oldest] = this.byClientId.values();
    if (oldest !== undefined) this.delete(oldest);
  }

  delete(tracked: TrackedOrder): void {
    const { clientOrderId, order } = tracked;
    if (this.byClientId.get(clientOrderId) === tracked) this.byClientId.delete(clientOrderId);
    if (this.byVenueId.get(order.orderId ?? '') === tracked) this.byVenueId.delete(order.orderId ?? '');
  }
}

const MOST = 1_000;
