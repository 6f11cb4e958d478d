/** The start of the interval that holds `second` (Unix seconds). Weeks begin on Monday, all else counts from the epoch. */
export function bucketStart(second: number, interval: number): number {
  const origin = interval === WEEK ? FIRST_MONDAY : 0;
  return Math.floor((second - origin) / interval) * interval + origin;
}

const DAY = 86_400;
const WEEK = 7 * DAY;
/** 1970-01-01 was a Thursday. */
const FIRST_MONDAY = 4 * DAY;
