import type { Decimal } from '../decimal.js';
import { MalformedAnswerException } from '../exceptions.js';

/**
 * All fees of an order that are taken in one asset, for its report: none where the venue tells no amount or zero.
 *
 * @throws MalformedAnswerException where there is a fee, but nothing tells its asset
 */
export function feesIn(asset: string | undefined, amount: Decimal | undefined): ReadonlyMap<string, Decimal> {
  if (amount === undefined || amount.isZero()) return new Map();
  if (asset === undefined) throw new MalformedAnswerException('an order has a fee, but no asset of it');
  return new Map([[asset, amount]]);
}
