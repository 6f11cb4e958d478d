import { dirname, join } from 'node:path';
import { ExitCode, UserError } from '../cli/errors.js';
import type { FileOps } from './file-ops.js';
import { hashOf, newFile, type Journal } from './journal.js';
import { layoutOf, removeAbandoned, stagingName } from './layout.js';
import { withLock } from './lock.js';
import { nearestExisting, realPathInside } from './path.js';
import { rollBack } from './recover.js';
import { stage } from './stage.js';
import type { Change } from './tree.js';

/**
 * Writes into a folder that exists. `ops` does the work; `plain` cleans up and rolls back, also when `ops` refuses
 * every step because the run was interrupted. `keep` leaves the journal for an undo.
 */
export async function commitInto(
  root: string,
  changes: readonly Change[],
  { ops, plain, keep }: { readonly ops: FileOps; readonly plain: FileOps; readonly keep: boolean },
): Promise<void> {
  const { folder, transaction, journal } = layoutOf(root);
  const hadFolder = nearestExisting(folder) === folder;
  const staging = join(folder, stagingName());
  const trash = join(folder, stagingName());
  try {
    if (!hadFolder) await ops.makeFolder(folder);
    const plan = await stage(root, staging, changes, ops);
    await withLock(ops, staging, transaction, async () => {
      try {
        await moveIn(root, transaction, plan, ops);
        await finish({ transaction, journal, trash }, ops, keep);
      } catch (error) {
        // When even this fails, the transaction stays and the next run puts things right.
        await rollBack(root, plain).catch(() => undefined);
        throw error;
      }
    });
  } catch (error) {
    await plain.removeAll(staging).catch(() => undefined);
    await plain.removeEmpty(folder).catch(() => false);
    throw error;
  }
  await sweep(folder, keep ? [join(journal, 'previous'), join(journal, 'new')] : [trash], plain);
}

async function moveIn(
  root: string,
  transaction: string,
  { entries, folders }: Journal,
  ops: FileOps,
): Promise<void> {
  for (const folder of folders) await ops.makeFolder(join(root, folder));
  const touched = new Set<string>();
  for (const [index, { path, before, after }] of entries.entries()) {
    const target = realPathInside(root, path);
    if (hashOf(await ops.read(target)) !== before) {
      throw new UserError(`${path} was changed by someone else during the run; run the command again`, {
        exitCode: ExitCode.failure,
      });
    }
    if (after === null) await ops.remove(target);
    else await ops.rename(newFile(transaction, index), target);
    touched.add(dirname(target));
  }
  for (const folder of touched) await ops.syncFolder(folder);
}

/** The instant of the commit is the transaction's rename: before it a recovery rolls back, after it all is done. */
async function finish(
  { transaction, journal, trash }: { transaction: string; journal: string; trash: string },
  ops: FileOps,
  keep: boolean,
): Promise<void> {
  if (keep && nearestExisting(journal) === journal) await ops.rename(journal, join(transaction, 'previous'));
  await ops.rename(transaction, keep ? journal : trash);
}

/** What is left over goes; when that fails, the commit is done all the same and the next run tries again. */
async function sweep(folder: string, leftovers: readonly string[], ops: FileOps): Promise<void> {
  try {
    for (const leftover of leftovers) await ops.removeAll(leftover);
    await removeAbandoned(ops, folder);
    await ops.removeEmpty(folder);
  } catch {
    return;
  }
}
