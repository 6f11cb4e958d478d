import { typescript } from '../contract/parser.js';
import { applyEdits, type Edit } from '../contract/edits.js';
import { tokensOf } from './tokens.js';

/** A piece of code with imported names spelled as another file spells them. Names behind a dot are members: they stay. */
export function respell(text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  const { SyntaxKind } = typescript();
  const tokens = tokensOf(text);
  const edits = tokens.flatMap((token, index): Edit[] => {
    const name = names.get(token.text);
    const before = tokens[index - 1]?.text;
    if (name === undefined || token.kind !== SyntaxKind.Identifier || before === '.' || before === '?.')
      return [];
    return [{ start: token.start, end: token.start + token.text.length, text: name }];
  });
  return applyEdits(text, edits);
}
