/**
 * Milliseconds since 1970 of a venue's ISO time; NaN where it is none. Without a zone, with a blank in place of the T or
 * not, it is in UTC: `Date.parse` would take it for this machine's own time.
 */
export function utcTime(text: string): number {
  return Date.parse(/^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(text) ? `${text.replace(' ', 'T')}Z` : text);
}
