import type { ts } from 'ts-morph';
import type { Edit } from '../contract/edits.js';
import { boundNames, declaredNames } from '../contract/imports.js';
import { typescript } from '../contract/parser.js';

/**
 * A parameter under another name, through the function's other parameters and its body. Undefined where the new name
 * already means something there: then the old one has to stay.
 */
export function renameParameter(
  node: ts.FunctionLikeDeclaration,
  from: string,
  to: string,
): Edit[] | undefined {
  const compiler = typescript();
  const places = [...node.parameters, ...(node.body === undefined ? [] : [node.body])];
  if (places.some((place) => mentions(place, to))) return undefined;
  const edits: Edit[] = [];
  const visit = (inner: ts.Node): void => {
    if (shadows(inner, from)) return;
    if (compiler.isIdentifier(inner) && inner.text === from && isReference(inner))
      edits.push(renamed(inner, from, to));
    inner.forEachChild(visit);
  };
  for (const parameter of node.parameters) {
    if (compiler.isIdentifier(parameter.name) && parameter.name.text === from)
      edits.push(renamed(parameter.name, from, to));
    if (parameter.initializer !== undefined) visit(parameter.initializer);
  }
  // The body's own block declares in the function's scope, where the parameter already has the name.
  node.body?.forEachChild(visit);
  if (node.body !== undefined && compiler.isIdentifier(node.body)) visit(node.body);
  return edits;
}

function renamed(node: ts.Identifier, from: string, to: string): Edit {
  const isShorthand = typescript().isShorthandPropertyAssignment(node.parent);
  return { start: node.getStart(), end: node.end, text: isShorthand ? `${from}: ${to}` : to };
}

/** Any appearance of a name that is not a member's or a property's. */
function mentions(node: ts.Node, name: string): boolean {
  const compiler = typescript();
  if (compiler.isIdentifier(node)) return node.text === name && isReference(node);
  return node.forEachChild((child) => mentions(child, name) || undefined) === true;
}

/** Names behind a dot, keys and labels refer to nothing in scope. */
function isReference(node: ts.Identifier): boolean {
  const compiler = typescript();
  const { parent } = node;
  if (compiler.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (compiler.isQualifiedName(parent)) return parent.left === node;
  if (compiler.isPropertyAssignment(parent)) return parent.initializer === node;
  if (compiler.isBindingElement(parent)) return parent.propertyName !== node;
  // A type may have the name of a value.
  if (isType(parent) || compiler.isTypeReferenceNode(parent)) return false;
  if (compiler.isLabeledStatement(parent) || compiler.isBreakOrContinueStatement(parent)) return false;
  const named =
    compiler.isClassElement(parent) ||
    compiler.isTypeElement(parent) ||
    compiler.isObjectLiteralElement(parent);
  return (
    !named || !('name' in parent && parent.name === node) || compiler.isShorthandPropertyAssignment(parent)
  );
}

/** Whether a scope gives the name a meaning of its own. */
function shadows(node: ts.Node, name: string): boolean {
  const compiler = typescript();
  if (compiler.isFunctionLike(node)) {
    const parameters = node.parameters.flatMap((parameter) => boundNames(parameter.name));
    return parameters.includes(name) || hoistedNames(node).includes(name);
  }
  if (compiler.isBlock(node)) return valueNames(node).includes(name);
  if (compiler.isCatchClause(node)) {
    return node.variableDeclaration !== undefined && boundNames(node.variableDeclaration.name).includes(name);
  }
  const isLoop =
    compiler.isForStatement(node) || compiler.isForOfStatement(node) || compiler.isForInStatement(node);
  const start = isLoop ? node.initializer : undefined;
  if (start === undefined || !compiler.isVariableDeclarationList(start)) return false;
  return start.declarations.flatMap((declaration) => boundNames(declaration.name)).includes(name);
}

function hoistedNames(node: ts.SignatureDeclaration): string[] {
  const body = 'body' in node ? node.body : undefined;
  return body !== undefined && typescript().isBlock(body) ? valueNames(body) : [];
}

function valueNames({ statements }: ts.Block): string[] {
  return statements.filter((statement) => !isType(statement)).flatMap(declaredNames);
}

function isType(node: ts.Node): boolean {
  return typescript().isTypeAliasDeclaration(node) || typescript().isInterfaceDeclaration(node);
}
