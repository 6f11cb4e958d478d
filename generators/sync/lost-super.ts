import type { Contract } from '../contract/contract.js';
import { tokensOf } from './tokens.js';

/** The members that a base had a body for and has none now: nobody can call them through `super` any more. */
export function lostBodies(before: Contract, after: Contract): ReadonlySet<string> {
  const bodies = namesWithBody(after);
  return new Set([...namesWithBody(before)].filter((name) => !bodies.has(name)));
}

/** Which of the names a piece of source reaches through `super`. */
export function superUses(text: string, names: ReadonlySet<string>): string[] {
  if (!text.includes('super')) return [];
  const tokens = tokensOf(text);
  const used = tokens.flatMap((token, index) => {
    const isReached = tokens[index - 1]?.text === '.' && tokens[index - 2]?.text === 'super';
    return isReached && names.has(token.text) ? [token.text] : [];
  });
  return [...new Set(used)];
}

function namesWithBody({ members }: Contract): Set<string> {
  return new Set(members.filter(({ isAbstract }) => !isAbstract).map(({ name }) => name));
}
