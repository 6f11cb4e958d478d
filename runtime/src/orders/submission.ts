import { backoffDelay } from '../backoff.js';
import { sleep } from '../clock.js';
import { milliseconds } from '../duration.js';
import { ExchangeConnectionException, NetworkException, OrderNotSubmittedException } from '../exceptions.js';
import { OrderStatus } from './order-constants.js';
import type { OrderFollower } from './order-follower.js';
import type { OrderReport } from './order-report.js';
import type { OrderTrackerOptions } from './order-tracker.js';
import type { Order } from './order.js';
import { isOutcomeUnknown, submissionException } from './submission-failure.js';
import type { TrackedOrder } from './tracked-orders.js';

/** Sends the order under the client order id, unless it is withdrawn before; returns what the venue answered. */
export type SendOrder = (clientOrderId: string, withdrawn: AbortSignal) => Promise<OrderReport>;

/** Brings an order to the venue, once at most, and finds out whether it got there. */
export class Submission {
  private readonly options: OrderTrackerOptions;
  private readonly follower: OrderFollower;
  private readonly signal: () => AbortSignal;

  constructor(options: OrderTrackerOptions, follower: OrderFollower, signal: () => AbortSignal) {
    this.options = options;
    this.follower = follower;
    this.signal = signal;
  }

  /** Resolves when the venue has the order; see `OrderTracker.place` for what it throws. */
  async send(tracked: TrackedOrder, send: SendOrder, withdrawn: AbortSignal): Promise<void> {
    if (withdrawn.aborted) this.follower.withdraw(tracked);
    let report: OrderReport | undefined;
    try {
      report = await send(tracked.clientOrderId, withdrawn);
    } catch (error) {
      if (!isOutcomeUnknown(error)) return this.refused(tracked, error, withdrawn);
      this.options.environment.logger.warn(
        { err: error, order: tracked.order },
        'the outcome is unknown; looking it up',
      );
    }
    if (report === undefined) return this.reconcile(tracked);
    await this.follower.take(tracked, report);
    assertAccepted(tracked.order);
  }

  /** Looks the order up until the venue's answer is known, or an event tells it. */
  async reconcile(tracked: TrackedOrder): Promise<void> {
    const { clock, random } = this.options.environment;
    const signal = this.signal();
    const askedSince = clock.now();
    for (let attempt = 0; !tracked.isKnown; attempt++) {
      if (signal.aborted) throw unsettled(tracked, signal.reason);
      await this.askOnce(tracked, askedSince);
      if (tracked.isKnown) break;
      const delay = backoffDelay(attempt, LOOK_UP_BACKOFF, random);
      await sleep(clock, delay, signal).catch((reason: unknown) =>
        Promise.reject(unsettled(tracked, reason)),
      );
    }
    assertAccepted(tracked.order);
  }

  /** The order is certainly not at the venue, unless an event has told that it is there after all. */
  private refused(tracked: TrackedOrder, error: unknown, withdrawn: AbortSignal): void {
    if (tracked.isKnown) return assertAccepted(tracked.order);
    if (withdrawn.aborted && error instanceof NetworkException) this.follower.withdraw(tracked);
    this.follower.reject(tracked, submissionException(error));
  }

  /** Rejects the order where it is sure by now that it never got there. */
  private async askOnce(tracked: TrackedOrder, askedSince: number): Promise<void> {
    const settleMs = milliseconds(this.options.settleAfter ?? '10s');
    try {
      await this.follower.ask(tracked);
    } catch (error) {
      return this.follower.logFailedAsk(tracked, error);
    }
    const waitedMs = this.options.environment.clock.now() - Math.max(askedSince, tracked.missedSince);
    if (tracked.isKnown || tracked.missed < SURE_MISSES || waitedMs < settleMs) return;
    this.follower.reject(tracked, new OrderNotSubmittedException(NEVER_REACHED, { retryable: true }));
  }
}

function assertAccepted(order: Order): void {
  if (order.status !== OrderStatus.REJECTED) return;
  throw new OrderNotSubmittedException(order.reason ?? 'the venue rejected the order');
}

const NEVER_REACHED = 'never reached the venue';
const SURE_MISSES = 3;
const LOOK_UP_BACKOFF = { firstMs: 500, maxMs: 10_000 };

function unsettled(tracked: TrackedOrder, cause: unknown): ExchangeConnectionException {
  const message = `whether the venue has ${tracked.order.toString()} is not known yet; the next connect looks it up`;
  return new ExchangeConnectionException(message, { cause, retryable: true });
}
