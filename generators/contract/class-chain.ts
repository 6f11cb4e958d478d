import type { ts } from 'ts-morph';
import { UserError } from '../cli/errors.js';
import type { ContractImport } from './contract.js';
import { resolveModule } from './locate.js';
import { typescript } from './parser.js';
import { hasModifier, typeParametersOf } from './read-member.js';
import {
  classesOf,
  importFor,
  importOf,
  readModule,
  reExportsOf,
  type SourceModule,
} from './source-module.js';
import { namesInType, substitute } from './type-names.js';

/** One class of the chain from the furthest ancestor to the class that was asked for. */
export interface ChainLink {
  readonly node: ts.ClassDeclaration;
  readonly source: SourceModule;
  /** What the descendants put in the place of this class's type parameters. */
  readonly typeArguments: TypeArguments;
}

export type TypeArguments = ReadonlyMap<string, TypeArgument>;

/** A type written in one file, with what it needs in scope in another. */
interface TypeArgument {
  readonly text: string;
  readonly imports: readonly ContractImport[];
}

export interface ClassChain {
  /** Ancestors first. */
  readonly links: readonly ChainLink[];
  /** Every file that was read to find them. */
  readonly sources: readonly SourceModule[];
}

/** Follows `extends` through files and packages. Throws a UserError on a cycle or a class that cannot be found. */
export function readChain(start: SourceModule, className: string | undefined, root: string): ClassChain {
  const files = new SourceFiles(start, root);
  const links: ChainLink[] = [];
  let current: ClassAt | undefined =
    className === undefined ? mainClass(start) : files.find(start, className);
  if (current === undefined) throw new UserError(`${start.location.file}: has no class "${className}"`);
  let given: TypeArguments = new Map();
  while (current !== undefined) {
    refuseCycle(links, current);
    links.unshift({ ...current, typeArguments: given });
    const parent = parentOf(current.node);
    if (parent === undefined) break;
    const found: ClassAt | undefined = files.find(current.source, parent.name);
    if (found === undefined) {
      throw new UserError(
        `${current.source.location.file}: cannot find the class "${parent.name}" that "${nameOf(current.node)}" extends`,
      );
    }
    given = argumentsFor(found, parent.typeArguments, { source: current.source, given, root });
    current = found;
  }
  return { links, sources: files.all() };
}

interface ClassAt {
  readonly node: ts.ClassDeclaration;
  readonly source: SourceModule;
}

/** Files are parsed once, however many classes are looked for in them. */
class SourceFiles {
  readonly #root: string;
  readonly #byFile = new Map<string, SourceModule>();

  constructor(start: SourceModule, root: string) {
    this.#root = root;
    this.#byFile.set(start.location.file, start);
  }

