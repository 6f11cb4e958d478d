import type { OrdersDescription } from '../../venues/index.js';
import type { Asked } from './asked.js';
import { says } from './request-rules.js';

/** The order as post-only where a flag of its own makes it so. */
export function withPostOnly(
  asked: Asked,
  given: Readonly<Record<string, unknown>>,
  orders: OrdersDescription | undefined,
): Asked {
  const rule = orders?.post_only_when;
  if (rule === undefined || asked.type !== 'LIMIT' || !says(rule, given)) return asked;
  return { ...asked, timeInForce: 'POST_ONLY' };
}
