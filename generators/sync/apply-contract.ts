import type { ts } from 'ts-morph';
import { contextOf, type ClassContext } from '../contract/class-context.js';
import type { ContractMember } from '../contract/contract.js';
import { applyEdits, type Edit } from '../contract/edits.js';
import { classesByName, parseOrRefuse } from '../contract/find-class.js';
import { typeImports } from '../contract/insert-stubs.js';
import { parseAlike } from '../contract/parse-alike.js';
import { parse, typescript, type Parse } from '../contract/parser.js';
import { planImports } from '../contract/plan-imports.js';
import { remembered } from '../contract/remembered.js';
import { renameTypes } from '../contract/rename-types.js';
import { styleOf, type TextStyle } from '../contract/text-style.js';
import { classUnits, type Unit } from '../contract/units.js';
import type { ContractDiff, MemberPair } from './contract-diff.js';
import { adviceFor, declaresSame } from './declares-same.js';
import { lostBodies, superUses } from './lost-super.js';
import { isPrivate, withOverride, withoutOverride } from './modifiers.js';
import { renameMember } from './rename-member.js';
import type { Hand, MemberChange } from './report.js';
import { rewriteKind } from './rewrite-kind.js';
import { rewriteOverloads } from './rewrite-overloads.js';
import { rewriteSignature } from './rewrite-signature.js';
import type { SignatureRewrite } from './signature-rewrite.js';
import { coreOf, isStub } from './unit-parts.js';

export interface ContractApplication {
  readonly text: string;
  readonly changes: readonly MemberChange[];
  readonly hands: readonly Hand[];
}

/**
 * What a change of the base class means for the classes of a file that extend it: members renamed with their uses,
 * signatures rewritten, `override` put where the base has the member now and taken away where it no longer does.
 * Bodies stay; stubs are left alone, because they are generated anew. Missing members are not inserted here.
 */
export function applyContract(text: string, diff: ContractDiff, file: string): ContractApplication {
  const known = applications.get(diff);
  const apply = known?.file === file ? known.apply : remembered((source) => applyAnew(source, diff, file));
  applications.set(diff, { file, apply });
  return apply(text);
}

/** A file that nobody has edited is its own pristine copy: what was found for the one holds for the other. */
const applications = new WeakMap<
  ContractDiff,
  { readonly file: string; readonly apply: (text: string) => ContractApplication }
>();

/** The parser for what this diff comes to: bodies are there as far as it may touch them. */
export function parserFor(diff: ContractDiff): Parse {
  const known = parsers.get(diff);
  if (known !== undefined) return known;
  const followsUses = diff.renamed.length + diff.rekinded.length > 0;
  const changed = new Set(diff.changed.flatMap(({ before, after }) => [before.name, after.name]));
  const parser = followsUses ? parse : parseAlike(changed);
  parsers.set(diff, parser);
  return parser;
}

/** The versions of a file have most in common, and the connectors of one template much. */
const parsers = new WeakMap<ContractDiff, Parse>();

function applyAnew(text: string, diff: ContractDiff, file: string): ContractApplication {
  const changes: MemberChange[] = [];
  const hands: Hand[] = [];
  let current = text;
  for (const step of stepsFor(diff)) {
    const found = forEachClass(current, diff, file, step);
    current = found.text;
    changes.push(...found.changes);
    hands.push(...found.hands);
  }
  return { text: current, changes, hands };
}

function stepsFor(diff: ContractDiff): Step[] {
  const { renamed, changed, rekinded, added, removed, before, after } = diff;
  return [
    ...(renamed.length > 0 ? [renamings] : []),
    ...(rekinded.length > 0 ? [kinds] : []),
    ...(changed.length > 0 ? [signatures] : []),
    ...(added.length + removed.length > 0 ? [overrides] : []),
    ...(lostBodies(before, after).size > 0 ? [supers] : []),
  ];
}

function supers({ name, node, file }: ClassToAdapt, { before, after }: ContractDiff): Adaptation {
  const lost = lostBodies(before, after);
  const hands = classUnits(node).flatMap((unit) =>
    superUses(coreOf(unit), lost).map((member) => ({
      file,
      member: `${name}.${unit.key}`,
      why: `the base has no body for ${member} any more, so "super.${member}" is nothing to call`,
    })),
  );
  return { edits: [], changes: [], hands };
}

