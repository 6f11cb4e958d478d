import type { VenueDescription } from './schema/venue.js';

type Limit = VenueDescription['limits'][number];
type RequestKind = 'orders' | 'private' | 'public';

/** Whether a limit counts requests of that kind: what changes orders, what else is signed, what is not. */
export function countsRequests({ counts }: Limit, kind: RequestKind): boolean {
  return counts === 'weight' || [counts].flat().includes(kind);
}
