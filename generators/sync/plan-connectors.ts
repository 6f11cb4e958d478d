import { availableParallelism } from 'node:os';
import { UserError } from '../cli/errors.js';
import type { KnownBases } from './base-sources.js';
import { refuseReadOnly, type ConnectorFiles } from './connector-files.js';
import { syncConnector, untouched, type ConnectorContext, type ConnectorOutcome } from './sync-connector.js';

/** A thread loads its own parser, which takes as long as the merge of so many connectors. */
const WORTH_A_THREAD = 24;

/**
 * Merges connectors, many of them on several threads; `mayShare` where the tool's own ports are used, which a thread
 * has too. The base classes are read once, here.
 */
export async function planConnectors(
  connectors: readonly ConnectorFiles[],
  context: ConnectorContext,
  mayShare: boolean,
): Promise<ConnectorOutcome[]> {
  const threads = Math.min(availableParallelism(), Math.floor(connectors.length / WORTH_A_THREAD));
  if (!mayShare || threads < 2 || !import.meta.url.endsWith('.js')) return planHere(connectors, context);
  const { openPlanThreads } = await import('./plan-threads.js');
  const others = openPlanThreads(threads - 1);
  try {
    const [own = [], ...shares] = dealt(connectors, threads);
    const bases = await basesOf(connectors, context);
    const outcomes = await Promise.all([
      ...shares.map((share, index) =>
        others.plan(index, {
          root: context.root,
          venues: share.map(({ venue }) => venue),
          identity: context.identity,
          conflicts: context.conflicts,
          base: context.base,
          bases,
        }),
      ),
      planHere(own, context),
    ]);
    return outcomes.flat();
  } finally {
    others.close();
  }
}

/** A connector that cannot be merged keeps the others from nothing. */
export async function planHere(
  connectors: readonly ConnectorFiles[],
  context: ConnectorContext,
): Promise<ConnectorOutcome[]> {
  const outcomes: ConnectorOutcome[] = [];
  for (const connector of connectors) {
    try {
      const outcome = await syncConnector(connector, context);
      for (const { path } of outcome.result.changes) refuseReadOnly(context.root, path);
      outcomes.push(outcome);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      outcomes.push(untouched(connector.venue, error.message.replaceAll(`${context.root}/`, '')));
    }
  }
  return outcomes;
}

/** One share for each thread, like cards. */
function dealt<T>(items: readonly T[], shares: number): T[][] {
  return Array.from({ length: shares }, (_, share) =>
    items.filter((_item, index) => index % shares === share),
  );
}

/** The bases that can be read; what is wrong with another is said for each connector that has it. */
async function basesOf(
  connectors: readonly ConnectorFiles[],
  { bases, base }: ConnectorContext,
): Promise<KnownBases> {
  for (const file of new Set(connectors.map(({ manifest }) => base ?? manifest.base.file)))
    await bases.current(file).catch(() => undefined);
  return bases.known();
}
