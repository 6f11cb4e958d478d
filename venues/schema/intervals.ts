import { z } from 'zod';

/** Our interval names, with their length in seconds. */
export const INTERVAL_SECONDS = {
  '1s': 1,
  '1m': 60,
  '3m': 180,
  '5m': 300,
  '15m': 900,
  '30m': 1800,
  '1h': 3600,
  '2h': 7200,
  '4h': 14_400,
  '6h': 21_600,
  '8h': 28_800,
  '12h': 43_200,
  '1d': 86_400,
  '1w': 604_800,
} as const;

export type IntervalName = keyof typeof INTERVAL_SECONDS;

// The names above are the one list; zod wants it as a tuple.
const INTERVAL_NAMES = Object.keys(INTERVAL_SECONDS) as [IntervalName, ...IntervalName[]];

/** Our intervals in a venue's spelling. */
export const intervalsSchema = z.partialRecord(z.enum(INTERVAL_NAMES), z.union([z.string(), z.number()]));

export type Intervals = z.infer<typeof intervalsSchema>;
