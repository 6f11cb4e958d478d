import { z } from 'zod';
import { payloadPartSchema } from './auth.js';
import { requestLineSchema } from './endpoints.js';
import { pathSchema, sampleFileSchema } from './primitives.js';
import { errorCaseNameSchema } from './refusals.js';
import { parametersSchema } from './values.js';

/**
 * Requests that the private socket takes too: the same as over HTTP, each under a name of its own.
 * - `method`, `params`: where a message has the name and the parameters
 * - `methods`: name → the request line that does the same
 * - `refuses`: name → the case by which it is refused, whatever it says
 * - `auth`: what a signed one has among its parameters; `signs` what is signed
 * - `answer`: the message, where the answer's body stands in it, and where the HTTP status; `refused` the same of failures
 * - `echo`: what both repeat of the message
 * - `counts`: path → the header of `limits` with what is used
 */
export const socketRequestsSchema = z.strictObject({
  method: pathSchema,
  params: pathSchema,
  methods: z.record(z.string().min(1).max(60), requestLineSchema),
  refuses: z.record(z.string().min(1).max(60), errorCaseNameSchema).optional(),
  auth: parametersSchema,
  signs: z.array(payloadPartSchema).min(1),
  answer: z.strictObject({ sample: sampleFileSchema, body: pathSchema, status: pathSchema.optional() }),
  refused: z.strictObject({ sample: sampleFileSchema, body: pathSchema, status: pathSchema.optional() }),
  echo: z.record(pathSchema, pathSchema).optional(),
  counts: z.record(pathSchema, z.string().max(60)).optional(),
});

export type SocketRequestsDescription = z.infer<typeof socketRequestsSchema>;
