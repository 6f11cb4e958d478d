import { z } from 'zod';
import { pathSchema, templateSchema } from './primitives.js';

/** Paths and the text that must stand there (a template): which frames are meant. */
export const matchSchema = z.record(pathSchema, z.union([templateSchema, z.boolean(), z.null()]));

export type Match = z.infer<typeof matchSchema>;
