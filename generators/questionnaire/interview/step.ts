import type { Role } from '../../../venues/infer/roles.js';
import { secretInAnswer } from '../../../venues/infer/secret-text.js';

/** What a sample is of: an endpoint's answer, a frame, or what needs no reading. */
export type SampleRole = Role | 'error' | 'message';

/** What takes a person one question back. */
export const BACK = '<';

/** One question. */
export interface Step {
  readonly id: string;
  readonly message: string;
  /** `pages`: documentation of any form; what is kept of it, `read` says. */
  readonly kind: 'text' | 'sample' | 'choice' | 'pages';
  readonly default?: string;
  /** Of a sample: what it is of; the empty answer keeps what is there already. */
  readonly role?: SampleRole;
  readonly optional?: boolean;
  /** Of a choice: value → what it means, the usual one first. */
  readonly choices?: readonly { readonly value: string; readonly name: string }[];
  /** What is wrong with an answer; nothing when it is good. */
  readonly check: (text: string) => string | undefined;
  /** What is wrong with a sample besides its form. */
  readonly checkSample?: (sample: unknown) => string | undefined;
  /** Why its default is taken without being asked; the summary shows it and can change it. */
  readonly assumed?: string;
  /** Of pages: the endpoints that they are to hold. */
  readonly wanted?: readonly Role[];
}

export function assumedStep(step: Step, why: string): Step {
  return { ...step, assumed: why };
}

/** @param wanted the endpoints that it is to hold */
export function pagesStep(id: string, message: string, wanted: readonly Role[] = []): Step {
  return { id, message, kind: 'pages', wanted, check: () => undefined };
}

export function textStep(
  id: string,
  message: string,
  check: (text: string) => string | undefined,
  fallback?: string,
): Step {
  const checked = (answer: string): string | undefined => {
    const looks = secretInAnswer(answer);
    return looks === undefined
      ? check(answer)
      : `looks like ${looks}; it was not kept: a description never holds one`;
  };
  return {
    id,
    message,
    kind: 'text',
    check: checked,
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/** @param first the choice that is offered first */
export function choiceStep(
  id: string,
  message: string,
  choices: Readonly<Record<string, string>>,
  first?: string,
): Step {
  const width = Math.max(...Object.keys(choices).map((value) => value.length));
  const all = Object.entries(choices).map(([value, meaning]) => ({
    value,
    // Begins with the value, so that typing it chooses it.
    name: meaning === value ? value : `${value.padEnd(width)}  ${meaning}`,
  }));
  const ordered = all.toSorted((a, b) => Number(b.value === first) - Number(a.value === first));
  return { id, message, kind: 'choice', choices: ordered, check: () => undefined };
}

/** @param kept what the empty answer keeps; absent where there is nothing to keep */
export function sampleStep(
  id: string,
  role: SampleRole,
  what: string,
  kept?: string,
  checkSample?: (sample: unknown) => string | undefined,
): Step {
  const hint = kept === undefined ? '' : ` (ENTER ${kept})`;
  return {
    id: `sample:${id}`,
    message: `${what}: a file, or paste it and end with an empty line${hint}`,
    kind: 'sample',
    role,
    optional: kept !== undefined,
    check: () => undefined,
    ...(checkSample === undefined ? {} : { checkSample }),
  };
}
