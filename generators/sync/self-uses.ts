import type { ts } from 'ts-morph';
import { typescript } from '../contract/parser.js';

/**
 * Every `this.name` and `super.name` in a class. Nothing where the name is reached in a way that cannot be followed:
 * by `this['name']`, by taking `this` apart, or through another `this`.
 */
export function selfUses(
  node: ts.ClassLikeDeclaration,
  name: string,
): readonly ts.PropertyAccessExpression[] | undefined {
  const compiler = typescript();
  const uses: ts.PropertyAccessExpression[] = [];
  let isClear = true;
  const visit = (inner: ts.Node): void => {
    if (compiler.isPropertyAccessExpression(inner) && inner.name.text === name) {
      if (isSelf(inner.expression) && inner.questionDotToken === undefined) uses.push(inner);
      else if (mayBeSelf(inner.expression)) isClear = false;
    }
    const isKey = compiler.isStringLiteralLike(inner) && inner.text === name;
    if (isKey && compiler.isElementAccessExpression(inner.parent)) isClear = false;
    if (compiler.isBindingElement(inner) && (inner.propertyName ?? inner.name).getText() === name)
      isClear = false;
    inner.forEachChild(visit);
  };
  for (const member of node.members) member.forEachChild(visit);
  return isClear ? uses : undefined;
}

function isSelf(node: ts.Expression): boolean {
  const { SyntaxKind } = typescript();
  return node.kind === SyntaxKind.ThisKeyword || node.kind === SyntaxKind.SuperKeyword;
}

/** A variable may hold this object (`const self = this`). */
function mayBeSelf(node: ts.Expression): boolean {
  return typescript().isIdentifier(node) || isSelf(node);
}
