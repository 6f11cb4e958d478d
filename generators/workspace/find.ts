import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../cli/errors.js';

/** Where connectors live in a workspace. */
export const EXCHANGES = 'custom_modules/exchanges';

/** Is this folder a workspace: one with `custom_modules/exchanges`? */
export function isWorkspace(folder: string): boolean {
  return isFolder(join(folder, EXCHANGES));
}

/** The workspace that `folder` is or lies in; nothing when there is none at or above it. */
export function findWorkspace(folder: string): string | undefined {
  if (isWorkspace(folder)) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findWorkspace(parent);
}

export function requireWorkspace(folder: string): string {
  const root = findWorkspace(folder);
  if (root !== undefined) return root;
  throw new UserError(
    `no workspace here: ${folder} and the folders above have no ${EXCHANGES}; cd into one, or make one with create-ats-exchange`,
  );
}

/** The connectors' folder names, in alphabetical order. */
export function connectorNames(root: string): string[] {
  return readdirSync(join(root, EXCHANGES), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
