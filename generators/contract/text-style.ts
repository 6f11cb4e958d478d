import type { ts } from 'ts-morph';
import { parse, syntaxFault, typescript } from './parser.js';
import { remembered } from './remembered.js';

/** How a file is written, so that what is added to it looks like the rest. */
export interface TextStyle {
  readonly eol: '\n' | '\r\n';
  /** One step of indentation. */
  readonly indent: string;
  readonly quote: "'" | '"';
}

/** What the tool itself writes. */
export const OWN_STYLE: TextStyle = { eol: '\n', indent: '  ', quote: "'" };

/** Lines longer than this are broken up, as prettier does in generated files. */
export const LINE_WIDTH = 110;

export const styleOf: (text: string) => TextStyle = remembered((text) => {
  const crlf = text.includes('\r') ? count(text, /\r\n/g) : 0;
  const isDouble =
    text.includes('"') && count(text, /(?:from|import|\() *"/g) > count(text, /(?:from|import|\() *'/g);
  return {
    eol: crlf > 0 && crlf * 2 > count(text, /\n/g) ? '\r\n' : '\n',
    indent: indentOf(text),
    quote: isDouble ? '"' : "'",
  };
});

/**
 * A snippet in the tool's own style, rewritten in a file's style at a depth given as the text that its lines
 * begin with. The first line is not indented; `from` is what the snippet's other lines begin with where it was taken
 * from. Lines inside template literals keep their indentation.
 */
export function restyle(snippet: string, style: TextStyle, margin: string, from = ''): string {
  const { syntax, shift } = parseSnippet(snippet);
  const quoted =
    style.quote === OWN_STYLE.quote
      ? snippet
      : requoted(syntax, style.quote).slice(shift, shift + snippet.length);
  const fixed = linesInsideTemplates(syntax);
  return quoted
    .split('\n')
    .map((line, index) => {
      if (index === 0 || fixed.has(index) || line.trim() === '') return line;
      const depth = Math.max(0, (/^ */.exec(line)?.[0].length ?? 0) - from.length);
      const steps = Math.floor(depth / OWN_STYLE.indent.length);
      return (
        margin + style.indent.repeat(steps) + ' '.repeat(depth % OWN_STYLE.indent.length) + line.trimStart()
      );
    })
    .join(style.eol);
}

/** The white space that the line of an offset begins with. */
export function marginAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
}

/** Tabs where more lines begin with one than with spaces; else the step by which lines most often go in. */
function indentOf(text: string): string {
  const depths = [...text.matchAll(/^([ \t]*)[^\s*]/gm)].map((match) => match[1] ?? '');
  const indented = depths.filter((depth) => depth !== '');
  const tabs = indented.filter((depth) => depth.startsWith('\t')).length;
  if (tabs * 2 > indented.length) return '\t';
  const steps = new Map<number, number>();
  for (const [index, depth] of depths.entries()) {
    const step = depth.length - (depths[index - 1]?.length ?? 0);
    if (step > 0) steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const [best] = [...steps].sort(([a, often], [b, oftener]) => oftener - often || a - b);
  return best === undefined ? OWN_STYLE.indent : ' '.repeat(best[0]);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** A snippet is a statement or a member of a class; the latter parses only inside of one. */
function parseSnippet(snippet: string): { readonly syntax: ts.SourceFile; readonly shift: number } {
  const statement = parse(snippet);
  if (syntaxFault(statement) === undefined) return { syntax: statement, shift: 0 };
  const opening = 'class _ { ';
  return { syntax: parse(`${opening}${snippet}\n}`), shift: opening.length };
}

function linesInsideTemplates(syntax: ts.SourceFile): Set<number> {
  const compiler = typescript();
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (compiler.isTemplateLiteralToken(node)) {
      const first = syntax.getLineAndCharacterOfPosition(node.getStart()).line;
      const last = syntax.getLineAndCharacterOfPosition(node.end).line;
      for (let line = first + 1; line <= last; line++) lines.add(line);
    }
    node.forEachChild(visit);
  };
  visit(syntax);
  return lines;
}

/** Strings that hold no quote and no escape change their quotes; others are left as they are. */
function requoted(syntax: ts.SourceFile, quote: string): string {
  const compiler = typescript();
  let text = syntax.text;
  const visit = (node: ts.Node): void => {
    if (compiler.isStringLiteral(node) && !/["'\\]/.test(node.text) && !node.getText().includes('\\')) {
      const start = node.getStart();
      text = `${text.slice(0, start)}${quote}${node.text}${quote}${text.slice(node.end)}`;
    }
    node.forEachChild(visit);
  };
  visit(syntax);
  return text;
}
