import type { ts } from 'ts-morph';
import { typescript } from '../contract/parser.js';

export interface Token {
  readonly kind: ts.SyntaxKind;
  readonly text: string;
  readonly start: number;
}

/** The tokens of a piece of source, comments included, white space left out. It need not be a whole file. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  scan(text, (scanner) => {
    tokens.push({ kind: scanner.getToken(), text: scanner.getTokenText(), start: scanner.getTokenStart() });
  });
  return tokens;
}

/** Stops at each token, and (unless they are skipped) at each comment. */
export function scan(text: string, visit: (scanner: ts.Scanner) => void, skipsComments = false): void {
  const compiler = typescript();
  const { SyntaxKind, ScriptTarget, LanguageVariant } = compiler;
  const scanner = compiler.createScanner(ScriptTarget.Latest, skipsComments, LanguageVariant.Standard, text);
  /** For each template that is open: how many braces are open inside of its placeholder. */
  const templates: number[] = [];
  let previous: ts.SyntaxKind = SyntaxKind.Unknown;
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === SyntaxKind.WhitespaceTrivia || kind === SyntaxKind.NewLineTrivia) continue;
    const depth = templates.at(-1);
    if (kind === SyntaxKind.TemplateHead) templates.push(0);
    else if (depth !== undefined && kind === SyntaxKind.OpenBraceToken)
      templates[templates.length - 1] = depth + 1;
    else if (depth !== undefined && kind === SyntaxKind.CloseBraceToken && depth > 0) {
      templates[templates.length - 1] = depth - 1;
    } else if (depth === 0 && kind === SyntaxKind.CloseBraceToken) {
      if (scanner.reScanTemplateToken(false) === SyntaxKind.TemplateTail) templates.pop();
    } else if (isSlash(kind) && !endsExpression(previous)) scanner.reScanSlashToken();
    if (!isComment(kind)) previous = kind;
    visit(scanner);
  }
}

function isSlash(kind: ts.SyntaxKind): boolean {
  const { SyntaxKind } = typescript();
  return kind === SyntaxKind.SlashToken || kind === SyntaxKind.SlashEqualsToken;
}

/** A slash behind one of these divides; anywhere else it begins a regular expression. */
function endsExpression(kind: ts.SyntaxKind): boolean {
  const { SyntaxKind } = typescript();
  return (
    kind === SyntaxKind.Identifier ||
    kind === SyntaxKind.NumericLiteral ||
    kind === SyntaxKind.BigIntLiteral ||
    kind === SyntaxKind.StringLiteral ||
    kind === SyntaxKind.NoSubstitutionTemplateLiteral ||
    kind === SyntaxKind.CloseBraceToken ||
    kind === SyntaxKind.CloseBracketToken ||
    kind === SyntaxKind.CloseParenToken ||
    kind === SyntaxKind.ThisKeyword ||
    kind === SyntaxKind.SuperKeyword
  );
}

export function isComment(kind: ts.SyntaxKind): boolean {
  const { SyntaxKind } = typescript();
  return kind === SyntaxKind.SingleLineCommentTrivia || kind === SyntaxKind.MultiLineCommentTrivia;
}
