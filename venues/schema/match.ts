import { z } from 'zod';
import { pathSchema, templateSchema } from './primitives.js';

/**
 * Paths and what must stand there, which tells the frames that are meant: a text (a template), one of several, or any
 * value of a kind (`{ is: list }`).
 */
export const matchSchema = z.record(
  pathSchema,
  z.union([
    templateSchema,
    z.boolean(),
    z.null(),
    z.array(z.string().max(100)).min(2),
    z.strictObject({ is: z.enum(['text', 'number', 'list', 'object']) }),
  ]),
);

export type Match = z.infer<typeof matchSchema>;
