import type { ts } from 'ts-morph';
import { contextOf } from '../contract/class-context.js';
import type { Contract } from '../contract/contract.js';
import { applyEdits, type Edit } from '../contract/edits.js';
import { moduleOf } from '../contract/imports.js';
import type { Container } from '../contract/insert-units.js';
import { parse, type Parse } from '../contract/parser.js';
import { planImports, type NeededImport } from '../contract/plan-imports.js';
import { removeImports } from '../contract/remove-imports.js';
import { styleOf } from '../contract/text-style.js';
import type { Unit } from '../contract/units.js';
import { mergeUnits, type MergeRules, type UnitsMerge } from './merge-units.js';
import type { Conflict, ConflictChoice, Hand, MemberChange } from './report.js';
import { respell } from './spell.js';
import { allBindings, tidyImports } from './tidy-imports.js';
import { isStub } from './unit-parts.js';
import { isUsed, namesUsedIn } from './uses.js';
import { classOf, readVersion, type Version } from './versions.js';

export interface SourceMergeInput {
  /** The path that errors and the report name. */
  readonly file: string;
  readonly pristine: string;
  readonly yours: string;
  readonly next: string;
  /** The base class as it is now. */
  readonly contract: Contract;
  readonly conflicts: ConflictChoice;
  /** Labels of conflicts that earlier runs left with the user's version. */
  readonly pending: ReadonlySet<string>;
  /** Labels of what other files of the connector still import: it is not deleted. */
  readonly needed?: ReadonlySet<string>;
  /** Shares what the versions have in common; bodies need not be in its trees. */
  readonly parser?: Parse;
}

export interface SourceMerge {
  readonly text: string;
  readonly changes: readonly MemberChange[];
  readonly conflicts: readonly Conflict[];
  readonly hands: readonly Hand[];
}

/**
 * Merges one source file: statement by statement, and classes member by member. What the user has touched, and
 * everything between, stays byte for byte. Throws a UserError where one of the versions does not parse.
 */
export function mergeSource(input: SourceMergeInput): SourceMerge {
  const bom = input.yours.startsWith('\uFEFF') ? '\uFEFF' : '';
  const pristine = readVersion(input.pristine, input.file, input.parser);
  const next = readVersion(input.next, input.file, input.parser);
  const ownText = withMovedImports(input.yours.slice(bom.length), pristine, next);
  const yours = readVersion(ownText, input.file, input.parser);
  const versions = { pristine, yours, next };
  const final = withWhatIsUsed(versions, input, input.needed ?? new Set());
  const text = tidyImports(final.text, { generated: pristine.syntax, before: yours.syntax });
  const hands = final.absent
    .filter(({ name }) => name !== undefined && isUsed(name, text))
    .map(({ label }) => ({ file: input.file, member: label, why: 'you have deleted it, and it is used' }));
  return { text: bom + text, changes: final.changes, conflicts: final.conflicts, hands };
}

/** What is kept may use more of what was to go. */
function withWhatIsUsed(versions: Versions, input: SourceMergeInput, needed: ReadonlySet<string>): Attempt {
  const found = attempt(versions, input, needed);
  const stillUsed = found.deleted.filter(({ name }) => name !== undefined && isUsed(name, found.text));
  if (stillUsed.length === 0) return found;
  return withWhatIsUsed(versions, input, new Set([...needed, ...stillUsed.map(({ label }) => label)]));
}

interface Versions {
  readonly pristine: Version;
  readonly yours: Version;
  readonly next: Version;
}

interface Attempt extends Omit<SourceMerge, 'hands'> {
  readonly deleted: UnitsMerge['deleted'];
  readonly absent: UnitsMerge['absent'];
}

function attempt(versions: Versions, input: SourceMergeInput, needed: ReadonlySet<string>): Attempt {
  const { yours, next } = versions;
  // What goes in decides what has to be imported; what the imports are called decides how it is spelled.
  const draft = mergeAll(versions, input, needed, (text) => text);
  const wanted = neededImports(
    next,
    draft.flatMap(({ inserted }) => inserted),
  );
  const imports = planImports(yours.syntax, wanted, yours.style);
  const merges =
    imports.names.size === 0
      ? draft
      : mergeAll(versions, input, needed, (text) => respell(text, imports.names));
  const edits: Edit[] = [...imports.edits, ...merges.flatMap((merge) => merge.edits)];
  return {
    text: applyEdits(yours.text, edits),
    changes: merges.flatMap(({ changes }) => changes),
    conflicts: merges.flatMap(({ conflicts }) => conflicts),
    deleted: merges.flatMap(({ deleted }) => deleted),
    absent: merges.flatMap(({ absent }) => absent),
  };
}

