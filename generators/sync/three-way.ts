import { sameCode } from './same-code.js';

/** What becomes of one piece of text that exists in all three versions. */
export type Decision = 'keep' | 'replace' | 'conflict';

/** The rule of every merge here: who has not changed a piece has no say in it. */
export function decide(pristine: string, yours: string, next: string): Decision {
  if (sameCode(pristine, next) || sameCode(yours, next)) return 'keep';
  return sameCode(pristine, yours) ? 'replace' : 'conflict';
}
