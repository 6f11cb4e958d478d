/** A decimal number with or without an exponent; NaN for all else, also for what `Number` takes besides (`0x10`, ''). */
export function numberFromText(text: string): number {
  return NUMBER.test(text) ? Number(text) : NaN;
}

/**
 * Unix seconds of a time given as a number. Its unit shows in its magnitude: seconds below 1e11 (the year
 * 5138), milliseconds below 1e14, microseconds below 1e17, else nanoseconds. NaN stays NaN.
 */
export function secondsFromNumber(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude < 1e11) return Math.floor(value);
  if (magnitude < 1e14) return Math.floor(value / 1e3);
  return Math.floor(magnitude < 1e17 ? value / 1e6 : value / 1e9);
}

/** Unix seconds of an ISO 8601 time (a date alone is its midnight; no offset is UTC) or number; NaN for all else. */
export function secondsFromText(text: string): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0', offset = 'Z'] =
    ISO_TIME.exec(text) ?? [];
  if (year === undefined) return secondsFromNumber(numberFromText(text));
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
  const date = startOfDay(Number(year), Number(month), Number(day));
  return date + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - secondsEast(offset);
}

/** Unix seconds of midnight UTC; NaN where the calendar has no such day. */
export function startOfDay(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / 1000 : NaN;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const ISO_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** Of `Z`, `+02`, `+0200` or `+02:00`. */
function secondsEast(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', ''));
  return offset.startsWith('-') ? -minutes * 60 : minutes * 60;
}
