import { literal } from '../../naming/literal.js';
import type { VenueDescription } from '../../../venues/index.js';
import { ERROR_KINDS, type ErrorCase } from '../../../venues/words.js';
import { propertyKey } from './expression.js';

/** The venue's errors: where they stand in an answer, and what its codes mean. */
export interface FailuresView {
  readonly ok: string | undefined;
  /** What an answer is a failure by: `{ '[0]': 'error' }`. */
  readonly failed: string | undefined;
  readonly code: string;
  readonly message: string;
  /** `'-2013': 'order-not-found'`, in the order of the description's cases. */
  readonly kinds: readonly string[];
  /** The codes that the venue refuses with under a 5xx status. */
  readonly refusals: string | undefined;
}

export function failuresView(description: VenueDescription): FailuresView {
  const endpoints = Object.values(description.endpoints).filter((endpoint) => endpoint !== undefined);
  const given = [...endpoints.flatMap(({ failure }) => failure ?? []), description.errors.answer];
  // An endpoint's own places come first: what an order's row says is nearer than the envelope's word.
  const marks = given.flatMap(({ ok, success = [], code }) => [
    ...success.map((path) => `{ path: ${literal(path)}, equals: true }`),
    ...(ok === undefined ? [] : code.map((path) => mark(path, ok))),
  ]);
  return {
    ok: list([...new Set(marks)]),
    failed: list([...new Set(given.flatMap(({ when }) => (when === undefined ? [] : [literal(when)])))]),
    code: oneOrMany(given.flatMap(({ code }) => code)),
    message: oneOrMany(given.flatMap(({ message }) => message)),
    kinds: kinds(description),
    refusals: refusals(description),
  };
}

function mark(path: string, ok: readonly string[]): string {
  return `{ path: ${literal(path)}, equals: ${oneOrMany(ok)} }`;
}

function list(codes: readonly string[]): string | undefined {
  const [first] = codes;
  return codes.length < 2 ? first : `[${codes.join(', ')}]`;
}

function oneOrMany(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  return literal(distinct.length === 1 ? distinct[0] : distinct);
}

/**
 * One entry for each code that means something. A code that several cases share keeps the first meaning, unless a
 * part of the message tells them apart.
 */
function kinds({ errors }: VenueDescription): string[] {
  const { ok = [] } = errors.answer;
  const table = new Map<string, string>();
  for (const name of CASES) {
    const described = errors.cases[name];
    if (described === undefined || name === 'not_found') continue;
    // An empty answer is no failure.
    if (ok.includes(String(described.code))) continue;
    for (const code of [described.code, ...(described.more_codes ?? [])]) {
      const key = described.match === undefined ? String(code) : `${code}:${described.match}`;
      if (key !== '' && !table.has(key)) table.set(key, ERROR_KINDS[name]);
    }
  }
  return [...table].map(([key, kind]) => `${propertyKey(key)}: ${literal(kind)}`);
}

function refusals({ errors }: VenueDescription): string | undefined {
  const codes = CASES.flatMap((name) => {
    const { code, status = 0, match, more_codes: more = [] } = errors.cases[name] ?? {};
    const isRefusal = code !== undefined && status >= 500 && !OUTAGES.has(ERROR_KINDS[name]);
    return isRefusal
      ? [code, ...more].map((each) => (match === undefined ? `${each}` : `${each}:${match}`))
      : [];
  });
  return codes.length === 0 ? undefined : literal([...new Set(codes)]);
}

const OUTAGES: ReadonlySet<string> = new Set(['unavailable', 'maintenance']);

const CASES = Object.keys(ERROR_KINDS).filter((name): name is ErrorCase => name in ERROR_KINDS);
