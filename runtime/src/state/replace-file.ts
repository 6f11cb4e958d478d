import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isSystemError } from './system-error.js';

/** Puts the text in the place of the file's, for its owner only: written beside it, synced, and renamed over it. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}-${(count += 1)}.tmp`;
  const file = await open(temporary, 'w', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** What other processes left half-written beside the file when they were killed. */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder);
  const left = names.filter((name) => {
    const [, pid] = name.startsWith(basename(path))
      ? (LEFTOVER.exec(name.slice(basename(path).length)) ?? [])
      : [];
    return pid !== undefined && Number(pid) !== process.pid;
  });
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}

const OWNER_ONLY = 0o600;
const LEFTOVER = /^\.(\d+)-\d+\.tmp$/;
let count = 0;

/** Makes the rename itself survive a power cut; not every file system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
