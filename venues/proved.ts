import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { LoadedVenue } from './load.js';

/** What the build has found a preset to be, so that whoever starts from one does not wait for its proof again. */
interface Proof {
  /** Of everything that the result depends on: the preset's files and this code. */
  readonly key: string;
  readonly sampleFiles: readonly string[];
  /** What was loaded, but for what stands in the files as it is. */
  readonly rest: Omit<LoadedVenue, keyof Texts>;
}

type Texts = Pick<LoadedVenue, 'folder' | 'file' | 'text' | 'samples' | 'sampleTexts'>;

/** The venue in `folder` as the build has proved it; nothing when a byte of it, or of this code, is another. */
export function provedVenue(folder: string): LoadedVenue | undefined {
  const proof = readProof(folder);
  if (proof === undefined || proof.key !== keyOf(folder)) return undefined;
  const texts = proof.sampleFiles.map((name) => [name, textOf(folder, name)] as const);
  return {
    ...proof.rest,
    folder,
    file: join(folder, 'venue.yaml'),
    text: textOf(folder, 'venue.yaml'),
    samples: new Map(texts.map(([name, text]) => [name, name.endsWith('.json') ? JSON.parse(text) : text])),
    sampleTexts: new Map(texts),
  };
}

/** Part of the build: proves every preset and writes down what came of it. */
export async function writeProofs(folders: readonly string[]): Promise<void> {
  const { loadVenue } = await import('./load.js');
  rmSync(PROOFS, { recursive: true, force: true });
  mkdirSync(PROOFS, { recursive: true });
  for (const folder of folders) {
    const {
      folder: _folder,
      file: _file,
      text: _text,
      samples: _,
      sampleTexts,
      ...rest
    } = await loadVenue(folder);
    const proof: Proof = { key: keyOf(folder), sampleFiles: [...sampleTexts.keys()], rest };
    const written = JSON.stringify(proof);
    if (!isDeepStrictEqual(JSON.parse(written), proof))
      throw new Error(`${folder}: what was loaded is not plain JSON`);
    writeFileSync(proofFile(folder), `${written}\n`);
  }
}

const HERE = dirname(fileURLToPath(import.meta.url));
const PROOFS = join(HERE, 'proved');

function proofFile(folder: string): string {
  return join(PROOFS, `${basename(folder)}.json`);
}

/** Written by our own build, so its shape is taken as given. */
function readProof(folder: string): Proof | undefined {
  const file = proofFile(folder);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function keyOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of [...filesIn(folder), ...filesIn(HERE).filter((path) => path.endsWith('.js'))])
    hash.update(`${basename(file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function textOf(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