function mergeAll(
  versions: Versions,
  input: SourceMergeInput,
  needed: ReadonlySet<string>,
  spell: (text: string) => string,
): UnitsMerge[] {
  const classes = sharedClasses(versions);
  const imported = new Set(allBindings(versions.yours.syntax).map(({ local }) => local));
  const common = { file: input.file, style: versions.yours.style, conflicts: input.conflicts, needed, spell };
  const topRules: MergeRules = {
    ...common,
    pending: input.pending,
    labelOf: ({ key }) => key,
    isRequired: () => false,
    isInherited: ({ name }) => name !== undefined && imported.has(name),
    coreEnd: (unit) =>
      classes.has(unit.key) ? (classOf(unit, versions.yours.style)?.members.open ?? unit.end) : unit.end,
  };
  const top = mergeUnits(
    { pristine: versions.pristine.top, yours: versions.yours.top, next: versions.next.top },
    topRules,
  );
  const members = [...classes].map(([name, containers]) =>
    mergeUnits(containers, {
      ...topRules,
      labelOf: ({ key }) => `${name}.${key}`,
      isRequired: requirementOf(containers, input.contract),
      isInherited: inheritanceOf(containers, input.contract),
      coreEnd: (unit) => unit.end,
    }),
  );
  return [top, ...members];
}

interface SharedClass {
  readonly node: ts.ClassDeclaration;
  /** The user's. */
  readonly ownNode: ts.ClassDeclaration;
  readonly pristine: Container;
  readonly yours: Container;
  readonly next: Container;
}

/** The classes that all three versions have; any other class is a statement like the rest. */
function sharedClasses({ pristine, yours, next }: Versions): Map<string, SharedClass> {
  const shared = new Map<string, SharedClass>();
  for (const { key } of yours.top.units) {
    const [p, y, n] = [pristine, yours, next].map((version) => classIn(version, key));
    if (p === undefined || y === undefined || n === undefined) continue;
    shared.set(key, {
      node: n.node,
      ownNode: y.node,
      pristine: p.members,
      yours: y.members,
      next: n.members,
    });
  }
  return shared;
}

function classIn({ top, style }: Version, key: string): ReturnType<typeof classOf> {
  const unit = top.units.find((candidate) => candidate.key === key);
  return unit === undefined ? undefined : classOf(unit, style);
}

/** The base's abstract members have to exist, whatever the user thinks of them. */
function requirementOf({ node, ownNode }: SharedClass, contract: Contract): (unit: Unit) => boolean {
  if (![node, ownNode].every((one) => contextOf(one, contract).extendsBase)) return () => false;
  const names = new Set(contract.members.filter(({ isAbstract }) => isAbstract).map(({ name }) => name));
  return ({ name }) => name !== undefined && names.has(name);
}

/**
 * What the user has moved up into a class of the same file is not missing. Where the class extends something else than
 * the base by name (a mixin, a parent elsewhere), any member may come from there, and a stub would hide it.
 */
function inheritanceOf({ node, ownNode }: SharedClass, contract: Contract): (unit: Unit) => boolean {
  const own = contextOf(ownNode, contract);
  const [, ...ancestors] = own.chain;
  const names = new Set(ancestors.flatMap(({ members }) => members.map(({ name }) => name?.getText())));
  const isElsewhere = contextOf(node, contract).extendsBase && !own.extendsBase;
  return (unit) => unit.name !== undefined && (names.has(unit.name) || (isElsewhere && isStub(unit)));
}

function neededImports(next: Version, pieces: readonly string[]): NeededImport[] {
  const used = new Set(pieces.flatMap((piece) => [...namesUsedIn(piece)]));
  return allBindings(next.syntax).flatMap(({ local, imported, isType, declaration }) => {
    const from = moduleOf(declaration);
    return from === undefined || !used.has(local) ? [] : [{ name: local, imported, from, isType }];
  });
}

/** An import that the generated file takes from elsewhere now, the user's takes from there too. */
function withMovedImports(text: string, pristine: Version, next: Version): string {
  const before = new Map(allBindings(pristine.syntax).map((binding) => [binding.local, binding]));
  const moved = new Map<string, { readonly from: string; readonly need: NeededImport }>();
  for (const { local, imported, isType, declaration } of allBindings(next.syntax)) {
    const old = before.get(local);
    const [from, to] = [old === undefined ? undefined : moduleOf(old.declaration), moduleOf(declaration)];
    if (from === undefined || to === undefined || from === to || old?.imported !== imported) continue;
    moved.set(`${from} ${imported}`, { from, need: { name: local, imported, from: to, isType } });
  }
  if (moved.size === 0) return text;
  const gone: NeededImport[] = [];
  const without = removeImports(text, (binding) => {
    const move = moved.get(`${moduleOf(binding.declaration)} ${binding.imported}`);
    if (move !== undefined) gone.push({ ...move.need, name: binding.local });
    return move !== undefined;
  });
  const { edits } = planImports(parse(without), gone, styleOf(without));
  return applyEdits(without, edits);
}
