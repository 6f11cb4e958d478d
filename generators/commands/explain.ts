import type { CommandContext } from '../cli/context.js';
import { ExitCode } from '../cli/errors.js';
import type { ExplainReport } from '../report/results.js';
import { explainMember } from '../sync/explain.js';
import { chooseConnectors } from '../workspace/choose.js';
import { requireWorkspace } from '../workspace/find.js';

/** Where one member comes from, and what a sync does with it. */
export async function explain(
  { venue, member }: { readonly venue: string; readonly member: string },
  { cwd }: CommandContext,
): Promise<ExplainReport> {
  const root = requireWorkspace(cwd);
  chooseConnectors(root, [venue]);
  const explanation = await explainMember({ root, venue, member });
  return { command: 'explain', exitCode: ExitCode.clean, venue, ...explanation };
}
