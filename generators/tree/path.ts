import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, relative, isAbsolute, sep } from 'node:path';
import { UserError, codeOf } from '../cli/errors.js';

/**
 * A path inside the workspace in its one spelling: relative, forward slashes, no `.` and no `..`.
 * Everything else is refused, so no answer and no manifest can name a file outside.
 */
export function insidePath(path: string): string {
  const refuse = (why: string): never => {
    throw new UserError(
      `path ${JSON.stringify(path)} ${why}; give one inside the workspace, such as config/venue.yaml`,
    );
  };
  if (path === '') refuse('is empty');
  if (/^([/\\~]|[A-Za-z]:)/.test(path)) refuse('is absolute');
  if (/[\p{Cc}\p{Zl}\p{Zp}\\]/u.test(path)) refuse('holds a character that has no place in a path');
  const parts = path.split('/');
  if (parts.includes('..')) refuse('leaves the workspace');
  if (parts.some((part) => part === '' || part === '.')) refuse('is not in its plain form');
  return path;
}

/** Folders of one root by their path from there, and where they really are: looked up once for all that lies in them. */
export type KnownFolders = Map<string, string>;

/**
 * Where on the disk a path inside `root` really is. Links are followed as long as they stay inside;
 * one that leads out, or nowhere, is refused, and so is a folder that is a file.
 */
export function realPathInside(root: string, path: string, known: KnownFolders = new Map()): string {
  insidePath(path);
  const parts = path.split('/');
  const folder = parts.slice(0, -1).join('/');
  const knownFolder = known.get(folder);
  const realRoot = known.get('') ?? realpathOf(root);
  if (realRoot === undefined) return join(root, path);
  known.set('', realRoot);
  let real = knownFolder ?? realRoot;
  for (let index = knownFolder === undefined ? 0 : parts.length - 1; index < parts.length; index++) {
    const next = join(real, parts[index] ?? '');
    const entry = lstatOf(next);
    if (entry === undefined) return join(real, ...parts.slice(index));
    const isLink = entry.isSymbolicLink();
    real = isLink ? targetOf(next, { root, realRoot, link: parts.slice(0, index + 1).join('/') }) : next;
    const isFolder = (isLink ? lstatOf(real) : entry)?.isDirectory() ?? false;
    const isLast = index === parts.length - 1;
    if (!isLast && !isFolder) {
      throw new UserError(
        `${parts.slice(0, index + 1).join('/')} is a file, and a folder is needed there; move it away`,
      );
    }
    if (isLast && isFolder) {
      throw new UserError(`${path} is a folder, and a file is to be written there; move it away`);
    }
    if (index === parts.length - 2) known.set(folder, real);
  }
  return real;
}

interface Link {
  readonly root: string;
  readonly realRoot: string;
  /** Its path from the root. */
  readonly link: string;
}

function targetOf(path: string, { root, realRoot, link }: Link): string {
  const target = realpathOf(path);
  if (target === undefined)
    throw new UserError(`${link} is a link that leads nowhere; remove it and run again`);
  if (isInside(realRoot, target)) return target;
  throw new UserError(
    `${link} is a link that leaves ${root}; nothing is written through it, replace it by what it leads to`,
  );
}

/** Is `path` the folder itself or below it? Both real (no links left in them). */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The deepest folder on the way to `path` (or `path` itself) that exists. */
export function nearestExisting(path: string): string {
  let folder = path;
  while (lstatOf(folder) === undefined && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function realpathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function lstatOf(path: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** `ELOOP` is a link to itself: it leads nowhere, like one whose target is gone. */
function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error) ?? '');
}
