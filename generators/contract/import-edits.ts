import type { ts } from 'ts-morph';
import type { Edit } from './edits.js';
import { importDeclarations, isTypeOnlyImport } from './imports.js';
import { typescript } from './parser.js';
import { LINE_WIDTH, marginAt, type TextStyle } from './text-style.js';

/** What becomes of the braces of one import. */
export interface ClauseChange {
  readonly added: string[];
  readonly upgraded: Set<ts.ImportSpecifier>;
}

export function namedImportsOf(node: ts.ImportDeclaration): ts.NamedImports | undefined {
  const bindings = node.importClause?.namedBindings;
  return bindings !== undefined && typescript().isNamedImports(bindings) ? bindings : undefined;
}

/** The braces of one import, with names added and `type` marks taken away. */
export function rewriteClause(node: ts.ImportDeclaration, change: ClauseChange, style: TextStyle): Edit[] {
  const braces = namedImportsOf(node);
  if (braces === undefined) return [];
  const wasTypeOnly = change.upgraded.size > 0 && isTypeOnlyImport(node);
  const keyword = wasTypeOnly ? [withoutTypeKeyword(node)] : [];
  const hasComments = /\/[/*]/.test(braces.getText());
  const inside = hasComments
    ? splicedBraces(braces, change, wasTypeOnly, style)
    : [rewrittenBraces(braces, change, wasTypeOnly, style)];
  return [...keyword, ...inside];
}

function rewrittenBraces(
  braces: ts.NamedImports,
  { added, upgraded }: ClauseChange,
  wasTypeOnly: boolean,
  style: TextStyle,
): Edit {
  const node = braces.parent.parent;
  const existing = braces.elements.map((element) => elementText(element, upgraded, wasTypeOnly));
  const elements = added.reduce(insertSorted, existing);
  const old = braces.getText();
  const margin = marginAt(node.getSourceFile().text, node.getStart());
  const oneLine = `{ ${elements.join(', ')} }`;
  const length = margin.length + node.getText().length - old.length + oneLine.length;
  const lines = elements.map((text) => `${margin}${style.indent}${text},${style.eol}`);
  const text =
    old.includes('\n') || length > LINE_WIDTH ? `{${style.eol}${lines.join('')}${margin}}` : oneLine;
  return { start: braces.getStart(), end: braces.end, text };
}

/** Beside comments nothing is moved: marks change where they stand, names are added at the end. */
function splicedBraces(
  braces: ts.NamedImports,
  { added, upgraded }: ClauseChange,
  wasTypeOnly: boolean,
  style: TextStyle,
): Edit[] {
  const marks = braces.elements.map((element) => {
    return { start: element.getStart(), end: element.end, text: elementText(element, upgraded, wasTypeOnly) };
  });
  const last = braces.elements.at(-1);
  const at = last?.end ?? braces.getStart() + 1;
  const { text: source } = braces.getSourceFile();
  const isOnOwnLine = last !== undefined && /\n[ \t]*$/.test(source.slice(0, last.getStart()));
  const separator = isOnOwnLine ? `,${style.eol}${marginAt(source, last.getStart())}` : ', ';
  const text = added.map((name) => (last === undefined ? ` ${name},` : separator + name)).join('');
  return [...marks, { start: at, end: at, text }];
}

function withoutTypeKeyword(node: ts.ImportDeclaration): Edit {
  const start = node.getStart();
  const keyword = /^import\s+type\s+/.exec(node.getText())?.[0] ?? '';
  return { start, end: start + keyword.length, text: keyword === '' ? '' : 'import ' };
}

function elementText(
  element: ts.ImportSpecifier,
  upgraded: ReadonlySet<ts.ImportSpecifier>,
  wasTypeOnly: boolean,
): string {
  const text = element.getText();
  if (upgraded.has(element)) return text.replace(/^type\s+/, '');
  return wasTypeOnly ? `type ${text}` : text;
}

/** Values before types, each in the alphabet; into lists that are sorted otherwise it still lands near its like. */
function insertSorted(elements: readonly string[], added: string): string[] {
  const found = elements.findIndex((text) => rankOf(text) > rankOf(added));
  return elements.toSpliced(found < 0 ? elements.length : found, 0, added);
}

function rankOf(specifier: string): string {
  const isType = specifier.startsWith('type ');
  return `${isType ? 1 : 0} ${specifier.replace(/^type /, '').toLowerCase()}`;
}

export function newImports(
  syntax: ts.SourceFile,
  fresh: ReadonlyMap<string, readonly string[]>,
  style: TextStyle,
): Edit[] {
  if (fresh.size === 0) return [];
  const lines = [...fresh].flatMap(([from, elements]) => importLines(from, elements, style));
  const last = importDeclarations(syntax).at(-1);
  if (last !== undefined) {
    return [{ start: last.end, end: last.end, text: lines.map((line) => style.eol + line).join('') }];
  }
  const at = syntax.statements[0]?.getStart(syntax, true) ?? syntax.end;
  return [{ start: at, end: at, text: [...lines, '', ''].join(style.eol) }];
}

function importLines(from: string, elements: readonly string[], { eol, indent, quote }: TextStyle): string[] {
  const module = `${quote}${from}${quote}`;
  const namespaces = elements.filter((text) => text.startsWith('* as '));
  const named = elements
    .filter((text) => !text.startsWith('* as '))
    .reduce(insertSorted, new Array<string>());
  const lines = namespaces.map((text) => `import ${text} from ${module};`);
  if (named.length === 0) return lines;
  const oneLine = `import { ${named.join(', ')} } from ${module};`;
  const broken = `import {${eol}${named.map((text) => `${indent}${text},${eol}`).join('')}} from ${module};`;
  return [...lines, oneLine.length > LINE_WIDTH ? broken : oneLine];
}
