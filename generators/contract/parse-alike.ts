import type { ts } from 'ts-morph';
import { parse, parseAnew, syntaxFault, typescript, type Parse } from './parser.js';
import { remembered } from './remembered.js';

/**
 * A parser for texts that are much alike, each read after the one before: bodies of functions and types, and objects, that
 * stand word for word in that one are empty in the tree, since parsing them is most of the work. Every place is that of
 * the text as it is, and so is what `getText` says. Members named in `whole`, and all that may be a stub, are there in full.
 */
export function parseAlike(whole: ReadonlySet<string>): Parse {
  let last: ts.SourceFile | undefined;
  return remembered((text) => {
    last = last === undefined ? parse(text) : outline(text, last, whole);
    return last;
  }, 8);
}

function outline(text: string, like: ts.SourceFile, whole: ReadonlySet<string>): ts.SourceFile {
  const shared = syntaxFault(like) === undefined ? sharedInsides(text, like, whole) : [];
  if (shared.length === 0) return parse(text);
  const tree = parseAnew(emptied(text, shared));
  // Where the tree has one of the same kind, empty, what stands between its braces would have been parsed as it was before.
  const found = new Set(unitsOf(tree).flatMap(insidesOf).map(placeOf));
  if (!shared.every((inside) => found.has(placeOf(inside)))) return parse(text);
  tree.text = text;
  return tree;
}

/** What stands between two braces. */
interface Inside {
  readonly kind: ts.SyntaxKind;
  readonly start: number;
  readonly end: number;
}

function placeOf({ kind, start, end }: Inside): string {
  return `${kind} ${start} ${end}`;
}

/** In the order of the text; a unit that has changed its place among the others is not found. */
function sharedInsides(text: string, like: ts.SourceFile, whole: ReadonlySet<string>): Inside[] {
  const shared: Inside[] = [];
  let from = 0;
  for (const unit of unitsOf(like)) {
    if (isWhole(unit, whole)) continue;
    const start = unit.getStart();
    const code = like.text.slice(start, unit.end);
    const at = code.includes(STUB) ? -1 : text.indexOf(code, from);
    if (at < 0) continue;
    from = at + code.length;
    const shift = at - start;
    for (const inside of insidesOf(unit))
      shared.push({ kind: inside.kind, start: inside.start + shift, end: inside.end + shift });
  }
  return shared;
}

const STUB = 'NotImplementedException';

function isWhole(unit: ts.Node, whole: ReadonlySet<string>): boolean {
  return typescript().isClassElement(unit) && unit.name !== undefined && whole.has(unit.name.getText());
}

function emptied(text: string, insides: readonly Inside[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of insides) {
    result += text.slice(at, start) + ' '.repeat(end - start);
    at = end;
  }
  return result + text.slice(at);
}

/** The members of a file's classes, and its other statements. */
function unitsOf(tree: ts.SourceFile): readonly ts.Node[] {
  const compiler = typescript();
  return tree.statements.flatMap((statement): readonly ts.Node[] =>
    compiler.isClassDeclaration(statement) ? statement.members : [statement],
  );
}

/** The outermost of a unit, in the order of the text. Those of a class inside of an expression are not looked for. */
function insidesOf(unit: ts.Node): Inside[] {
  const compiler = typescript();
  const insides: Inside[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isClassLike(node)) return;
    if (compiler.isInterfaceDeclaration(node))
      insides.push({ kind: node.kind, start: node.members.pos, end: node.end - 1 });
    else if (compiler.isBlock(node) || compiler.isObjectLiteralExpression(node))
      insides.push({ kind: node.kind, start: node.getStart() + 1, end: node.end - 1 });
    else node.forEachChild(visit);
  };
  visit(unit);
  return insides;
}