  all(): SourceModule[] {
    return [...this.#byFile.values()];
  }

  /** The class that `name` means in a file: its own, an imported one, or one it re-exports. */
  find(source: SourceModule, name: string, seen: ReadonlySet<string> = new Set()): ClassAt | undefined {
    const key = `${source.location.file} ${name}`;
    if (seen.has(key)) return undefined;
    const own = classesOf(source.syntax).filter((node) => matches(node, name));
    if (own.length > 1) throw new UserError(`${source.location.file}: has ${own.length} classes "${name}"`);
    if (own[0] !== undefined) return { node: own[0], source };
    const imported = importOf(source.syntax, name);
    const passed = imported === undefined ? reExportsOf(source.syntax, name) : [imported];
    for (const { imported: inner, specifier } of passed) {
      const found = this.#findIn(source, specifier, inner, new Set(seen).add(key));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #findIn(from: SourceModule, specifier: string, name: string, seen: ReadonlySet<string>) {
    const location = resolveModule(specifier, from.location);
    if (location === undefined) return undefined;
    const known = this.#byFile.get(location.file);
    const source = known ?? readModule(location, this.#root);
    this.#byFile.set(location.file, source);
    return this.find(source, name, seen);
  }
}

function matches(node: ts.ClassDeclaration, name: string): boolean {
  if (name === 'default') return hasModifier(node, typescript().SyntaxKind.DefaultKeyword);
  return node.name?.text === name;
}

/** The class that a base file is about when nobody names one. */
function mainClass(source: SourceModule): ClassAt {
  const { SyntaxKind } = typescript();
  const all = classesOf(source.syntax);
  const { file } = source.location;
  if (all.length === 0)
    throw new UserError(`${file}: has no class; name a file that declares the base class`);
  const named = all.filter((node) => node.name?.text === 'BaseExchange');
  const preferences = [
    named,
    all.filter((node) => hasModifier(node, SyntaxKind.DefaultKeyword)),
    all.filter(
      (node) => hasModifier(node, SyntaxKind.ExportKeyword) && hasModifier(node, SyntaxKind.AbstractKeyword),
    ),
    all.filter((node) => hasModifier(node, SyntaxKind.AbstractKeyword)),
    all,
  ];
  const chosen = preferences.find((group) => group.length > 0) ?? [];
  const [node] = chosen;
  if (node === undefined || chosen.length > 1) {
    const names = chosen.map(nameOf).join(', ');
    throw new UserError(`${file}: which of these is the base class: ${names}? Make one the default export`);
  }
  return { node, source };
}

function refuseCycle(links: readonly ChainLink[], next: ClassAt): void {
  if (!links.some((link) => link.node === next.node)) return;
  const path = [next.node, ...links.map((link) => link.node)].map(nameOf).toReversed();
  throw new UserError(`${next.source.location.file}: cyclic inheritance: ${path.join(' extends ')}`);
}

interface ParentClass {
  readonly name: string;
  readonly typeArguments: readonly string[];
}

/** What a class extends; undefined for a class of its own. Throws a UserError for an expression (a mixin, say). */
function parentOf(node: ts.ClassLikeDeclaration): ParentClass | undefined {
  const compiler = typescript();
  const clause = node.heritageClauses?.find(({ token }) => token === compiler.SyntaxKind.ExtendsKeyword);
  const type = clause?.types[0];
  if (type === undefined) return undefined;
  if (!compiler.isIdentifier(type.expression)) {
    const file = node.getSourceFile().fileName;
    throw new UserError(
      `${file}: "${nameOf(node)}" extends an expression (${type.expression.getText()}); a named class is needed`,
    );
  }
  return {
    name: type.expression.text,
    typeArguments: (type.typeArguments ?? []).map((argument) => argument.getText()),
  };
}

interface ArgumentScope {
  readonly source: SourceModule;
  readonly given: TypeArguments;
  readonly root: string;
}

/** An argument is written in the child's file, a parameter's default in the parent's. */
function argumentsFor(parent: ClassAt, written: readonly string[], child: ArgumentScope): TypeArguments {
  const result = new Map<string, TypeArgument>();
  typeParametersOf(parent.node.typeParameters).forEach((parameter, index) => {
    const argument = written[index];
    const fallback = parameter.default ?? parameter.constraint ?? 'unknown';
    const inParent = { source: parent.source, given: result, root: child.root };
    result.set(
      parameter.name,
      argument === undefined ? argumentOf(fallback, inParent) : argumentOf(argument, child),
    );
  });
  return result;
}

function argumentOf(type: string, { source, given, root }: ArgumentScope): TypeArgument {
  const names = namesInType(type);
  return {
    text: substitute(type, textsOf(given)),
    imports: names.flatMap((name) => given.get(name)?.imports ?? importFor(source, name, root) ?? []),
  };
}

export function textsOf(given: TypeArguments): ReadonlyMap<string, string> {
  return new Map([...given].map(([name, { text }]) => [name, text]));
}

function nameOf(node: ts.ClassLikeDeclaration): string {
  return node.name?.text ?? '(unnamed)';
}
