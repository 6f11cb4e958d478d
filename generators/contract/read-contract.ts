import { resolve } from 'node:path';
import type { ts } from 'ts-morph';
import { UserError } from '../cli/errors.js';
import { readChain, textsOf, type ChainLink, type ClassChain } from './class-chain.js';
import {
  slotOf,
  type Contract,
  type ContractImport,
  type ContractMember,
  type Signature,
} from './contract.js';
import { packageEntry, packageNameOf, RUNTIME_PACKAGE, type SourceLocation } from './locate.js';
import { typescript } from './parser.js';
import { declaredMembers, typeParametersOf, type DeclaredMember } from './read-member.js';
import { renameTypes } from './rename-types.js';
import { classesOf, importFor, readModule } from './source-module.js';
import { freeNames } from './type-names.js';

const BASE_CLASS = 'BaseExchange';

export interface ContractSource {
  /** A file with a base class, `.ts` or `.d.ts`. Takes precedence over `runtimeDir`. */
  readonly file?: string;
  /** The folder of the `ats-runtime` package. */
  readonly runtimeDir?: string;
  /** Default: `BaseExchange`, or the one class the file is about. */
  readonly className?: string;
  /** What the paths in the contract are relative to; default: the current folder. */
  readonly root?: string;
}

/** A contract, with the files it was read from: as long as these are the same, so is the contract. */
export interface ContractReading {
  readonly contract: Contract;
  readonly files: readonly string[];
}

/**
 * Reads what a base class asks of its subclasses: its abstract and overridable members and those it inherits.
 * Throws a UserError where the file is missing, does not parse, has no class, or inherits in a circle.
 */
export function readContract(source: ContractSource): Contract {
  return readContractWithFiles(source).contract;
}

export function readContractWithFiles(source: ContractSource): ContractReading {
  const root = resolve(source.root ?? '.');
  const start = readModule(locationOf(source), root);
  const chain = readChain(start, source.className ?? defaultClass(source), root);
  return { contract: contractOf(chain, root), files: chain.sources.map((file) => file.location.file) };
}

function defaultClass(source: ContractSource): string | undefined {
  return source.file === undefined ? BASE_CLASS : undefined;
}

function locationOf({ file, runtimeDir, root }: ContractSource): SourceLocation {
  if (file !== undefined) {
    const path = resolve(root ?? '.', file);
    const packageName = packageNameOf(path) ?? standsInFor(path, resolve(root ?? '.'));
    return { file: path, ...(packageName === undefined ? {} : { packageName }) };
  }
  if (runtimeDir === undefined) throw new UserError('no base class: neither a file nor a runtime was named');
  return packageEntry(resolve(runtimeDir));
}

/** A file that declares `BaseExchange` itself is another edition of the runtime's: connectors go on importing from there. */
function standsInFor(file: string, root: string): string | undefined {
  const { syntax } = readModule({ file }, root);
  return classesOf(syntax).some((node) => node.name?.text === BASE_CLASS) ? RUNTIME_PACKAGE : undefined;
}

function contractOf({ links }: ClassChain, root: string): Contract {
  const last = links.at(-1);
  if (last === undefined) throw new Error('a class chain is never empty');
  const members = new Map<string, ContractMember>();
  for (const link of links) {
    for (const declared of declaredMembers(link.node)) {
      const member = completed(declared, link, root);
      const key = slotOf(member);
      const inherited = members.get(key);
      members.set(key, inherited === undefined ? member : overriding(inherited, member));
    }
  }
  return {
    className: last.node.name?.text ?? 'default',
    ancestors: links.slice(0, -1).map(({ node }) => node.name?.text ?? 'default'),
    module: last.source.module,
    typeParameters: typeParametersOf(last.node.typeParameters),
    imports: [...new Set((last.node.typeParameters ?? []).flatMap(usedNames))].flatMap(
      (name) => importFor(last.source, name, root) ?? [],
    ),
    members: [...members.values()],
  };
}

function completed({ member, nodes }: DeclaredMember, link: ChainLink, root: string): ContractMember {
  const imports = new Map<string, ContractImport>();
  for (const name of new Set(nodes.flatMap(namesOfSignature))) {
    const argument = link.typeArguments.get(name);
    const needed = argument?.imports ?? [importFor(link.source, name, root)];
    for (const entry of needed) if (entry !== undefined) imports.set(entry.name, entry);
  }
  return { ...renameTypes(member, textsOf(link.typeArguments)), imports: [...imports.values()] };
}

/** The names that a member's signature takes from the file around it; its body is nobody else's business. */
function namesOfSignature(node: ts.ClassElement): string[] {
  const compiler = typescript();
  if (compiler.isPropertyDeclaration(node)) return node.type === undefined ? [] : usedNames(node.type);
  if (!compiler.isFunctionLike(node)) return [];
  const own = new Set((node.typeParameters ?? []).map((parameter) => parameter.name.getText()));
  const parts = [
    ...(node.typeParameters ?? []),
    ...node.parameters,
    ...(node.type === undefined ? [] : [node.type]),
  ];
  return parts.flatMap(usedNames).filter((name) => !own.has(name));
}

function usedNames(node: ts.Node): string[] {
  return freeNames(node).map(({ name }) => name);
}

/** What a descendant declares counts; what it leaves unsaid is as its ancestor said it. */
function overriding(inherited: ContractMember, member: ContractMember): ContractMember {
  return {
    ...member,
    signatures: member.signatures.map((signature, index) =>
      completedFrom(signature, inherited.signatures[index]),
    ),
    ...(member.doc === undefined && inherited.doc !== undefined ? { doc: inherited.doc } : {}),
    renamedFrom: [...new Set([...inherited.renamedFrom, ...member.renamedFrom])],
    imports: [
      ...new Map([...inherited.imports, ...member.imports].map((entry) => [entry.name, entry])).values(),
    ],
  };
}

function completedFrom(signature: Signature, inherited: Signature | undefined): Signature {
  if (signature.returnType !== undefined || inherited?.returnType === undefined) return signature;
  return { ...signature, returnType: inherited.returnType };
}
