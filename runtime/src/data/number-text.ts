/**
 * The number a plain decimal text means, exactly as `Number(text)` gives it, several times as fast; NaN
 * for what is no number. Up to 15 digits over a power of ten up to 22 is one correctly rounded division (Clinger 1990).
 */
export function numberOf(text: string): number {
  const { length } = text;
  let digits = 0;
  let point = -1;
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  for (let at = first; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO);
    else if (code === POINT && point < 0) point = at;
    else return slowly(text);
  }
  const count = length - first - (point < 0 ? 0 : 1);
  if (count < 1 || count > 15) return slowly(text);
  const value = point < 0 ? digits : digits / (POWERS[length - 1 - point] ?? NaN);
  return first === 0 ? value : -value;
}

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const POWERS = Array.from({ length: 16 }, (_, exponent) => Number(`1e${exponent}`));
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Exponents, long texts, and what is no decimal at all (`0x10`, ` 1`, ``). */
function slowly(text: string): number {
  return DECIMAL.test(text) ? Number(text) : NaN;
}
