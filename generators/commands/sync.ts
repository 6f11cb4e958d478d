import { resolve } from 'node:path';
import type { CommandContext } from '../cli/context.js';
import { ExitCode } from '../cli/errors.js';
import type { SyncReport } from '../report/results.js';
import type { ConflictChoice } from '../sync/report.js';
import type { SyncResult } from '../sync/result.js';
import { syncWorkspace } from '../sync/sync-workspace.js';
import { requireWorkspace } from '../workspace/find.js';

export interface SyncCommandOptions {
  readonly venues: readonly string[];
  readonly base?: string | undefined;
  readonly check?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly conflicts?: ConflictChoice | undefined;
  readonly certify?: boolean | undefined;
}

/** Brings connectors up to date, or says what would change. */
export async function sync(
  options: SyncCommandOptions,
  { cwd, signal }: CommandContext,
): Promise<SyncReport> {
  const root = requireWorkspace(cwd);
  const venues = options.venues.length === 0 ? undefined : await chosen(root, options.venues);
  const base = options.base === undefined ? undefined : resolve(cwd, options.base);
  const result = await syncWorkspace({ ...options, root, venues, base, signal });
  const mode = options.check === true ? 'check' : options.dryRun === true ? 'dry-run' : 'write';
  return { command: 'sync', exitCode: exitCodeOf(result, mode === 'check'), root, mode, ...result };
}

async function chosen(root: string, venues: readonly string[]): Promise<readonly string[]> {
  return (await import('../workspace/choose.js')).chooseConnectors(root, venues);
}

/** What a person has to do something about comes first. */
function exitCodeOf({ connectors, drift }: SyncResult, check: boolean): ExitCode {
  if (connectors.some(({ error, proof }) => error !== undefined || proof?.accepted === false))
    return ExitCode.failure;
  if (connectors.some(({ conflicts }) => conflicts.length > 0)) return ExitCode.conflict;
  return check && drift ? ExitCode.drift : ExitCode.clean;
}
