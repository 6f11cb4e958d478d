import { DASH, NINE, POINT, ZERO } from './bytes.js';

/**
 * The number a plain decimal text means, exactly as `Number(text)` gives it, several times as fast; NaN
 * for what is no number.
 */
export function numberOf(text: string): number {
  const { length } = text;
  let digits = 0;
  let point = -1;
  const first = text.charCodeAt(0) === DASH ? 1 : 0;
  for (let at = first; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO);
    else if (code === POINT && point < 0) point = at;
    else return slowly(text);
  }
  const value = exactDecimal(digits, first, length, point);
  if (Number.isNaN(value)) return slowly(text);
  return first === 0 ? value : -value;
}

/**
 * What `digits` mean that were read from `start` to `end`, with a point at `point` (below 0: none). NaN where they are
 * none, or more than 15: so many over a power of ten up to 22 are one correctly rounded division (Clinger 1990).
 */
export function exactDecimal(digits: number, start: number, end: number, point: number): number {
  const count = end - start - (point < 0 ? 0 : 1);
  if (count < 1 || count > MOST_DIGITS) return NaN;
  return point < 0 ? digits : digits / (POWERS[end - 1 - point] ?? NaN);
}

const MOST_DIGITS = 15;
const POWERS = Array.from({ length: MOST_DIGITS + 1 }, (_, exponent) => Number(`1e${exponent}`));
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Exponents, long texts, and what is no decimal at all (`0x10`, ` 1`, ``). */
function slowly(text: string): number {
  return DECIMAL.test(text) ? Number(text) : NaN;
}
