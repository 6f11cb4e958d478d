import type { Auth } from '../../venues/index.js';
import type { KeyHolder } from './credentials.js';
import { hmacText } from './prove.js';
import { signedPayload, type PayloadValues } from './signed-payload.js';
import { signedInput } from './signed-request.js';
import type { WireReply, WireRequest } from './wire.js';

/** The answer with the venue's own signature, by which a client can tell that nobody else wrote it. */
export function signedAnswer(
  reply: WireReply,
  request: WireRequest,
  values: PayloadValues,
  auth: Auth | undefined,
  holder: KeyHolder | undefined,
): WireReply {
  if (auth === undefined || holder === undefined || !('answers' in auth.signature)) return reply;
  const { signature: recipe } = auth;
  const { answers } = recipe;
  if (answers === undefined) return reply;
  const { source } = signedInput(request, values, auth, []);
  const payload = signedPayload(answers.payload, (name) => {
    if (name === 'body') return reply.body;
    return name === 'content_type' ? reply.headers['content-type'] : source(name);
  });
  const signature = hmacText(payload, holder.credentials['api_secret'] ?? '', recipe);
  return { ...reply, headers: { ...reply.headers, [answers.header.toLowerCase()]: signature } };
}
