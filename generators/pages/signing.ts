import type { Proposals } from '../questionnaire/interview/proposals.js';
import { readSigning } from './signing-code.js';
import { provenSigning } from './signing-example.js';

/** What pasted documentation says of signing, as answers to the questions about it. */
export interface SigningFound {
  readonly answers: Readonly<Record<string, string>>;
  /** A documented signature was computed again. */
  readonly isProven: boolean;
  /** Nothing is left to ask. */
  readonly isWhole: boolean;
}

/** Reads code samples and worked examples; a secret in them proves the recipe and is forgotten. */
export function signingIn(text: string): SigningFound {
  const read = readSigning(text);
  const proven = read.isToken ? undefined : provenSigning(text);
  const { isToken, ...said } = read;
  const hasHeader = said.headers?.includes('{signature}') === true || isToken;
  const answers: Record<string, string> = {
    signing: isToken ? 'jwt' : 'custom',
    ...said,
    ...(proven === undefined ? {} : defined(proven)),
    headers: said.headers ?? 'none',
    sent: hasHeader ? 'none' : (proven?.sent ?? said.sent ?? ''),
  };
  if (answers.sent === '') delete answers.sent;
  const needed = isToken ? ['algorithm', 'headers'] : ['algorithm', 'payload', 'encoding', 'stamp', 'sent'];
  return {
    answers,
    isProven: proven !== undefined,
    isWhole: needed.every((id) => answers[id] !== undefined),
  };
}

/** The answers as proposals; those of a recipe that is whole are sure once a person has said so. */
export function signingProposals(stored: string | undefined): Proposals {
  const parsed: unknown = stored === undefined || stored === '' ? {} : JSON.parse(stored);
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([id, answer]: [string, unknown]) =>
      typeof answer === 'string'
        ? [[id, { answer, reason: 'as the pasted signing says', isSure: true }] as const]
        : [],
    ),
  );
}

function defined(proven: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(proven).flatMap(([id, value]: [string, unknown]) =>
      typeof value === 'string' ? [[id, value] as const] : [],
    ),
  );
}
