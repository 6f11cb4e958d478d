import type { VenueFailureKind } from '../exceptions.js';
import type { Answer } from './answer.js';

type Scalar = string | number | boolean;

/** A member that says "no failure" by its value; where it is missing it says nothing. */
export interface SuccessMark {
  readonly path: string;
  readonly equals: Scalar | readonly Scalar[];
}

/** How a venue spells its errors. */
export interface FailureRecipe {
  /** Where given, an answer fails when a mark has another value; else when it holds a code. */
  readonly ok?: SuccessMark | readonly SuccessMark[];
  /** Paths of the venue's code; the first that holds one counts. */
  readonly code: string | readonly string[];
  /** Paths of the venue's words, likewise. */
  readonly message: string | readonly string[];
  /**
   * What the codes mean. A name is a code (`-2011`), a code with a part of the message, in any case
   * (`-2010:insufficient balance`), the beginning of a code up to a colon (`EOrder` for `EOrder:Unknown order`),
   * or, for venues without codes, a colon and a part of the message (`:insufficient balance`).
   */
  readonly kinds: Readonly<Record<string, VenueFailureKind>>;
  /** What HTTP statuses mean where the code says nothing; adds to and overrides `statusKind`. */
  readonly statusKinds?: Readonly<Record<number, VenueFailureKind>>;
  /** Codes by which the venue refuses although the HTTP status is 5xx: it certainly did not act. */
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
  const successes = new Set(marks.flatMap((mark) => [mark.equals].flat().map(String)));
  return (answer, status) => {
    const code = firstText(answer, recipe.code, successes);
    const hasFailed = marks.length === 0 ? code !== undefined : marks.some((mark) => isUnlike(answer, mark));
    if (!hasFailed && status < 400) return undefined;
    const message = firstText(answer, recipe.message) ?? '';
    const kind = kindOf(recipe, code ?? '', message, status);
    const isRefusal = code !== undefined && recipe.refusals?.includes(code) === true;
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
  if (value === undefined || value === null) return false;
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
  const lower = message.toLowerCase();
  const names = Object.keys(recipe.kinds);
  const name =
    names.find(
      (it) =>
        it.startsWith(`${code}:`) && code !== '' && lower.includes(it.slice(code.length + 1).toLowerCase()),
    ) ??
    names.find((it) => it === code) ??
    names.find((it) => code.startsWith(`${it}:`)) ??
    names.find((it) => it.startsWith(':') && lower.includes(it.slice(1).toLowerCase()));
  const byCode = name === undefined ? undefined : recipe.kinds[name];
  return byCode ?? recipe.statusKinds?.[status] ?? statusKind(status);
}
