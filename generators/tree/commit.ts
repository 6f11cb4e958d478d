import { ExitCode, InterruptedError, UserError, codeOf } from '../cli/errors.js';
import { commitInto } from './commit-into.js';
import { commitNew } from './commit-new.js';
import { diskOps, type FileOps } from './file-ops.js';
import { nearestExisting } from './path.js';
import { recover } from './recover.js';
import type { Change, Tree } from './tree.js';

export interface CommitOptions {
  /** Keep the old bytes in `<root>/.ats/journal`, so that `undoLast` can bring them back. */
  readonly journal?: boolean;
  /** Ends the commit between two steps; the workspace is then as before. */
  readonly signal?: AbortSignal;
  readonly ops?: FileOps;
}

export interface CommitResult {
  readonly changes: readonly { readonly path: string; readonly kind: Change['kind'] }[];
  /** Can this run be taken back with `undoLast`? */
  readonly undoable: boolean;
}

/**
 * Moves a tree's changes to the disk: all of them or, on any failure, a kill at any instant included, none.
 * Everything is first written and flushed beside its destination, on the same file system; what then moves are names.
 * After a kill between two moves the next run (`recover`) puts the old files back.
 */
export async function commitTree(tree: Tree, options: CommitOptions = {}): Promise<CommitResult> {
  const plain = options.ops ?? diskOps;
  const ops = interruptible(plain, options.signal);
  const isNew = nearestExisting(tree.root) !== tree.root;
  if (!isNew) await refuseHalfDone(tree.root, plain);
  const changes = tree.changes();
  const done = changes.map(({ path, kind }) => ({ path, kind }));
  if (changes.length === 0) return { changes: done, undoable: false };
  try {
    if (isNew) {
      await commitNew(tree.root, changes, ops, plain);
      return { changes: done, undoable: false };
    }
    await commitInto(tree.root, changes, { ops, plain, keep: options.journal === true });
    return { changes: done, undoable: options.journal === true };
  } catch (error) {
    throw asUserError(error);
  }
}

/** What this run has read may come from the midst of an earlier one: it must not build on that. */
async function refuseHalfDone(root: string, ops: FileOps): Promise<void> {
  if ((await recover(root, ops)) === 'clean') return;
  throw new UserError('an earlier run was cut short and has just been rolled back; run the command again', {
    exitCode: ExitCode.failure,
  });
}

/** Every step first asks whether the run was interrupted. */
function interruptible(ops: FileOps, signal: AbortSignal | undefined): FileOps {
  if (signal === undefined) return ops;
  const check = (): void => {
    if (signal.aborted) throw new InterruptedError();
  };
  return {
    ...ops,
    write: async (...step) => (check(), ops.write(...step)),
    makeFolder: async (...step) => (check(), ops.makeFolder(...step)),
    rename: async (...step) => (check(), ops.rename(...step)),
    remove: async (...step) => (check(), ops.remove(...step)),
  };
}

const DISK: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room and run again',
  EDQUOT: 'the disk quota is used up; make room and run again',
  EROFS: 'the file system is read-only; choose another folder',
  EACCES: 'permission denied; check who owns the folder',
  EPERM: 'not permitted; check who owns the folder',
};

function asUserError(error: unknown): unknown {
  const advice = DISK[codeOf(error) ?? ''];
  if (advice === undefined || error instanceof UserError) return error;
  const where =
    error instanceof Error && 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : '';
  return new UserError(`nothing was written: ${advice}${where}`, {
    exitCode: ExitCode.failure,
    cause: error,
  });
}
