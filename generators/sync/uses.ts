import type { ts } from 'ts-morph';
import { typescript } from '../contract/parser.js';
import { remembered } from '../contract/remembered.js';
import { scan, tokensOf, type Token } from './tokens.js';

/** The names a piece of source mentions, those behind a dot aside. */
export function namesUsedIn(text: string): ReadonlySet<string> {
  const { SyntaxKind } = typescript();
  const tokens = tokensOf(text);
  const isName = ({ kind }: Token, index: number): boolean =>
    kind === SyntaxKind.Identifier && !isBehindDot(tokens, index);
  return new Set(tokens.filter(isName).map((token) => token.text));
}

/** The names that a file mentions anywhere but in its import declarations. */
export const namesUsedOutsideImports: (text: string) => ReadonlySet<string> = remembered((text) => {
  const { SyntaxKind } = typescript();
  const names = new Set<string>();
  /** From `import` to the text that names the module; `import(…)`, `import.meta` and `import x = …` are none. */
  let imported: string[] | undefined;
  let before: ts.SyntaxKind = SyntaxKind.Unknown;
  const keep = (): void => {
    for (const name of imported ?? []) names.add(name);
    imported = undefined;
  };
  scan(
    text,
    (scanner) => {
      const kind = scanner.getToken();
      const isName = kind === SyntaxKind.Identifier && !isDot(before);
      before = kind;
      if (kind === SyntaxKind.ImportKeyword) imported = [];
      else if (imported !== undefined && kind === SyntaxKind.StringLiteral) imported = undefined;
      else if (imported !== undefined && endsNoImport(kind)) keep();
      else if (isName) {
        if (imported === undefined) names.add(scanner.getTokenText());
        else imported.push(scanner.getTokenText());
      }
    },
    true,
  );
  keep();
  return names;
}, 8);

function isDot(kind: ts.SyntaxKind): boolean {
  const { SyntaxKind } = typescript();
  return kind === SyntaxKind.DotToken || kind === SyntaxKind.QuestionDotToken;
}

function endsNoImport(kind: ts.SyntaxKind): boolean {
  const { SyntaxKind } = typescript();
  return (
    kind === SyntaxKind.OpenParenToken ||
    kind === SyntaxKind.EqualsToken ||
    kind === SyntaxKind.SemicolonToken ||
    isDot(kind)
  );
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
