import type { CommandContext } from '../cli/context.js';
import { ExitCode } from '../cli/errors.js';
import type { UndoReport } from '../report/results.js';
import { undoLast } from '../tree/index.js';
import { requireWorkspace } from '../workspace/find.js';

/** Takes the last journalled run of this workspace back. */
export async function undo({ cwd }: CommandContext): Promise<UndoReport> {
  const root = requireWorkspace(cwd);
  const { files } = await undoLast(root);
  return { command: 'undo', exitCode: ExitCode.clean, root, files };
}
