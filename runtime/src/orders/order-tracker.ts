import type { Duration } from '../duration.js';
import type { Instrument } from '../data/instrument.js';
import type { ExchangeEnvironment } from '../environment.js';
import {
  ExchangeConnectionException,
  InvalidOrderSubmissionException,
  NotConnectedException,
  OrderNotSubmittedException,
  VenueException,
} from '../exceptions.js';
import { forEachAtOnce } from '../for-each-at-once.js';
import { holdProcess } from '../hold-process.js';
import { lifetime } from '../lifetime.js';
import { plotOrder } from '../plot/exchange-plot.js';
import type { SimpleState } from '../state/simple-state.js';
import type { PrivateStream } from '../stream/private-stream.js';
import { Cancellations } from './cancellations.js';
import { ClientIds, type ClientIdRules } from './client-id.js';
import { OrderType } from './order-constants.js';
import { OrderFollower } from './order-follower.js';
import { OrderPoll } from './order-poll.js';
import type { Fill, OrderReport } from './order-report.js';
import type { Order } from './order.js';
import { Submission, type SendOrder } from './submission.js';
import type { TrackedOrder } from './tracked-orders.js';
import { validateOrder } from './validate-order.js';

export interface OrderTrackerOptions {
  readonly environment: ExchangeEnvironment;
  /** Holds the open orders over a restart. */
  readonly state: SimpleState;
  readonly clientId: ClientIdRules;
  /** Where given, `place` validates the order against it first. */
  readonly instrument?: () => Instrument;
  /** What the venue says of the order; undefined, or its error 'order-not-found', where there is no such order. */
  readonly lookUp: (order: Order) => Promise<OrderReport | undefined>;
  /** The venue's list of open orders, in one request: spares a look-up for each. */
  readonly openOrders?: () => Promise<readonly OrderReport[]>;
  /** All fills of the order so far with their fees, where its own reports have no fees. */
  readonly fills?: (order: Order) => Promise<readonly Fill[]>;
  readonly events?: PrivateStream;
  /** How often open orders are asked for where no events are told; less often while nothing changes. Default 1 s. */
  readonly pollEvery?: Duration;
  /** How long after sending an order that is not found may still arrive. Default 10 s. */
  readonly settleAfter?: Duration;
}

/**
 * Follows orders from before they are sent until they are done. Here the promise is kept that an unknown
 * outcome is never taken for a rejection: the order is looked up until the venue's answer is known, and it
 * is sent once at most.
 */
export class OrderTracker {
  private readonly options: OrderTrackerOptions;
  private readonly environment: ExchangeEnvironment;
  private readonly ids: ClientIds;
  private readonly follower: OrderFollower;
  private readonly submission: Submission;
  private readonly poll: OrderPoll;
  private readonly submitted = new WeakSet<Order>();
  private readonly cancellations: Cancellations;
  private life = lifetime();
  private isRunning = false;
  private letGo: (() => void) | undefined;

  constructor(given: OrderTrackerOptions) {
    const options = { ...given, lookUp: orNotFound(given.lookUp) };
    const signal = (): AbortSignal => this.life.signal;
    this.options = options;
    this.environment = options.environment;
    this.ids = new ClientIds(options.clientId, options.environment);
    this.follower = new OrderFollower(options, signal, (isTakenUp) =>
      isTakenUp ? this.poll.soon() : this.poll.noteChange(),
    );
    this.submission = new Submission(options, this.follower, signal);
    this.cancellations = new Cancellations(options, this.follower, signal, (order) => {
      this.submitted.add(order);
    });
    this.poll = new OrderPoll(options, this.follower);
  }

  /** Orders that can still trade, of this run and recovered ones. */
  get openOrders(): readonly Order[] {
    return this.follower.orders.all().flatMap(({ order }) => (order.isOpen ? [order] : []));
  }

  /** The followed order with this id of the venue; one of the last thousand that have ended, too. */
  find(orderId: string): Order | undefined {
    return this.follower.orders.withVenueId(orderId)?.order;
  }

  /** The order that a row of the venue's list tells of, brought up to date: a followed one, or one placed elsewhere. */
  listed(report: OrderReport, placedElsewhere: () => Order): Order {
    const order = this.follower.orders.find(report)?.order ?? placedElsewhere();
    order.apply(report);
    return order;
  }

  /** Recovers open orders from the state, listens to events, polls. */
  async start(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    this.letGo = holdProcess();
    this.life = lifetime();
    this.poll.start();
    await this.recover();
    await this.options.events?.start({
      onReport: (report) => this.onReport(report),
      onLive: () => this.poll.in(0),
      onLost: () => this.poll.soon(),
    });
    this.poll.soon();
  }

  /**
   * Ends events, timers and waiting; resolves when the state is written, which does not change afterwards. Orders
   * whose outcome, fills or fees are not known yet stay in it for the next start.
   */
  async stop(): Promise<void> {
    this.isRunning = false;
    this.letGo?.();
    this.poll.stop();
    this.life.abort(new ExchangeConnectionException('disconnected', { retryable: true }));
    await this.options.events?.stop();
    await this.follower.close();
  }

