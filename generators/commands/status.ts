import { certificateStates } from '../certificate/certify.js';
import type { CommandContext } from '../cli/context.js';
import { ExitCode } from '../cli/errors.js';
import type { StatusReport } from '../report/results.js';
import { statusOf } from '../sync/status.js';
import { chooseConnectors } from '../workspace/choose.js';
import { requireWorkspace } from '../workspace/find.js';

/** Each member of each connector: as generated, edited, the user's own, orphaned, in conflict. */
export async function status(
  options: { readonly venues: readonly string[] },
  { cwd }: CommandContext,
): Promise<StatusReport> {
  const root = requireWorkspace(cwd);
  const venues = options.venues.length === 0 ? undefined : chooseConnectors(root, options.venues);
  const { connectors } = await statusOf({ root, venues });
  const isBroken = connectors.some(({ error }) => error !== undefined);
  return {
    command: 'status',
    exitCode: isBroken ? ExitCode.failure : ExitCode.clean,
    root,
    connectors,
    certificates: certificateStates(
      root,
      connectors.map(({ venue }) => venue),
    ),
  };
}
