import type { Endpoint } from './schema/endpoints.js';
import type { StreamTokenDescription } from './schema/stream-token.js';
import type { VenueDescription } from './schema/venue.js';

/** The endpoint that gives a stream's token: the private stream's own, where it has one. */
export function streamTokenEndpoint(
  { endpoints }: VenueDescription,
  stream: 'candles' | 'orders',
): Endpoint | undefined {
  return (stream === 'orders' ? endpoints.private_stream_token : undefined) ?? endpoints.stream_token;
}

/** How the private stream's token lives: a connector's, or one that only other clients ask for. */
export function privateStreamToken({
  streams,
  serves_streams: served,
}: VenueDescription): StreamTokenDescription | undefined {
  return streams.orders?.token ?? served.find(({ token }) => token !== undefined)?.token;
}

/** What is described of the private stream's token where it is renewed; undefined where each connection asks anew. */
export function renewedStreamToken({
  streams,
}: VenueDescription): (StreamTokenDescription & { readonly renew_every: string }) | undefined {
  const { token } = streams.orders ?? {};
  const { renew_every: every } = token ?? {};
  return token === undefined || every === undefined ? undefined : { ...token, renew_every: every };
}
