import { backoffDelay } from '../backoff.js';
import { sleep, type Timer } from '../clock.js';
import type { Instrument } from '../data/instrument.js';
import { milliseconds, type Duration } from '../duration.js';
import type { ExchangeEnvironment } from '../environment.js';
import {
  ExchangeConnectionException,
  InvalidOrderSubmissionException,
  OrderNotFoundException,
  OrderNotSubmittedException,
  VenueException,
} from '../exceptions.js';
import { lifetime } from '../lifetime.js';
import { holdProcess } from '../hold-process.js';
import type { SimpleState } from '../state/simple-state.js';
import type { PrivateStream } from '../stream/private-stream.js';
import { Cancellation } from './cancellation.js';
import { ClientIds, type ClientIdRules } from './client-id.js';
import { EarlyReports } from './early-reports.js';
import { OrderStatus, OrderType } from './order-constants.js';
import type { Fill, OrderReport } from './order-report.js';
import type { Order } from './order.js';
import { ReportIntake } from './report-intake.js';
import { failureReason, isOutcomeUnknown, submissionException } from './submission-failure.js';
import { TrackedOrders, type TrackedOrder } from './tracked-orders.js';
import { validateOrder } from './validate-order.js';

export interface OrderTrackerOptions {
  readonly environment: ExchangeEnvironment;
  /** Holds the open orders over a restart. */
  readonly state: SimpleState;
  readonly clientId: ClientIdRules;
  /** Where given, `place` validates the order against it first. */
  readonly instrument?: () => Instrument;
  /** What the venue says of the order; undefined where it says that there is no such order. */
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
  private readonly orders: TrackedOrders;
  private readonly ids: ClientIds;
  private readonly intake: ReportIntake;
  private readonly early = new EarlyReports();
  private readonly submitted = new WeakSet<Order>();
  private readonly placing = new Map<Order, Promise<unknown>>();
  private readonly cancelling = new Map<Order, Promise<void>>();
  private life = lifetime();
  private poll: Timer | undefined;
  private isPolling = false;
  /** Polls in a row that told nothing new. */
  private quiet = 0;
  private isRunning = false;
  private letGo: (() => void) | undefined;

  constructor(options: OrderTrackerOptions) {
    this.options = options;
    this.environment = options.environment;
    this.orders = new TrackedOrders(options.state);
    this.ids = new ClientIds(options.clientId, options.environment);
    this.intake = new ReportIntake(options.environment, options.fills, (tracked) => this.changed(tracked));
  }

  /** Orders that can still trade, of this run and recovered ones. */
  get openOrders(): readonly Order[] {
    return this.orders.all().flatMap(({ order }) => (order.isOpen ? [order] : []));
  }

  /** The followed order with this id of the venue; one of the last thousand that have ended, too. */
  find(orderId: string): Order | undefined {
    return this.orders.withVenueId(orderId);
  }

  /** Recovers open orders from the state, listens to events, polls. */
  async start(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    this.letGo = holdProcess();
    this.life = lifetime();
    await this.recover();
    await this.options.events?.start({
      onReport: (report) => this.onReport(report),
      onLive: () => this.pollIn(0),
      onLost: () => this.pollSoon(),
    });
    this.pollSoon();
  }

  /** Ends events, timers and waiting. Orders whose outcome is unknown stay in the state for the next start. */
  async stop(): Promise<void> {
    this.isRunning = false;
    this.letGo?.();
    this.poll?.cancel();
    this.life.abort(new ExchangeConnectionException('disconnected', { retryable: true }));
    await this.options.events?.stop();
    await this.orders.flush();
  }

  /** Takes up the open orders of an earlier run; returns those that are still open. */
  async recover(): Promise<readonly Order[]> {
    for (const tracked of this.orders.restore()) {
      this.submitted.add(tracked.order);
      tracked.order.bind(this.environment);
    }
    for (const tracked of this.orders.all()) {
      if (this.placing.has(tracked.order)) continue;
      await this.lookUpOnce(tracked).catch((error: unknown) => this.logFailedLookUp(tracked, error));
      if (!tracked.isKnown) this.reconcileInBackground(tracked);
    }
    return this.openOrders;
  }

  /**
   * Sends the order and follows it. Resolves when the venue has it.
   *
   * @param send sends it under the client order id given, and returns what the venue answered; called once
   * @throws InvalidOrderSubmissionException, InsufficientBalanceException, OrderNotSubmittedException where the
   *   order is certainly not at the venue; ExchangeConnectionException where `stop` came before that was known
   */
  async place(order: Order, send: (clientOrderId: string) => Promise<OrderReport>): Promise<void> {
    const instrument = this.options.instrument?.();
    if (instrument !== undefined) validateOrder(order, { symbol: instrument.symbol, instrument });
    const tracked = this.register(order);
    const placing = this.carryOut(tracked, send);
    this.placing.set(
      order,
      placing.catch(() => undefined),
    );
    try {
      await placing;
    } finally {
      this.placing.delete(order);
    }
    this.pollSoon(order.orderType === OrderType.MARKET && order.isOpen ? AT_ONCE_MS : undefined);
  }

