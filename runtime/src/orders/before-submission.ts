import type { Order } from './order.js';

/**
 * From when on the venue is asked for what became of an order, in Unix seconds: a minute before it was submitted, as
 * the venue's clock may be behind; 0 where it was placed elsewhere.
 */
export function beforeSubmission(order: Pick<Order, 'submittedAt'>): number {
  return order.submittedAt === undefined ? 0 : Math.floor(order.submittedAt / 1000) - MARGIN_SECONDS;
}

const MARGIN_SECONDS = 60;
