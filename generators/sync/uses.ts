import { typescript } from '../contract/parser.js';
import { remembered } from '../contract/remembered.js';
import { isComment, tokensOf, type Token } from './tokens.js';

/** The names a piece of source mentions, those behind a dot aside. */
export function namesUsedIn(text: string): ReadonlySet<string> {
  return namesIn(tokensOf(text));
}

/** The names that a file mentions anywhere but in its import declarations. */
export const namesUsedOutsideImports: (text: string) => ReadonlySet<string> = remembered(
  (text) => namesIn(withoutImports(tokensOf(text).filter(({ kind }) => !isComment(kind)))),
  8,
);

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

function namesIn(tokens: readonly Token[]): ReadonlySet<string> {
  const { SyntaxKind } = typescript();
  const names = new Set<string>();
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === SyntaxKind.Identifier && !isBehindDot(tokens, index)) names.add(text);
  }
  return names;
}

/** From `import` to the text that names the module; `import(…)`, `import.meta` and `import x = …` stay. */
function withoutImports(tokens: readonly Token[]): Token[] {
  const { SyntaxKind } = typescript();
  const kept: Token[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const end = token.kind === SyntaxKind.ImportKeyword ? importEnd(tokens, index) : undefined;
    if (end === undefined) kept.push(token);
    else index = end;
  }
  return kept;
}

const NO_DECLARATION: ReadonlySet<string> = new Set(['(', '.', '=', ';']);

function importEnd(tokens: readonly Token[], start: number): number | undefined {
  const { SyntaxKind } = typescript();
  for (let index = start + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined || NO_DECLARATION.has(token.text)) return undefined;
    if (token.kind === SyntaxKind.StringLiteral) return index;
  }
  return undefined;
}

function isBehindDot(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.text;
  return before === '.' || before === '?.';
}
