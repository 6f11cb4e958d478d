import { decimalText, parseDecimal, type Decimal } from '../decimal.js';
import { MalformedAnswerException } from '../exceptions.js';
import { parseAnswerPath, valueAt } from './answer-path.js';
import { readNumberTable, type NumberTable } from './number-table.js';
import { mayBeLonger, parseExactJson, parseJson } from './parse-json.js';

/**
 * A venue's JSON answer or stream frame, read by paths like `data[0].price`. What is missing or of the wrong
 * type throws a MalformedAnswerException that names request and path, never the body.
 */
export class Answer {
  /** Where it came from, for messages: `GET /api/v3/order`. */
  readonly source: string;
  /** The rows, where the text is nothing but rows of numbers and plain texts. */
  readonly table: NumberTable | undefined;
  /** Undefined while a table's values were not asked for. */
  private known: unknown;
  /** The same value with long numbers as texts, where it was read from a text. */
  private readonly exact: (() => unknown) | undefined;
  private readonly mask: ((text: string) => string) | undefined;

  constructor(value: unknown, source: string, { exact, table, mask }: Origin = {}) {
    this.known = value;
    this.source = source;
    this.exact = exact;
    this.table = table;
    this.mask = mask;
  }

  /** Reads JSON text; long numbers stay exact, as text. `mask`: for messages, which may show a word of the venue's. */
  static parse(text: string, source: string, mask?: (text: string) => string): Answer {
    const exact = (): unknown => parseExactJson(text);
    const table = readNumberTable(text);
    if (table !== undefined) return new Answer(undefined, source, { exact, table, mask });
    try {
      return new Answer(parseJson(text), source, { exact, mask });
    } catch (error) {
      const what =
        text.trim() === '' ? 'an empty body' : text.trimStart().startsWith('<') ? 'HTML' : 'no valid JSON';
      throw new MalformedAnswerException(`${source}: ${what} instead of a JSON answer`, {
        cause: error instanceof SyntaxError ? undefined : error,
      });
    }
  }

  /** The value as it is; a number of more digits than a double holds is given as text. Inside lists and objects it is not. */
  raw(path = ''): unknown {
    const value = this.found(path);
    return typeof value === 'number' && this.exact !== undefined && mayBeLonger(value)
      ? this.exactAt(path)
      : value;
  }

  /** True where there is something other than null. */
  has(path: string): boolean {
    const value = this.raw(path);
    return value !== undefined && value !== null;
  }

  /**
   * True where each path has what is named: texts and numbers by their text, true, false and null as they are, of a
   * list one of its texts. What is undefined is nowhere.
   */
  matches(wanted: Readonly<Record<string, Wanted>>): boolean {
    for (const path in wanted) if (!this.holds(path, wanted[path])) return false;
    return true;
  }

  /** What kind of value stands at a path; undefined where there is none, or another. */
  kind(path = ''): 'text' | 'number' | 'list' | 'object' | undefined {
    const value = this.found(path);
    if (Array.isArray(value)) return 'list';
    if (typeof value === 'object') return value === null ? undefined : 'object';
    return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : undefined;
  }

  at(path: string): Answer {
    return this.child(this.present(path), this.place(path), path);
  }

  /** The items of a list; none where `*` stands for the first member of an object that has no members. */
  list(path = ''): Answer[] {
    if (/(^|\.)\*$/.test(path) && !this.has(path)) return [];
    const value = this.present(path);
    if (!Array.isArray(value)) return this.fail(path, 'is no list');
    return value.map((item: unknown, index) =>
      this.child(item, `${this.place(path)}[${index}]`, `${path}[${index}]`),
    );
  }

  /** Names and values of an object whose names are data (assets, order ids). */
  entries(path = ''): [string, Answer][] {
    const value = this.present(path);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return this.fail(path, 'is no object');
    return Object.entries(value).map(([key, item]) => {
      const exact = this.exact === undefined ? undefined : () => valueAt(this.exactAt(path), [key]);
      return [key, new Answer(item, `${this.place(path)}.${key}`, { exact, mask: this.mask })];
    });
  }

  /** The rows of an object whose names are data, each with its name as one more member. */
  rows(path: string, nameAs: string): Answer[] {
    return this.entries(path).map(([name, row]) => {
      const members = row.raw();
      const isRow = typeof members === 'object' && members !== null && !Array.isArray(members);
      return new Answer({ ...(isRow ? members : { value: members }), [nameAs]: name }, row.source, {
        mask: this.mask,
      });
    });
  }

  /** A text as it is, a number as plain decimal text. */
  text(path = ''): string {
    return this.asText(this.present(path), path);
  }

