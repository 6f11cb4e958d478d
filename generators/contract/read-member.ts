import type { ts } from 'ts-morph';
import type { ContractMember, MemberKind, Parameter, Signature, TypeParameter } from './contract.js';
import { typescript } from './parser.js';

/** A member as its class declares it; what its types import is found by the caller, who knows the file. */
export interface DeclaredMember {
  readonly member: Omit<ContractMember, 'imports'>;
  readonly nodes: readonly ts.ClassElement[];
}

/** The members of one class that a subclass may implement or override, in source order, overloads as one. */
export function declaredMembers(node: ts.ClassLikeDeclaration): DeclaredMember[] {
  const found = new Map<string, DeclaredMember>();
  for (const element of node.members) {
    const member = readMember(element, node.name?.text ?? 'default');
    if (member === undefined) continue;
    const key = `${member.isStatic} ${member.kind} ${member.name}`;
    const before = found.get(key);
    found.set(key, before === undefined ? { member, nodes: [element] } : joined(before, member, element));
  }
  return [...found.values()];
}

export function typeParametersOf(
  nodes: ts.NodeArray<ts.TypeParameterDeclaration> | undefined,
): TypeParameter[] {
  return (nodes ?? []).map((node) => ({
    name: node.name.text,
    ...(node.constraint === undefined ? {} : { constraint: node.constraint.getText() }),
    ...(node.default === undefined ? {} : { default: node.default.getText() }),
  }));
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const compiler = typescript();
  return (
    compiler.canHaveModifiers(node) &&
    compiler.getModifiers(node)?.some((modifier) => modifier.kind === kind) === true
  );
}

/** An overload adds its signature; the implementation behind overloads is not part of the contract. */
function joined(
  before: DeclaredMember,
  member: Omit<ContractMember, 'imports'>,
  node: ts.ClassElement,
): DeclaredMember {
  const isImplementation = 'body' in node && node.body !== undefined;
  const signatures = isImplementation
    ? before.member.signatures
    : [...before.member.signatures, ...member.signatures];
  return { member: { ...before.member, signatures }, nodes: [...before.nodes, node] };
}

function readMember(node: ts.ClassElement, owner: string): Omit<ContractMember, 'imports'> | undefined {
  const { SyntaxKind } = typescript();
  const kind = kindOf(node);
  const name = node.name?.getText();
  if (kind === undefined || name === undefined || name.startsWith('#')) return undefined;
  if (hasModifier(node, SyntaxKind.PrivateKeyword)) return undefined;
  return {
    name,
    kind,
    isStatic: hasModifier(node, SyntaxKind.StaticKeyword),
    isAbstract: hasModifier(node, SyntaxKind.AbstractKeyword),
    access: hasModifier(node, SyntaxKind.ProtectedKeyword) ? 'protected' : 'public',
    isReadonly: hasModifier(node, SyntaxKind.ReadonlyKeyword),
    owner,
    signatures: [signatureOf(node)],
    decorators: decoratorsOf(node),
    ...docOf(node),
  };
}

function kindOf(node: ts.ClassElement): MemberKind | undefined {
  const compiler = typescript();
  if (compiler.isMethodDeclaration(node)) return 'method';
  if (compiler.isGetAccessorDeclaration(node)) return 'getter';
  if (compiler.isSetAccessorDeclaration(node)) return 'setter';
  return compiler.isPropertyDeclaration(node) ? 'property' : undefined;
}

function signatureOf(node: ts.ClassElement): Signature {
  const compiler = typescript();
  if (compiler.isPropertyDeclaration(node)) {
    return { typeParameters: [], parameters: [], ...returns(node.type ?? literalTypeOf(node.initializer)) };
  }
  if (!compiler.isFunctionLike(node)) return { typeParameters: [], parameters: [] };
  return {
    typeParameters: typeParametersOf(node.typeParameters),
    parameters: node.parameters.map(parameterOf),
    ...returns(node.type),
  };
}

function returns(type: ts.Node | string | undefined): { returnType?: string } {
  if (type === undefined) return {};
  return { returnType: typeof type === 'string' ? type : type.getText() };
}

/** `isConnected = false` says its type as plainly as an annotation would. */
function literalTypeOf(value: ts.Expression | undefined): string | undefined {
  const { SyntaxKind } = typescript();
  if (value === undefined) return undefined;
  if (value.kind === SyntaxKind.TrueKeyword || value.kind === SyntaxKind.FalseKeyword) return 'boolean';
  if (value.kind === SyntaxKind.NumericLiteral) return 'number';
  return value.kind === SyntaxKind.StringLiteral ? 'string' : undefined;
}

function parameterOf(node: ts.ParameterDeclaration): Parameter {
  return {
    name: node.name.getText(),
    ...(node.type === undefined ? {} : { type: node.type.getText() }),
    optional: node.questionToken !== undefined,
    rest: node.dotDotDotToken !== undefined,
    ...(node.initializer === undefined ? {} : { initializer: node.initializer.getText() }),
  };
}

function decoratorsOf(node: ts.Node): string[] {
  const compiler = typescript();
  if (!compiler.canHaveDecorators(node)) return [];
  return (compiler.getDecorators(node) ?? []).map((decorator) => decorator.getText());
}

function docOf(node: ts.Node): Pick<ContractMember, 'doc' | 'renamedFrom' | 'deprecated'> {
  const compiler = typescript();
  const block = compiler.getJSDocCommentsAndTags(node).findLast((part) => compiler.isJSDoc(part));
  const tags = compiler.getJSDocTags(node);
  const deprecated = tags.find((tag) => tag.tagName.text === 'deprecated');
  const doc = block === undefined ? undefined : withoutDirectives(block.getText());
  return {
    ...(doc === undefined ? {} : { doc }),
    renamedFrom: tags
      .filter((tag) => tag.tagName.text === 'renamedFrom')
      .map((tag) => (compiler.getTextOfJSDocComment(tag.comment) ?? '').trim())
      .filter((name) => name !== ''),
    ...(deprecated === undefined
      ? {}
      : { deprecated: (compiler.getTextOfJSDocComment(deprecated.comment) ?? '').trim() }),
  };
}

/** `@renamedFrom` speaks to sync, not to the readers of a connector. */
function withoutDirectives(doc: string): string | undefined {
  const text = doc
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line : ` ${line.trim()}`))
    .filter((line) => !/^ \* *@renamedFrom\b/.test(line))
    .join('\n')
    .replace(/ *@renamedFrom[ \t]+[^\s*]+/g, '')
    .replace(/(\n \*)+(?=\n \*\/)/g, '');
  return /[^\s/*]/.test(text) ? text : undefined;
}
