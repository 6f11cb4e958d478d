import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadedVenue } from './load.js';
import { nearest } from './nearest.js';
import { VenueError } from './problem.js';
import { provedVenue } from './proved.js';

/** A venue that comes with this package. Loads neither grammar nor YAML where the build has proved it already. */
export async function loadPreset(name: string): Promise<LoadedVenue> {
  const names = await presetNames();
  if (names.includes(name)) {
    const folder = presetFolder(name);
    return provedVenue(folder) ?? (await import('./load.js')).loadVenue(folder);
  }
  const near = nearest(name, names);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${names.join(', ')}`;
  throw new VenueError([{ file: `preset ${JSON.stringify(name)}`, message: `is unknown; ${hint}` }]);
}

/** The presets' names, in alphabetical order. */
export async function presetNames(): Promise<readonly string[]> {
  const entries = await readdir(presetsRoot(), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function presetFolder(name: string): string {
  return join(presetsRoot(), name);
}

/** The presets stand in the package's root: the first folder up that has a package.json, which the build has none of. */
function presetsRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('this installation has no package.json: install create-ats-exchange again');
    folder = parent;
  }
  return join(folder, 'venues', 'presets');
}
