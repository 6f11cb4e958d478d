import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { describeConformance, type ExchangeClass } from '../../sandbox/conformance/index.js';
import { loadPreset, type LoadedVenue } from '../../venues/index.js';

export async function describeGenerated(preset: string): Promise<void> {
  await describeVenue(await loadPreset(preset));
}

/** Generates the venue's connector into a temporary folder and registers the whole conformance suite for it, or a part. */
export async function describeVenue(venue: LoadedVenue, only?: readonly string[]): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'generated-'));
  const folder = join(root, venue.description.venue);
  await cp(venue.folder, folder, { recursive: true });
  const files = await renderConnector({
    description: venue.description,
    wallet: true,
    signature: venue.signature,
  });
  for (const [path, text] of files) await writeFile(join(folder, path), text);
  const module: { Exchange?: ExchangeClass } = await import(pathToFileURL(join(folder, 'exchange.ts')).href);
  if (module.Exchange === undefined) throw new Error(`${folder} exports no Exchange`);
  const part = only === undefined ? {} : { only };
  describeConformance({ Exchange: module.Exchange, folder: pathToFileURL(`${folder}/`), ...part });
  afterAll(() => rm(root, { recursive: true, force: true }));
}
