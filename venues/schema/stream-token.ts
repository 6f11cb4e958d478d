import { z } from 'zod';
import { matchSchema } from './match.js';
import { durationSchema, sampleFileSchema } from './primitives.js';

/**
 * How long a stream's token (a listen key) lives, and what keeps it alive. Its requests are endpoints of their own:
 * `stream_token` or `private_stream_token` gives it, `renew_stream_token` extends it, `release_stream_token` ends it.
 */
export const streamTokenSchema = z.strictObject({
  /** Counted from the request that gave it, and anew from each renewal. */
  lifetime: durationSchema,
  /** How often it is renewed; absent where nothing renews it: then each connection asks for a new one. */
  renew_every: durationSchema.optional(),
  /** Whoever asks again while it is valid is given a new one (the default), or the `same`, which lives on from then. */
  asked_again: z.enum(['new', 'same']).optional(),
  /** The frame by which the venue says that it has expired. */
  expired: z.strictObject({ match: matchSchema, sample: sampleFileSchema }).optional(),
  /**
   * What becomes of a connection whose token has expired: it is `closed` (the default), goes `silent` while it stays
   * open, or `stays` as it is, where the token is needed to connect only and then lives as long as the connection.
   */
  at_expiry: z.enum(['closed', 'silent', 'stays']).optional(),
});

export type StreamTokenDescription = z.infer<typeof streamTokenSchema>;
