import {
  BACKSLASH,
  BRACKET,
  BRACKET_END,
  COMMA,
  DASH,
  NINE,
  POINT,
  QUOTE,
  SPACE,
  TILDE,
  ZERO,
} from '../data/bytes.js';
import { exactDecimal, numberOf } from '../data/number-text.js';

/**
 * The numbers of a JSON text that is nothing but rows of equally many plain cells, as venues answer with candles:
 * `[[1700000000000,"35000.10",…],…]`.
 */
export class NumberTable {
  readonly rowCount: number;
  private readonly text: string;
  private readonly columns: number;
  private readonly numbers: readonly number[];

  constructor(text: string, numbers: readonly number[], rowCount: number) {
    this.text = text;
    this.numbers = numbers;
    this.rowCount = rowCount;
    this.columns = numbers.length / rowCount;
  }

  /** Of a text, what `numberOf` gives; NaN where the row has no such column. */
  number(row: number, column: number): number {
    const isThere = column >= 0 && column < this.columns;
    return isThere ? (this.numbers[row * this.columns + column] ?? NaN) : NaN;
  }

  /** The rows as `JSON.parse` gives them. */
  values(): unknown {
    return JSON.parse(this.text);
  }
}

/**
 * Reads such a text to the last byte, each number where it stands: `JSON.parse` takes longer, as it makes a text of
 * every cell. Undefined for every other text: no JSON, blanks, unequal rows, escapes, exponents, null, more than ASCII.
 */
export function readNumberTable(text: string): NumberTable | undefined {
  if (!text.startsWith('[[') || text.length >= MOST_BYTES) return undefined;
  scratch ??= Buffer.allocUnsafeSlow(MOST_BYTES);
  scratch[scratch.write(text)] = 0;
  const cells = new CellReader(scratch, text);
  const numbers: number[] = [];
  let [columns, rowCount] = [0, 0];
  if (!cells.passes(BRACKET)) return undefined;
  do {
    if (!cells.passes(BRACKET)) return undefined;
    do {
      if (!cells.next()) return undefined;
      numbers.push(cells.number);
    } while (cells.passes(COMMA));
    rowCount++;
    columns ||= numbers.length;
    if (!cells.passes(BRACKET_END) || numbers.length !== rowCount * columns) return undefined;
  } while (cells.passes(COMMA));
  return cells.passes(BRACKET_END) && cells.isAtEnd() ? new NumberTable(text, numbers, rowCount) : undefined;
}

const MOST_BYTES = 2 ** 20;
/** Used anew for each text: to allocate as much takes as long as to read it. */
let scratch: Buffer | undefined;

class CellReader {
  /** Of the cell that was read last. */
  number = NaN;
  private at = 0;
  private readonly bytes: Buffer;
  private readonly text: string;

  constructor(bytes: Buffer, text: string) {
    this.bytes = bytes;
    this.text = text;
  }

  passes(code: number): boolean {
    if (this.bytes[this.at] !== code) return false;
    this.at++;
    return true;
  }

  isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  /** False where no number and no plain text stands. */
  next(): boolean {
    return this.passes(QUOTE) ? this.nextText() : this.nextNumber();
  }

  private nextText(): boolean {
    const start = this.at;
    this.readDigits();
    if (this.passes(QUOTE)) {
      if (Number.isNaN(this.number)) this.number = numberOf(this.text.slice(start, this.at - 1));
      return true;
    }
    while (isPlain(this.bytes[this.at])) this.at++;
    this.number = numberOf(this.text.slice(start, this.at));
    return this.passes(QUOTE);
  }

  private nextNumber(): boolean {
    const start = this.at;
    const isNegative = this.passes(DASH);
    const first = this.at;
    this.readDigits();
    const second = this.bytes[first + 1];
    const isPadded = this.bytes[first] === ZERO && second !== POINT && this.at > first + 1;
    if (this.bytes[first] === POINT || this.bytes[this.at - 1] === POINT || this.at === first || isPadded)
      return false;
    if (Number.isNaN(this.number)) this.number = Number(this.text.slice(start, this.at));
    else if (isNegative) this.number = -this.number;
    return true;
  }

  /** Digits and at most one point; the number is NaN where they are none or more than one division makes exact. */
  private readDigits(): void {
    const { bytes, at: start } = this;
    let at = start;
    let digits = 0;
    let point = -1;
    for (; ; at++) {
      const code = bytes[at] ?? 0;
      if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO);
      else if (code === POINT && point < 0) point = at;
      else break;
    }
    this.at = at;
    this.number = exactDecimal(digits, start, at, point);
  }
}

function isPlain(code = 0): boolean {
  return code >= SPACE && code <= TILDE && code !== QUOTE && code !== BACKSLASH;
}
