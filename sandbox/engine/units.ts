import { Decimal, type DecimalInput } from 'ats-runtime';

/*
 * Amounts inside the engine are bigints that count units of 10^-decimals: exact, and several times faster than a
 * decimal object. Text and Decimal exist at the engine's face only.
 */

/**
 * Plain decimal text (`12`, `0.5`, `7.10`) as a count of 10^-decimals units. `malformed`: anything else, signs and
 * exponents included. `too-precise`: digits other than zero below the unit.
 */
export function parseUnits(text: string, decimals: number): bigint | 'malformed' | 'too-precise' {
  const units = parseSmallUnits(text, decimals);
  if (typeof units === 'number') return BigInt(units);
  if (units !== 'too-large') return units;
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

/** From here on units are no small ones. */
export const SMALL_LIMIT = 1e15;

/** The same as a number, which is faster; `too-large` from 16 digits on, however many of them are zeros. */
export function parseSmallUnits(
  text: string,
  decimals: number,
): number | 'malformed' | 'too-precise' | 'too-large' {
  const point = text.indexOf('.');
  const wholeEnd = point < 0 ? text.length : point;
  if (wholeEnd === 0 || point === text.length - 1 || text.length > LONGEST_TEXT) return 'malformed';
  const unitsEnd = point < 0 ? wholeEnd : Math.min(text.length, point + 1 + decimals);
  let beyond = false;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at === point) continue;
    const digit = text.charCodeAt(at) - ZERO_CODE;
    if (digit < 0 || digit > 9) return 'malformed';
    if (at < unitsEnd) value = value * 10 + digit;
    else if (digit !== 0) beyond = true;
  }
  if (beyond) return 'too-precise';
  if (wholeEnd + decimals > SAFE_DIGITS) return 'too-large';
  const missing = decimals - (point < 0 ? 0 : unitsEnd - point - 1);
  return value * (SMALL_POWERS[missing] ?? 1);
}

/** An amount of at least 0 that is a whole number of units, or `undefined`. */
export function readUnits(value: DecimalInput, decimals: number): bigint | undefined {
  const units = parseUnits(new Decimal(value).toFixed(), decimals);
  return typeof units === 'bigint' ? units : undefined;
}

/** The shortest plain text of `units` × 10^-decimals. */
export function unitsText(units: bigint, decimals: number): string {
  if (units < 0n) return `-${unitsText(-units, decimals)}`;
  const text = units.toString();
  const digits = text.length > decimals ? text : text.padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === ZERO_CODE) end -= 1;
  return end === point ? digits.slice(0, point) : `${digits.slice(0, point)}.${digits.slice(point, end)}`;
}

export function unitsDecimal(units: bigint, decimals: number): Decimal {
  return new Decimal(unitsText(units, decimals));
}

export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/** How many decimals plain text such as a tick size needs: `0.0100` needs 2. */
export function decimalsOf(text: string): number {
  return new Decimal(text).decimalPlaces();
}

const LONGEST_TEXT = 64;
const ZERO_CODE = 48;
const SAFE_DIGITS = 15;
const POWERS = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent));
const SMALL_POWERS = Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => Number(`1e${exponent}`));
