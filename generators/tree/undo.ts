import { join } from 'node:path';
import { ExitCode, UserError } from '../cli/errors.js';
import { commitTree } from './commit.js';
import { diskOps, type FileOps } from './file-ops.js';
import { hashOf, oldFile, readJournal, type Journal } from './journal.js';
import { layoutOf } from './layout.js';
import { recover } from './recover.js';
import { Tree } from './tree.js';

export interface UndoResult {
  /** What was brought back or taken away again, relative to the root. */
  readonly files: readonly string[];
}

/**
 * Takes the last journalled run back: every file gets the bytes it had before.
 * A file edited since then is never overwritten: the whole undo is refused (exit code 4) and names it.
 */
export async function undoLast(root: string, ops: FileOps = diskOps): Promise<UndoResult> {
  await recover(root, ops);
  const { journal: folder } = layoutOf(root);
  const journal = await readJournal(ops, folder);
  if (journal === undefined) throw new UserError('there is no run to undo in this workspace');
  const tree = new Tree(root);
  const edited: string[] = [];
  for (const [index, { path, before, after, mode }] of journal.entries.entries()) {
    const now = hashOf(tree.readBytes(path) ?? undefined);
    if (now === before) continue;
    if (now !== after) edited.push(path);
    else if (before === null) tree.remove(path);
    else tree.write(path, await oldBytes(ops, folder, index, path), mode === undefined ? {} : { mode });
  }
  if (edited.length > 0) {
    throw new UserError(
      `edited since the run that is to be undone: ${edited.join(', ')}; nothing was changed`,
      {
        exitCode: ExitCode.conflict,
      },
    );
  }
  const { changes } = await commitTree(tree, { ops });
  await removeMadeFolders(root, journal, ops);
  await ops.removeAll(folder);
  await ops.removeEmpty(layoutOf(root).folder);
  return { files: changes.map(({ path }) => path) };
}

async function oldBytes(ops: FileOps, folder: string, index: number, path: string): Promise<Buffer> {
  const bytes = await ops.read(oldFile(folder, index));
  if (bytes === undefined) throw new UserError(`the journal has lost the old ${path}; it cannot be undone`);
  return bytes;
}

async function removeMadeFolders(root: string, { folders }: Journal, ops: FileOps): Promise<void> {
  for (const made of folders.toReversed()) await ops.removeEmpty(join(root, made));
}
