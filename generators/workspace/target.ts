import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError, codeOf } from '../cli/errors.js';
import { isInside, realPathInside } from '../tree/path.js';
import { EXCHANGES, findWorkspace, isWorkspace } from './find.js';

export interface Target {
  readonly root: string;
  /** A new workspace, or one more connector in one that exists. */
  readonly kind: 'workspace' | 'connector';
}

/** The workspace that a run without a folder adds to; nothing when it has to be told (or asked) where. */
export function surroundingTarget(cwd: string): Target | undefined {
  const root = findWorkspace(cwd);
  return root === undefined ? undefined : { root, kind: 'connector' };
}

/**
 * Where the folder that was asked for leads. It is always one below the current folder (or that folder itself),
 * and a new one, an empty one or a workspace: anything else takes `force`.
 */
export function targetIn(cwd: string, dir: string, force: boolean): Target {
  const problem = folderProblem(cwd, dir, force);
  if (problem !== undefined) throw new UserError(`folder ${JSON.stringify(dir)} ${problem}`);
  const root = resolve(cwd, dir);
  return { root, kind: isWorkspace(root) ? 'connector' : 'workspace' };
}

/** What is wrong with a folder as a person typed it, in one line; nothing when it is good. */
export function folderProblem(cwd: string, dir: string, force: boolean): string | undefined {
  if (dir === '') return 'is empty; give a name such as my-trading';
  if (/^([/\\~]|[A-Za-z]:)/.test(dir)) return 'is absolute; go to its parent folder and give its name alone';
  const parts = dir.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..'))
    return 'leaves the current folder; cd to where it should be and give its name alone';
  const odd = parts.find((part) => !FOLDER_NAME.test(part));
  if (odd !== undefined)
    return 'holds a character that has no place in a folder’s name; use letters, digits, - and _';
  const root = resolve(cwd, dir);
  if (leaves(cwd, root)) return 'is a link that leaves the current folder; give a real folder';
  return contentProblem(root, force);
}

/** A connector's folder that has files already is only written to by force. */
export function refuseExistingConnector({ root }: Target, venue: string, force: boolean): void {
  const folder = dirname(realPathInside(root, `${EXCHANGES}/${venue}/exchange.ts`));
  const names = namesIn(folder);
  if (names === undefined || names.length === 0 || force) return;
  throw new UserError(
    `${EXCHANGES}/${venue} exists and is not empty; give another --name, or --force to replace its generated files`,
  );
}

const FOLDER_NAME = /^[\p{Letter}\p{Number}_][\p{Letter}\p{Number} ._-]*$/u;

function contentProblem(root: string, force: boolean): string | undefined {
  const names = namesIn(root);
  if (names === 'not-a-folder') return 'is a file; give another name';
  if (names === undefined || names.length === 0 || force || isWorkspace(root)) return undefined;
  return 'exists and is not empty; give another name, or --force to replace generated files in it';
}

/** The names in a folder; nothing when there is none. Leftovers of version control do not count. */
function namesIn(folder: string): readonly string[] | 'not-a-folder' | undefined {
  try {
    return readdirSync(folder).filter((name) => name !== '.git' && name !== '.ats');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'ENOTDIR') return 'not-a-folder';
    throw error;
  }
}

/** Does a link on the way lead out of the current folder? */
function leaves(cwd: string, root: string): boolean {
  const real = realpathSync(cwd);
  let path = root;
  while (lstatSync(path, { throwIfNoEntry: false }) === undefined) path = resolve(path, '..');
  try {
    return !isInside(real, realpathSync(path));
  } catch {
    return true;
  }
}
