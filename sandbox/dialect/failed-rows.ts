import { readPath, type ErrorCase, type FailedRows, type Repeats } from '../../venues/index.js';
import type { AnswerOfOne } from './answer.js';
import { copy, replaceAt } from './write-rows.js';

type Given = Readonly<Record<string, unknown>>;

interface FailedRowsOptions {
  readonly failedRows: FailedRows;
  /** Where the answer's rows stand. */
  readonly items: string;
  /** An answer with a failed row, as documented. */
  readonly sample: unknown;
  /** The venue's code and words for a case. */
  readonly words: (failed: FailedOne) => { readonly code: string | number; readonly message: string };
  readonly repeated: (row: unknown, repeats: Repeats | undefined, given: Given) => unknown;
}

/** An answer that has the rows of the requests that were done, completed by those that failed. */
export function withFailedRows(
  document: unknown,
  each: readonly AnswerOfOne[],
  options: FailedRowsOptions,
): unknown {
  const { failedRows, items } = options;
  const { items: apart = items, outcomes } = failedRows;
  const rows = rowsAt(document, items);
  const failed = each.map((one) => ('refused' in one ? [failedRow(one, options)] : undefined));
  let done = 0;
  const inTurn = each.flatMap((one, index) => {
    const count = 'rows' in one ? one.rows.length : 0;
    return failed[index] ?? rows.slice(done, (done += count));
  });
  const listed = apart === items ? inTurn : failed.flatMap((row = []) => row);
  const written = replaceAt(document, apart, listed);
  const told = outcomes === undefined ? written : withOutcomes(written, each, outcomes, options);
  return withTexts(told, textsFor(failed, failedRows));
}

export type FailedOne = Extract<AnswerOfOne, { readonly refused: ErrorCase }>;

function failedRow(
  one: FailedOne,
  { failedRows, items, sample, words, repeated }: FailedRowsOptions,
): unknown {
  const row = copy(rowsAt(sample, failedRows.items ?? items)[0]);
  const { code, message } = words(one);
  const coded = failedRows.code === undefined ? row : replaceLike(row, failedRows.code, code);
  const worded = failedRows.message === undefined ? coded : replaceAt(coded, failedRows.message, message);
  return repeated(worded, failedRows.repeats, one.given);
}

/** The list with a code for each request: of one that was done as documented. */
function withOutcomes(
  document: unknown,
  each: readonly AnswerOfOne[],
  { items, code, message }: NonNullable<FailedRows['outcomes']>,
  { words }: FailedRowsOptions,
): unknown {
  const [sample] = rowsAt(document, items);
  const outcomes = each.map((one) => {
    const outcome = copy(sample);
    if (!('refused' in one)) return outcome;
    const said = words(one);
    return replaceAt(replaceLike(outcome, code, said.code), message, said.message);
  });
  return replaceAt(document, items, outcomes);
}

/** What the answer says besides: nothing where none failed. */
function textsFor(failed: readonly unknown[], { some, all }: FailedRows): FailedRows['some'] {
  if (failed.every((row) => row === undefined)) return undefined;
  return failed.includes(undefined) ? some : all;
}

function withTexts(document: unknown, texts: FailedRows['some'] = {}): unknown {
  return Object.entries(texts).reduce((written, [path, text]) => replaceAt(written, path, text), document);
}

/** The code as text or as a number, as the sample has it. */
function replaceLike(row: unknown, path: string, code: string | number): unknown {
  return replaceAt(row, path, typeof readPath(row, path) === 'string' ? String(code) : code);
}

function rowsAt(document: unknown, items: string): readonly unknown[] {
  const rows = readPath(document, items);
  return Array.isArray(rows) ? rows : [];
}
