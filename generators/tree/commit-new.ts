import { dirname, join, relative, sep } from 'node:path';
import type { FileOps } from './file-ops.js';
import { removeAbandoned, stagingName } from './layout.js';
import { nearestExisting } from './path.js';
import { all } from './settle.js';
import type { Change } from './tree.js';

/**
 * Writes a tree whose root does not exist: it is built whole beside its place and renamed, which is one instant.
 * `plain` cleans up, also when `ops` refuses every step because the run was interrupted.
 */
export async function commitNew(
  root: string,
  changes: readonly Change[],
  ops: FileOps,
  plain: FileOps,
): Promise<void> {
  const parent = nearestExisting(root);
  await removeAbandoned(ops, parent);
  const top = relative(parent, root).split(sep)[0] ?? '';
  const staging = join(parent, stagingName());
  try {
    await ops.makeFolder(staging);
    const stagedRoot = join(staging, relative(parent, root));
    const files = changes.flatMap((change) =>
      change.kind === 'delete' ? [] : [{ ...change, to: join(stagedRoot, change.path) }],
    );
    const folders = new Set(
      [stagedRoot, ...files.map(({ to }) => dirname(to))].flatMap((path) => between(staging, path)),
    );
    for (const folder of [...folders].sort()) await ops.makeFolder(folder);
    await all(files.map(({ to, after, mode }) => ops.write(to, after, mode)));
    await ops.rename(join(staging, top), join(parent, top));
  } catch (error) {
    await plain.removeAll(staging).catch(() => undefined);
    throw error;
  }
  // The new workspace is in place: nothing from here on may say otherwise.
  await plain.removeAll(staging).catch(() => undefined);
  await plain.syncFolder(parent).catch(() => undefined);
}

/** The folders from `above` (not itself) down to `path`, outermost first. */
function between(above: string, path: string): string[] {
  const parts = relative(above, path).split(sep);
  return parts.map((_, index) => join(above, ...parts.slice(0, index + 1)));
}
