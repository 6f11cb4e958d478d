import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Locate } from './parse.js';
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
  /** The text of `signature.ts`, where a description with a custom signature brings one. */
  readonly signature?: string;
  /** The text of the mock's hook module, where `sandbox.hooks` names one. */
  readonly hooks?: string;
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
  // The grammar and its checks are loaded here only: what uses a proved description needs none of them.
  const [{ parseVenue }, { checkConsistency }, { checkEvidence }] = await Promise.all([
    import('./parse.js'),
    import('./consistency.js'),
    import('./evidence.js'),
  ]);
  const { description, locate } = parseVenue(text, file);
  const { samples, texts, problems } = await readSamples(folder, file, description, locate);
  const found = [
    ...problems,
    ...checkConsistency(description, file, locate),
    ...(problems.length === 0 ? checkEvidence(description, samples, file, locate) : []),
  ];
  if (found.length > 0) throw new VenueError(found);
  const signature =
    description.auth?.signature.algorithm === 'custom'
      ? await textIn(join(folder, 'signature.ts'))
      : undefined;
  const { hooks: hooksFile } = description.sandbox;
  const hooks = hooksFile === undefined ? undefined : await textIn(join(folder, hooksFile));
  if (hooksFile !== undefined && hooks === undefined) {
    const place = ['sandbox', 'hooks'];
    const message = `names ${hooksFile}, which does not stand beside it`;
    throw new VenueError([{ file, ...locate(place), key: place.join('.'), message }]);
  }
  return {
    folder,
    file,
    text,
    description,
    samples,
    sampleTexts: texts,
    ...(signature === undefined ? {} : { signature }),
    ...(hooks === undefined ? {} : { hooks }),
  };
}

async function textIn(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw cause;
  });
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
