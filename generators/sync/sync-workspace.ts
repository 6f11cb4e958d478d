import { relative, resolve, sep } from 'node:path';
import { UserError } from '../cli/errors.js';
import { hasLeftovers } from '../tree/layout.js';
import { Tree, type Change } from '../tree/tree.js';
import { BaseSources } from './base-sources.js';
import { generatedConnectors, openConnector, type ConnectorFiles } from './connector-files.js';
import { ownPorts } from './own-ports.js';
import type { SyncPorts } from './ports.js';
import type { ConflictChoice } from './report.js';
import type { SyncResult } from './result.js';
import { mayChange, untouched, type ConnectorContext, type ConnectorOutcome } from './sync-connector.js';

export interface SyncOptions {
  /** The workspace. */
  readonly root: string;
  /** Folder names of connectors; all that were generated, by default. */
  readonly venues?: readonly string[] | undefined;
  /** A file with a house base class; connectors remember it. By default the one they have, or the runtime's. */
  readonly base?: string | undefined;
  /** Only say whether something would change. */
  readonly check?: boolean | undefined;
  /** Only show what would change. */
  readonly dryRun?: boolean | undefined;
  /** Default: `ours`. */
  readonly conflicts?: ConflictChoice | undefined;
  /** Move in only what type-checks and conforms no worse than before. */
  readonly certify?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly ports?: Partial<SyncPorts>;
}

/**
 * Brings connectors up to date with the base class, the templates and their descriptions. One transaction: all files
 * of all connectors that could be merged, or none. A connector where something is unclear is named and not touched.
 */
export async function syncWorkspace(options: SyncOptions): Promise<SyncResult> {
  const root = resolve(options.root);
  const isReal = options.check !== true && options.dryRun !== true;
  if (isReal && hasLeftovers(root)) await (await import('../tree/recover.js')).recover(root);
  // One tree for all that is read and written: a file that somebody saves while this run is at work is not replaced.
  const tree = new Tree(root);
  const outcomes = await planAll(tree, options);
  const certified = options.certify === true ? await certifyAll(root, outcomes, options) : outcomes;
  for (const { result, writes } of certified) if (result.proof?.accepted !== false) write(tree, writes);
  const diffs =
    options.dryRun === true ? await diffsOf(tree.changes().filter(({ path }) => !isRecord(path))) : [];
  if (isReal) await commit(tree, options.signal);
  const connectors = certified.map(({ result }) => result);
  return { connectors, drift: connectors.some(({ changes }) => changes.length > 0), diffs };
}

async function planAll(tree: Tree, options: SyncOptions): Promise<ConnectorOutcome[]> {
  const { root } = tree;
  const ports = { ...ownPorts, ...options.ports };
  const context = {
    root,
    identity: ports.identity(),
    ports,
    bases: new BaseSources(root),
    conflicts: options.conflicts ?? 'ours',
    base:
      options.base === undefined
        ? undefined
        : relative(root, resolve(root, options.base)).split(sep).join('/'),
  };
  // A base that cannot be read is nobody's fault but the caller's.
  if (context.base !== undefined) await context.bases.current(context.base);
  const outcomes = new Map<string, ConnectorOutcome>();
  const open: ConnectorFiles[] = [];
  const idle: ConnectorFiles[] = [];
  for (const venue of options.venues?.length ? options.venues : generatedConnectors(root)) {
    const connector = opened(tree, venue, context);
    outcomes.set(venue, 'result' in connector ? connector : untouched(venue));
    if (!('result' in connector)) (mayChange(connector, context) ? open : idle).push(connector);
  }
  const edited = idle.filter((connector) => connector.edited.size > 0);
  if (edited.length > 0) {
    const { findFaults } = await import('./find-faults.js');
    for (const [venue, fault] of await findFaults(root, edited)) outcomes.set(venue, untouched(venue, fault));
  }
  if (open.length > 0) {
    const { planConnectors } = await import('./plan-connectors.js');
    const planned = await planConnectors(open, context, options.ports === undefined);
    for (const outcome of planned) outcomes.set(outcome.result.venue, outcome);
  }
  return [...outcomes.values()];
}

/** A connector as it lies there, or why it cannot be relied on. */
function opened(
  tree: Tree,
  venue: string,
  { identity }: ConnectorContext,
): ConnectorFiles | ConnectorOutcome {
  try {
    return openConnector(tree, venue, identity.version);
  } catch (error) {
    if (error instanceof UserError) return untouched(venue, error.message);
    throw error;
  }
}

async function diffsOf(changes: readonly Change[]): Promise<readonly string[]> {
  if (changes.length === 0) return [];
  return (await import('../tree/diff.js')).unifiedDiffs(changes);
}

async function commit(tree: Tree, signal: AbortSignal | undefined): Promise<void> {
  if (tree.changes().length === 0) return;
  const { commitTree } = await import('../tree/commit.js');
  await commitTree(tree, { journal: true, ...(signal === undefined ? {} : { signal }) });
}

async function certifyAll(root: string, outcomes: readonly ConnectorOutcome[], options: SyncOptions) {
  const { certify } = await import('./certify.js');
  const score = options.ports?.score ?? ownPorts.score;
  return certify({ root, outcomes, score, signal: options.signal ?? new AbortController().signal });
}

function write(tree: Tree, writes: ConnectorOutcome['writes']): void {
  for (const [path, text] of writes) {
    if (text === undefined) tree.remove(path);
    else tree.write(path, text);
  }
}

/** Sync's own records are no news to anybody. */
function isRecord(path: string): boolean {
  return path.split('/').includes('.ats');
}
