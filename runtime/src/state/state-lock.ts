import { readFileSync, rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { isAlive, processStart } from './process-liveness.js';
import { StateLockedException } from './state-file-exception.js';
import { isSystemError } from './system-error.js';

/**
 * One process at a time has a state: beside its file stands `<path>.lock` with the id of that process, and when it
 * began. What a process that is gone has left is taken over. Processes see each other on one machine only; those of
 * two containers do not.
 */
export class StateLock {
  private readonly path: string;
  private readonly file: string;

  constructor(path: string) {
    this.path = path;
    this.file = `${path}.lock`;
  }

  /**
   * Harmless where this process has it already, whoever in it took it; so it is also how to see that it still has it.
   *
   * @throws StateLockedException
   */
  async take(): Promise<void> {
    const own = await ownText();
    for (;;) {
      const text = await this.read();
      if (text === own) return;
      if (text !== undefined) await this.removeStale(text);
      if (await this.create(own)) return;
    }
  }

  /** Another process may have the state from now on. */
  async release(): Promise<void> {
    HELD.delete(this.file);
    if ((await this.read()) === (await ownText())) await rm(this.file, { force: true });
  }

  private async read(): Promise<string | undefined> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if (isSystemError(error) && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private async create(own: string): Promise<boolean> {
    try {
      await writeFile(this.file, own, { flag: 'wx', mode: OWNER_ONLY });
    } catch (error) {
      // Another process was faster.
      if (isSystemError(error) && error.code === 'EEXIST') return false;
      throw error;
    }
    releaseAtExit(this.file, own);
    return true;
  }

  /**
   * Two processes that take over at the same moment may both come through here: the one whose lock the other removed
   * finds out when it takes the lock for its first write.
   */
  private async removeStale(text: string): Promise<void> {
    const [, pid, start] = /^(\d+) (\S+)\n$/.exec(text) ?? [];
    if (pid !== undefined && start !== undefined && (await isAlive(Number(pid), start)))
      throw new StateLockedException(this.path, this.file, Number(pid));
    await rm(this.file, { force: true });
  }
}

const OWNER_ONLY = 0o600;
/** Lock files of this process, with what stands in them. */
const HELD = new Map<string, string>();
let isWatchingExit = false;

function releaseAtExit(file: string, own: string): void {
  HELD.set(file, own);
  if (isWatchingExit) return;
  isWatchingExit = true;
  process.once('exit', () => {
    for (const [held, text] of HELD) removeIfOwn(held, text);
  });
}

/** Nothing else can be done at the end; a lock that stays is taken over. */
function removeIfOwn(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) rmSync(file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

let own: Promise<string> | undefined;

function ownText(): Promise<string> {
  own ??= processStart(process.pid).then((start) => `${process.pid} ${start ?? UNKNOWN}\n`);
  return own;
}

const UNKNOWN = '-';
