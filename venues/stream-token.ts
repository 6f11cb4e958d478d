import type { Endpoint } from './schema/endpoints.js';
import type { VenueDescription } from './schema/venue.js';

/** The endpoint that gives a stream's token: the private stream's own, where it has one. */
export function streamTokenEndpoint(
  { endpoints }: VenueDescription,
  stream: 'candles' | 'orders',
): Endpoint | undefined {
  return (stream === 'orders' ? endpoints.private_stream_token : undefined) ?? endpoints.stream_token;
}
