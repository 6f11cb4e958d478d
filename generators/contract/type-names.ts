import type { ts } from 'ts-morph';
import { parse, typescript } from './parser.js';

/** A name in type position (or in a default value), where it stands. */
export interface NameUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The names that a piece of syntax takes from the scope around it. */
export function freeNames(node: ts.Node): NameUse[] {
  const uses: NameUse[] = [];
  collect(node, new Set(), uses);
  return uses;
}

/** The names a type's text takes from the scope around it, each once. */
export function namesInType(text: string): string[] {
  const uses = freeNames(parse(TYPE_PREFIX + text)).map(({ name }) => name);
  return [...new Set(uses)];
}

/** A type's text with some of its names exchanged: `Promise<C>` under C → `Config` is `Promise<Config>`. */
export function substitute(text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  const uses = freeNames(parse(TYPE_PREFIX + text)).filter((use) => names.has(use.name));
  return uses.reduceRight(
    (result, { name, start, end }) =>
      result.slice(0, start - TYPE_PREFIX.length) +
      (names.get(name) ?? name) +
      result.slice(end - TYPE_PREFIX.length),
    text,
  );
}

const TYPE_PREFIX = 'type _ = ';

function collect(node: ts.Node, bound: ReadonlySet<string>, uses: NameUse[]): void {
  const compiler = typescript();
  if (compiler.isIdentifier(node)) {
    if (!bound.has(node.text) && isUse(node)) {
      uses.push({ name: node.text, start: node.getStart(), end: node.end });
    }
    return;
  }
  const inner = new Set(bound);
  for (const name of namesBoundBy(node)) inner.add(name);
  node.forEachChild((child) => collect(child, inner, uses));
}

/** Names of members, parameters and properties are not taken from the scope around. */
function isUse(node: ts.Identifier): boolean {
  const compiler = typescript();
  const { parent } = node;
  if (compiler.isQualifiedName(parent)) return parent.left === node;
  if (compiler.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (compiler.isParameter(parent)) return parent.initializer === node;
  if (compiler.isBindingElement(parent)) return parent.initializer === node;
  if (compiler.isPropertyAssignment(parent)) return parent.initializer === node;
  if (compiler.isNamedTupleMember(parent) || compiler.isTypePredicateNode(parent)) return false;
  if (compiler.isTypeParameterDeclaration(parent) || compiler.isTypeAliasDeclaration(parent)) return false;
  if (compiler.isPropertyDeclaration(parent)) return parent.initializer === node;
  return !compiler.isTypeElement(parent) && !compiler.isClassElement(parent);
}

function namesBoundBy(node: ts.Node): string[] {
  const compiler = typescript();
  if (compiler.isMappedTypeNode(node)) return [node.typeParameter.name.text];
  if (compiler.isConditionalTypeNode(node)) return inferredNames(node.extendsType);
  if (!compiler.isFunctionLike(node)) return [];
  const types = (node.typeParameters ?? []).map((parameter) => parameter.name.getText());
  const values = node.parameters.flatMap(({ name }) => (compiler.isIdentifier(name) ? [name.text] : []));
  return [...types, ...values];
}

function inferredNames(node: ts.Node): string[] {
  const compiler = typescript();
  if (compiler.isInferTypeNode(node)) return [node.typeParameter.name.text];
  const names: string[] = [];
  node.forEachChild((child) => {
    names.push(...inferredNames(child));
  });
  return names;
}
