import { join } from 'node:path';
import { diskOps, type FileOps } from './file-ops.js';
import { hashOf, oldFile, readJournal, type Journal } from './journal.js';
import { removeAbandoned, layoutOf, stagingName } from './layout.js';
import { busy, isHeld } from './lock.js';
import { nearestExisting, realPathInside } from './path.js';

/**
 * Puts a workspace right in which an earlier run was killed: its old files come back, what it staged goes.
 * A run that is still alive keeps its lock, and the caller gets a `UserError`.
 */
export async function recover(root: string, ops: FileOps = diskOps): Promise<'clean' | 'rolled-back'> {
  const { folder, transaction } = layoutOf(root);
  if (nearestExisting(folder) !== folder) return 'clean';
  await removeAbandoned(ops, folder);
  const names = await ops.list(folder);
  if (!names.includes('transaction')) return 'clean';
  const journal = await readJournal(ops, transaction);
  if (journal !== undefined && isHeld(transaction, journal)) throw busy(journal.pid);
  await rollBack(root, ops);
  return 'rolled-back';
}

/** Undoes what the transaction has moved in so far. Can itself be cut short and run again. */
export async function rollBack(root: string, ops: FileOps): Promise<void> {
  const { folder, transaction, journal: journalFolder } = layoutOf(root);
  if (nearestExisting(transaction) !== transaction) return;
  const journal = await readJournal(ops, transaction);
  if (journal !== undefined) await restore(root, transaction, journal, ops);
  const previous = join(transaction, 'previous');
  if (nearestExisting(previous) === previous) await ops.rename(previous, journalFolder);
  // Renamed before it is removed: half a removed transaction would be read as a whole one.
  const trash = join(folder, stagingName());
  await ops.rename(transaction, trash);
  await ops.removeAll(trash);
  await ops.removeEmpty(folder);
}

async function restore(
  root: string,
  transaction: string,
  { entries, folders }: Journal,
  ops: FileOps,
): Promise<void> {
  for (const [index, { path, before, after }] of [...entries.entries()].toReversed()) {
    const target = realPathInside(root, path);
    const now = hashOf(await ops.read(target));
    // Neither old nor new: someone has edited it since, and an edit is never taken away.
    if (now === before || now !== after) continue;
    if (before === null) await ops.remove(target);
    else await ops.rename(oldFile(transaction, index), target);
  }
  for (const folder of folders.toReversed()) await ops.removeEmpty(join(root, folder));
}
