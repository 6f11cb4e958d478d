import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UserError } from '../cli/errors.js';
import type { FileOps } from './file-ops.js';

/**
 * What one run did, or is about to do. Beside the file `journal.json` stand `old/<n>` and `new/<n>`:
 * the bytes of entry n before and after.
 */
export interface Journal {
  readonly version: 1;
  /** The process that writes, and since when (ms): who holds the lock. */
  readonly pid: number;
  readonly at: number;
  readonly entries: readonly JournalEntry[];
  /** Folders that the run makes, outermost first, relative to the root. */
  readonly folders: readonly string[];
}

export interface JournalEntry {
  readonly path: string;
  /** SHA-256 of the bytes; null where there is no file. */
  readonly before: string | null;
  readonly after: string | null;
  /** Permission bits the old file had. */
  readonly mode?: number;
}

const FILE = 'journal.json';

export async function writeJournal(ops: FileOps, folder: string, journal: Journal): Promise<void> {
  await ops.write(join(folder, FILE), Buffer.from(`${JSON.stringify(journal, undefined, 2)}\n`), undefined);
}

/** Nothing when the folder holds no journal. */
export async function readJournal(ops: FileOps, folder: string): Promise<Journal | undefined> {
  const bytes = await ops.read(join(folder, FILE));
  if (bytes === undefined) return undefined;
  const parsed = parse(bytes.toString());
  if (!isJournal(parsed)) {
    throw new UserError(
      `${join(folder, FILE)} is not a journal of this version; remove the folder ${folder} if you edited it`,
    );
  }
  return parsed;
}

export function oldFile(folder: string, index: number): string {
  return join(folder, 'old', String(index));
}

export function newFile(folder: string, index: number): string {
  return join(folder, 'new', String(index));
}

export function hashOf(bytes: Uint8Array): string;
export function hashOf(bytes: Uint8Array | undefined): string | null;
export function hashOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : createHash('sha256').update(bytes).digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== 'object' || value === null) return false;
  const { version, pid, at, entries, folders } = value as Readonly<Record<string, unknown>>;
  return (
    version === 1 &&
    typeof pid === 'number' &&
    typeof at === 'number' &&
    Array.isArray(entries) &&
    entries.every(isEntry) &&
    Array.isArray(folders) &&
    folders.every((folder) => typeof folder === 'string')
  );
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { path, before, after, mode } = value as Readonly<Record<string, unknown>>;
  return (
    typeof path === 'string' &&
    isHash(before) &&
    isHash(after) &&
    (mode === undefined || typeof mode === 'number')
  );
}

function isHash(hash: unknown): boolean {
  return hash === null || typeof hash === 'string';
}