interface ClassToAdapt {
  readonly name: string;
  readonly node: ts.ClassLikeDeclaration;
  readonly file: string;
  readonly style: TextStyle;
}

interface Adaptation {
  readonly edits: readonly Edit[];
  readonly changes: readonly MemberChange[];
  readonly hands: readonly Hand[];
}

type Step = (target: ClassToAdapt, diff: ContractDiff) => Adaptation;

function forEachClass(text: string, diff: ContractDiff, file: string, step: Step): ContractApplication {
  const syntax = parseOrRefuse(text, file, parserFor(diff));
  const style = styleOf(text);
  const results = classesByName(syntax)
    .filter(({ node }) => [diff.before, diff.after].some((contract) => contextOf(node, contract).extendsBase))
    .map(({ name, node }) => step({ name, node, file, style }, diff));
  return {
    text: applyEdits(
      text,
      results.flatMap(({ edits }) => edits),
    ),
    changes: results.flatMap(({ changes }) => changes),
    hands: results.flatMap(({ hands }) => hands),
  };
}

function renamings({ name, node, file }: ClassToAdapt, { renamed }: ContractDiff): Adaptation {
  const units = classUnits(node);
  const edits: Edit[] = [];
  const changes: MemberChange[] = [];
  const hands: Hand[] = [];
  const pairs = new Map(renamed.map(({ before, after }) => [before.name, after.name]));
  for (const [from, to] of pairs) {
    const member = `${name}.${to}`;
    if (units.some((unit) => unit.name === to)) {
      if (units.some((unit) => unit.name === from)) {
        hands.push({ file, member, why: `the base renamed ${from} to ${to}, which the class has already` });
      }
      continue;
    }
    const found = renameMember(node, from, to);
    if (found.length > 0) changes.push({ file, member, change: 'renamed', note: `was ${from}` });
    edits.push(...found);
  }
  return { edits, changes, hands };
}

function kinds({ name, node, file }: ClassToAdapt, { rekinded }: ContractDiff): Adaptation {
  const edits: Edit[] = [];
  const changes: MemberChange[] = [];
  const hands: Hand[] = [];
  const units = classUnits(node);
  for (const pair of rekinded) {
    const { before, after } = pair;
    const filling = units.filter((candidate) => fills(candidate, before));
    const [unit] = filling;
    if (unit === undefined || units.some((other) => !filling.includes(other) && fills(other, after)))
      continue;
    const member = `${name}.${unit.key}`;
    const rewrite = rewriteKind(
      node,
      filling.flatMap(({ nodes }) => nodes),
      pair,
    );
    edits.push(...rewrite.edits);
    if (rewrite.edits.length > 0)
      changes.push({ file, member, change: 'signature', note: `a ${after.kind} now` });
    hands.push(...rewrite.hands.map((why) => ({ file, member, why })));
  }
  return { edits, changes, hands };
}

function signatures(target: ClassToAdapt, diff: ContractDiff): Adaptation {
  const first = rewriteAll(
    target,
    diff,
    diff.changed.flatMap(({ after }) => after.imports),
  );
  // Only what the rewritten signatures mention is imported.
  const text = first.edits.map((edit) => edit.text).join(' ');
  const mentioned = diff.changed
    .flatMap(({ after }) => after.imports)
    .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text));
  return rewriteAll(target, diff, mentioned);
}

function rewriteAll(target: ClassToAdapt, diff: ContractDiff, needed: ContractMember['imports']): Adaptation {
  const { node, style, file } = target;
  const syntax = node.getSourceFile();
  const contexts = { before: contextOf(node, diff.before), after: contextOf(node, diff.after) };
  const plan = planImports(syntax, typeImports(needed, file), style);
  const known = planImports(
    syntax,
    typeImports(
      diff.changed.flatMap(({ before }) => before.imports),
      file,
    ),
    style,
  );
  const units = classUnits(node);
  const edits: Edit[] = [];
  const changes: MemberChange[] = [];
  const hands: Hand[] = [];
  for (const pair of diff.changed) {
    const unit = units.find((candidate) => fills(candidate, pair.after));
    if (unit === undefined || isStub(unit)) continue;
    const member = `${target.name}.${unit.key}`;
    const before = spelled(pair.before, known.names, contexts.before);
    const after = spelled(pair.after, plan.names, contexts.after);
    const rewrite = rewriteUnit(unit, before, after, style);
    edits.push(...rewrite.edits, ...docEdits(unit, pair, rewrite.edits));
    if (rewrite.edits.length > 0) changes.push({ file, member, change: 'signature' });
    hands.push(...rewrite.hands.map((why) => ({ file, member, why })));
  }
  return { edits: edits.length > 0 ? [...plan.edits, ...edits] : [], changes, hands };
}

