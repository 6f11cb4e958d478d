import { infer } from '../../venues/infer/infer.js';
import type { Role } from '../../venues/infer/roles.js';
import { lacking, readRequest } from '../questionnaire/interview/request-example.js';
import type { ParameterName } from '../questionnaire/interview/request-parameters.js';
import type { Operation } from './operations.js';
import { requestText } from './request-text.js';
import { ROLE_SIGNS, OTHER_TRADES } from './role-signs.js';

/** An operation that may be an endpoint, with why. */
export interface Candidate {
  readonly operation: Operation;
  /** As the answer to the question for its request. */
  readonly request: string;
  readonly score: number;
  readonly reasons: readonly string[];
}

/** Below this an operation only shares a word with what is looked for. */
const LEAST = 2.5;

/** The operations that may be the endpoint, the likeliest first. */
export function rank(role: Role, operations: readonly Operation[]): readonly Candidate[] {
  return operations
    .flatMap((operation) => candidate(role, operation))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 5);
}

/** What a person named themselves. */
export function namedCandidate(role: Role, operation: Operation): Candidate {
  const { request, missing, says } = asked(role, operation);
  return { operation, request, score: Infinity, reasons: [`named ${role}`, ...saysText(says, missing)] };
}

function asked(
  role: Role,
  operation: Operation,
): { request: string; says: readonly ParameterName[]; missing: readonly ParameterName[] } {
  const says = ROLE_SIGNS[role]?.says ?? [];
  const request = operation.written?.(role) ?? requestText(operation, role);
  const read = readRequest(request, role);
  return { request, says, missing: read === undefined ? says : lacking(read, says) };
}

function candidate(role: Role, operation: Operation): readonly Candidate[] {
  const signs = ROLE_SIGNS[role];
  if (signs === undefined || !signs.methods.includes(operation.method)) return [];
  const words = wordsOf(operation);
  if (!signs.names.some((name) => name.test(words.title) || name.test(words.path))) return [];
  const place = signs.names.findIndex((name) => name.test(words.title) || name.test(words.path));
  const byName = 3 - place * 0.5;
  const both =
    signs.names.some((name) => name.test(words.title)) && signs.names.some((name) => name.test(words.path));
  const all = `${words.title} ${words.path}`;
  const others = [OTHER_TRADES, ...(signs.not === undefined ? [] : [signs.not])].filter((one) =>
    one.test(all),
  );
  const { request, missing } = asked(role, operation);
  const answer = answerFit(role, operation);
  const score =
    byName +
    (both ? 0.5 : 0) -
    3 * others.length -
    (operation.isDeprecated || /\b(old|deprecated|legacy)\b/.test(all) ? 2 : 0) +
    0.6 * (signs.says.length - 2 * missing.length) +
    answer.score -
    0.1 * operation.path.split('/').length -
    (operation.method === signs.methods[0] ? 0 : 0.4);
  if (score < LEAST) return [];
  const reasons = [
    operation.summary === '' ? `${operation.method} ${operation.path}` : `“${operation.summary}”`,
    ...saysText(signs.says, missing),
    ...(answer.reason === '' ? [] : [answer.reason]),
  ];
  return [{ operation, request, score: Math.round(score * 100) / 100, reasons }];
}

function answerFit(role: Role, operation: Operation): { readonly score: number; readonly reason: string } {
  const sample = operation.sample();
  if (sample === undefined) return { score: 0, reason: '' };
  const { fields, warnings } = infer(role, sample.value);
  const isWhole = fields.length > 0 && !warnings.some(({ message }) => message.startsWith('was not found'));
  if (!isWhole) return { score: fields.length > 0 ? -0.3 : -1, reason: '' };
  const score = 1 + Math.min(1.2, fields.length * 0.15);
  return { score, reason: `its answer reads as ${fields.map(({ field }) => field).join(', ')}` };
}

function saysText(says: readonly ParameterName[], missing: readonly ParameterName[]): readonly string[] {
  const said = says.filter((name) => !missing.includes(name));
  return [
    ...(said.length === 0 ? [] : [`it takes ${said.join(', ')}`]),
    ...(missing.length === 0 ? [] : [`it does not take ${missing.join(', ')}`]),
  ];
}

/** `GET /api/v3/openOrders` “Current Open Orders” → its words in lower case. */
function wordsOf({ path, id, summary }: Operation): { readonly title: string; readonly path: string } {
  return { title: spaced(`${id} ${summary.replaceAll(/\([A-Z_]+\)/g, '')}`), path: spaced(path) };
}

function spaced(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9{}]+/g, ' ')
    .trim();
}
