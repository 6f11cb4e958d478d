import { z } from 'zod';
import { payloadPartSchema } from './auth.js';
import { requestLineSchema } from './endpoints.js';
import { pathSchema, sampleFileSchema } from './primitives.js';
import { errorCaseNameSchema } from './refusals.js';
import { parametersSchema } from './values.js';

/** A message in which an answer's body stands, or a part of it, and the HTTP status. */
const shapeSchema = z.strictObject({
  sample: sampleFileSchema,
  body: pathSchema,
  part: pathSchema.optional(),
  status: pathSchema.optional(),
});

/**
 * Requests that the private socket takes too (any, where there is no private one): the same as over HTTP, each under a name of its own.
 * - `method`, `params`: where a message has the name and the parameters
 * - `methods`: name → the request line that does the same
 * - `refuses`: name → the case by which it is refused, whatever it says
 * - `auth`: what a signed one has among its parameters; `signs` what is signed; absent: both are as over HTTP
 * - `answer`: the message with an answer, `answers` that of some names, `refused` the one with a failure
 * - `echo`: what both repeat of the message
 * - `counts`: path → the header of `limits` with what is used
 */
export const socketRequestsSchema = z.strictObject({
  method: pathSchema,
  params: pathSchema,
  methods: z.record(z.string().min(1).max(60), requestLineSchema),
  refuses: z.record(z.string().min(1).max(60), errorCaseNameSchema).optional(),
  auth: parametersSchema.optional(),
  signs: z.array(payloadPartSchema).min(1).optional(),
  answer: shapeSchema,
  answers: z.record(z.string().min(1).max(60), shapeSchema).optional(),
  refused: shapeSchema,
  echo: z.record(pathSchema, pathSchema).optional(),
  counts: z.record(pathSchema, z.string().max(60)).optional(),
});

export type SocketRequestsDescription = z.infer<typeof socketRequestsSchema>;
