import type { OrderReport } from './order-report.js';
import type { Order } from './order.js';

const MOST = 1_000;

/** Reports that came before the id they carry was known to be ours. */
export class EarlyReports {
  private reports: OrderReport[] = [];

  keep(report: OrderReport): void {
    this.reports.push(report);
    if (this.reports.length > MOST) this.reports.shift();
  }

  /** Takes out what was told of the order, in the order it was told. */
  of(order: Order): OrderReport[] {
    if (this.reports.length === 0 || order.orderId === undefined) return [];
    const own = this.reports.filter((report) => report.orderId === order.orderId);
    if (own.length > 0) this.reports = this.reports.filter((report) => report.orderId !== order.orderId);
    return own;
  }
}
