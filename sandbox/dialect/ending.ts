import type { Endings } from '../../venues/index.js';
import { BY_ACCOUNT, SELF_TRADE } from '../engine/matcher.js';
import type { EngineOrder, EngineOrderStatus } from '../engine/types.js';

/** Why an order that has this status ended before it was filled; `undefined`: it did not. */
export function endingOf(order: EngineOrder, status: EngineOrderStatus): keyof Endings | undefined {
  if (status === 'CANCELLED') return order.cancelReason === BY_ACCOUNT ? 'by_account' : 'by_venue';
  if (status !== 'EXPIRED') return undefined;
  if (order.cancelReason === SELF_TRADE) return 'self_trade';
  if (order.timeInForce === 'POST_ONLY') return 'would_cross';
  return order.timeInForce === 'FOK' ? 'not_fillable' : 'unfilled';
}

/** The venue's word for it; `none` where it has none. */
export function endingWord(
  ending: string,
  words: Endings = {},
  none: string | number | null = '',
): string | number | null {
  return new Map(Object.entries(words)).get(ending) ?? none;
}
