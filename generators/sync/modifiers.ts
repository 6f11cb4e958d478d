import type { ts } from 'ts-morph';
import type { Edit } from '../contract/edits.js';
import { typescript } from '../contract/parser.js';

export function isPrivate(node: ts.Node): boolean {
  return modifiersOf(node).some(({ kind }) => kind === typescript().SyntaxKind.PrivateKeyword);
}

export function withoutOverride(node: ts.Node): Edit[] {
  const { text } = node.getSourceFile();
  const found = modifiersOf(node).find(({ kind }) => kind === typescript().SyntaxKind.OverrideKeyword);
  if (found === undefined) return [];
  const space = /^\s*/.exec(text.slice(found.end))?.[0].length ?? 0;
  return [{ start: found.getStart(), end: found.end + space, text: '' }];
}

/** Behind access and `static`, before `readonly` and `async`, as the language wants it. */
export function withOverride(node: ts.Node): Edit[] {
  const { SyntaxKind } = typescript();
  const { text } = node.getSourceFile();
  const modifiers = modifiersOf(node);
  if (modifiers.some(({ kind }) => kind === SyntaxKind.OverrideKeyword)) return [];
  const later = modifiers.find(
    ({ kind }) => kind === SyntaxKind.ReadonlyKeyword || kind === SyntaxKind.AsyncKeyword,
  );
  const behind = typescript().canHaveDecorators(node)
    ? typescript().getDecorators(node)?.at(-1)?.end
    : undefined;
  const end = later?.getStart() ?? modifiers.at(-1)?.end ?? behind ?? node.getStart();
  const at = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
  return [{ start: at, end: at, text: 'override ' }];
}

function modifiersOf(node: ts.Node): readonly ts.Modifier[] {
  const compiler = typescript();
  return compiler.canHaveModifiers(node) ? (compiler.getModifiers(node) ?? []) : [];
}