  /** A number, also one that is given as text ("0.001", "1e-7"). */
  number(path = ''): number {
    const value = this.present(path);
    const number = typeof value === 'number' ? value : (parseDecimal(value)?.toNumber() ?? NaN);
    // JSON may hold more than a double does: 1E+400 is read as Infinity.
    return Number.isFinite(number) ? number : this.fail(path, 'is no number');
  }

  integer(path = ''): number {
    const value = this.number(path);
    return Number.isSafeInteger(value) ? value : this.fail(path, 'is no whole number');
  }

  decimal(path = ''): Decimal {
    return parseDecimal(this.present(path)) ?? this.fail(path, 'is no number');
  }

  /** true or false; venues also write "true", "1", 1 and "false", "0", 0. */
  flag(path = ''): boolean {
    const value = this.present(path);
    if (value === true || value === 'true' || value === 1 || value === '1') return true;
    if (value === false || value === 'false' || value === 0 || value === '0') return false;
    return this.fail(path, 'is neither true nor false');
  }

  /**
   * What the table has for the text at the path: under the whole text, else under the longest name that ends in `*`
   * and that it begins with. A word that is not in it is no documented answer.
   */
  oneOf<T>(path: string, table: Readonly<Record<string, T>>): T {
    const word = this.text(path);
    const name = Object.hasOwn(table, word) ? word : beginningIn(table, word);
    const meaning = name === undefined ? undefined : table[name];
    return meaning ?? this.fail(path, `is ${JSON.stringify(word.slice(0, 40))}, which is not known`);
  }

  optionalText(path: string): string | undefined {
    const value = this.raw(path);
    return value === undefined || value === null ? undefined : this.asText(value, path);
  }

  /** Undefined where missing, null or "": several venues write "" for nothing. */
  optionalNumber(path: string): number | undefined {
    return this.isGiven(path) ? this.number(path) : undefined;
  }

  optionalInteger(path: string): number | undefined {
    return this.isGiven(path) ? this.integer(path) : undefined;
  }

  optionalDecimal(path: string): Decimal | undefined {
    return this.isGiven(path) ? this.decimal(path) : undefined;
  }

  optionalFlag(path: string): boolean | undefined {
    return this.isGiven(path) ? this.flag(path) : undefined;
  }

  private found(path: string): unknown {
    if (path === '') return this.value();
    const steps = parseAnswerPath(path);
    // Rows have no names: whether they tell a failure is known without their values.
    return this.table !== undefined && typeof steps[0] === 'string'
      ? undefined
      : valueAt(this.value(), steps);
  }

  private value(): unknown {
    return (this.known ??= this.table?.values());
  }

  /** The text of a text or number; undefined for all else. */
  private scalarText(path: string): string | undefined {
    const value = this.raw(path);
    return typeof value === 'string' || Number.isFinite(value) ? this.asText(value, path) : undefined;
  }

  private holds(path: string, wanted: Wanted): boolean {
    if (wanted === undefined) return false;
    if (typeof wanted === 'boolean' || wanted === null) return this.raw(path) === wanted;
    const given = this.scalarText(path);
    return typeof wanted === 'object' ? wanted.some((one) => one === given) : given === String(wanted);
  }

  private asText(value: unknown, path: string): string {
    if (typeof value === 'string') return value;
    if (typeof value !== 'number') return this.fail(path, 'is no text');
    return Number.isFinite(value) ? decimalText(value) : this.fail(path, 'is no number');
  }

  private child(value: unknown, source: string, path: string): Answer {
    const exact = this.exact === undefined ? undefined : () => this.exactAt(path);
    return new Answer(value, source, { exact, mask: this.mask });
  }

  private exactAt(path: string): unknown {
    return valueAt(this.exact?.(), parseAnswerPath(path));
  }

  private isGiven(path: string): boolean {
    return this.has(path) && this.raw(path) !== '';
  }

  private present(path: string): unknown {
    const value = this.raw(path);
    return value === undefined || value === null ? this.fail(path, 'is missing') : value;
  }

  private place(path: string): string {
    return path === '' ? this.source : `${this.source} ${path}`;
  }

  private fail(path: string, fault: string): never {
    const message = `${this.source}: ${path === '' ? 'the value' : path} ${fault}`;
    throw new MalformedAnswerException(this.mask?.(message) ?? message);
  }
}

interface Origin {
  readonly exact?: (() => unknown) | undefined;
  readonly table?: NumberTable;
  readonly mask?: ((text: string) => string) | undefined;
}

/** What a frame or an answer is told by. */
type Wanted = string | number | boolean | null | undefined | readonly string[];

/** `EXECUTED *` for the word `EXECUTED @ 107.6(-0.2)`. */
function beginningIn(table: Readonly<Record<string, unknown>>, word: string): string | undefined {
  const open = Object.keys(table).filter((name) => name.endsWith('*') && word.startsWith(name.slice(0, -1)));
  return open.toSorted((a, b) => b.length - a.length)[0];
}
