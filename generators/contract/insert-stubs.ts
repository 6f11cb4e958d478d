import { posix } from 'node:path';
import { contextOf, missingMembers, type ClassContext } from './class-context.js';
import type { Contract, ContractImport, ContractMember } from './contract.js';
import { applyEdits } from './edits.js';
import { findClass, parseOrRefuse } from './find-class.js';
import { classContainer, insertUnits, type Container, type Insertion } from './insert-units.js';
import type { Parse } from './parser.js';
import { planImports, type ImportPlan, type NeededImport } from './plan-imports.js';
import { renameTypes } from './rename-types.js';
import { renderStub, STUB_EXCEPTION } from './render-stub.js';
import { styleOf } from './text-style.js';
import type { Unit } from './units.js';

export interface StubOptions {
  /** The class that gets the stubs; default `Exchange`. */
  readonly className?: string;
  /** The source's path from the workspace root; needed where the contract refers to files by path. */
  readonly file?: string;
  readonly parser?: Parse;
}

/** The package that `NotImplementedException` comes from. */
const EXCEPTION_MODULE = 'ats-runtime';

/**
 * A class completed with a documented stub for every abstract member it lacks, each in the contract's place, and
 * with the imports that these need. What was there stays byte for byte. Throws a UserError where the source does not
 * parse, or does not have exactly one such class.
 */
export function insertStubs(source: string, contract: Contract, options: StubOptions = {}): string {
  const { className = 'Exchange', file = 'exchange.ts', parser } = options;
  const bom = source.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = source.slice(bom.length);
  const syntax = parseOrRefuse(text, file, parser);
  const node = findClass(syntax, className, file);
  const context = contextOf(node, contract);
  const missing = missingMembers(context, contract);
  if (missing.length === 0) return source;
  const style = styleOf(text);
  const imports = planImports(syntax, stubImports(missing, context, file), style);
  const container = classContainer(node, style);
  const insertions = missing.map((member) => ({
    text: stubText(member, context, imports),
    place: contractPlace(member, contract, container),
    spaced: true,
  }));
  return bom + applyEdits(text, [...imports.edits, ...insertUnits(container, insertions, style)]);
}

/** Behind the nearest member that comes before it in the contract, else in front of the nearest that comes after. */
function contractPlace(
  member: ContractMember,
  { members }: Contract,
  { units }: Container,
): Insertion['place'] {
  const at = members.indexOf(member);
  const unitOf = ({ name }: ContractMember): Unit | undefined => units.find((unit) => unit.name === name);
  const before = members.slice(0, at).findLast((other) => unitOf(other) !== undefined);
  const behind = before === undefined ? undefined : unitOf(before);
  if (behind !== undefined) return { side: 'after', unit: behind };
  const after = members.slice(at + 1).find((other) => unitOf(other) !== undefined);
  const inFront = after === undefined ? undefined : unitOf(after);
  return inFront === undefined ? undefined : { side: 'before', unit: inFront };
}

/** A stub in the tool's own style, spelled with the names that the file gives to types and to the exception. */
function stubText(
  member: ContractMember,
  { typeArguments }: ClassContext,
  { names }: Pick<ImportPlan, 'names'>,
): string {
  // Imported names first: a type argument is the file's own text already.
  const spelled = renameTypes(renameTypes(member, names), typeArguments);
  return renderStub(spelled, names.get(STUB_EXCEPTION) ?? STUB_EXCEPTION);
}

function stubImports(
  members: readonly ContractMember[],
  context: ClassContext,
  file: string,
): NeededImport[] {
  const types = [...members.flatMap(({ imports }) => imports), ...argumentImports(members, context)];
  const exception = { name: STUB_EXCEPTION, imported: STUB_EXCEPTION, from: EXCEPTION_MODULE, isType: false };
  return [exception, ...typeImports(types, file)];
}

/** What types of the contract need in a file, which is named by its path from the workspace root. */
export function typeImports(imports: readonly ContractImport[], file: string): NeededImport[] {
  return imports.map((entry) => ({ ...entry, from: importPath(entry.from, file), isType: true }));
}

/** The base's default type arguments need their imports only where a stub mentions them. */
function argumentImports(
  members: readonly ContractMember[],
  context: ClassContext,
): readonly ContractImport[] {
  if (context.imports.length === 0) return [];
  const defaulted = [...context.typeArguments.keys()];
  const mentioned = members.some((member) =>
    renderStub({ ...member, doc: '' }).match(new RegExp(`\\b(?:${defaulted.join('|')})\\b`)),
  );
  return mentioned ? context.imports : [];
}

/** What a module is called from a file: packages by name, files by their path from there. */
function importPath(from: string, file: string): string {
  if (!from.startsWith('.')) return from;
  const path = posix.relative(posix.dirname(file), posix.normalize(from));
  return path.startsWith('.') ? path : `./${path}`;
}
