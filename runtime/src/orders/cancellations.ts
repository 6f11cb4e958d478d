import { OrderNotFoundException } from '../exceptions.js';
import { plotOrder } from '../plot/exchange-plot.js';
import { Cancellation } from './cancellation.js';
import { OrderStatus } from './order-constants.js';
import type { OrderFollower } from './order-follower.js';
import type { OrderReport } from './order-report.js';
import type { OrderTrackerOptions } from './order-tracker.js';
import type { Order } from './order.js';
import type { TrackedOrder } from './tracked-orders.js';

type SendCancel = () => Promise<OrderReport | void>;

/** Cancels orders, each once at a time: followed ones, and those of another process or an earlier day. */
export class Cancellations {
  private readonly options: OrderTrackerOptions;
  private readonly follower: OrderFollower;
  private readonly signal: () => AbortSignal;
  private readonly onAdopt: (order: Order) => void;
  private readonly running = new Map<Order, Promise<void>>();

  /** @param onAdopt called for an order that is followed from now on, and was placed elsewhere */
  constructor(
    options: OrderTrackerOptions,
    follower: OrderFollower,
    signal: () => AbortSignal,
    onAdopt: (order: Order) => void,
  ) {
    this.options = options;
    this.follower = follower;
    this.signal = signal;
    this.onAdopt = onAdopt;
  }

  async run(order: Order, send: SendCancel): Promise<void> {
    await this.endPlacing(order);
    if (order.status === OrderStatus.REJECTED)
      throw new OrderNotFoundException(`the venue has no ${order.toString()}`);
    if (!order.isOpen) return;
    let running = this.running.get(order);
    if (running === undefined) {
      const known = this.follower.orders.of(order);
      running = known === undefined ? this.cancelUnknown(order, send) : this.of(known).run(order, send);
      this.running.set(order, running);
      const end = (): boolean => this.running.delete(order);
      running.then(end, end);
    }
    await running;
  }

  private of(tracked: TrackedOrder): Cancellation {
    return new Cancellation({
      environment: this.options.environment,
      signal: this.signal(),
      lookUp: () => this.options.lookUp(tracked.order),
      take: (report) => this.follower.take(tracked, report),
    });
  }

  private async cancelUnknown(order: Order, send: SendCancel): Promise<void> {
    const known = this.follower.orders.find(order)?.order;
    if (known !== undefined) return this.cancelAs(known, order, send);
    const tracked = this.adopt(order);
    const cancellation = this.of(tracked);
    try {
      if (order.orderId === undefined) await cancellation.learn(order);
      await cancellation.run(order, send);
    } catch (error) {
      if (error instanceof OrderNotFoundException) this.follower.orders.forget(tracked);
      throw error;
    }
  }

  /** Two objects for one order of the venue: the one that is followed stays so, the given one learns what became of it. */
  private async cancelAs(known: Order, order: Order, send: SendCancel): Promise<void> {
    await this.endPlacing(known);
    order.apply({ orderId: known.orderId, status: OrderStatus.PENDING });
    await this.run(known, send);
    const { orderId, status, filledSize, averagePrice, fees, fills, reason } = known;
    order.apply({ orderId, status, filledSize, averagePrice, fees, fills, reason });
  }

  /** One that waits for its turn does not go any more; one that has gone is cancelled when it has arrived. */
  private async endPlacing(order: Order): Promise<void> {
    const placing = this.follower.placing.get(order);
    placing?.withdraw();
    await placing?.ended;
  }

  private adopt(order: Order): TrackedOrder {
    const { orderId, clientOrderId } = order;
    const { orders } = this.follower;
    // Another order may be followed under the same client id.
    const isFree = clientOrderId !== undefined && orders.find({ clientOrderId }) === undefined;
    const id = isFree ? clientOrderId : orderId;
    if (id === undefined) throw new OrderNotFoundException(`${order.toString()} was never submitted`);
    const { clock, plot } = this.options.environment;
    order.bind(this.options.environment);
    plotOrder(plot, order, false);
    this.onAdopt(order);
    return orders.add(order, id, clock.now(), true);
  }
}
