import { createHash, type Hash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EXCHANGES } from '../workspace/find.js';

/** What a check's outcome rests on besides the connector itself: the tools, and the files all connectors share. */
export function toolsKey(root: string): string {
  const hash = createHash('sha256').update(process.version);
  hash.update(`seed ${process.env['CONFORMANCE_SEED'] ?? ''}\0`);
  for (const [name, parts] of PACKAGES) hashPackage(hash, join(root, 'node_modules', name), parts);
  for (const path of sharedFiles(root)) hashFile(hash, root, path);
  return hash.digest('hex');
}

/**
 * A connector's files and the tools, as one hash; nothing where the connector imports from its neighbours, whose
 * changes would not show in it.
 */
export function connectorKey(root: string, venue: string, tools: string): string | undefined {
  const folder = `${EXCHANGES}/${venue}`;
  const files = filesBelow(root, folder);
  const usesNeighbour = files
    .filter((path) => path.endsWith('.ts'))
    .some((path) => NEIGHBOUR.test(readFileSync(join(root, path), 'utf8')));
  if (usesNeighbour) return undefined;
  const hash = createHash('sha256').update(tools);
  for (const path of files) hashFile(hash, root, path);
  return hash.digest('hex');
}

/** The packages that have a say, with the folders of theirs that do. */
const PACKAGES: readonly (readonly [name: string, parts: readonly string[]])[] = [
  ['ats-runtime', ['dist']],
  ['create-ats-exchange', ['dist/sandbox', 'dist/venues']],
  ['typescript', []],
  ['vitest', []],
  ['@types/node', []],
];

/** An import from another connector's folder. */
const NEIGHBOUR = /['"]\.\.\/(?!\.\.\/)/;

/** Not ours to look into, or written by us. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git', '.ats', 'dist', 'vendor', 'config']);

/** What connectors may import or be configured by: every source file and every JSON file outside the connectors. */
function sharedFiles(root: string): string[] {
  return filesBelow(root, '').filter((path) => /\.(?:[cm]?ts|json)$/.test(path));
}

/** In alphabetical order; without the connectors, unless one of their folders is asked for. */
function filesBelow(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (SKIPPED.has(entry.name) || path === EXCHANGES) return [];
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function hashFile(hash: Hash, root: string, path: string): void {
  hash
    .update(`${path}\0`)
    .update(readFileSync(join(root, path)))
    .update('\0');
}

/** A package by its version, and by when its build was written: one in development keeps its version. */
function hashPackage(hash: Hash, folder: string, parts: readonly string[]): void {
  if (!existsSync(folder)) return;
  hash.update(readFileSync(join(folder, 'package.json'))).update('\0');
  for (const part of parts.filter((name) => existsSync(join(folder, name)))) {
    for (const path of readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' }).sort()) {
      const { size, mtimeMs } = statSync(join(folder, part, path));
      hash.update(`${path} ${size} ${mtimeMs}\0`);
    }
  }
}
