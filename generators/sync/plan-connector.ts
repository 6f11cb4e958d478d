import { contextOf } from '../contract/class-context.js';
import { findClass, parseOrRefuse } from '../contract/find-class.js';
import { hashText } from '../manifest/hash.js';
import type { PendingConflict } from '../manifest/manifest.js';
import { applyContract, parserFor } from './apply-contract.js';
import type { ContractDiff } from './contract-diff.js';
import { refuseLostClass, refuseMissingClass } from './lost-class.js';
import { mergeFile } from './merge-file.js';
import { mergeSource } from './merge-source.js';
import { connectorClasses } from './next-version.js';
import { removedButImported } from './removed-but-imported.js';
import type { Conflict, ConflictChoice, Hand, MemberChange } from './report.js';

export interface ConnectorPlanInput {
  /** The connector's folder from the workspace root; errors and the report name files by it. */
  readonly folder: string;
  readonly pristine: ReadonlyMap<string, string>;
  /** The user's version of a file; undefined where it was deleted. */
  readonly read: (file: string) => string | undefined;
  readonly next: ReadonlyMap<string, string>;
  /** The names of all source files in the connector's folder, the user's own among them. */
  readonly sources?: () => readonly string[];
  readonly diff: ContractDiff;
  readonly conflicts: ConflictChoice;
  readonly pending: readonly PendingConflict[];
}

export interface ConnectorPlan {
  /** The new text of each file that changes; undefined for one that is to go. */
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly changes: readonly MemberChange[];
  readonly conflicts: readonly Conflict[];
  readonly hands: readonly Hand[];
  /** What the manifest keeps of conflicts in which the user's version stayed. */
  readonly pending: readonly PendingConflict[];
}

/** Merges every file of a connector. Texts in, texts out. Throws a UserError where something is unclear. */
export function planConnector(input: ConnectorPlanInput): ConnectorPlan {
  const names = new Set([...input.pristine.keys(), ...input.next.keys()]);
  const plans = planFiles([...names].sort(), input, new Map());
  const files = new Map<string, string | undefined>();
  for (const { file, yours, text } of plans) if (text !== yours) files.set(file, text);
  const found = plans.flatMap((plan) => plan.conflicts);
  // Whoever says `theirs` has chosen: what is left to report is what was replaced.
  const conflicts = input.conflicts === 'theirs' ? [] : found;
  const replaced = input.conflicts === 'theirs' ? found.map(asReplaced) : [];
  return {
    files,
    changes: [...plans.flatMap((plan) => plan.changes), ...replaced],
    conflicts,
    hands: plans.flatMap((plan) => plan.hands),
    pending: stillPending(input, conflicts),
  };
}

/** What one file no longer needs may be imported by another, in which the user keeps using it: then it stays. */
function planFiles(
  names: readonly string[],
  input: ConnectorPlanInput,
  needed: ReadonlyMap<string, ReadonlySet<string>>,
): FilePlan[] {
  const plans = names.map((file) => planFile(file, input, needed.get(file) ?? new Set()));
  const missed = removedButImported(plans, input);
  if (missed.size === 0) return plans;
  const files = new Set([...needed.keys(), ...missed.keys()]);
  const all = [...files].map(
    (file) => [file, new Set([...(needed.get(file) ?? []), ...(missed.get(file) ?? [])])] as const,
  );
  return planFiles(names, input, new Map(all));
}

function asReplaced({ file, member }: Conflict): MemberChange {
  return {
    file,
    ...(member === undefined ? {} : { member }),
    change: 'replaced',
    note: 'you had changed it',
  };
}

interface FilePlan {
  readonly file: string;
  readonly yours: string | undefined;
  readonly text: string | undefined;
  readonly changes: readonly MemberChange[];
  readonly conflicts: readonly Conflict[];
  readonly hands: readonly Hand[];
}

