import type { ExchangeEnvironment } from '../environment.js';
import { OrderNotSubmittedException, VenueException } from '../exceptions.js';
import { EarlyReports } from './early-reports.js';
import { OrderStatus } from './order-constants.js';
import type { OrderReport } from './order-report.js';
import type { OrderTrackerOptions } from './order-tracker.js';
import type { Order } from './order.js';
import { ReportIntake } from './report-intake.js';
import { failureReason } from './submission-failure.js';
import { TrackedOrders, type TrackedOrder } from './tracked-orders.js';

/** The orders that are followed, and how what is told of them reaches them. */
export class OrderFollower {
  readonly orders: TrackedOrders;
  /** Orders that are being placed or whose outcome is being found out. */
  readonly placing = new Map<Order, Placing>();
  private readonly environment: ExchangeEnvironment;
  private readonly lookUp: OrderTrackerOptions['lookUp'];
  private readonly signal: () => AbortSignal;
  private readonly onChange: (isTakenUp: boolean) => void;
  private readonly intake: ReportIntake;
  private readonly early = new EarlyReports();

  /**
   * @param signal ends the asking for fills; what it ends is not logged
   * @param onChange called whenever something new was told; `isTakenUp` where that was a fill of an order that had been
   *   taken for rejected, so that it is followed again
   */
  constructor(
    options: OrderTrackerOptions,
    signal: () => AbortSignal,
    onChange: (isTakenUp: boolean) => void,
  ) {
    const { environment, fills } = options;
    this.environment = environment;
    this.lookUp = options.lookUp;
    this.signal = signal;
    this.onChange = onChange;
    this.orders = new TrackedOrders(options.state, environment.logger);
    this.intake = new ReportIntake({
      environment,
      fills,
      signal,
      onChange: (tracked) => this.changed(tracked),
    });
  }

  /** Takes what the venue tells of any order; orders that are not followed are nobody's business. */
  onReport(report: OrderReport): void {
    const tracked = this.orders.find(report);
    if (tracked === undefined) {
      // The event can be faster than the answer that tells the order's id.
      if (this.placing.size > 0) this.early.keep(report);
      return;
    }
    // It was filled in full: what comes late has no more fills to tell of.
    if (tracked.order.status === OrderStatus.COMPLETED && this.orders.of(tracked.order) === undefined) return;
    this.take(tracked, report).catch((error: unknown) =>
      this.environment.logger.error({ err: error }, 'an order report could not be taken'),
    );
  }

  async take(tracked: TrackedOrder, report: OrderReport): Promise<void> {
    if (!this.orders.isOwn(tracked, report)) {
      const { order } = tracked;
      this.environment.logger.warn({ order, orderId: report.orderId }, 'the venue told of another order');
      return;
    }
    tracked.isKnown = true;
    tracked.missed = 0;
    await this.intake.take(tracked, report);
    for (const earlier of this.early.of(tracked.order)) await this.intake.take(tracked, earlier);
  }

  /** Asks the venue how the order stands, and takes that. */
  async ask(tracked: TrackedOrder): Promise<void> {
    const report = await this.lookUp(tracked.order);
    if (report !== undefined && !this.isEarlier(tracked, report)) return this.take(tracked, report);
    if (tracked.missed === 0) tracked.missedSince = this.environment.clock.now();
    tracked.missed += 1;
  }

  logFailedAsk(tracked: TrackedOrder, error: unknown): void {
    if (this.signal().aborted) return;
    const kind = error instanceof VenueException ? error.kind : undefined;
    this.environment.logger.warn(
      { err: error, kind, order: tracked.order },
      'an order could not be looked up',
    );
  }

  /** Marks the order as rejected, follows it no longer, and throws what the caller is to get. */
  reject(tracked: TrackedOrder, exception: OrderNotSubmittedException): never {
    this.orders.remove(tracked);
    tracked.order.apply({ status: OrderStatus.REJECTED, reason: failureReason(exception) });
    throw exception;
  }

  /** Marks an order that never left as cancelled, follows it no longer, and throws what the caller is to get. */
  withdraw(tracked: TrackedOrder): never {
    this.orders.remove(tracked);
    tracked.order.apply({ status: OrderStatus.CANCELLED, reason: WITHDRAWN });
    throw new OrderNotSubmittedException(WITHDRAWN);
  }

  /** Venues forget orders that were cancelled long ago; an order that was never told of again is one of those. */
  giveUpIfLost(tracked: TrackedOrder): void {
    const lostMs = this.environment.clock.now() - tracked.missedSince;
    if (tracked.missed < LOST_MISSES || lostMs < LOST_MS) return;
    this.environment.logger.error({ order: tracked.order }, 'the venue does not know the order any more');
    tracked.order.apply({ status: OrderStatus.CANCELLED, reason: 'the venue does not know it any more' });
    this.changed(tracked);
  }

  /** Lets what is on its way reach its order, then leaves the state as it is, all of it written. */
  async close(): Promise<void> {
    await this.intake.settled();
    await this.orders.close();
  }

  /** Asked by the client id, a venue may answer with an earlier order that had the same: then this one is not there. */
  private isEarlier(tracked: TrackedOrder, report: OrderReport): boolean {
    return tracked.order.orderId === undefined && !this.orders.isOwn(tracked, report);
  }

  private changed(tracked: TrackedOrder): void {
    const { order } = tracked;
    const isTakenUp = order.isOpen && this.orders.of(order) === undefined;
    if (order.isOpen) this.orders.save(tracked);
    else this.orders.remove(tracked);
    this.onChange(isTakenUp);
  }
}

export interface Placing {
  /** Never rejects. */
  readonly ended: Promise<unknown>;
  /** Keeps the order from being sent where it was not yet. */
  readonly withdraw: () => void;
}

const WITHDRAWN = 'cancelled before it was sent';
const LOST_MISSES = 5;
const LOST_MS = 60_000;
