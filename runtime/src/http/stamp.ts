/** `iso_seconds`: without fraction and zone, UTC all the same. */
export type StampUnit = 's' | 'ms' | 'us' | 'ns' | 'iso' | 'iso_seconds';

/** A time in milliseconds since 1970 as venues want it written. */
export function stampText(ms: number, unit: StampUnit): string {
  const whole = Math.floor(ms);
  switch (unit) {
    case 's':
      return String(Math.floor(whole / 1000));
    case 'ms':
      return String(whole);
    case 'us':
      return `${whole}000`;
    case 'ns':
      return `${whole}000000`;
    case 'iso':
      return new Date(whole).toISOString();
    case 'iso_seconds':
      return new Date(whole).toISOString().slice(0, 19);
  }
}
