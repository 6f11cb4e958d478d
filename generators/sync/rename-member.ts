import type { ts } from 'ts-morph';
import type { Edit } from '../contract/edits.js';
import { typescript } from '../contract/parser.js';

/**
 * A member's declarations, and its uses through `this`, `super` and a constant that holds `this`, under another name.
 */
export function renameMember(node: ts.ClassLikeDeclaration, from: string, to: string): Edit[] {
  const compiler = typescript();
  const edits: Edit[] = [];
  const aliases = aliasesOfThis(node);
  const rename = (name: ts.Node): void => {
    edits.push({ start: name.getStart(), end: name.end, text: to });
  };
  const isAlias = (inner: ts.Expression): boolean => compiler.isIdentifier(inner) && aliases.has(inner.text);
  const visitAliases = (inner: ts.Node): void => {
    if (compiler.isPropertyAccessExpression(inner) && isAlias(inner.expression) && inner.name.text === from)
      rename(inner.name);
    inner.forEachChild(visitAliases);
  };
  const visit = (inner: ts.Node): void => {
    if (isOtherThis(inner)) return;
    if (compiler.isPropertyAccessExpression(inner) && isSelf(inner.expression) && inner.name.text === from) {
      rename(inner.name);
    }
    if (compiler.isElementAccessExpression(inner) && isSelf(inner.expression))
      renameKey(inner, from, to, edits);
    if (compiler.isVariableDeclaration(inner)) renameDestructured(inner, from, to, edits);
    inner.forEachChild(visit);
  };
  for (const member of node.members) {
    if (member.name?.getText() === from) rename(member.name);
    member.forEachChild(visit);
    if (aliases.size > 0) member.forEachChild(visitAliases);
  }
  return edits;
}

/** `const self = this`, where the class gives no other meaning to `self`. */
function aliasesOfThis(node: ts.ClassLikeDeclaration): ReadonlySet<string> {
  const compiler = typescript();
  const aliases: string[] = [];
  const declared: string[] = [];
  const visit = (inner: ts.Node, isOther: boolean): void => {
    const isDeclaration =
      compiler.isVariableDeclaration(inner) ||
      compiler.isParameter(inner) ||
      compiler.isBindingElement(inner);
    if (isDeclaration && compiler.isIdentifier(inner.name)) {
      declared.push(inner.name.text);
      const isConstant = (inner.parent.flags & compiler.NodeFlags.Const) !== 0;
      if (isConstant && !isOther && inner.initializer?.kind === compiler.SyntaxKind.ThisKeyword)
        aliases.push(inner.name.text);
    }
    inner.forEachChild((child) => {
      visit(child, isOther || isOtherThis(child));
    });
  };
  for (const member of node.members) visit(member, false);
  return new Set(aliases.filter((name) => count(aliases, name) === count(declared, name)));
}

function count(names: readonly string[], name: string): number {
  return names.filter((one) => one === name).length;
}

/** `this['name']` */
function renameKey(node: ts.ElementAccessExpression, from: string, to: string, edits: Edit[]): void {
  const key = node.argumentExpression;
  if (!typescript().isStringLiteralLike(key) || key.text !== from) return;
  edits.push({ start: key.getStart() + 1, end: key.end - 1, text: to });
}

/** `const { name } = this`: the variable keeps its name. */
function renameDestructured(node: ts.VariableDeclaration, from: string, to: string, edits: Edit[]): void {
  const compiler = typescript();
  if (
    node.initializer === undefined ||
    !isSelf(node.initializer) ||
    !compiler.isObjectBindingPattern(node.name)
  )
    return;
  for (const { name, propertyName } of node.name.elements) {
    const key = propertyName ?? name;
    if (key.getText() !== from) continue;
    const text = propertyName === undefined ? `${to}: ${from}` : to;
    edits.push({ start: key.getStart(), end: key.end, text });
  }
}

function isSelf(node: ts.Expression): boolean {
  const { SyntaxKind } = typescript();
  return node.kind === SyntaxKind.ThisKeyword || node.kind === SyntaxKind.SuperKeyword;
}

/** Inside of these, `this` is something else. */
function isOtherThis(node: ts.Node): boolean {
  const compiler = typescript();
  if (
    compiler.isClassLike(node) ||
    compiler.isFunctionDeclaration(node) ||
    compiler.isFunctionExpression(node)
  )
    return true;
  return (
    compiler.isObjectLiteralExpression(node.parent) &&
    (compiler.isMethodDeclaration(node) || compiler.isAccessor(node))
  );
}
