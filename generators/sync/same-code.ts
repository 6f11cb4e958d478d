import { typescript } from '../contract/parser.js';
import { isComment, tokensOf, type Token } from './tokens.js';

/**
 * Whether two pieces of source say the same, comments included: white space, line endings, the kind of quotes,
 * semicolons and trailing commas do not count, so that a file that was only reformatted counts as untouched.
 */
export function sameCode(a: string, b: string): boolean {
  return a === b || essence(a) === essence(b);
}

/** The tokens of a piece of source, formatting left out. */
function essence(text: string): string {
  const tokens = tokensOf(text).map(normalised);
  const kept = tokens
    .filter((token) => token !== ';')
    .filter((token, index, all) => {
      const isTrailing = token === ',' && CLOSING.has(all[index + 1] ?? '');
      return !isTrailing || all[index - 1] === ',' || all[index - 1] === '[';
    });
  return kept.join('\u0000');
}

const CLOSING: ReadonlySet<string> = new Set([')', ']', '}', '>']);

function normalised({ text: token, kind }: Token): string {
  const text = token.replaceAll('\r\n', '\n');
  if (kind === typescript().SyntaxKind.StringLiteral && /^"[^"'\\]*"$/.test(text))
    return `'${text.slice(1, -1)}'`;
  if (!isComment(kind)) return text;
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}
