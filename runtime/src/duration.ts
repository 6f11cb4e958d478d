/** Milliseconds, or text with a unit: `500ms`, `20s`, `1m`, `2h`, `1d`. */
export type Duration = number | string;

/** Milliseconds of a duration. Throws a RangeError on text it cannot read: durations stand in code, not in data. */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit];
  if (amount === undefined || factor === undefined)
    throw new RangeError(`"${duration}" is no duration like 20s`);
  return Number(amount) * factor;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