  /**
   * Cancels the order; resolves when its end is known, which may also be that it was filled first.
   *
   * @param send asks the venue to cancel; returns what it answered where that tells the order's status
   * @throws OrderNotFoundException, OrderNotCancelledException, ExchangeConnectionException
   */
  async cancel(order: Order, send: () => Promise<OrderReport | void>): Promise<void> {
    await this.placing.get(order);
    if (order.status === OrderStatus.REJECTED)
      throw new OrderNotFoundException(`the venue has no ${order.toString()}`);
    if (!order.isOpen) return;
    const tracked = this.orders.of(order) ?? this.adopt(order);
    let running = this.cancelling.get(order);
    if (running === undefined) {
      const cancellation = new Cancellation({
        environment: this.environment,
        signal: this.life.signal,
        lookUp: () => this.options.lookUp(order),
        take: (report) => this.take(tracked, report),
      });
      running = cancellation.run(order, send).finally(() => this.cancelling.delete(order));
      this.cancelling.set(order, running);
    }
    await running;
  }

  /** Takes what the venue tells of any order; orders that are not followed are nobody's business. */
  onReport(report: OrderReport): void {
    const tracked = this.orders.find(report);
    if (tracked === undefined) {
      // The event can be faster than the answer that tells the order's id.
      if (this.placing.size > 0) this.early.keep(report);
      return;
    }
    this.take(tracked, report).catch((error: unknown) =>
      this.environment.logger.error({ err: error }, 'an order report could not be taken'),
    );
  }

  private register(order: Order): TrackedOrder {
    if (this.submitted.has(order)) throw invalid('order', 'was submitted before; make a new one');
    if (!order.isOpen) throw invalid('order', `is ${order.status}; make a new one`);
    order.clientOrderId ??= this.ids.next();
    const fault = this.ids.fault(order.clientOrderId);
    if (fault !== undefined) throw invalid('clientOrderId', fault);
    const { clientOrderId } = order;
    if (this.orders.find({ clientOrderId }) !== undefined)
      throw invalid('clientOrderId', 'is that of an open order');
    this.submitted.add(order);
    order.bind(this.environment);
    return this.orders.add(order, clientOrderId, this.environment.clock.now(), false);
  }

  private async carryOut(tracked: TrackedOrder, send: (id: string) => Promise<OrderReport>): Promise<void> {
    try {
      await this.orders.flush();
    } catch (error) {
      this.submitted.delete(tracked.order);
      this.reject(
        tracked,
        new OrderNotSubmittedException('the order could not be noted down', { cause: error }),
      );
    }
    let report: OrderReport | undefined;
    try {
      report = await send(tracked.clientOrderId);
    } catch (error) {
      if (!isOutcomeUnknown(error)) {
        // An event can have told that it is there after all: then it is.
        if (!tracked.isKnown) this.reject(tracked, submissionException(error));
        return this.assertAccepted(tracked.order);
      }
      this.environment.logger.warn(
        { err: error, order: tracked.order },
        'the outcome is unknown; looking it up',
      );
    }
    if (report === undefined) return this.reconcile(tracked);
    await this.take(tracked, report);
    this.assertAccepted(tracked.order);
  }

  /** Looks the order up until the venue's answer is known, or an event tells it. */
  private async reconcile(tracked: TrackedOrder): Promise<void> {
    const { signal } = this.life;
    const settleMs = milliseconds(this.options.settleAfter ?? '10s');
    const askedSince = this.environment.clock.now();
    for (let attempt = 0; !tracked.isKnown; attempt++) {
      if (signal.aborted) throw unsettled(tracked, signal.reason);
      try {
        await this.lookUpOnce(tracked);
        const waitedMs = this.environment.clock.now() - Math.max(askedSince, tracked.missedSince);
        const isSettled = tracked.missed >= SURE_MISSES && waitedMs >= settleMs;
        if (!tracked.isKnown && isSettled) {
          this.reject(tracked, new OrderNotSubmittedException(NEVER_REACHED, { retryable: true }));
        }
      } catch (error) {
        if (error instanceof OrderNotSubmittedException) throw error;
        this.logFailedLookUp(tracked, error);
      }
      if (tracked.isKnown) break;
      const delay = backoffDelay(attempt, LOOK_UP_BACKOFF, this.environment.random);
      await sleep(this.environment.clock, delay, signal).catch((reason: unknown) =>
        Promise.reject(unsettled(tracked, reason)),
      );
    }
    this.assertAccepted(tracked.order);
  }

  private reconcileInBackground(tracked: TrackedOrder): void {
    const reconciling = this.reconcile(tracked).catch((error: unknown) =>
      this.environment.logger.warn(
        { err: error, order: tracked.order },
        'a recovered order is not at the venue',
      ),
    );
    this.placing.set(tracked.order, reconciling);
    void reconciling.finally(() => this.placing.delete(tracked.order));
  }

  private async lookUpOnce(tracked: TrackedOrder): Promise<void> {
    const report = await this.options.lookUp(tracked.order);
    if (report !== undefined) return this.take(tracked, report);
    if (tracked.missed === 0) tracked.missedSince = this.environment.clock.now();
    tracked.missed += 1;
  }

