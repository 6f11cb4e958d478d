import { typescript } from '../contract/parser.js';
import type { Unit } from '../contract/units.js';

/** A unit with a body, in two: what it promises, and how it keeps it. */
export interface UnitParts {
  readonly head: string;
  readonly body: string;
  /** Where the body begins in the file. */
  readonly bodyStart: number;
}

/** Functions are split before their block, properties and constants before their value. */
export function partsOf(unit: Unit): UnitParts | undefined {
  const { text } = unit.nodes[0].getSourceFile();
  const bodyStart = bodyStartOf(unit);
  if (bodyStart === undefined) return undefined;
  return { head: text.slice(unit.start, bodyStart), body: text.slice(bodyStart, unit.end), bodyStart };
}

export function coreOf(unit: Unit): string {
  return unit.nodes[0].getSourceFile().text.slice(unit.start, unit.end);
}

export function leadOf(unit: Unit): string {
  return unit.nodes[0].getSourceFile().text.slice(unit.leadStart, unit.start);
}

/** A body that does nothing but throw `NotImplementedException`. */
export function isStub(unit: Unit): boolean {
  const compiler = typescript();
  const node = unit.nodes.at(-1);
  if (node === undefined || !compiler.isFunctionLike(node) || !('body' in node) || node.body === undefined)
    return false;
  if (!compiler.isBlock(node.body) || node.body.statements.length !== 1) return false;
  const [statement] = node.body.statements;
  if (statement === undefined || !compiler.isThrowStatement(statement)) return false;
  const { expression } = statement;
  return (
    compiler.isNewExpression(expression) &&
    /(?:^|\.)(?:Base\d*)?NotImplementedException\d*$/.test(expression.expression.getText())
  );
}

function bodyStartOf(unit: Unit): number | undefined {
  const compiler = typescript();
  const node = unit.nodes.at(-1);
  if (node === undefined) return undefined;
  if (compiler.isPropertyDeclaration(node)) return node.initializer?.getStart();
  if (compiler.isVariableStatement(node)) {
    const [declaration, ...others] = node.declarationList.declarations;
    return others.length > 0 ? undefined : declaration?.initializer?.getStart();
  }
  const takesBody =
    compiler.isMethodDeclaration(node) ||
    compiler.isFunctionDeclaration(node) ||
    compiler.isConstructorDeclaration(node) ||
    compiler.isGetAccessor(node) ||
    compiler.isSetAccessor(node);
  return takesBody ? node.body?.getStart() : undefined;
}
