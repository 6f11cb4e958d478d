import {
  ERROR_KINDS,
  isRecord,
  nearest,
  readPath,
  type ErrorCase,
  type VenueDescription,
} from '../../../venues/index.js';
import { ROLE_NAMES } from '../../../venues/infer/roles.js';
import type { Answers } from './draft-parts.js';
import { errorAnswer } from './error-answer.js';
import { pairsOf } from './pairs.js';

type Errors = VenueDescription['errors'];

const FILE = 'samples/error.json';

/** `errors` as a documented error and the venue's codes say it; what is not answered stays the style's. */
export function errorsOf(
  answers: Answers,
  style: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const text = answers['sample:error'] ?? '';
  const isOwn = text !== '';
  const answer = isOwn ? answerOf(JSON.parse(text), answers) : undefined;
  const { codes } = answers;
  const ok = answer === undefined ? hasOk(style.answer) : answer.ok !== undefined;
  // Written as the documented error writes it.
  const isNumber = isOwn && typeof readPath(JSON.parse(text), answer?.code[0] ?? '') === 'number';
  const cases =
    codes === undefined || (codes === '' && !isOwn) ? {} : { cases: casesOf(codes, ok, isNumber) };
  // What refusals repeat of a request has its places in the style's own samples of them.
  const { repeats, ...general } = style;
  const isStyles = answer === undefined && !('cases' in cases);
  return {
    ...general,
    ...(isStyles && repeats !== undefined ? { repeats } : {}),
    ...(answer === undefined ? {} : { answer, sample: FILE }),
    ...cases,
  };
}

/** What is wrong with `case=code` or `case=status/code`, as typed. */
export function codesProblem(text: string, needed: readonly ErrorCase[]): string | undefined {
  const meaning = new Map<string, ErrorCase>();
  const pairs = pairsOf(text);
  for (const [name, value] of pairs) {
    const known = caseOf(name);
    if (known === undefined) {
      const near = nearest(name, CASES, 1)[0];
      return `there is no case ${name}; ${near === undefined ? `known: ${CASES.join(', ')}` : `did you mean ${near}?`}`;
    }
    const { code } = statusAndCode(value);
    const other = meaning.get(code);
    if (code === '') return `give the code of ${name}`;
    if (other !== undefined && ERROR_KINDS[other] !== ERROR_KINDS[known])
      return `${code} cannot mean both ${other} and ${name}`;
    meaning.set(code, known);
  }
  const lacking = needed.filter((name) => !pairs.some(([given]) => given === name));
  return lacking.length === 0
    ? undefined
    : `the connector has to know ${lacking.join(' and ')}; write ${lacking[0]}=CODE`;
}

/** Codes without which a connector cannot tell what came of an order. */
export const NEEDED_CASES: readonly ErrorCase[] = ['insufficient_balance', 'get_unknown_order'];

function answerOf(sample: unknown, answers: Answers): Errors['answer'] {
  const found = errorAnswer(sample);
  const [path = ''] = found.code;
  // A code that good answers have too, and always the same, means success.
  const good = ROLE_NAMES.flatMap((role) => {
    const text = answers[`sample:${role}`];
    if (text === undefined || text === '' || role.startsWith('stream_')) return [];
    const value = readPath(JSON.parse(text), path);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [String(value)]
      : [];
  });
  return { ...found, ...(good.length > 0 && new Set(good).size === 1 ? { ok: good.slice(0, 1) } : {}) };
}

function casesOf(codes: string, insideOk: boolean, isNumber: boolean): Errors['cases'] {
  return Object.fromEntries(
    pairsOf(codes).flatMap(([name, value]) => {
      const known = caseOf(name);
      if (known === undefined) return [];
      const { status, code } = statusAndCode(value);
      const usual = insideOk && !(known in SERVER) ? 200 : (STATUS[known] ?? 400);
      const written = isNumber && /^-?\d+$/.test(code) ? Number(code) : code;
      return [
        [known, { status: status ?? usual, code: written, message: known.replaceAll('_', ' ') }] as const,
      ];
    }),
  );
}

function statusAndCode(value: string): { readonly status?: number; readonly code: string } {
  const [, status, code] = /^([1-5]\d\d)\/(.+)$/.exec(value) ?? [];
  return code === undefined ? { code: value } : { status: Number(status), code };
}

function caseOf(name: string): ErrorCase | undefined {
  return CASES.find((known) => known === name);
}

function hasOk(answer: unknown): boolean {
  return isRecord(answer) && answer.ok !== undefined;
}

const CASES = Object.keys(ERROR_KINDS).filter((name): name is ErrorCase => Object.hasOwn(ERROR_KINDS, name));
const SERVER: Partial<Record<ErrorCase, number>> = { internal: 500, maintenance: 503 };
const STATUS: Partial<Record<ErrorCase, number>> = {
  ...SERVER,
  bad_key: 401,
  bad_signature: 401,
  bad_passphrase: 401,
  missing_permission: 403,
  rate_limit: 429,
  not_found: 404,
  get_unknown_order: 404,
  cancel_unknown_order: 404,
};
