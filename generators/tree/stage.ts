import { join } from 'node:path';
import type { FileOps } from './file-ops.js';
import { hashOf, newFile, oldFile, writeJournal, type Journal, type JournalEntry } from './journal.js';
import { nearestExisting, realPathInside } from './path.js';
import { all } from './settle.js';
import type { Change } from './tree.js';

/** Writes old and new bytes and the journal into the staging folder; the workspace is untouched so far. */
export async function stage(
  root: string,
  staging: string,
  changes: readonly Change[],
  ops: FileOps,
): Promise<Journal> {
  await ops.makeFolder(staging);
  await ops.makeFolder(join(staging, 'old'));
  await ops.makeFolder(join(staging, 'new'));
  const entries = await all(changes.map((change, index) => stageOne(root, staging, change, index, ops)));
  const folders = new Set(
    changes.flatMap((change) => (change.kind === 'delete' ? [] : missingFolders(root, change.path))),
  );
  const journal: Journal = {
    version: 1,
    pid: process.pid,
    at: Date.now(),
    entries,
    folders: [...folders].sort(),
  };
  await writeJournal(ops, staging, journal);
  await Promise.all(['old', 'new', '.'].map((name) => ops.syncFolder(join(staging, name))));
  return journal;
}

async function stageOne(
  root: string,
  staging: string,
  change: Change,
  index: number,
  ops: FileOps,
): Promise<JournalEntry> {
  const { path } = change;
  if (change.kind === 'add') {
    await ops.write(newFile(staging, index), change.after, change.mode);
    return { path, before: null, after: hashOf(change.after) };
  }
  const mode = await ops.mode(realPathInside(root, path));
  const kept = mode === undefined ? {} : { mode };
  await ops.write(oldFile(staging, index), change.before, mode);
  if (change.kind === 'delete') return { path, before: hashOf(change.before), after: null, ...kept };
  await ops.write(newFile(staging, index), change.after, change.mode ?? mode);
  return { path, before: hashOf(change.before), after: hashOf(change.after), ...kept };
}

/** The folders on the way to a file that do not exist yet, relative to the root, outermost first. */
function missingFolders(root: string, path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts
    .map((_, index) => parts.slice(0, index + 1).join('/'))
    .filter((folder) => nearestExisting(join(root, folder)) !== join(root, folder));
}
