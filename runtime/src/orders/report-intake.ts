import { backoffDelay } from '../backoff.js';
import { sleep } from '../clock.js';
import { ZERO, type Decimal } from '../decimal.js';
import type { ExchangeEnvironment } from '../environment.js';
import { OrderStatus } from './order-constants.js';
import type { Fill, OrderReport } from './order-report.js';
import type { Order } from './order.js';
import type { TrackedOrder } from './tracked-orders.js';

export interface ReportIntakeOptions {
  readonly environment: ExchangeEnvironment;
  /** All fills of an order so far with their fees, where its own reports have no fees. */
  readonly fills?: ((order: Order) => Promise<readonly Fill[]>) | undefined;
  /** Ends all asking. */
  readonly signal: () => AbortSignal;
  readonly onChange: (tracked: TrackedOrder) => void;
}

/**
 * Applies reports to orders, one after the other for each order. Where a report tells of fills without
 * their fees, the fees are asked for first, so that whoever listens for COMPLETED finds them there. An order that
 * ended while its fills could not be had gets them later: they are asked for until they are all there.
 */
export class ReportIntake {
  private readonly options: ReportIntakeOptions;
  private readonly queues = new Map<TrackedOrder, Promise<void>>();
  private readonly askedLater = new Set<Order>();

  constructor(options: ReportIntakeOptions) {
    this.options = options;
  }

  /** Resolves when no report is on its way to its order. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.queues.values());
  }

  /** At once, unless fees must be asked for, or are being asked for an earlier report. */
  take(tracked: TrackedOrder, report: OrderReport): Promise<void> {
    const queue = this.queues.get(tracked);
    if (queue === undefined && !this.lacksFees(tracked.order, report)) {
      this.apply(tracked, report);
      return Promise.resolve();
    }
    const done = (queue ?? Promise.resolve())
      .then(() => this.completeAndApply(tracked, report))
      .finally(() => {
        if (this.queues.get(tracked) === done) this.queues.delete(tracked);
      });
    this.queues.set(tracked, done);
    return done;
  }

  private async completeAndApply(tracked: TrackedOrder, report: OrderReport): Promise<void> {
    const { order } = tracked;
    if (!this.lacksFees(order, report)) return this.apply(tracked, report);
    // The fills are asked for by the venue's id.
    const { orderId } = report;
    if (orderId !== undefined) this.apply(tracked, { orderId, status: order.status });
    const signal = this.options.signal();
    const filledSize = toldSize(order, report);
    const fills = await this.fillsOf(order, filledSize, signal);
    // Left as it is, and in the state: the next start finds out how it stands, fees included.
    if (signal.aborted) return;
    this.apply(tracked, { ...report, fills: [...(report.fills ?? []), ...fills] });
    if (!order.isOpen && sumOf(fills).lessThan(filledSize)) this.askLater(order, signal);
  }

  private apply(tracked: TrackedOrder, report: OrderReport): void {
    if (tracked.order.apply(report)) this.options.onChange(tracked);
  }

  private lacksFees(order: Order, report: OrderReport): boolean {
    if (this.options.fills === undefined || (report.fees?.size ?? 0) > 0) return false;
    return toldSize(order, report).greaterThan(chargedSize(order, report));
  }

  /** Fills can show up a little after the order's own filled size; after some asks what there is must do. */
  private async fillsOf(order: Order, filledSize: Decimal, signal: AbortSignal): Promise<readonly Fill[]> {
    let fills: readonly Fill[] = [];
    for (let attempt = 0; attempt < ASKS && !signal.aborted; attempt++) {
      if (attempt > 0) await pause(this.options.environment, WAIT_MS * attempt, signal);
      fills = (await this.ask(order, signal)) ?? fills;
      if (sumOf(fills).greaterThanOrEqualTo(filledSize)) return fills;
    }
    return fills;
  }

  private askLater(order: Order, signal: AbortSignal): void {
    if (signal.aborted || this.askedLater.has(order)) return;
    this.askedLater.add(order);
    const { logger } = this.options.environment;
    logger.warn({ order }, 'the fills of an order that has ended are not all known yet; asking on');
    void this.askOn(order, signal).finally(() => this.askedLater.delete(order));
  }

  private async askOn(order: Order, signal: AbortSignal): Promise<void> {
    const { environment } = this.options;
    for (let attempt = 0; ; attempt++) {
      await pause(environment, backoffDelay(attempt, LATE_BACKOFF, environment.random), signal);
      if (signal.aborted) return;
      const fills = await this.ask(order, signal);
      if (fills === undefined) continue;
      order.apply({ status: order.status, fills });
      if (sumOf(fills).greaterThanOrEqualTo(order.filledSize)) return;
    }
  }

  /** Undefined where they could not be had. */
  private async ask(order: Order, signal: AbortSignal): Promise<readonly Fill[] | undefined> {
    const { fills, environment } = this.options;
    if (fills === undefined || signal.aborted) return undefined;
    try {
      return await orAborted(fills(order), signal);
    } catch (error) {
      if (!signal.aborted) environment.logger.warn({ err: error, order }, 'the fills could not be asked');
      return undefined;
    }
  }
}

const ASKS = 6;
const WAIT_MS = 250;
const LATE_BACKOFF = { firstMs: 2_000, maxMs: 600_000 };

/** Shorter where the signal ends it. */
function pause({ clock }: ExchangeEnvironment, ms: number, signal: AbortSignal): Promise<void> {
  return sleep(clock, ms, signal).catch(() => undefined);
}

/** What the work gives; undefined where the signal comes first. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(undefined);
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function toldSize(order: Order, report: OrderReport): Decimal {
  return report.filledSize ?? (report.status === OrderStatus.COMPLETED ? order.size : ZERO);
}

/** How much of the order is known with its fees, once the report's own fills are counted in. */
function chargedSize(order: Order, report: OrderReport): Decimal {
  const known = new Set(order.fills.map((fill) => fill.id));
  const told = (report.fills ?? []).filter((fill) => fill.id === undefined || !known.has(fill.id));
  return sumOf([...order.fills, ...told].filter((fill) => fill.fee !== undefined));
}

function sumOf(fills: readonly Fill[]): Decimal {
  return fills.reduce((sum, fill) => sum.plus(fill.size), ZERO);
}
