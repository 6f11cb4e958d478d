import type { ts } from 'ts-morph';
import type { ContractMember } from '../contract/contract.js';
import type { Edit } from '../contract/edits.js';
import { typescript } from '../contract/parser.js';
import type { MemberPair } from './contract-diff.js';
import { selfUses } from './self-uses.js';
import type { SignatureRewrite } from './signature-rewrite.js';

/**
 * A member that the base has made another kind of member: a method without parameters becomes a getter, a getter a
 * method, with their uses in the class. Anything else is left to the user, with what to write.
 */
export function rewriteKind(
  owner: ts.ClassLikeDeclaration,
  nodes: readonly ts.Node[],
  { before, after }: MemberPair,
): SignatureRewrite {
  const compiler = typescript();
  // A field may stand for an abstract accessor, and the other way round.
  if (after.isAbstract && before.kind !== 'method' && after.kind !== 'method')
    return { edits: [], hands: [] };
  const [node, ...overloads] = nodes;
  const uses = selfUses(owner, after.name);
  if (node === undefined || overloads.length > 0 || uses === undefined) return byHand(after);
  if (after.kind === 'getter' && compiler.isMethodDeclaration(node) && isPlainMethod(node)) {
    const calls = uses.map(({ parent }) => parent).filter((parent) => compiler.isCallExpression(parent));
    const isCalled =
      calls.length === uses.length && calls.every(({ arguments: given }) => given.length === 0);
    if (!isCalled) return byHand(after);
    const at = node.name.getStart();
    const unCalled = calls.map((call): Edit => ({ start: call.expression.end, end: call.end, text: '' }));
    return { edits: [{ start: at, end: at, text: 'get ' }, ...unCalled], hands: [] };
  }
  if (after.kind === 'method' && compiler.isGetAccessor(node) && takesNothing(after)) {
    const isWritten = uses.some(({ parent }) => isAssignment(parent));
    if (isWritten) return byHand(after);
    const keyword = node.getSourceFile().text.slice(node.getStart(), node.name.getStart());
    const start = node.getStart() + keyword.lastIndexOf('get');
    const called = uses.map((use): Edit => ({ start: use.end, end: use.end, text: '()' }));
    return { edits: [{ start, end: node.name.getStart(), text: '' }, ...called], hands: [] };
  }
  return byHand(after);
}

function isPlainMethod(node: ts.MethodDeclaration): boolean {
  const { SyntaxKind } = typescript();
  const isAsync = node.modifiers?.some(({ kind }) => kind === SyntaxKind.AsyncKeyword) === true;
  const isBare = node.parameters.length === 0 && node.typeParameters === undefined;
  return isBare && !isAsync && node.asteriskToken === undefined && node.questionToken === undefined;
}

function takesNothing({ signatures }: ContractMember): boolean {
  return signatures.every(({ parameters }) => parameters.length === 0);
}

function isAssignment(node: ts.Node): boolean {
  const compiler = typescript();
  if (compiler.isPostfixUnaryExpression(node)) return true;
  if (compiler.isPrefixUnaryExpression(node)) {
    const { PlusPlusToken, MinusMinusToken } = compiler.SyntaxKind;
    return [PlusPlusToken, MinusMinusToken].some((kind) => kind === node.operator);
  }
  if (compiler.isDeleteExpression(node)) return true;
  return (
    compiler.isBinaryExpression(node) &&
    node.operatorToken.kind >= compiler.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= compiler.SyntaxKind.LastAssignment
  );
}

function byHand({ name, kind, signatures }: ContractMember): SignatureRewrite {
  const type = signatures[0]?.returnType;
  const typed = type === undefined ? '' : `: ${type}`;
  const advice = {
    getter: `write "get ${name}()${typed}", and "this.${name}" without parentheses where it is used`,
    setter: `write "set ${name}(value)"`,
    method: `write "${name}(…)${typed}", and call it where it is used`,
    property: `write a field "${name}${typed}", or a getter`,
  };
  return { edits: [], hands: [`the base made it a ${kind}: ${advice[kind]}`] };
}
