import { milliseconds } from 'ats-runtime';
import type { EndpointName, VenueDescription } from '../../venues/index.js';
import { renewedStreamToken } from '../../venues/stream-token.js';
import { toOrderEvents } from './applies.js';
import type { Session } from './session.js';

/** The private stream's token lives for a time, and is renewed. */
export function toRenewedTokens(venue: VenueDescription): true | string {
  const events = toOrderEvents(venue);
  if (events !== true) return events;
  return renewedStreamToken(venue) !== undefined || 'no token of a stream is renewed';
}

/** The venue takes a stream's token back. */
export function toReleasedTokens(venue: VenueDescription): true | string {
  const renewed = toRenewedTokens(venue);
  if (renewed !== true) return renewed;
  return venue.endpoints.release_stream_token !== undefined || 'the venue takes no token back';
}

/** How long the token lives and how often it is renewed, ms. */
export function tokenTimes(session: Session): { readonly lifetime: number; readonly every: number } {
  const token = renewedStreamToken(session.sandbox.venue.description);
  if (token === undefined) throw new Error('this venue renews no token');
  return { lifetime: milliseconds(token.lifetime), every: milliseconds(token.renew_every) };
}

/** How often the venue was asked for the private stream's token. */
export function tokensAsked(session: Session): number {
  const { endpoints } = session.sandbox.venue.description;
  const own: EndpointName =
    endpoints.private_stream_token === undefined ? 'stream_token' : 'private_stream_token';
  return session.requestCount(own);
}

/** The connections on which the venue tells of orders, by number. */
export function orderStreams(session: Session): readonly number[] {
  return session.sandbox
    .connections()
    .filter(({ subscriptions }) => subscriptions.includes('orders'))
    .map(({ id }) => id);
}
