import { z } from 'zod';
import { ERROR_KINDS, type ErrorCase } from '../words.js';
import { pathSchema, sampleFileSchema } from './primitives.js';

// The kinds are the one list of names; zod wants it as a tuple.
const ERROR_CASES = Object.keys(ERROR_KINDS) as [ErrorCase, ...ErrorCase[]];

export const errorCaseNameSchema = z.enum(ERROR_CASES);

/**
 * Path → what a refusal repeats there: a parameter of the request as it was `sent` (a text is empty, anything else left
 * out, where none was), or the `time` of the refusal.
 */
export const repeatsSchema = z.record(
  pathSchema,
  z.union([z.literal('time'), z.strictObject({ sent: pathSchema })]),
);

export type Repeats = z.infer<typeof repeatsSchema>;

/** Path → text: what stands in an answer besides its rows. */
const textsSchema = z.record(pathSchema, z.string());

/**
 * How a request of several tells of those that failed; the others are done all the same. `left_out`: nothing tells of
 * them, unless all did.
 * - `sample`: an answer with a failed row, the first of the list at `items`
 * - `items`: where failed rows stand; absent: among the others, in the order of the request
 * - `code`, `message`: where a row has the venue's code and words
 * - `repeats`: what a row repeats of its request
 * - `some`, `all`: what the answer says where some failed, or all
 * - `outcomes`: a further list, which has a code and a message for each request, the successful ones among them
 */
export const failedRowsSchema = z.union([
  z.literal('left_out'),
  z.strictObject({
    sample: sampleFileSchema,
    items: pathSchema.optional(),
    code: pathSchema.optional(),
    message: pathSchema.optional(),
    repeats: repeatsSchema.optional(),
    some: textsSchema.optional(),
    all: textsSchema.optional(),
    outcomes: z.strictObject({ items: pathSchema, code: pathSchema, message: pathSchema }).optional(),
  }),
]);

export type FailedRows = Exclude<z.infer<typeof failedRowsSchema>, 'left_out'>;
