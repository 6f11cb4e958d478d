/** A Retry-After header (RFC 9110, 10.2.3: seconds or a date) in milliseconds; undefined where it cannot be read. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (SECONDS.test(text)) return finite(Number(text) * 1000);
  if (!DATE.test(text)) return undefined;
  const date = finite(Date.parse(text.endsWith('GMT') ? text : `${text} GMT`));
  return date === undefined ? undefined : Math.max(0, date - nowMs);
}

const SECONDS = /^\d+(\.\d+)?$/;
/** The date of HTTP and its two obsolete forms (5.6.7); `Date.parse` takes far more, "-5" for a year. */
const DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w -]+ \d\d:\d\d:\d\d( GMT| \d{4})$/;

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