function rewriteUnit(
  { nodes }: Unit,
  before: ContractMember,
  after: ContractMember,
  style: TextStyle,
): SignatureRewrite {
  const [declaration, ...others] = nodes;
  const hasOverloads = [before.signatures, after.signatures, nodes].some(({ length }) => length > 1);
  if (hasOverloads) return rewriteOverloads(nodes, before, after, style);
  if (others.length > 0 || !typescript().isClassElement(declaration)) return { edits: [], hands: [] };
  return rewriteSignature(declaration, before, after, style);
}

function spelled(
  member: ContractMember,
  names: ReadonlyMap<string, string>,
  { typeArguments }: ClassContext,
): ContractMember {
  return renameTypes(renameTypes(member, names), typeArguments);
}

/** A property may be there as accessors. */
function fills(unit: Unit, { kind, name, isStatic }: ContractMember): boolean {
  const prefixes = { getter: ['get '], setter: ['set '], property: ['get ', 'set '], method: [] };
  const start = isStatic ? 'static ' : '';
  return ['', ...prefixes[kind]].some((prefix) => unit.key === start + prefix + name);
}

/** `@param` follows a parameter that was renamed. */
function docEdits(unit: Unit, { before, after }: MemberPair, edits: readonly Edit[]): Edit[] {
  const source = unit.nodes[0].getSourceFile().text;
  const lead = source.slice(unit.leadStart, unit.start);
  const old = before.signatures[0]?.parameters ?? [];
  const now = after.signatures[0]?.parameters ?? [];
  return old.flatMap(({ name }, index) => {
    const next = now[index]?.name;
    if (next === undefined || next === name || now.some((parameter) => parameter.name === name)) return [];
    const isRenamed = edits.some((edit) => edit.text.startsWith(next));
    const tag = new RegExp(`(@param(?:\\s+\\{[^}]*\\})?\\s+)${name.replaceAll('$', '\\$')}(?![\\w$])`).exec(
      lead,
    );
    if (tag === null || !isRenamed || !/^[\w$]+$/.test(name)) return [];
    const start = unit.leadStart + tag.index + (tag[1]?.length ?? 0);
    return [{ start, end: start + name.length, text: next }];
  });
}

function overrides({ name, node, file }: ClassToAdapt, diff: ContractDiff): Adaptation {
  const edits: Edit[] = [];
  const changes: MemberChange[] = [];
  const hands: Hand[] = [];
  const units = classUnits(node);
  const { typeArguments } = contextOf(node, diff.after);
  for (const unit of units) {
    const member = `${name}.${unit.key}`;
    const gone = diff.removed.find((candidate) => fills(unit, candidate));
    const come = diff.added.find((candidate) => fills(unit, candidate));
    if (come === undefined && gone !== undefined) {
      const dropped = unit.nodes.flatMap(withoutOverride);
      edits.push(...dropped);
      if (dropped.length > 0)
        changes.push({ file, member, change: 'override', note: 'the base no longer has it' });
    }
    if (come === undefined) continue;
    if (unit.nodes.some(isPrivate)) {
      hands.push({ file, member, why: 'the base has a member of this name now; yours is private' });
      continue;
    }
    const put = unit.nodes.flatMap(withOverride);
    edits.push(...put);
    const declared = renameTypes(come, typeArguments);
    if (put.length > 0 && !declaresSame(unit.nodes, declared))
      hands.push({ file, member, why: adviceFor(declared) });
    if (put.length > 0) changes.push({ file, member, change: 'override', note: 'the base has it now' });
  }
  return { edits, changes, hands };
}
