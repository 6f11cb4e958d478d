import { z } from 'zod';
import { matchSchema } from './match.js';
import { pathSchema, sampleFileSchema } from './primitives.js';

const echoSchema = z.record(pathSchema, pathSchema);

/** A frame that confirms; `echo` lists the paths copied from the client's message. */
export const confirmationSchema = z.strictObject({
  match: matchSchema,
  sample: sampleFileSchema,
  echo: echoSchema.optional(),
});

/** A frame that refuses, and where its words stand. */
export const refusalSchema = z.strictObject({
  match: matchSchema,
  message: pathSchema,
  sample: sampleFileSchema,
  echo: echoSchema.optional(),
});
