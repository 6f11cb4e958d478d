import { ExitCode, UserError, codeOf } from '../cli/errors.js';
import type { FileOps } from './file-ops.js';
import type { Journal } from './journal.js';
import { isAlive } from './layout.js';

/** A commit takes seconds; a lock older than this belongs to a process whose number was given out again. */
const LOCK_MS = 10 * 60_000;

/** The transactions that this process is moving in right now. */
const ours = new Set<string>();

/**
 * Runs `work` with the staging folder renamed to the transaction: the rename is the lock, since it fails
 * while another run's transaction is there.
 */
export async function withLock(
  ops: FileOps,
  staging: string,
  transaction: string,
  work: () => Promise<void>,
): Promise<void> {
  if (ours.has(transaction)) throw busy();
  ours.add(transaction);
  try {
    await acquire(ops, staging, transaction);
    await work();
  } finally {
    ours.delete(transaction);
  }
}

/** Is the run that wrote this journal still at work? */
export function isHeld(transaction: string, { pid, at }: Journal): boolean {
  if (pid === process.pid) return ours.has(transaction);
  return isAlive(pid) && Date.now() - at < LOCK_MS;
}

export function busy(pid?: number): UserError {
  const who = pid === undefined ? 'another run' : `another run (process ${pid})`;
  return new UserError(`${who} is writing to this workspace; wait until it is done`, {
    exitCode: ExitCode.failure,
  });
}

async function acquire(ops: FileOps, staging: string, transaction: string): Promise<void> {
  try {
    await ops.rename(staging, transaction);
  } catch (error) {
    throw ['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '') ? busy() : error;
  }
}
