import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError, codeOf } from '../cli/errors.js';
import { insidePath, realPathInside, type KnownFolders } from './path.js';

/** What a run wants to do to one file. Paths are relative to the tree's root, with forward slashes. */
export type Change =
  | { readonly kind: 'add'; readonly path: string; readonly after: Buffer; readonly mode?: number }
  | {
      readonly kind: 'replace';
      readonly path: string;
      readonly before: Buffer;
      readonly after: Buffer;
      readonly mode?: number;
    }
  | { readonly kind: 'delete'; readonly path: string; readonly before: Buffer };

interface Written {
  /** Nothing: the file is to go. */
  readonly bytes: Buffer | undefined;
  readonly mode?: number;
}

/**
 * The workspace as it will be: what is on the disk, covered by what this run has written.
 * Nothing reaches the disk before `commitTree`, so a dry run is the same run without it.
 */
export class Tree {
  /** Absolute; need not exist yet. */
  readonly root: string;
  private readonly written = new Map<string, Written>();
  private readonly onDisk = new Map<string, Buffer | undefined>();
  /** For reading only: what is written is looked up anew. */
  private readonly folders: KnownFolders = new Map();

  constructor(root: string) {
    this.root = resolve(root);
  }

  /** A file's text; nothing when there is none. A `UserError` when it is not UTF-8 text. */
  read(path: string): string | undefined {
    const bytes = this.readBytes(path);
    if (bytes === undefined) return undefined;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw new UserError(`${path} is not UTF-8 text; save it as UTF-8 and run again`, { cause });
    }
  }

  readBytes(path: string): Buffer | undefined {
    const written = this.written.get(insidePath(path));
    return written === undefined ? this.readDisk(path) : written.bytes;
  }

  exists(path: string): boolean {
    return this.readBytes(path) !== undefined;
  }

  /** `mode` as chmod takes it; without it a new file gets the usual one and an old one keeps its own. */
  write(path: string, content: string | Uint8Array, options: { mode?: number } = {}): void {
    realPathInside(this.root, path);
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content);
    this.written.set(path, options.mode === undefined ? { bytes } : { bytes, mode: options.mode });
  }

  remove(path: string): void {
    realPathInside(this.root, path);
    this.written.set(path, { bytes: undefined });
  }

  /** What differs from the disk, by path. A file written as it already is, is no change. */
  changes(): Change[] {
    return [...this.written]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([path, written]) => toChange(path, this.readDisk(path), written));
  }

  /** Remembered from the first read on, so that `changes` tells what this run has seen. */
  private readDisk(path: string): Buffer | undefined {
    if (!this.onDisk.has(path))
      this.onDisk.set(path, readIfThere(realPathInside(this.root, path, this.folders)));
    return this.onDisk.get(path);
  }
}

function toChange(path: string, before: Buffer | undefined, { bytes, mode }: Written): Change[] {
  if (bytes === undefined) return before === undefined ? [] : [{ kind: 'delete', path, before }];
  const asked = mode === undefined ? {} : { mode };
  if (before === undefined) return [{ kind: 'add', path, after: bytes, ...asked }];
  return before.equals(bytes) ? [] : [{ kind: 'replace', path, before, after: bytes, ...asked }];
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
