import type { ts } from 'ts-morph';
import { applyEdits, type Edit } from './edits.js';
import { bindingsOf, importDeclarations, type ImportBinding } from './imports.js';
import { parse, typescript } from './parser.js';

/** Takes names out of a file's imports; an import that brings nothing any more goes whole. */
export function removeImports(text: string, isGone: (binding: ImportBinding) => boolean): string {
  const syntax = parse(text);
  const edits = importDeclarations(syntax).flatMap((declaration) => {
    const bindings = bindingsOf(declaration);
    const gone = bindings.filter(isGone);
    if (gone.length === 0) return [];
    if (gone.length === bindings.length) return [wholeLine(text, declaration)];
    return gone
      .flatMap(({ specifier }) => (specifier === undefined ? [] : [specifier]))
      .map(withoutSpecifier);
  });
  return edits.length === 0 ? text : applyEdits(text, edits);
}

function wholeLine(text: string, node: ts.ImportDeclaration): Edit {
  const rest = /^[ \t]*(?:\r?\n)?/.exec(text.slice(node.end))?.[0] ?? '';
  return { start: node.getStart(), end: node.end + rest.length, text: '' };
}

/** The name with the comma and white space on one of its sides. */
function withoutSpecifier(node: ts.ImportSpecifier): Edit {
  const { text } = node.getSourceFile();
  const behind = /^\s*,[ \t]*(?:\r?\n(?=[ \t]*\S))?[ \t]*/.exec(text.slice(node.end))?.[0];
  const isLast =
    behind === undefined ||
    (typescript().isNamedImports(node.parent) && /^\s*\}/.test(text.slice(node.end + behind.length)));
  if (behind !== undefined && !isLast)
    return { start: node.getStart(), end: node.end + behind.length, text: '' };
  // The last name: what separates it from the one before goes, its own trailing comma stays.
  const before = /,?\s*$/.exec(text.slice(0, node.getStart()))?.[0] ?? '';
  const comma = behind === undefined ? 0 : behind.indexOf(',') + 1;
  const isOnly = !before.startsWith(',');
  return {
    start: node.getStart() - (isOnly ? 0 : before.length),
    end: isOnly ? node.end + comma : node.end,
    text: '',
  };
}
