import { OrderNotFoundException } from '../exceptions.js';

/**
 * An order's id for a request that would mean something else without one.
 *
 * @throws OrderNotFoundException where the order has none (yet)
 */
export function knownId(id: string | undefined): string {
  if (id === undefined) throw new OrderNotFoundException('the venue has given the order no id');
  return id;
}