function planFile(file: string, input: ConnectorPlanInput, needed: ReadonlySet<string>): FilePlan {
  const [pristine, yours, next] = [input.pristine.get(file), input.read(file), input.next.get(file)];
  const isSource = /\.[cm]?ts$/.test(file) && !file.endsWith('.gen.ts');
  const wasSettled = !input.pending.some((one) => one.file === file);
  if (isSource && pristine !== undefined && yours !== undefined && next !== undefined) {
    return planSource(file, { pristine, yours, next }, input, needed);
  }
  if (isSource && yours === undefined && next !== undefined && pristine !== undefined)
    refuseMissingClass(next, input.diff.after, `${input.folder}/${file}`);
  const merged = mergeFile({
    file,
    pristine,
    yours,
    next,
    conflicts: input.conflicts,
    isPending: !wasSettled,
    isNeeded: needed.size > 0,
  });
  return { file, yours, hands: [], ...merged };
}

interface Texts {
  readonly pristine: string;
  readonly yours: string;
  readonly next: string;
}

function planSource(
  file: string,
  texts: Texts,
  input: ConnectorPlanInput,
  needed: ReadonlySet<string>,
): FilePlan {
  const { diff, conflicts, folder } = input;
  const path = `${folder}/${file}`;
  const pending = new Set(
    input.pending.flatMap((one) => (one.file === file && one.member ? [one.member] : [])),
  );
  const same = { file, yours: texts.yours, text: texts.yours, changes: [], conflicts: [], hands: [] };
  const isPlain = !/\bextends\b/.test(texts.next);
  if (isPlain && pending.size === 0 && texts.pristine === texts.next) {
    if (!sameText(texts.yours, texts.pristine)) parseOrRefuse(texts.yours, path);
    return same;
  }
  const parser = parserFor(diff);
  refuseLostClass({ yours: texts.yours, generated: texts.next }, diff.after, path, parser);
  const adapted = applyContract(texts.yours, diff, path);
  const pristine = applyContract(texts.pristine, diff, path).text;
  const merge = mergeSource({
    file: path,
    pristine,
    yours: adapted.text,
    next: texts.next,
    contract: diff.after,
    conflicts,
    pending,
    needed,
    parser,
  });
  const settled = new Set(
    merge.changes
      .filter(({ change }) => change === 'removed' || change === 'replaced')
      .map(({ member }) => member),
  );
  const open = <T extends { readonly member?: string }>(items: readonly T[]): T[] =>
    items.filter(({ member }) => !settled.has(member));
  return {
    file,
    yours: texts.yours,
    text: merge.text,
    changes: [...open(adapted.changes), ...merge.changes].map((change) => ({ ...change, file })),
    conflicts: merge.conflicts.map((conflict) => ({ ...conflict, file })),
    hands: [...open(adapted.hands), ...merge.hands, ...unfollowed(texts, diff, path)].map((hand) => ({
      ...hand,
      file,
    })),
  };
}

/** Line endings aside. */
function sameText(a: string, b: string): boolean {
  return a === b || hashText(a) === hashText(b);
}

/** A class that no longer extends the base by name is left alone; what the base has changed is said all the same. */
function unfollowed({ pristine, yours }: Texts, diff: ContractDiff, path: string): Hand[] {
  const { renamed, changed, rekinded, removed, added } = diff;
  const demanded = added.filter(({ isAbstract }) => isAbstract);
  const followed = [...renamed, ...changed, ...rekinded].map(({ after }) => after);
  const touched = [...followed, ...demanded, ...removed];
  if (touched.length === 0) return [];
  const parser = parserFor(diff);
  return connectorClasses(pristine, diff.before, path, parser).flatMap((name) => {
    const node = findClass(parser(yours), name, path);
    if ([diff.before, diff.after].some((contract) => contextOf(node, contract).extendsBase)) return [];
    const names = [...new Set(touched.map((member) => member.name))].join(', ');
    const why = `it does not extend ${diff.after.className} by name, so see yourself: the base changed ${names}`;
    return [{ file: path, member: name, why }];
  });
}

function stillPending(input: ConnectorPlanInput, conflicts: readonly Conflict[]): PendingConflict[] {
  if (input.conflicts !== 'ours') return [];
  const fresh = conflicts.map(({ file, member, yours }) => ({
    file,
    ...(member === undefined ? {} : { member }),
    yours: hashText(yours),
  }));
  const isFresh = (old: PendingConflict): boolean =>
    fresh.some(({ file, member }) => file === old.file && member === old.member);
  return [...input.pending.filter((old) => !isFresh(old)), ...fresh];
}
