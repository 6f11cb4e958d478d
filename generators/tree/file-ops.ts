import { mkdir, open, readFile, readdir, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { codeOf } from '../cli/errors.js';

/** Everything a commit does to the disk, so that tests can let any single step fail. */
export interface FileOps {
  /** Nothing when the file is not there. */
  read(path: string): Promise<Buffer | undefined>;
  /** Permission bits; nothing when the file is not there. */
  mode(path: string): Promise<number | undefined>;
  /** The names in a folder; none when it is not there. */
  list(path: string): Promise<string[]>;
  /** Writes a new file and returns when its bytes are on the disk. */
  write(path: string, bytes: Uint8Array, mode: number | undefined): Promise<void>;
  /** Makes one folder; its parent exists. */
  makeFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Removes a folder when it is empty, and says whether it did. */
  removeEmpty(path: string): Promise<boolean>;
  removeAll(path: string): Promise<void>;
  /** Returns when a folder's entries are on the disk (where the system can tell). */
  syncFolder(path: string): Promise<void>;
}

export const diskOps: FileOps = {
  read: (path) => unlessAbsent(readFile(path), undefined),
  mode: async (path) => {
    const found = await unlessAbsent(stat(path), undefined);
    return found === undefined ? undefined : found.mode & 0o777;
  },
  list: (path) => unlessAbsent(readdir(path), []),
  write: async (path, bytes, mode) => {
    const file = await open(path, 'wx', mode ?? 0o666);
    try {
      await file.writeFile(bytes);
      if (mode !== undefined) await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  makeFolder: async (path) => {
    await mkdir(path);
  },
  rename,
  remove: unlink,
  removeEmpty: async (path) => {
    try {
      await rmdir(path);
      return true;
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM', 'EBUSY'].includes(codeOf(error) ?? '')) return false;
      throw error;
    }
  },
  removeAll: (path) => rm(path, { recursive: true, force: true }),
  syncFolder: async (path) => {
    // Windows opens no folders; there the rename itself is what can be had.
    if (process.platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

async function unlessAbsent<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return otherwise;
    throw error;
  }
}
