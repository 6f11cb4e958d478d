import type { Contract } from '../contract/contract.js';
import { hashText } from '../manifest/hash.js';
import { pristinePath, type Orphan } from '../manifest/manifest.js';
import { recordConnector, type GeneratorIdentity } from '../manifest/record.js';
import type { BaseSources } from './base-sources.js';
import type { ConnectorFiles } from './connector-files.js';
import type { SyncPorts } from './ports.js';
import type { Cause, ConflictChoice, MemberChange } from './report.js';
import type { ConnectorSync } from './result.js';

/** What a connector's sync comes to before anything is written. */
export interface ConnectorOutcome {
  readonly result: ConnectorSync;
  /** The new text of each file, by path from the workspace root; undefined for one that is to go. */
  readonly writes: ReadonlyMap<string, string | undefined>;
}

export interface ConnectorContext {
  readonly root: string;
  readonly bases: BaseSources;
  readonly identity: GeneratorIdentity;
  readonly ports: SyncPorts;
  readonly conflicts: ConflictChoice;
  /** The base that was asked for, by its path from the workspace root. */
  readonly base: string | undefined;
}

/** Whether a sync may change the connector. Hashes decide: where nothing has changed, no parser is loaded. */
export function mayChange(connector: ConnectorFiles, context: ConnectorContext): boolean {
  const settles = context.conflicts !== 'ours' && connector.manifest.conflicts.length > 0;
  return settles || causesFor(connector, context).length > 0 || mayLackMembers(connector);
}

export async function syncConnector(
  connector: ConnectorFiles,
  context: ConnectorContext,
): Promise<ConnectorOutcome> {
  const causes = causesFor(connector, context);
  const { manifest, venue } = connector;
  const { planConnector } = await import('./plan-connector.js');
  const { diffContracts } = await import('./contract-diff.js');
  const base = await context.bases.current(context.base ?? manifest.base.file);
  const diff = diffContracts(manifest.contract, base.contract);
  const next = await nextFiles(connector, { ...context, causes, contract: base.contract });
  const plan = planConnector({
    folder: connector.folder,
    pristine: connector.pristine,
    read: connector.read,
    sources: connector.sources,
    next,
    diff,
    conflicts: context.conflicts,
    pending: manifest.conflicts,
  });
  const records = recordConnector({
    generator: context.identity,
    description: connector.description,
    base: base.record,
    contract: base.contract,
    options: manifest.options,
    conflicts: plan.pending,
    orphaned: orphansAfter(manifest.orphaned, plan.changes),
    files: next,
  });
  const changes = [...plan.files].map(([file, text]) => ({
    path: `${connector.folder}/${file}`,
    kind:
      text === undefined
        ? ('delete' as const)
        : connector.read(file) === undefined
          ? ('add' as const)
          : ('replace' as const),
  }));
  const { conflicts, hands } = plan;
  const dropped = Object.keys(manifest.files).filter((file) => !next.has(file));
  return {
    result: { venue, causes, changes, members: plan.changes, conflicts, hands },
    writes: inFolder(connector.folder, [
      ...plan.files,
      ...records,
      ...dropped.map((file) => [pristinePath(file), undefined] as const),
    ]),
  };
}

/** What was orphaned stays so until it is generated again. */
function orphansAfter(before: readonly Orphan[], changes: readonly MemberChange[]): Orphan[] {
  const again = changes.filter(({ change }) => change !== 'orphaned').map(placeOf);
  const fresh = changes.filter(({ change }) => change === 'orphaned');
  const kept = before.filter((one) => !again.includes(placeOf(one)));
  const unique = new Map([...kept, ...fresh].map((one) => [placeOf(one), one]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function placeOf({ file, member }: Orphan): string {
  return `${file} ${member ?? ''}`;
}

/** Of a connector that a sync leaves as it is, for want of a change or because of an error. */
export function untouched(venue: string, error?: string): ConnectorOutcome {
  const empty = { venue, causes: [], changes: [], members: [], conflicts: [], hands: [] };
  return { result: error === undefined ? empty : { ...empty, error }, writes: new Map() };
}

function causesFor({ manifest, description }: ConnectorFiles, context: ConnectorContext): Cause[] {
  const { identity, bases, base } = context;
  const otherBase = base !== undefined && base !== manifest.base.file;
  const causes: Cause[] = [];
  if (otherBase || !bases.isSame(manifest.base)) causes.push('base');
  if (identity.version !== manifest.generator || identity.templates !== manifest.templates)
    causes.push('templates');
  if (hashText(description) !== manifest.description) causes.push('venue.yaml');
  return causes;
}

/**
 * Whether the user may have deleted a member that the base demands. Looks for the names only, which is quick and
 * errs on the side of a closer look.
 */
function mayLackMembers({ manifest, edited, read }: ConnectorFiles): boolean {
  if (Object.hasOwn(manifest.files, 'exchange.ts') && read('exchange.ts') === undefined) return true;
  const names = manifest.contract.members.filter(({ isAbstract }) => isAbstract).map(({ name }) => name);
  return [...edited].some(
    ([file, { text }]) =>
      file.endsWith('.ts') && /\bextends\b/.test(text) && names.some((name) => !declares(text, name)),
  );
}

function declares(text: string, name: string): boolean {
  const escaped = name.replaceAll(/[$[\](){}.*+?^|\\]/g, '\\$&');
  return new RegExp(`^[ \\t]*(?:[a-z]+ +|@.*)*${escaped}\\s*[(<=:?!;]`, 'm').test(text);
}

interface NextContext extends ConnectorContext {
  readonly causes: readonly Cause[];
  readonly contract: Contract;
}

/** What would be generated now. A change of the base alone needs no rendering: the pristine copies tell the rest. */
async function nextFiles(
  connector: ConnectorFiles,
  context: NextContext,
): Promise<ReadonlyMap<string, string>> {
  const { nextVersion } = await import('./next-version.js');
  const { diffContracts, sameContract } = await import('./contract-diff.js');
  const { manifest, folder } = connector;
  if (context.causes.some((cause) => cause !== 'base')) {
    const diff = diffContracts(await context.ports.templateContract(), context.contract);
    const complete = (source: string): string => nextVersion(source, diff, `${folder}/exchange.ts`);
    const next = await context.ports.render(`${context.root}/${folder}`, manifest.options, complete);
    return withSuppliedSignature(next, connector.pristine);
  }
  if (sameContract(manifest.contract, context.contract)) return connector.pristine;
  const diff = diffContracts(manifest.contract, context.contract);
  return new Map(
    [...connector.pristine].map(([file, text]) => [
      file,
      file.endsWith('.ts') ? nextVersion(text, diff, `${folder}/${file}`) : text,
    ]),
  );
}

/** A signature that came with the description has no template: it stays the one that it was made with. */
async function withSuppliedSignature(
  next: ReadonlyMap<string, string>,
  pristine: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const { isSignatureStub, SIGNATURE_FILE } = await import('../connector/signature-file.js');
  const supplied = pristine.get(SIGNATURE_FILE);
  const keeps = supplied !== undefined && next.has(SIGNATURE_FILE) && !isSignatureStub(supplied);
  return keeps ? new Map([...next, [SIGNATURE_FILE, supplied]]) : next;
}

function inFolder(
  folder: string,
  files: readonly (readonly [string, string | undefined])[],
): Map<string, string | undefined> {
  return new Map(files.map(([file, text]) => [`${folder}/${file}`, text]));
}
