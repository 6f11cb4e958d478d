import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError } from '../cli/errors.js';
import { refuseMarkers } from '../contract/merge-markers.js';
import { hashText } from '../manifest/hash.js';
import { MANIFEST_PATH, type Manifest } from '../manifest/manifest.js';
import { readManifest } from '../manifest/read-manifest.js';
import { readPristine } from '../manifest/record.js';
import type { Tree } from '../tree/index.js';

/** Where connectors live, from the workspace root. */
const CONNECTORS = 'custom_modules/exchanges';

/** A connector as it lies in the workspace, with what sync remembers of it. */
export interface ConnectorFiles {
  readonly venue: string;
  /** From the workspace root. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly pristine: ReadonlyMap<string, string>;
  readonly description: string;
  /** The generated files that the user has changed, by path from the connector's folder. */
  readonly edited: ReadonlyMap<string, EditedFile>;
  /** A file's text by its path from the connector's folder. */
  readonly read: (file: string) => string | undefined;
  /** All source files in the folder, the user's own among them, by path from the folder. */
  readonly sources: () => readonly string[];
}

export interface EditedFile {
  readonly text: string;
  readonly hash: string;
}

/** The connectors that this tool has generated: those with a description or a manifest. */
export function generatedConnectors(root: string): string[] {
  const folder = join(root, CONNECTORS);
  if (!isThere(folder)) throw new UserError(`${root}: has no ${CONNECTORS}; run this in a workspace`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => ['venue.yaml', MANIFEST_PATH].some((file) => isThere(join(folder, name, file))))
    .sort();
}

/**
 * Throws a UserError where the manifest or a pristine copy is missing, damaged, or made by a newer version, and where
 * a merge has left markers in what was generated or in the description. Reads text alone: no parser is loaded.
 */
export function openConnector(tree: Tree, venue: string, toolVersion: string): ConnectorFiles {
  const folder = `${CONNECTORS}/${venue}`;
  const read = (file: string): string | undefined => tree.read(`${folder}/${file}`);
  const text = read(MANIFEST_PATH);
  if (text === undefined) {
    const why = isThere(join(tree.root, folder))
      ? 'has no .ats/manifest.json, so sync does not know what was generated'
      : 'is not there';
    throw new UserError(`${folder}: ${why}; restore it from version control, or create the connector anew`);
  }
  const manifest = readManifest(text, `${folder}/${MANIFEST_PATH}`, toolVersion);
  const pristine = readPristine(manifest, read, folder);
  const description = read('venue.yaml');
  if (description === undefined) throw new UserError(`${folder}/venue.yaml: is missing; restore it`);
  refuseMarkers(description, `${folder}/venue.yaml`);
  const edited = editedFiles(manifest, read);
  for (const [file, { text: yours }] of edited) refuseMarkers(yours, `${folder}/${file}`);
  const sources = (): readonly string[] => sourcesIn(join(tree.root, folder));
  return { venue, folder, manifest, pristine, description, edited, read, sources };
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?ts$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.split('/').includes('node_modules'));
}

function editedFiles({ files }: Manifest, read: ConnectorFiles['read']): Map<string, EditedFile> {
  const edited = new Map<string, EditedFile>();
  for (const [file, generated] of Object.entries(files)) {
    const text = read(file);
    if (text === undefined) continue;
    const hash = hashText(text);
    if (hash !== generated) edited.set(file, { text, hash });
  }
  return edited;
}

/** A file that is marked read-only is not replaced, although its folder would allow it. */
export function refuseReadOnly(root: string, path: string): void {
  const mode = statSync(join(root, path), { throwIfNoEntry: false })?.mode;
  if (mode !== undefined && (mode & 0o222) === 0)
    throw new UserError(`${path}: is read-only; make it writable first`);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
