import { FIELD_KINDS, type FieldKind, type FieldName } from '../schema/fields.js';
import type { TimeUnit } from '../schema/primitives.js';
import { wordMeaning } from './words.js';

/** Whether the values can be this field's: 0 they cannot, 1 they look like it, between: they do not tell. */
export function valueFit(field: FieldName, values: readonly unknown[]): number {
  const present = values.filter((value) => value !== undefined);
  if (present.length === 0) return 0;
  const telling = present.filter((value) => value !== '' && value !== null);
  if (telling.length === 0) return EMPTY_FIT[FIELD_KINDS[field]] ?? 0;
  const fits = telling.map((value) => (isScalar(value) ? kindFit(field, FIELD_KINDS[field], value) : 0));
  return Math.min(...fits);
}

/** A field that may be empty in a sample, such as the price of a market order. */
const EMPTY_FIT: Readonly<Partial<Record<FieldKind, number>>> = {
  decimal: 0.3,
  text: 0.4,
  asset: 0.4,
  time: 0.2,
};

export type Scalar = string | number | boolean;

export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function kindFit(field: FieldName, kind: FieldKind, value: Scalar): number {
  const text = String(value);
  switch (kind) {
    case 'decimal':
      return isDecimal(value) ? decimalFit(field, text) : 0;
    case 'integer':
      return typeof value !== 'boolean' && /^-?\d{1,15}$/.test(text) ? 1 : 0;
    case 'time':
      return timeUnitOf(value) === undefined ? 0 : 1;
    case 'flag':
      return flagFit(field, value);
    case 'symbol':
      return typeof value === 'string' &&
        /^[A-Za-z0-9@][A-Za-z0-9._/:@-]{2,29}$/.test(text) &&
        !/^\d+$/.test(text)
        ? 1
        : 0;
    case 'asset':
      return typeof value === 'string' && /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9.]{0,11}$/.test(text) ? 1 : 0;
    case 'side':
    case 'type':
    case 'status':
    case 'time_in_force':
      return typeof value !== 'boolean' && wordMeaning(kind, text) !== undefined
        ? 1
        : kind === 'status'
          ? unknownStatusFit(text)
          : 0;
    case 'text':
      return textFit(field, value);
    default:
      return 0.8;
  }
}

/** A word that nobody has heard of may be a status; `ok` and `0000` say that a request went well. */
function unknownStatusFit(text: string): number {
  if (/^(?:ok|success|succeeded|true|false|error|0{3,})$/i.test(text)) return 0;
  return /^(?:[A-Za-z][A-Za-z_ -]{1,30}|-?\d{1,3})$/.test(text) ? 0.45 : 0.3;
}

export function isDecimal(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value);
}

/** A step is a number such as 0.01; 8 is a number of decimals. */
function decimalFit(field: FieldName, text: string): number {
  const value = Number(text);
  if (field === 'tick_size' || field === 'step_size') return isStep(value) ? 1 : 0;
  // An order's price is above nothing: a price of 0 is one that the order does not have.
  if (field === 'price' || field === 'average_price') return value === 0 ? 0.8 : 1;
  if (field === 'maker' || field === 'taker') return Math.abs(value) < 100 ? 1 : 0;
  return 1;
}

function isStep(value: number): boolean {
  const digits = value.toExponential().split('e')[0]?.replace('.', '') ?? '';
  return value > 0 && /^(1|2|25|5)0*$/.test(digits) && !(value >= 2 && value <= 12);
}

function flagFit(field: FieldName, value: Scalar): number {
  if (typeof value === 'boolean' || /^(true|false|0|1)$/i.test(String(value))) return 1;
  return field === 'tradable' && typeof value === 'string' && /^[A-Za-z_ -]{2,20}$/.test(value) ? 1 : 0;
}

function textFit(field: FieldName, value: Scalar): number {
  const text = String(value);
  if (typeof value === 'boolean') return 0;
  if (field === 'endpoint') return /^wss?:\/\//.test(text) ? 1 : 0;
  if (field === 'token') return typeof value === 'string' && text.length >= 4 ? 1 : 0;
  // A time or a negative number is no id; neither is a text with blanks.
  return text.startsWith('-') || /\s/.test(text) ? 0 : 1;
}

/** The unit of a time by its magnitude, for years 2009 to 2065; nothing for what is no time. */
export function timeUnitOf(value: Scalar): TimeUnit | undefined {
  if (typeof value === 'boolean') return undefined;
  const text = String(value);
  if (!/^\d+(\.\d+)?$/.test(text)) {
    const isIso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
    return isIso ? 'iso' : undefined;
  }
  const whole = text.split('.')[0]?.length ?? 0;
  const seconds = Number(text) / 10 ** (whole - 10);
  if (seconds < 1.23e9 || seconds > 3e9) return undefined;
  return UNIT_BY_DIGITS[whole];
}

const UNIT_BY_DIGITS: Readonly<Record<number, TimeUnit>> = { 10: 's', 13: 'ms', 16: 'us', 19: 'ns' };
const PER_SECOND: Readonly<Record<Exclude<TimeUnit, 'iso'>, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };

/** A time in seconds; nothing for what is no time. Exact enough to compare, not to compute with. */
export function secondsOf(value: unknown): number | undefined {
  if (!isScalar(value)) return undefined;
  const unit = timeUnitOf(value);
  if (unit === undefined) return undefined;
  return unit === 'iso' ? Date.parse(String(value)) / 1000 : Number(value) / PER_SECOND[unit];
}
