import { admit, reject } from './admission.js';
import type { OrderRecord } from './order-record.js';
import type { Settlement } from './settlement.js';
import type { AmendRequest, Rejection } from './types.js';

/**
 * Gives an open limit order another size or price, if it can have it: it is off the book afterwards, and its money is
 * locked anew. `undefined` where that is done.
 */
export function amend(
  order: OrderRecord,
  { size, price }: AmendRequest,
  settlement: Settlement,
  crosses: (order: OrderRecord) => boolean,
): Rejection | undefined {
  const { market, side, timeInForce } = order;
  if (order.limit === undefined) return reject('bad-parameter', 'only a limit order can be amended');
  const terms = admit(market, {
    symbol: order.symbol,
    side,
    type: 'LIMIT',
    timeInForce,
    size: size ?? order.size.toFixed(),
    price: price ?? order.price?.toFixed() ?? '',
  });
  if ('rejected' in terms) return terms;
  const filled = order.sizeUnits - order.remaining;
  if (terms.size <= filled) return reject('bad-parameter', 'more than that is filled');
  const before = { sizeUnits: order.sizeUnits, limit: order.limit, remaining: order.remaining };
  Object.assign(order, { sizeUnits: terms.size, limit: terms.limit, remaining: terms.size - filled });
  const needed = settlement.lockFor(order);
  const wrong = crosses(order)
    ? reject('would-cross', 'the post-only order would trade at once')
    : needed > order.pays.free + order.lock
      ? reject('insufficient-balance', `not enough ${order.pays.asset.name} free`)
      : undefined;
  const { sizeUnits, limit, remaining } = order;
  // It leaves the book as it stood there.
  Object.assign(order, before);
  if (wrong !== undefined) return wrong;
  market.ownSide(side).remove(order);
  settlement.unlock(order);
  Object.assign(order, { sizeUnits, limit, remaining });
  settlement.lock(order, needed);
  return undefined;
}
