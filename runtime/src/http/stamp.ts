/** `iso_seconds`: without fraction and zone, UTC all the same. */
export type StampUnit = 's' | 'ms' | 'us' | 'ns' | 'iso' | 'iso_seconds';

/** A time in milliseconds since 1970 as venues want it written. */
export function stampText(ms: number, unit: StampUnit): string {
  const whole = Math.floor(ms);
  switch (unit) {
    case 's':
      return String(Math.floor(whole / 1000));
    case 'ms':
      return wholeText(whole);
    case 'us':
      return `${wholeText(whole)}000`;
    case 'ns':
      return `${wholeText(whole)}000000`;
    case 'iso':
      return isoText(whole);
    case 'iso_seconds':
      return isoText(whole).slice(0, 19);
  }
}

/** As `String` writes it; that takes several times as long for numbers beyond 32 bits. */
function wholeText(ms: number): string {
  if (!(ms >= 1000 && ms < YEAR_10000)) return String(ms);
  const second = Math.floor(ms / 1000);
  return `${second}${threeDigits(ms - second * 1000)}`;
}

/** As `toISOString` writes it; what it says of a second is kept for the next stamp. */
function isoText(ms: number): string {
  if (!(ms >= 0 && ms < YEAR_10000)) return new Date(ms).toISOString();
  const second = Math.floor(ms / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = new Date(second * 1000).toISOString().slice(0, 20);
  }
  return `${lastText}${threeDigits(ms - second * 1000)}Z`;
}

function threeDigits(ms: number): string {
  return String(1000 + ms).slice(1);
}

const YEAR_10000 = 253_402_300_800_000;
let lastSecond = Number.NaN;
let lastText = '';
