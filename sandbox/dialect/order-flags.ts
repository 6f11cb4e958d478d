import type { OrdersDescription } from '../../venues/index.js';
import type { TimeInForce } from '../engine/types.js';
import type { Asked } from './asked.js';
import { says } from './request-rules.js';

type Given = Readonly<Record<string, unknown>>;

/** The order with what parameters of their own make it: post-only, immediate or cancel, no order at all. */
export function withFlags(asked: Asked, given: Given, orders: OrdersDescription | undefined): Asked {
  const timeInForce = asked.type === 'LIMIT' ? flaggedTimeInForce(given, orders) : undefined;
  const rule = orders?.dry_run_when;
  const isDryRun = rule !== undefined && says(rule, given);
  const isFeeInBase = orders?.fee_in_base_when !== undefined && says(orders.fee_in_base_when, given);
  if (timeInForce === undefined && !isDryRun && !isFeeInBase) return asked;
  return {
    ...asked,
    ...(isFeeInBase ? { feeIn: 'base' } : {}),
    ...(timeInForce === undefined ? {} : { timeInForce }),
    ...(isDryRun ? { isDryRun } : {}),
  };
}

function flaggedTimeInForce(given: Given, orders: OrdersDescription | undefined): TimeInForce | undefined {
  const { ioc, fok } = orders?.time_in_force_when ?? {};
  const rules = [
    [orders?.post_only_when, 'POST_ONLY'],
    [ioc, 'IOC'],
    [fok, 'FOK'],
  ] as const;
  return rules.find(([rule]) => rule !== undefined && says(rule, given))?.[1];
}
