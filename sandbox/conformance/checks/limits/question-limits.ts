import type { LoggedRequest } from '../../../dialect/request-log.js';
import { OVER_LIMIT } from '../../../dialect/rate-limits.js';
import { countsRequests, type VenueDescription } from '../../../../venues/index.js';

/** The limits that count the question for the balances. */
export function questionLimits({ limits, endpoints }: VenueDescription): VenueDescription['limits'] {
  const kind = endpoints.balances?.signed === true ? 'private' : 'public';
  return limits.filter((limit) => countsRequests(limit, kind));
}

/** The narrowest of them; `Infinity` where there is none. */
export function questionCapacity(venue: VenueDescription): number {
  return Math.min(Infinity, ...questionLimits(venue).map(({ capacity }) => capacity));
}

/** How many were refused for a limit, by whatever status and code the venue has for it. */
export function refusedForLimits(requests: readonly LoggedRequest[]): number {
  return requests.filter(({ detail }) => detail === OVER_LIMIT).length;
}
