import { z } from 'zod';
import { matchSchema } from './match.js';
import { pathSchema, sampleFileSchema } from './primitives.js';
import { errorCaseNameSchema } from './refusals.js';

const echoSchema = z.record(pathSchema, pathSchema);

/** A frame that confirms; `echo` lists the paths copied from the client's message. */
export const confirmationSchema = z.strictObject({
  match: matchSchema,
  sample: sampleFileSchema,
  echo: echoSchema.optional(),
});

/**
 * A frame that refuses, and where its words stand.
 * - `cases`: the stream's own codes and words, where they are not those of requests; `{asked}` is what was asked for, and
 *   `{request}` the whole message
 * - `asked`: where a client's message says what it asks for (`args[0]`)
 */
export const refusalSchema = z.strictObject({
  match: matchSchema,
  message: pathSchema,
  sample: sampleFileSchema,
  echo: echoSchema.optional(),
  cases: z
    .partialRecord(
      errorCaseNameSchema,
      z.strictObject({ code: z.union([z.string(), z.number()]).optional(), message: z.string().max(300) }),
    )
    .optional(),
  asked: pathSchema.optional(),
});