  private async take(tracked: TrackedOrder, report: OrderReport): Promise<void> {
    tracked.isKnown = true;
    tracked.missed = 0;
    await this.intake.take(tracked, report);
    for (const earlier of this.early.of(tracked.order)) await this.intake.take(tracked, earlier);
  }

  private changed(tracked: TrackedOrder): void {
    this.quiet = 0;
    if (tracked.order.isOpen) this.orders.save(tracked);
    else this.orders.remove(tracked);
  }

  /** Marks the order as rejected, forgets it, and throws what the caller is to get. */
  private reject(tracked: TrackedOrder, exception: OrderNotSubmittedException): never {
    this.orders.remove(tracked);
    tracked.order.apply({ status: OrderStatus.REJECTED, reason: failureReason(exception) });
    throw exception;
  }

  private assertAccepted(order: Order): void {
    if (order.status !== OrderStatus.REJECTED) return;
    throw new OrderNotSubmittedException(order.reason ?? 'the venue rejected the order');
  }

  /** An order of another process or an earlier day. */
  private adopt(order: Order): TrackedOrder {
    if (order.orderId === undefined && order.clientOrderId === undefined) {
      throw new OrderNotFoundException(`${order.toString()} was never submitted`);
    }
    order.bind(this.environment);
    this.submitted.add(order);
    const id = order.clientOrderId ?? order.orderId ?? '';
    return this.orders.add(order, id, this.environment.clock.now(), true);
  }

  private pollSoon(delayMs?: number): void {
    this.quiet = 0;
    this.pollIn(delayMs ?? this.pollDelay());
  }

  private pollDelay(): number {
    if (this.options.events?.isLive === true) return EVENTS_CHECK_MS;
    const every = milliseconds(this.options.pollEvery ?? '1s');
    return Math.min(every * 1.5 ** Math.min(this.quiet, 20), Math.max(every, SLOWEST_POLL_MS));
  }

  private pollIn(delayMs: number): void {
    this.poll?.cancel();
    if (!this.isRunning) return;
    this.poll = this.environment.clock.schedule(delayMs, () => void this.pollNow());
  }

  private async pollNow(): Promise<void> {
    if (this.isPolling) return;
    this.isPolling = true;
    this.quiet += 1;
    try {
      const followed = this.orders.all().filter(({ isKnown, order }) => isKnown && !this.placing.has(order));
      if (followed.length > 0) await this.ask(followed);
    } catch (error) {
      this.environment.logger.warn({ err: error }, 'open orders could not be polled; trying again');
    } finally {
      this.isPolling = false;
      if (this.orders.all().length > 0) this.pollIn(this.pollDelay());
    }
  }

  private async ask(followed: readonly TrackedOrder[]): Promise<void> {
    const told = new Set<TrackedOrder>();
    const reports = followed.length === 1 ? [] : ((await this.options.openOrders?.()) ?? []);
    for (const report of reports) {
      const tracked = this.orders.find(report);
      if (tracked === undefined || this.placing.has(tracked.order)) continue;
      told.add(tracked);
      await this.take(tracked, report);
    }
    for (const tracked of followed) {
      if (!this.isRunning) return;
      if (told.has(tracked) || !tracked.order.isOpen) continue;
      await this.lookUpOnce(tracked);
      this.giveUpOnLost(tracked);
    }
  }

  /** Venues forget orders that were cancelled long ago; an order that was never told of again is one of those. */
  private giveUpOnLost(tracked: TrackedOrder): void {
    const lostMs = this.environment.clock.now() - tracked.missedSince;
    if (tracked.missed < LOST_MISSES || lostMs < LOST_MS) return;
    this.environment.logger.error({ order: tracked.order }, 'the venue does not know the order any more');
    tracked.order.apply({ status: OrderStatus.CANCELLED, reason: 'the venue does not know it any more' });
    this.changed(tracked);
  }

  private logFailedLookUp(tracked: TrackedOrder, error: unknown): void {
    const kind = error instanceof VenueException ? error.kind : undefined;
    this.environment.logger.warn(
      { err: error, kind, order: tracked.order },
      'an order could not be looked up',
    );
  }
}

const NEVER_REACHED = 'never reached the venue';
const SURE_MISSES = 3;
const LOOK_UP_BACKOFF = { firstMs: 500, maxMs: 10_000 };
const AT_ONCE_MS = 100;
const SLOWEST_POLL_MS = 5_000;
/** Events are told, but may be lost on the way. */
const EVENTS_CHECK_MS = 30_000;
const LOST_MISSES = 5;
const LOST_MS = 60_000;

function invalid(field: string, message: string): InvalidOrderSubmissionException {
  return new InvalidOrderSubmissionException(field, message);
}

function unsettled(tracked: TrackedOrder, cause: unknown): ExchangeConnectionException {
  const message = `whether the venue has ${tracked.order.toString()} is not known yet; the next connect looks it up`;
  return new ExchangeConnectionException(message, { cause, retryable: true });
}
