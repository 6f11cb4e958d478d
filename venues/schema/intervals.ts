import { z } from 'zod';
import { INTERVAL_SECONDS, type IntervalName } from '../words.js';

// Zod wants the list of names as a tuple.
const INTERVAL_NAMES = Object.keys(INTERVAL_SECONDS) as [IntervalName, ...IntervalName[]];

export const intervalNameSchema = z.enum(INTERVAL_NAMES);

/** Our intervals in a venue's spelling. */
export const intervalsSchema = z.partialRecord(intervalNameSchema, z.union([z.string(), z.number()]));

export type Intervals = z.infer<typeof intervalsSchema>;
