import type { VenueFailureKind } from '../exceptions.js';
import type { Answer } from './answer.js';

type Scalar = string | number | boolean;

/** A member that says "no failure" by its value; where it is missing it says nothing. */
export interface SuccessMark {
  readonly path: string;
  readonly equals: Scalar | readonly Scalar[];
}

/** Members that tell a failure by their texts together: `{ '[0]': 'error' }`. */
export type FailureMark = Readonly<Record<string, string>>;

/** How a venue spells its errors. */
export interface FailureRecipe {
  /** Where given, an answer fails when a mark has another value; else when it holds a code. */
  readonly ok?: SuccessMark | readonly SuccessMark[];
  /** Marks that say "a failure" by their value: an answer that has one fails. */
  readonly failed?: FailureMark | readonly FailureMark[];
  /** Paths of the venue's code; the first that holds one counts. */
  readonly code: string | readonly string[];
  /** Paths of the venue's words, likewise. */
  readonly message: string | readonly string[];
  /**
   * What the codes mean. A name is a code (`-2011`), a code with a part of the message, in any case
   * (`-2010:insufficient balance`; the longest part counts), the beginning of a code up to a colon (`EOrder` for `EOrder:Unknown order`),
   * or, for venues without codes, a colon and a part of the message (`:insufficient balance`).
   */
  readonly kinds: Readonly<Record<string, VenueFailureKind>>;
  /** What HTTP statuses mean where the code says nothing; adds to and overrides `statusKind`. */
  readonly statusKinds?: Readonly<Record<number, VenueFailureKind>>;
  /** Codes (named as in `kinds`) by which the venue refuses although the HTTP status is 5xx: it certainly did not act. */
  readonly refusals?: readonly string[];
}

/** An error as the venue tells it. */
export interface VenueFailure {
  readonly kind: VenueFailureKind;
  readonly code: string;
  readonly message: string;
  /** The venue did not act, whatever the HTTP status says. */
  readonly isRefusal?: boolean;
}

/** The error an answer holds; undefined where it holds none. Status 0: it came in a stream frame. */
export type FailureReader = (answer: Answer, status: number) => VenueFailure | undefined;

export function failureReader(recipe: FailureRecipe): FailureReader {
  const marks = 'ok' in recipe && recipe.ok !== undefined ? [recipe.ok].flat() : [];
  const failed = [recipe.failed ?? []].flat();
  const successes = new Set(marks.flatMap((mark) => [mark.equals].flat().map(String)));
  const isTold = marks.length + failed.length > 0;
  return (answer, status) => {
    const code = firstText(answer, recipe.code, successes);
    const hasFailed = isTold
      ? marks.some((mark) => isUnlike(answer, mark)) || failed.some((mark) => answer.matches(mark))
      : code !== undefined;
    if (!hasFailed && status < 400) return undefined;
    const message = firstText(answer, recipe.message) ?? '';
    const kind = kindOf(recipe, code ?? '', message, status);
    const isRefusal = code !== undefined && nameOf(recipe.refusals ?? [], code, message) !== undefined;
    return { kind, code: code ?? '', message, ...(isRefusal ? { isRefusal } : {}) };
  };
}

/** What an HTTP status means by itself. */
export function statusKind(status: number): VenueFailureKind {
  if (status >= 500 || status === 408) return 'unavailable';
  if (status === 429 || status === 418) return 'rate-limit';
  if (status === 401) return 'credentials';
  return status === 403 ? 'permission' : 'other';
}

function isUnlike(answer: Answer, mark: SuccessMark): boolean {
  const value = answer.raw(mark.path);
  // What stands there in other answers may be a row.
  if (value === undefined || value === null || typeof value === 'object') return false;
  return ![mark.equals].flat().some((wanted) => String(wanted) === String(value));
}

function firstText(
  answer: Answer,
  paths: string | readonly string[],
  ignored?: ReadonlySet<string>,
): string | undefined {
  for (const path of [paths].flat()) {
    const value = answer.raw(path);
    const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (isText && value !== '' && !ignored?.has(String(value))) return String(value);
  }
  return undefined;
}

function kindOf(recipe: FailureRecipe, code: string, message: string, status: number): VenueFailureKind {
  const name = nameOf(Object.keys(recipe.kinds), code, message);
  const byCode = name === undefined ? undefined : recipe.kinds[name];
  return byCode ?? recipe.statusKinds?.[status] ?? statusKind(status);
}

/** The name that means this code and message, the nearest: of several parts of the message the longest. */
function nameOf(names: readonly string[], code: string, message: string): string | undefined {
  const lower = message.toLowerCase();
  const said = (before: string): string | undefined =>
    names
      .filter((it) => it.startsWith(before) && lower.includes(it.slice(before.length).toLowerCase()))
      .toSorted((a, b) => b.length - a.length)[0];
  return (
    (code === '' ? undefined : said(`${code}:`)) ??
    names.find((it) => it === code) ??
    names.find((it) => code.startsWith(`${it}:`)) ??
    said(':')
  );
}