  /** Takes up the open orders of an earlier run; returns those that are still open. */
  async recover(): Promise<readonly Order[]> {
    const { orders, placing } = this.follower;
    for (const { order, sentAt } of orders.restore()) {
      this.submitted.add(order);
      order.bind(this.environment, sentAt);
      plotOrder(this.environment.plot, order, false);
    }
    const left = orders.all().filter(({ order }) => !placing.has(order));
    await forEachAtOnce(left, LOOK_UPS_AT_ONCE, async (tracked) => {
      await this.follower.ask(tracked).catch((error: unknown) => this.follower.logFailedAsk(tracked, error));
      if (!tracked.isKnown) this.reconcileInBackground(tracked);
    });
    return this.openOrders;
  }

  /**
   * Sends the order and follows it. Resolves when the venue has it.
   *
   * @param send sends it under the client order id given, and returns what the venue answered; called once. Its signal
   *   is aborted where the order is cancelled: it is then not to be sent, if it was not yet (`RequestOptions.withdrawn`)
   * @throws InvalidOrderSubmissionException, InsufficientBalanceException, OrderNotSubmittedException where the
   *   order is certainly not at the venue; NotConnectedException after `stop`; ExchangeConnectionException where
   *   `stop` came before it was known
   */
  async place(order: Order, send: SendOrder): Promise<void> {
    if (this.life.signal.aborted) throw new NotConnectedException('not connected: call connect() first');
    const instrument = this.options.instrument?.();
    if (instrument !== undefined) validateOrder(order, { symbol: instrument.symbol, instrument });
    const tracked = this.register(order);
    const withdrawal = new AbortController();
    const placing = this.carryOut(tracked, send, withdrawal.signal);
    this.follower.placing.set(order, {
      ended: placing.catch(() => undefined),
      withdraw: () => withdrawal.abort(),
    });
    try {
      await placing;
    } finally {
      this.follower.placing.delete(order);
    }
    this.poll.soon(order.orderType === OrderType.MARKET && order.isOpen ? AT_ONCE_MS : undefined);
  }

  /**
   * Cancels the order; resolves when its end is known, which may also be that it was filled first.
   *
   * @param send asks the venue to cancel; returns what it answered where that tells the order's status
   * @throws OrderNotFoundException, OrderNotCancelledException, ExchangeConnectionException
   */
  async cancel(order: Order, send: () => Promise<OrderReport | void>): Promise<void> {
    await this.cancellations.run(order, send);
  }

  /** Takes what the venue tells of any order; orders that are not followed are nobody's business. */
  onReport(report: OrderReport): void {
    this.follower.onReport(report);
  }

  private register(order: Order): TrackedOrder {
    const { orders } = this.follower;
    if (this.submitted.has(order)) throw invalid('order', 'was submitted before; make a new one');
    if (!order.isOpen) throw invalid('order', `is ${order.status}; make a new one`);
    order.clientOrderId ??= this.ids.next();
    const fault = this.ids.fault(order.clientOrderId);
    if (fault !== undefined) throw invalid('clientOrderId', fault);
    const { clientOrderId } = order;
    // Under one id of two orders, what is told of the first late would be taken for the second's.
    const namesake = orders.find({ clientOrderId });
    if (namesake !== undefined)
      throw invalid('clientOrderId', `is that of ${namesake.order.toString()}; take another`);
    this.submitted.add(order);
    const sentAt = this.environment.clock.now();
    order.bind(this.environment, sentAt);
    plotOrder(this.environment.plot, order);
    return orders.add(order, clientOrderId, sentAt, false);
  }

  private async carryOut(tracked: TrackedOrder, send: SendOrder, withdrawn: AbortSignal): Promise<void> {
    try {
      await this.follower.orders.flush();
    } catch (error) {
      this.submitted.delete(tracked.order);
      this.follower.reject(
        tracked,
        new OrderNotSubmittedException('the order could not be noted down', { cause: error }),
      );
    }
    await this.submission.send(tracked, send, withdrawn);
  }

  private reconcileInBackground(tracked: TrackedOrder): void {
    const { placing } = this.follower;
    const { signal } = this.life;
    const reconciling = this.submission.reconcile(tracked).catch((error: unknown) => {
      if (signal.aborted) return;
      this.environment.logger.warn(
        { err: error, order: tracked.order },
        'a recovered order is not at the venue',
      );
    });
    placing.set(tracked.order, { ended: reconciling, withdraw: () => undefined });
    void reconciling.finally(() => placing.delete(tracked.order));
  }
}

const AT_ONCE_MS = 100;
const LOOK_UPS_AT_ONCE = 8;

function orNotFound(lookUp: OrderTrackerOptions['lookUp']): OrderTrackerOptions['lookUp'] {
  return async (order) => {
    try {
      return await lookUp(order);
    } catch (error) {
      if (error instanceof VenueException && error.kind === 'order-not-found') return undefined;
      throw error;
    }
  };
}

function invalid(field: string, message: string): InvalidOrderSubmissionException {
  return new InvalidOrderSubmissionException(field, message);
}
