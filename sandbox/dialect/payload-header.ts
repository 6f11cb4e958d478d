import type { Auth } from '../../venues/index.js';
import type { WireRequest } from './wire.js';

/** The request with its parameters in the body, where the venue has them in a header. */
export function withPayload(request: WireRequest, auth: Auth | undefined): WireRequest {
  const header = auth?.place.payload_header;
  const payload = header === undefined ? undefined : request.headers.get(header.toLowerCase());
  return payload === undefined ? request : { ...request, body: Buffer.from(payload, 'base64') };
}
