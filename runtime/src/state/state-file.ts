import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../logging/logger.js';
import { keepAside } from './keep-aside.js';
import { removeLeftovers, replaceFile } from './replace-file.js';
import type { JsonValue } from './simple-state.js';
import { StateFileException } from './state-file-exception.js';
import { StateLock } from './state-lock.js';
import { isSystemError } from './system-error.js';

/**
 * One JSON file that is always whole, of one process at a time. Changes that come while one is being written go out
 * together in the next.
 */
export class StateFile {
  private readonly path: string;
  private readonly logger: Logger;
  private readonly lock: StateLock;
  private render: (() => string) | undefined;
  private writing: Promise<void> | undefined;
  private failure: unknown;
  /** How many changes there were so far, and how many of them are in the file. */
  private changes = 0;
  private written = 0;
  private waiting: Waiting[] = [];

  constructor(path: string, logger: Logger) {
    this.path = path;
    this.logger = logger;
    this.lock = new StateLock(path);
  }

  /** @throws StateLockedException, StateFileException */
  async read(): Promise<[string, JsonValue][]> {
    const text = await this.using(async () => {
      await this.takeLock();
      await removeLeftovers(this.path);
      return this.readText();
    }).catch((error: unknown) => this.lock.release().then(() => Promise.reject(error)));
    if (text === undefined) return [];
    try {
      const value: JsonValue = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    this.logger.error(
      { path: this.path, kept: await keepAside(this.path) },
      'the state file is damaged; it is kept aside, the state starts empty',
    );
    return [];
  }

  /** `render` is called when the writing starts, so that it has the latest. */
  save(render: () => string): void {
    this.render = render;
    this.changes += 1;
    this.writing ??= this.writeAll();
  }

  /** Waits for the changes made so far, not for those that go on being made. */
  async flush(): Promise<void> {
    const upTo = this.changes;
    if (this.written >= upTo) return;
    if (this.writing === undefined) throw this.failure;
    await new Promise<void>((resolve, reject) => this.waiting.push({ upTo, resolve, reject }));
  }

  /** Writes what is to be written; then another process may have the file. The next change takes it again. */
  async close(): Promise<void> {
    await this.flush().finally(() => this.lock.release());
  }

  private async writeAll(): Promise<void> {
    // What is set in the same turn goes out in one write.
    await Promise.resolve();
    for (let render = this.render; render !== undefined; render = this.render) {
      this.render = undefined;
      const upTo = this.changes;
      try {
        await this.replace(render());
        this.written = upTo;
        for (const { resolve } of this.waitingFor(upTo)) resolve();
      } catch (error) {
        this.failure = error;
        this.logger.error({ err: error, path: this.path }, 'the state could not be written');
        for (const { reject } of this.waitingFor(upTo)) reject(error);
      }
    }
    this.writing = undefined;
  }

  /** Takes out who waits for no later change. */
  private waitingFor(upTo: number): readonly Waiting[] {
    const ready = this.waiting.filter((each) => each.upTo <= upTo);
    this.waiting = this.waiting.filter((each) => each.upTo > upTo);
    return ready;
  }

  private replace(text: string): Promise<void> {
    return this.using(async () => {
      // Again each time: another process has it by now where this one was taken for dead.
      await this.takeLock();
      await replaceFile(this.path, `${text}\n`);
    });
  }

  private async takeLock(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await this.lock.take();
  }

  private async using<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isSystemError(error) || error instanceof StateFileException) throw error;
      throw new StateFileException(this.path, `the state cannot be kept there: ${error.message}`, {
        cause: error,
      });
    }
  }

  private async readText(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}

interface Waiting {
  /** The number of the change that it waits for. */
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

function isMissing(error: unknown): boolean {
  return isSystemError(error) && error.code === 'ENOENT';
}
