import type { ts } from 'ts-morph';
import { typescript } from './parser.js';
import { hasModifier } from './read-member.js';

/** A member of a class, or a statement of a file: the piece of text that is merged as a whole. */
export interface Unit {
  /** Tells the unit from its neighbours, and finds its counterpart in another version of the file. */
  readonly key: string;
  /** The declared name, where there is one. */
  readonly name: string | undefined;
  /** Where its leading comments begin; equals `start` where it has none. */
  readonly leadStart: number;
  readonly start: number;
  /** Behind its last character and any comment that follows on the same line. */
  readonly end: number;
  /** Several for a group of overloads; the last one is the implementation. */
  readonly nodes: readonly [ts.Node, ...ts.Node[]];
}

/** The members of a class in source order. Overloads of one name are one unit. */
export function classUnits(node: ts.ClassLikeDeclaration): Unit[] {
  const { SyntaxKind } = typescript();
  const members = node.members.filter(({ kind }) => kind !== SyntaxKind.SemicolonClassElement);
  return grouped(members, memberKey);
}

export function grouped<T extends ts.Node>(
  nodes: readonly T[],
  keyOf: (node: T) => { readonly key: string; readonly name: string | undefined },
): Unit[] {
  const units: Unit[] = [];
  const used = new Map<string, number>();
  for (const node of nodes) {
    const { key, name } = keyOf(node);
    const last = units.at(-1);
    if (last !== undefined && last.key === key && isSignatureOnly(last.nodes.at(-1))) {
      units[units.length - 1] = { ...last, end: endOf(node), nodes: [...last.nodes, node] };
      continue;
    }
    // The same key twice (`describe(…)` again, a duplicate identifier): told apart by its turn.
    const turn = used.get(key) ?? 0;
    used.set(key, turn + 1);
    units.push({ key: turn === 0 ? key : `${key} #${turn + 1}`, name, ...placeOf(node), nodes: [node] });
  }
  return units;
}

function memberKey(node: ts.ClassElement): { key: string; name: string | undefined } {
  const compiler = typescript();
  const isStatic = hasModifier(node, compiler.SyntaxKind.StaticKeyword) ? 'static ' : '';
  if (compiler.isConstructorDeclaration(node)) return { key: 'constructor', name: undefined };
  if (compiler.isClassStaticBlockDeclaration(node)) return { key: 'static {}', name: undefined };
  if (compiler.isIndexSignatureDeclaration(node)) return { key: `${isStatic}[index]`, name: undefined };
  const name = node.name?.getText() ?? '';
  if (compiler.isGetAccessor(node)) return { key: `${isStatic}get ${name}`, name };
  if (compiler.isSetAccessor(node)) return { key: `${isStatic}set ${name}`, name };
  return { key: isStatic + name, name };
}

function isSignatureOnly(node: ts.Node | undefined): boolean {
  const compiler = typescript();
  if (node === undefined) return false;
  const takesOverloads =
    compiler.isMethodDeclaration(node) ||
    compiler.isFunctionDeclaration(node) ||
    compiler.isConstructorDeclaration(node);
  return takesOverloads && node.body === undefined;
}

function placeOf(node: ts.Node): Pick<Unit, 'leadStart' | 'start' | 'end'> {
  const text = node.getSourceFile().text;
  const comments = typescript().getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  // A shebang is no comment to the parser; what stands on the line of the token before belongs to that token.
  const start = node.getStart();
  return { leadStart: comments[0]?.pos ?? start, start, end: endOf(node) };
}

function endOf(node: ts.Node): number {
  const compiler = typescript();
  const text = node.getSourceFile().text;
  const trailing = compiler.getTrailingCommentRanges(text, node.end) ?? [];
  return trailing.filter((range) => !text.slice(node.end, range.pos).includes('\n')).at(-1)?.end ?? node.end;
}
