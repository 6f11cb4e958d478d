import {
  COLON,
  COMMA,
  CR,
  DASH,
  LETTER_T,
  LETTER_Z,
  LF,
  NINE,
  PLUS,
  POINT,
  SPACE,
  ZERO,
} from '../data/bytes.js';
import { numberFromText, secondsFromNumber, secondsFromText, startOfDay } from './field-text.js';
import { decimalQuotient } from './decimal-quotient.js';

/**
 * Reads one CSV field after the other out of bytes, without making text of the usual ones. Every reader
 * starts at a field's first byte and leaves `at` on the comma, CR or LF behind it. The bytes end with an LF.
 */
export class ByteCursor {
  at = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private day = -1;
  private dayStart = NaN;

  /** Reads `bytes` from now on; an offset of 0 again. */
  load(bytes: Buffer): void {
    this.bytes = bytes;
    this.at = 0;
  }

  get byte(): number {
    return this.bytes[this.at] ?? LF;
  }

  skip(): void {
    const { bytes } = this;
    for (let { at } = this; ; at += 1) {
      const byte = bytes[at];
      if (byte !== undefined && !isFieldEnd(byte)) continue;
      this.at = at;
      return;
    }
  }

  /**
   * The number that stands here, bit for bit what `Number(text)` gives; NaN where it is none.
   * Up to 18 digits are gathered in two integers of nine, which is faster than in one floating-point number.
   */
  number(): number {
    const { bytes } = this;
    const isNegative = bytes[this.at] === DASH;
    let at = isNegative ? this.at + 1 : this.at;
    let high = 0;
    let low = 0;
    let digits = 0;
    let point = -1;
    let byte = bytes[at] ?? LF;
    for (;;) {
      if (isDigit(byte)) {
        if (digits < 9) high = (high * 10 + byte - ZERO) | 0;
        else if (digits < 18) low = (low * 10 + byte - ZERO) | 0;
        digits += 1;
      } else if (byte === POINT && point === -1) {
        point = digits;
      } else {
        break;
      }
      at += 1;
      byte = bytes[at] ?? LF;
    }
    if (!isFieldEnd(byte) || digits === 0 || digits > 18) return numberFromText(this.text());
    const value = decimalQuotient(high, low, Math.max(0, digits - 9), point === -1 ? 0 : digits - point);
    if (value === undefined) return numberFromText(this.text());
    this.at = at;
    return isNegative ? -value : value;
  }

  /** The time that stands here in Unix seconds, rounded down; NaN where it is none. */
  time(): number {
    const { bytes } = this;
    const start = this.at;
    if (bytes[start + 4] !== DASH) {
      const seconds = secondsFromNumber(this.number());
      if (Number.isFinite(seconds)) return seconds;
      this.at = start;
      return secondsFromText(this.text());
    }
    const separator = bytes[start + 10];
    const hour = this.pair(start + 11);
    const minute = this.pair(start + 14);
    const second = this.pair(start + 17);
    const isUsual =
      (separator === SPACE || separator === LETTER_T) &&
      bytes[start + 13] === COLON &&
      bytes[start + 16] === COLON;
    if (isUsual && (hour | minute | second) >= 0 && hour < 24 && minute < 60 && second < 60) {
      const offset = this.offset(this.fractionEnd(start + 19));
      if (Number.isFinite(offset)) return this.date(start) + (hour * 3600 + minute * 60 + second) - offset;
    }
    return secondsFromText(this.text());
  }

  /** The field as text, quotes and outer blanks removed. */
  private text(): string {
    const start = this.at;
    this.skip();
    const text = this.bytes.toString('utf8', start, this.at).trim();
    return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).trim() : text;
  }

  /** Unix seconds of a `2022-05-12`, NaN where it is none; consecutive rows mostly share the day. */
  private date(at: number): number {
    const century = this.pair(at);
    const year = this.pair(at + 2);
    const month = this.bytes[at + 7] === DASH ? this.pair(at + 5) : -1;
    const day = this.pair(at + 8);
    if ((century | year | month | day) < 0) return NaN;
    const key = ((century * 100 + year) * 100 + month) * 100 + day;
    if (key !== this.day) {
      this.day = key;
      this.dayStart = startOfDay(century * 100 + year, month, day);
    }
    return this.dayStart;
  }

  /** Where the fraction of a second ends that may stand there. */
  private fractionEnd(at: number): number {
    if (this.bytes[at] !== POINT) return at;
    let end = at + 1;
    while (isDigit(this.bytes[end] ?? LF)) end += 1;
    return end > at + 1 ? end : at;
  }

  /** Seconds east of UTC of a `Z`, `+02:00` or nothing that ends the field here; NaN where all else stands. */
  private offset(at: number): number {
    const { bytes } = this;
    const sign = bytes[at] ?? LF;
    const width = sign === PLUS || sign === DASH ? 6 : sign === LETTER_Z ? 1 : 0;
    if (!isFieldEnd(bytes[at + width] ?? LF)) return NaN;
    if (width === 6) {
      const hours = this.pair(at + 1);
      const minutes = this.pair(at + 4);
      if (bytes[at + 3] !== COLON || (hours | minutes) < 0) return NaN;
      this.at = at + width;
      return (sign === DASH ? -60 : 60) * (hours * 60 + minutes);
    }
    this.at = at + width;
    return 0;
  }

  /** The two digits that stand there as a number; -1 where there are none. */
  private pair(at: number): number {
    const tens = (this.bytes[at] ?? LF) - ZERO;
    const ones = (this.bytes[at + 1] ?? LF) - ZERO;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** Digits, point, sign and letters all come after the comma in ASCII, so that one comparison tells most bytes. */
function isFieldEnd(byte: number): boolean {
  return byte <= COMMA && (byte === COMMA || byte === LF || byte === CR);
}
