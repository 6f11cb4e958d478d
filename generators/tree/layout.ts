import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../cli/errors.js';
import type { FileOps } from './file-ops.js';
import { realPathInside } from './path.js';

/** Where a commit keeps its things in the workspace. All in one folder, none of it for version control. */
export function layoutOf(root: string): { folder: string; transaction: string; journal: string } {
  // Asked for a file in it, so that a link that leaves the workspace is refused.
  const folder = dirname(realPathInside(root, '.ats/anything'));
  return {
    folder,
    /** Exists while files are being moved in: the lock, and what a recovery needs. */
    transaction: join(folder, 'transaction'),
    /** The last journalled run, for `undoLast`. */
    journal: join(folder, 'journal'),
  };
}

const STAGING = '.ats-staging-';
let count = 0;

/** Whether an earlier run may have left something for `recover`; a look that loads nothing of the transaction. */
export function hasLeftovers(root: string): boolean {
  try {
    const names = readdirSync(join(root, '.ats'));
    return names.some((name) => name === 'transaction' || name.startsWith(STAGING));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    return true;
  }
}

/** A name for a folder that is being filled; tells who fills it, so that what a dead process left can go. */
export function stagingName(): string {
  count += 1;
  return `${STAGING}${process.pid}-${Date.now().toString(36)}-${count}`;
}

/** Removes what processes that are gone were filling. What cannot be removed now waits for the next run. */
export async function removeAbandoned(ops: FileOps, folder: string): Promise<void> {
  const names = await ops.list(folder).catch(() => []);
  for (const name of names.filter(isAbandoned)) {
    await ops.removeAll(join(folder, name)).catch(() => undefined);
  }
}

/** Was this folder left by a process that is gone? */
function isAbandoned(name: string): boolean {
  if (!name.startsWith(STAGING)) return false;
  const pid = Number.parseInt(name.slice(STAGING.length), 10);
  return Number.isSafeInteger(pid) && pid !== process.pid && !isAlive(pid);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is not ours.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
