import type { ts } from 'ts-morph';
import type { Contract, ContractMember } from './contract.js';
import { classesByName } from './find-class.js';
import { bindingsOf, importDeclarations } from './imports.js';
import type { NeededImport } from './plan-imports.js';
import { typescript } from './parser.js';
import { hasModifier } from './read-member.js';
import { namesInType } from './type-names.js';

/** How a class of a file relates to the base class: what it inherits on the way, and with which type arguments. */
export interface ClassContext {
  /** The class, then those of its ancestors that stand in the same file. */
  readonly chain: readonly [ts.ClassLikeDeclaration, ...ts.ClassLikeDeclaration[]];
  /** Whether the last of the chain extends the contract's class, or a class above that one. */
  readonly extendsBase: boolean;
  /** The contract's class itself, not one above it. */
  readonly extendsDirectly: boolean;
  /** What stands for the base's type parameters. */
  readonly typeArguments: ReadonlyMap<string, string>;
  /** Imports for those arguments that the base's defaults supply. */
  readonly imports: readonly Omit<NeededImport, 'isType'>[];
}

export function contextOf(node: ts.ClassLikeDeclaration, contract: Contract): ClassContext {
  const syntax = node.getSourceFile();
  const chain = localChain(node);
  const extended = extendsOf(chain.at(-1) ?? node);
  const spelling = extended?.expression.getText();
  const extendsDirectly = spelling !== undefined && namesFor(syntax, [contract.className]).has(spelling);
  const extendsBase =
    extendsDirectly || (spelling !== undefined && namesFor(syntax, contract.ancestors).has(spelling));
  const written = extendsDirectly ? (extended?.typeArguments ?? []).map((type) => type.getText()) : [];
  const typeArguments = new Map<string, string>();
  const defaulted = new Set<string>();
  contract.typeParameters.forEach((parameter, index) => {
    const fallback = parameter.default ?? parameter.constraint ?? 'unknown';
    typeArguments.set(parameter.name, written[index] ?? fallback);
    if (written[index] === undefined) for (const name of namesInType(fallback)) defaulted.add(name);
  });
  const imports = contract.imports.filter(({ name }) => defaulted.has(name));
  return { chain, extendsBase, extendsDirectly, typeArguments, imports };
}

/**
 * The abstract members of the contract that nothing in the chain implements, in the contract's order. None where the
 * class extends one that stands elsewhere: that one may implement them, and the compiler says where it does not.
 */
export function missingMembers({ chain, extendsBase }: ClassContext, contract: Contract): ContractMember[] {
  if (!extendsBase) return [];
  const present = new Set(chain.flatMap(implementedBy));
  return contract.members.filter(
    (member) =>
      member.isAbstract && !present.has(member.name) && !present.has(`${member.kind} ${member.name}`),
  );
}

/** Accessors fill their own slot only; every other member answers to its name, whatever its kind. */
function implementedBy(node: ts.ClassLikeDeclaration): string[] {
  const compiler = typescript();
  return node.members.flatMap((member) => {
    if (compiler.isConstructorDeclaration(member)) return parameterProperties(member);
    if (hasModifier(member, compiler.SyntaxKind.StaticKeyword) || member.name === undefined) return [];
    const name = member.name.getText();
    if (compiler.isGetAccessor(member)) return [`getter ${name}`, `property ${name}`];
    return compiler.isSetAccessor(member) ? [`setter ${name}`, `property ${name}`] : [name];
  });
}

function parameterProperties(node: ts.ConstructorDeclaration): string[] {
  const compiler = typescript();
  return node.parameters
    .filter((parameter) => compiler.isParameterPropertyDeclaration(parameter, node))
    .map((parameter) => parameter.name.getText());
}

function localChain(node: ts.ClassLikeDeclaration): [ts.ClassLikeDeclaration, ...ts.ClassLikeDeclaration[]] {
  const classes = classesByName(node.getSourceFile());
  const chain: [ts.ClassLikeDeclaration, ...ts.ClassLikeDeclaration[]] = [node];
  for (let name = extendsOf(node)?.expression.getText(); name !== undefined;) {
    const parent = classes.find((candidate) => candidate.name === name)?.node;
    if (parent === undefined || chain.includes(parent)) break;
    chain.push(parent);
    name = extendsOf(parent)?.expression.getText();
  }
  return chain;
}

function extendsOf(node: ts.ClassLikeDeclaration): ts.ExpressionWithTypeArguments | undefined {
  const { SyntaxKind } = typescript();
  return node.heritageClauses?.find(({ token }) => token === SyntaxKind.ExtendsKeyword)?.types[0];
}

/** Every way this file may spell one of the classes. */
function namesFor(syntax: ts.SourceFile, classNames: readonly string[]): ReadonlySet<string> {
  const bindings = importDeclarations(syntax).flatMap(bindingsOf);
  const named = bindings.filter(({ imported }) => classNames.includes(imported)).map(({ local }) => local);
  const spaces = bindings
    .filter(({ imported }) => imported === '*')
    .flatMap(({ local }) => classNames.map((name) => `${local}.${name}`));
  return new Set([...classNames, ...named, ...spaces]);
}
