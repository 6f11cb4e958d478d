import { sleep } from '../clock.js';
import { ZERO, type Decimal } from '../decimal.js';
import type { ExchangeEnvironment } from '../environment.js';
import { OrderStatus } from './order-constants.js';
import type { Fill, OrderReport } from './order-report.js';
import type { Order } from './order.js';
import type { TrackedOrder } from './tracked-orders.js';

/**
 * Applies reports to orders, one after the other for each order. Where a report tells of fills without
 * their fees, the fees are asked for first, so that whoever listens for COMPLETED finds them there.
 */
export class ReportIntake {
  private readonly environment: ExchangeEnvironment;
  private readonly askFills: ((order: Order) => Promise<readonly Fill[]>) | undefined;
  private readonly onChange: (tracked: TrackedOrder) => void;
  private readonly queues = new WeakMap<TrackedOrder, Promise<void>>();

  constructor(
    environment: ExchangeEnvironment,
    askFills: ((order: Order) => Promise<readonly Fill[]>) | undefined,
    onChange: (tracked: TrackedOrder) => void,
  ) {
    this.environment = environment;
    this.askFills = askFills;
    this.onChange = onChange;
  }

  /** At once, unless fees must be asked for, or are being asked for an earlier report. */
  take(tracked: TrackedOrder, report: OrderReport): Promise<void> {
    const queue = this.queues.get(tracked);
    if (queue === undefined && !this.lacksFees(tracked.order, report)) {
      this.apply(tracked, report);
      return Promise.resolve();
    }
    const done = (queue ?? Promise.resolve()).then(() => this.completeAndApply(tracked, report));
    this.queues.set(tracked, done);
    return done.finally(() => {
      if (this.queues.get(tracked) === done) this.queues.delete(tracked);
    });
  }

  private async completeAndApply(tracked: TrackedOrder, report: OrderReport): Promise<void> {
    const { order } = tracked;
    if (!this.lacksFees(order, report)) return this.apply(tracked, report);
    const { orderId } = report;
    // The fills are asked for by the venue's id.
    if (orderId !== undefined) order.apply({ orderId, status: order.status });
    const fills = await this.fillsOf(order, toldSize(order, report));
    this.apply(tracked, { ...report, fills: [...(report.fills ?? []), ...fills] });
  }

  private apply(tracked: TrackedOrder, report: OrderReport): void {
    if (tracked.order.apply(report)) this.onChange(tracked);
  }

  private lacksFees(order: Order, report: OrderReport): boolean {
    if (this.askFills === undefined || (report.fees?.size ?? 0) > 0) return false;
    return toldSize(order, report).greaterThan(chargedSize(order, report));
  }

  /** Fills can show up a little after the order's own filled size; after some asks what there is must do. */
  private async fillsOf(order: Order, filledSize: Decimal): Promise<readonly Fill[]> {
    let fills: readonly Fill[] = [];
    for (let attempt = 0; attempt < ASKS; attempt++) {
      if (attempt > 0) await sleep(this.environment.clock, WAIT_MS * attempt);
      try {
        fills = (await this.askFills?.(order)) ?? [];
        if (sumOf(fills).greaterThanOrEqualTo(filledSize)) return fills;
      } catch (error) {
        this.environment.logger.warn({ err: error, order }, 'the fills could not be asked');
      }
    }
    return fills;
  }
}

const ASKS = 6;
const WAIT_MS = 250;

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
