import { resolve } from 'node:path';
import { UserError } from '../cli/errors.js';
import { contextOf, missingMembers } from '../contract/class-context.js';
import type { Contract } from '../contract/contract.js';
import type { Unit } from '../contract/units.js';
import { hashText } from '../manifest/hash.js';
import type { PendingConflict } from '../manifest/manifest.js';
import { packageVersion } from '../packaging/package-root.js';
import { Tree } from '../tree/index.js';
import { generatedConnectors, openConnector, type ConnectorFiles } from './connector-files.js';
import { refuseLostClass, refuseMissingClass } from './lost-class.js';
import { sameCode } from './same-code.js';
import { coreOf, isStub, leadOf } from './unit-parts.js';
import { classOf, readVersion, type Version } from './versions.js';

/**
 * How a member stands: as generated, changed by the user, the user's own, kept although no longer generated, in an
 * open conflict, or not there (deleted, or demanded by the base).
 */
export type MemberState = 'pristine' | 'edited' | 'own' | 'orphaned' | 'conflict' | 'missing';

export interface MemberStatus {
  readonly file: string;
  /** `Exchange.submitOrder`, a top-level name; absent for a whole file. */
  readonly member?: string;
  readonly state: MemberState;
  /** It still waits for its body. */
  readonly isStub?: boolean;
}

export interface ConnectorStatus {
  readonly venue: string;
  readonly members: readonly MemberStatus[];
  readonly error?: string;
}

export interface StatusOptions {
  readonly root: string;
  readonly venues?: readonly string[] | undefined;
}

/** Each member of each connector. Reads only. */
export async function statusOf({
  root,
  venues,
}: StatusOptions): Promise<{ readonly connectors: readonly ConnectorStatus[] }> {
  const tree = new Tree(resolve(root));
  const names = venues === undefined || venues.length === 0 ? generatedConnectors(tree.root) : venues;
  return { connectors: names.map((venue) => connectorStatus(tree, venue)) };
}

function connectorStatus(tree: Tree, venue: string): ConnectorStatus {
  let members: readonly MemberStatus[] = [];
  try {
    const connector = openConnector(tree, venue, packageVersion());
    members = Object.keys(connector.manifest.files).flatMap((file) => fileStatus(connector, file));
    refuseLost(connector);
    return { venue, members };
  } catch (error) {
    if (error instanceof UserError) return { venue, members, error: error.message };
    throw error;
  }
}

/** A connector that a sync would refuse is not called clean. */
function refuseLost({ folder, manifest, pristine, edited, read }: ConnectorFiles): void {
  for (const [file, generated] of pristine) {
    if (!/\.[cm]?ts$/.test(file)) continue;
    const [path, yours] = [`${folder}/${file}`, edited.get(file)?.text];
    if (read(file) === undefined) refuseMissingClass(generated, manifest.contract, path);
    else if (yours !== undefined) refuseLostClass({ yours, generated }, manifest.contract, path);
  }
}

export function fileStatus(connector: ConnectorFiles, file: string): MemberStatus[] {
  const { manifest, pristine, read } = connector;
  const [before, yours] = [pristine.get(file), read(file)];
  const open = manifest.conflicts.filter((one) => one.file === file);
  if (before === undefined) return [];
  if (yours === undefined) return [{ file, state: 'missing' }];
  if (!file.endsWith('.ts')) {
    const isOpen = open.some((one) => one.yours === hashText(yours));
    return [
      { file, state: isOpen ? 'conflict' : hashText(before) === hashText(yours) ? 'pristine' : 'edited' },
    ];
  }
  const path = `${connector.folder}/${file}`;
  return sourceStatus(file, readVersion(before, path), readVersion(yours.replace(/^\uFEFF/, ''), path), {
    open,
    orphaned: manifest.orphaned.filter((one) => one.file === file).map(({ member }) => member),
    contract: manifest.contract,
  });
}

interface StatusRules {
  readonly open: readonly PendingConflict[];
  readonly orphaned: readonly (string | undefined)[];
  readonly contract: Contract;
}

function sourceStatus(file: string, pristine: Version, yours: Version, rules: StatusRules): MemberStatus[] {
  const classes = yours.top.units.flatMap((unit) => {
    const found = classOf(unit, yours.style);
    return found === undefined ? [] : [{ key: unit.key, ...found }];
  });
  const isOther = ({ key }: Unit): boolean => !classes.some((one) => one.key === key);
  const topLevel = compare(pristine.top.units.filter(isOther), yours.top.units.filter(isOther)).map(
    ({ unit, state }) => described(file, unit.key, unit, state, rules),
  );
  const members = classes.flatMap(({ key, node, members: own }) => {
    const before = pristine.top.units.find((unit) => unit.key === key);
    const generated = before === undefined ? [] : (classOf(before, pristine.style)?.members.units ?? []);
    const found = compare(generated, own.units).map(({ unit, state }) =>
      described(file, `${key}.${unit.key}`, unit, state, rules),
    );
    const context = contextOf(node, rules.contract);
    const lacking = context.extendsBase ? missingMembers(context, rules.contract) : [];
    const demanded = lacking
      .map(({ name }) => `${key}.${name}`)
      .filter((member) => !found.some((one) => one.member === member))
      .map((member) => ({ file, member, state: 'missing' as const }));
    return [...found, ...demanded];
  });
  return [...topLevel, ...members];
}

interface Compared {
  readonly unit: Unit;
  readonly state: MemberState;
}

function compare(pristine: readonly Unit[], yours: readonly Unit[]): Compared[] {
  const generated = new Map(pristine.map((unit) => [unit.key, unit]));
  const kept = yours.map((unit): Compared => {
    const before = generated.get(unit.key);
    if (before === undefined) return { unit, state: 'own' };
    const isSame = sameCode(coreOf(before), coreOf(unit)) && sameCode(leadOf(before), leadOf(unit));
    return { unit, state: isSame ? 'pristine' : 'edited' };
  });
  const present = new Set(yours.map(({ key }) => key));
  const gone = pristine.filter(({ key }) => !present.has(key));
  return [...kept, ...gone.map((unit): Compared => ({ unit, state: 'missing' }))];
}

function described(
  file: string,
  member: string,
  unit: Unit,
  state: MemberState,
  { open, orphaned }: StatusRules,
): MemberStatus {
  if (state === 'missing') return { file, member, state };
  const pending = open.find((one) => one.member === member);
  const isOpen = pending?.yours === hashText(coreOf(unit));
  const isOrphan = state === 'own' && orphaned.includes(member);
  const shown = isOpen ? 'conflict' : isOrphan ? 'orphaned' : state;
  return { file, member, state: shown, ...(isStub(unit) ? { isStub: true } : {}) };
}
