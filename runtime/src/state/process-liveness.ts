import { readFile } from 'node:fs/promises';
import { isSystemError } from './system-error.js';

/**
 * Whether the process that began at `start` still runs. Ids are given out again, in a container that starts anew most
 * of all: where the system tells when a process began, the id alone does not count.
 */
export async function isAlive(pid: number, start: string): Promise<boolean> {
  if (!hasProcess(pid)) return false;
  const now = await processStart(pid);
  return now === undefined || (now !== ENDED && (now === start || !/^\d+$/.test(start)));
}

/**
 * When the process began, in the kernel's ticks (proc_pid_stat(5), field 22); ENDED where nobody has taken note of its
 * end yet, undefined where the system does not tell: anywhere but on Linux.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in brackets, may have any characters.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === ZOMBIE ? ENDED : fields[START_FIELD];
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

const ENDED = 'ended';
const ZOMBIE = 'Z';
/** After the name: the third field comes first. */
const START_FIELD = 22 - 3;

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One of another user is there all the same.
    return isSystemError(error) && error.code !== 'ESRCH';
  }
}
