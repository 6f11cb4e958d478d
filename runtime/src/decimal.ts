import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Exact decimal arithmetic for money. 60 significant digits hold any product of a price and a size
 * between 1e-12 and 1e15 without rounding; `toFixed()` writes plain text, never an exponent.
 */
export const Decimal = DecimalJs.clone({ precision: 60, rounding: DecimalJs.ROUND_DOWN, defaults: true });
export type Decimal = DecimalJs;

/** A number, a decimal text ("0.001", "1e-7") or a Decimal. */
export type DecimalInput = Decimal | number | string;

export const ZERO = new Decimal(0);

/**
 * The value as a Decimal, or `undefined` where it is no finite decimal (NaN, Infinity, "", "0x10", " 1").
 */
export function parseDecimal(value: unknown): Decimal | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? new Decimal(value) : undefined;
  if (typeof value === 'string') return DECIMAL_TEXT.test(value) ? new Decimal(value) : undefined;
  return DecimalJs.isDecimal(value) && (value as Decimal).isFinite()
    ? new Decimal(value as Decimal)
    : undefined;
}

/**
 * The input as a Decimal that is NaN where it is none, so that a wrong value can be kept and reported later.
 * A Decimal made from a number remembers it: see `isBinaryFloat`.
 */
export function decimalFrom(input: unknown): Decimal {
  const decimal = parseDecimal(input) ?? new Decimal(NaN);
  const isFloat = typeof input === 'number' || (input instanceof DecimalJs && binaryFloats.has(input));
  if (isFloat) binaryFloats.add(decimal);
  return decimal;
}

/** True where the value came from a binary floating-point number, so that 0.7 - 0.4 may stand for 0.3. */
export function isBinaryFloat(decimal: Decimal): boolean {
  return binaryFloats.has(decimal);
}

const binaryFloats = new WeakSet<Decimal>();

/** Plain decimal text: no exponent, no trailing zeros, no sign on zero. */
export function decimalText(value: DecimalInput): string {
  // Most numbers that are written (codes, limits, times) are whole, and `String` writes those the same.
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  const decimal = new Decimal(value);
  return decimal.isZero() ? '0' : decimal.toFixed();
}

const DECIMAL_TEXT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
