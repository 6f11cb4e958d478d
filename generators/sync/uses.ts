import { typescript } from '../contract/parser.js';
import { tokensOf, type Token } from './tokens.js';

/** The names a piece of source mentions, those behind a dot aside. */
export function namesUsedIn(text: string): ReadonlySet<string> {
  const tokens = tokensOf(text);
  const { SyntaxKind } = typescript();
  const names = tokens.filter(
    ({ kind }, index) => kind === SyntaxKind.Identifier && !isBehindDot(tokens, index),
  );
  return new Set(names.map((token) => token.text));
}

/** Whether a text still mentions what was deleted from it: by its bare name, or as a member of `this` or `super`. */
export function isUsed(name: string, text: string): boolean {
  const tokens = tokensOf(text);
  return tokens.some((token, index) => {
    if (token.text !== name) return false;
    if (!isBehindDot(tokens, index)) return true;
    const holder = tokens[index - 2]?.text;
    return holder === 'this' || holder === 'super';
  });
}

function isBehindDot(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.text;
  return before === '.' || before === '?.';
}
