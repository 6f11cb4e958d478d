import type { FaultPlan, FaultRule, HttpFault, OrderEventsRule, StreamFault } from '../../sandbox/index.js';

/**
 * Puts faults of every kind in force: of all requests, of all frames of each stream and of all order events a share of
 * about `share` (0 to 1) is struck, each kind as often as the others.
 */
export function addFaults(plan: FaultPlan, share: number): void {
  if (share <= 0) return;
  addEach(
    plan,
    share,
    REQUEST_FAULTS.map(([phase, fault]) => ({ endpoint: '*', phase, fault })),
  );
  for (const stream of ['candles', 'orders'] as const) {
    addEach(
      plan,
      share,
      FRAME_FAULTS.map((fault) => ({ stream, fault })),
    );
  }
  addEach(
    plan,
    share,
    EVENT_FAULTS.map((orderEvents) => ({ orderEvents })),
  );
  plan.add({ keepAlive: 'lost', probability: share });
}

/** How often each kind has struck. */
export function struckByKind(plan: FaultPlan): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of plan.log) {
    const kind = nameOf(rule);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function addEach(plan: FaultPlan, share: number, rules: readonly FaultRule[]): void {
  for (const rule of rules) plan.add({ ...rule, probability: share / rules.length });
}

function nameOf(rule: FaultRule): string {
  if ('orderEvents' in rule) return `events ${rule.orderEvents}`;
  if ('keepAlive' in rule) return `keep-alive ${rule.keepAlive}`;
  if ('stream' in rule) return `${rule.stream} ${rule.fault.kind}`;
  return `${rule.fault.kind} ${rule.phase ?? 'before'}`;
}

/**
 * What a venue, or the line to it, does. A refusal is only ever told of a request that was not processed: a venue that
 * says no to an order and takes it all the same cannot be seen through by anyone.
 */
const REQUEST_FAULTS: readonly (readonly ['before' | 'after', HttpFault])[] = [
  ['before', { kind: 'delay', ms: 3_000 }],
  // Longer than the client waits: such a request arrives when nobody expects it any more.
  ['before', { kind: 'delay', ms: 13_000 }],
  ['after', { kind: 'delay', ms: 13_000 }],
  ['before', { kind: 'jitter', ms: 4_000 }],
  ['after', { kind: 'jitter', ms: 4_000 }],
  ['before', { kind: 'status', status: 500 }],
  ['after', { kind: 'status', status: 500 }],
  ['after', { kind: 'status', status: 504 }],
  ['before', { kind: 'rate_limit', retryAfter: 2 }],
  ['before', { kind: 'maintenance' }],
  ['before', { kind: 'reset' }],
  ['after', { kind: 'reset' }],
  ['before', { kind: 'drop_answer' }],
  ['after', { kind: 'drop_answer' }],
  ['before', { kind: 'html' }],
  ['after', { kind: 'html' }],
  ['after', { kind: 'empty' }],
  ['after', { kind: 'truncated' }],
  ['after', { kind: 'oversized', bytes: 9 * 2 ** 20 }],
  ['after', { kind: 'content_type' }],
  ['before', { kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' }],
  ['after', { kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere' }],
  ['after', { kind: 'slow_drip', bytes: 40, everyMs: 1_000 }],
];

const FRAME_FAULTS: readonly StreamFault[] = [
  { kind: 'cut' },
  { kind: 'silent' },
  { kind: 'malformed' },
  { kind: 'malformed', lost: true },
  { kind: 'duplicate' },
  { kind: 'reorder' },
  { kind: 'frame_delay', ms: 2_500 },
  { kind: 'lost' },
];

const EVENT_FAULTS: readonly OrderEventsRule['orderEvents'][] = [
  'before_answer',
  'twice',
  'lost',
  'fill_before_cancel',
];
