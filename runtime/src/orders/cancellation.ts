import { backoffDelay } from '../backoff.js';
import { sleep } from '../clock.js';
import type { ExchangeEnvironment } from '../environment.js';
import {
  AtsException,
  ExchangeConnectionException,
  NetworkException,
  OrderNotCancelledException,
  OrderNotFoundException,
  VenueException,
} from '../exceptions.js';
import type { OrderReport } from './order-report.js';
import type { Order } from './order.js';
import { failureReason, isOutcomeUnknown } from './submission-failure.js';
import { isOpenStatus } from './transitions.js';

export interface CancellationOptions {
  readonly environment: ExchangeEnvironment;
  readonly signal: AbortSignal;
  readonly lookUp: () => Promise<OrderReport | undefined>;
  readonly take: (report: OrderReport) => Promise<void>;
}

/** Cancels one order and finds out how it ended. Asking twice to cancel is harmless, so an unknown outcome is asked again. */
export class Cancellation {
  private readonly options: CancellationOptions;

  constructor(options: CancellationOptions) {
    this.options = options;
  }

  async run(order: Order, send: () => Promise<OrderReport | void>): Promise<void> {
    for (let attempt = 0; attempt < SENDS && order.isOpen; attempt++) {
      if (this.options.signal.aborted) throw this.options.signal.reason;
      const isSure = await this.ask(order, send);
      if (!order.isOpen) return;
      await this.waitForEnd(order, isSure ? CONFIRMING_MS : UNSURE_MS);
    }
    if (order.isOpen)
      throw new OrderNotCancelledException(`the venue has not confirmed the end of ${order.toString()}`);
  }

  /**
   * Learns how an order stands that is known by its client id alone: most venues cancel by their own.
   *
   * @throws OrderNotFoundException also where the connector cannot ask by the client id
   */
  async learn(order: Order): Promise<void> {
    const report = await this.lookUp(order);
    if (report === undefined) throw new OrderNotFoundException(`the venue does not know ${order.toString()}`);
    await this.options.take(report);
  }

  /** Returns whether the venue has taken the request for sure. */
  private async ask(order: Order, send: () => Promise<OrderReport | void>): Promise<boolean> {
    try {
      const report = await send();
      if (report !== undefined && !isOpenStatus(report.status)) await this.options.take(report);
      return true;
    } catch (error) {
      if (error instanceof VenueException && error.kind === 'order-not-found') {
        await this.assertKnown(order, error);
        return false;
      }
      if (!order.isOpen) return true;
      if (isOutcomeUnknown(error)) return false;
      throw error instanceof VenueException ? notCancelled(order, error) : error;
    }
  }

  /** The venue has no such open order: it has ended, or never was. */
  private async assertKnown(order: Order, cause: VenueException): Promise<void> {
    const report = await this.lookUp(order);
    if (report !== undefined) return this.options.take(report);
    if (order.isOpen)
      throw new OrderNotFoundException(`the venue does not know ${order.toString()}`, { cause });
  }

  private async waitForEnd(order: Order, patienceMs: number): Promise<void> {
    const { clock, random } = this.options.environment;
    const until = clock.now() + patienceMs;
    for (let attempt = 0; order.isOpen; attempt++) {
      const report = await this.lookUp(order);
      if (report !== undefined) await this.options.take(report);
      if (!order.isOpen || clock.now() >= until) return;
      await sleep(clock, backoffDelay(attempt, LOOK_UP_BACKOFF, random), this.options.signal);
    }
  }

  /** Insists for a while; the order's own polling goes on when this gives up. */
  private async lookUp(order: Order): Promise<OrderReport | undefined> {
    const { clock, random, logger } = this.options.environment;
    for (let attempt = 0; ; attempt++) {
      if (this.options.signal.aborted) throw this.options.signal.reason;
      try {
        return await this.options.lookUp();
      } catch (error) {
        if (!(error instanceof AtsException) || error instanceof OrderNotFoundException) throw error;
        if (this.options.signal.aborted) throw this.options.signal.reason;
        if (attempt >= LOOK_UPS) throw notKnown(order, error);
        logger.warn({ err: error, order }, 'an order could not be looked up');
        await sleep(clock, backoffDelay(attempt, LOOK_UP_BACKOFF, random), this.options.signal);
      }
    }
  }
}

const SENDS = 3;
const LOOK_UPS = 8;
const LOOK_UP_BACKOFF = { firstMs: 200, maxMs: 5_000 };
/** For a venue that has taken the request and cancels later. */
const CONFIRMING_MS = 10_000;
/** Before asking again whether the request got through. */
const UNSURE_MS = 1_000;

function notCancelled(order: Order, error: VenueException): OrderNotCancelledException {
  return new OrderNotCancelledException(`${order.toString()}: ${failureReason(error)}`, { cause: error });
}

function notKnown(order: Order, error: AtsException): ExchangeConnectionException {
  const message = `whether ${order.toString()} was cancelled is not known yet`;
  return new NetworkException(message, { cause: error, outcomeUnknown: true });
}
