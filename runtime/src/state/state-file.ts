import { open, readFile, rename, access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '../logging/logger.js';
import type { JsonValue } from './simple-state.js';

/**
 * One JSON file that is always whole: a new text is written beside it, synced, and renamed over it.
 * Changes that come while one is being written go out together in the next.
 */
export class StateFile {
  private readonly path: string;
  private readonly logger: Logger;
  private render: (() => string) | undefined;
  private writing: Promise<void> | undefined;
  private failure: unknown;

  constructor(path: string, logger: Logger) {
    this.path = path;
    this.logger = logger;
  }

  async read(): Promise<[string, JsonValue][]> {
    const text = await this.readText();
    if (text === undefined) return [];
    try {
      const value: JsonValue = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    await this.keepAside();
    return [];
  }

  /** `render` is called when the writing starts, so that it has the latest. */
  save(render: () => string): void {
    this.render = render;
    this.writing ??= this.writeAll();
  }

  async flush(): Promise<void> {
    await this.writing;
    if (this.failure !== undefined) throw this.failure;
  }

  private async writeAll(): Promise<void> {
    // What is set in the same turn goes out in one write.
    await Promise.resolve();
    for (let render = this.render; render !== undefined; render = this.render) {
      this.render = undefined;
      try {
        await this.replace(render());
        this.failure = undefined;
      } catch (error) {
        this.failure = error;
        this.logger.error({ err: error, path: this.path }, 'the state could not be written');
      }
    }
    this.writing = undefined;
  }

  private async replace(text: string): Promise<void> {
    const folder = dirname(this.path);
    const temporary = `${this.path}.tmp`;
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, 'w', OWNER_ONLY);
    try {
      await file.writeFile(`${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.path);
    await syncFolder(folder);
  }

  private async readText(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  private async keepAside(): Promise<void> {
    for (let n = 1; ; n++) {
      const aside = `${this.path}.corrupt-${n}`;
      if (await exists(aside)) continue;
      await rename(this.path, aside);
      this.logger.error(
        { path: this.path, kept: aside },
        'the state file is damaged; it is kept aside, the state starts empty',
      );
      return;
    }
  }
}

const OWNER_ONLY = 0o600;

/** Makes the rename itself survive a power cut; not every file system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

function isMissing(error: unknown): boolean {
  return isSystemError(error) && error.code === 'ENOENT';
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
