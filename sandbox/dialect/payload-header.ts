import type { Auth } from '../../venues/index.js';
import { headerOf, type WireRequest } from './wire.js';

/** The request with its parameters in the body, where the venue has them in a header. */
export function withPayload(request: WireRequest, auth: Auth | undefined): WireRequest {
  const header = auth?.place.payload_header;
  const payload = header === undefined ? undefined : headerOf(request, header.toLowerCase());
  if (payload === undefined) return request;
  const body = Buffer.from(payload, 'base64');
  return { ...request, body, text: body.toString('utf8') };
}
