/**
 * (high × 10^lowDigits + low) / 10^decimals, rounded once to the nearest double; undefined where that cannot
 * be told for certain. Integers from 0; `high` and `low` below 10^9, `lowDigits` and `decimals` up to 18.
 *
 * Where the numerator is exact in a double, so is the power of ten, and the division rounds right (W. Clinger,
 * How to Read Floating Point Numbers Accurately, 1990). A longer numerator is held in two doubles (T. Dekker,
 * A floating-point technique for extending the available precision, 1971) and the quotient corrected by the
 * remainder; a result so near to the middle of two doubles that the correction's own error matters is not given.
 */
export function decimalQuotient(
  high: number,
  low: number,
  lowDigits: number,
  decimals: number,
): number | undefined {
  const scale = POWERS[lowDigits] ?? NaN;
  const divisor = POWERS[decimals] ?? NaN;
  const numerator = high * scale + low;
  if (numerator <= Number.MAX_SAFE_INTEGER) return numerator / divisor;
  const product = high * scale;
  const numeratorError = numerator - product - low;
  const rest = productError(high, scale, product) - numeratorError;
  const quotient = numerator / divisor;
  const back = quotient * divisor;
  const remainder = numerator - back - productError(quotient, divisor, back) + rest;
  const correction = remainder / divisor;
  const result = quotient + correction;
  const isCertain =
    quotient + correction * (1 + DOUBT) === result && quotient + correction * (1 - DOUBT) === result;
  return isCertain ? result : undefined;
}

const POWERS: readonly number[] = Array.from({ length: 19 }, (_, exponent) => Number(`1e${exponent}`));

/** Far above the relative error of the correction (some 2^-50), far below what decides a rounding but rarely. */
const DOUBT = 2 ** -40;

/** a × b - product, exactly, where product is a × b rounded (Dekker's product with Veltkamp's splitting). */
function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** The upper 26 of the 53 bits. */
function upperHalf(value: number): number {
  const shifted = value * (2 ** 27 + 1);
  return shifted - (shifted - value);
}
