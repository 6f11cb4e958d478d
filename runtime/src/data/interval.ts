/** Seconds of a candle interval as ATS spells it: `1s`, `1m`, `4h`, `1d`, `1w`. Throws a RangeError on any other text. */
export function intervalSeconds(interval: string): number {
  const [, count, unit] = /^([1-9]\d{0,3})([smhdw])$/.exec(interval) ?? [];
  const seconds = unit === undefined ? undefined : UNIT_SECONDS[unit];
  if (count === undefined || seconds === undefined)
    throw new RangeError(`"${interval}" is no candle interval like 1m`);
  return Number(count) * seconds;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Weeks open on Mondays; 1970-01-01 was a Thursday. */
const WEEK = 604_800;
const FIRST_MONDAY = 4 * 86_400;

/** The start of the interval that holds the time; both in Unix seconds. */
export function intervalStart(time: number, seconds: number): number {
  const offset = seconds % WEEK === 0 ? FIRST_MONDAY : 0;
  return Math.floor((time - offset) / seconds) * seconds + offset;
}
