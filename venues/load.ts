import { readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkConsistency } from './consistency.js';
import { checkEvidence } from './evidence.js';
import { nearest } from './nearest.js';
import { parseVenue, type Locate } from './parse.js';
import { VenueError, type Problem } from './problem.js';
import { sampleReferences } from './samples.js';
import type { VenueDescription } from './schema/venue.js';

/** A description with the sample payloads that prove it. */
export interface LoadedVenue {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  readonly description: VenueDescription;
  /** `samples/x.json` → its parsed JSON. */
  readonly samples: ReadonlyMap<string, unknown>;
  /** `samples/x.json` → its text, for copying. */
  readonly sampleTexts: ReadonlyMap<string, string>;
}

/**
 * Reads a description and its samples, and proves every mapping against them.
 * @param path a folder that holds `venue.yaml`, or the file itself (of any name ending in .yaml or .yml); `samples/`
 *   stands beside it
 * @throws VenueError naming file, line, key and the fix for every problem found
 */
export async function loadVenue(path: string): Promise<LoadedVenue> {
  const file = /\.ya?ml$/.test(path) ? path : join(path, 'venue.yaml');
  const folder = dirname(file);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new VenueError([
      { file, message: `cannot be read (${errorCode(cause)}); a connector's folder holds a venue.yaml` },
    ]);
  });
  const { description, locate } = parseVenue(text, file);
  const { samples, texts, problems } = await readSamples(folder, file, description, locate);
  const found = [
    ...problems,
    ...checkConsistency(description, file, locate),
    ...(problems.length === 0 ? checkEvidence(description, samples, file, locate) : []),
  ];
  if (found.length > 0) throw new VenueError(found);
  return { folder, file, text, description, samples, sampleTexts: texts };
}

export async function loadPreset(name: string): Promise<LoadedVenue> {
  const names = await presetNames();
  if (names.includes(name)) return loadVenue(presetFolder(name));
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

/** The presets stand beside the sources and beside the build: the package's root is the first folder up that has them. */
function presetsRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'venues', 'presets'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('this installation has no venues/presets folder: install create-ats-exchange again');
    folder = parent;
  }
  return join(folder, 'venues', 'presets');
}

async function readSamples(
  folder: string,
  file: string,
  description: VenueDescription,
  locate: Locate,
): Promise<{ samples: Map<string, unknown>; texts: Map<string, string>; problems: Problem[] }> {
  const samples = new Map<string, unknown>();
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { sample, path } of sampleReferences(description)) {
    if (texts.has(sample)) continue;
    try {
      const text = await readFile(join(folder, sample), 'utf8');
      texts.set(sample, text);
      samples.set(sample, sample.endsWith('.json') ? JSON.parse(text) : text);
    } catch (cause) {
      const reason =
        cause instanceof SyntaxError
          ? `is not JSON: ${cause.message}`
          : `cannot be read (${errorCode(cause)})`;
      problems.push({ file, ...locate(path), key: path.join('.'), message: `${sample} ${reason}` });
    }
  }
  return { samples, texts, problems };
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
