import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CheckSubject } from '../../sandbox/conformance/context.js';
import type { ExchangeClass } from '../../sandbox/conformance/connector.js';
import { renderConnector } from '../../generators/connector/index.js';
import {
  loadPreset,
  loadVenue,
  presetFolder,
  presetNames,
  type LoadedVenue,
  type VenueDescription,
} from '../../venues/index.js';
import { mutate, type Mutant } from './mutant.js';

const VENUE = 'binance_spot';
const CONNECTOR = fileURLToPath(new URL('../../runtime/src/exchanges/binance_spot', import.meta.url));
const SEED = 1;

/** Makes connectors in a temporary folder: the generated one, and copies of it with a bug. */
export class Workshop {
  readonly #folder: string;
  readonly #venue: LoadedVenue;
  #made = 0;

  static async open(): Promise<Workshop> {
    return new Workshop(await mkdtemp(join(tmpdir(), 'mutants-')), await loadPreset(VENUE));
  }

  private constructor(folder: string, venue: LoadedVenue) {
    this.#folder = folder;
    this.#venue = venue;
  }

  /** The connector as it is generated, or with the mutant's bug. */
  async make(mutant?: Mutant): Promise<CheckSubject> {
    this.#made += 1;
    const preset = mutant?.venue ?? VENUE;
    const folder = join(this.#folder, String(this.#made), mutant?.folder ?? preset);
    await mkdir(folder, { recursive: true });
    const venue = preset === VENUE ? this.#venue : await described(preset);
    await cp(venue.folder, folder, { recursive: true });
    if (preset === VENUE) await cp(CONNECTOR, folder, { recursive: true });
    else await render(venue.description, folder);
    if (mutant !== undefined) {
      const names = mutant.file === undefined ? ['exchange.ts', 'answers.ts'] : [mutant.file];
      const texts = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const);
      const mutated = mutate(new Map(await Promise.all(texts)), mutant);
      for (const [name, text] of mutated) await writeFile(join(folder, name), text);
    }
    const Exchange = await exchangeIn(folder);
    return { Exchange, folder, venue, seed: SEED };
  }

  /** The connector that is generated from the same description for another kind of exchange. */
  async makeKind(kind: VenueDescription['kind']): Promise<CheckSubject> {
    this.#made += 1;
    const folder = join(this.#folder, String(this.#made), VENUE);
    await cp(presetFolder(VENUE), folder, { recursive: true });
    const yaml = join(folder, 'venue.yaml');
    await writeFile(yaml, (await readFile(yaml, 'utf8')).replace(/^kind: .*$/m, `kind: ${kind}`));
    const venue = await loadVenue(folder);
    const files = await renderConnector({ description: venue.description, wallet: false });
    for (const [path, text] of files) await writeFile(join(folder, path), text);
    return { Exchange: await exchangeIn(folder), folder, venue, seed: SEED };
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A preset, or a venue that is described for a test. */
async function described(venue: string): Promise<LoadedVenue> {
  if ((await presetNames()).includes(venue)) return loadPreset(venue);
  return loadVenue(fileURLToPath(new URL(`../unknown/${venue}`, import.meta.url)));
}

async function render(description: VenueDescription, folder: string): Promise<void> {
  const files = await renderConnector({ description, wallet: true });
  for (const [path, text] of files) await writeFile(join(folder, path), text);
}

async function exchangeIn(folder: string): Promise<ExchangeClass> {
  const module: { Exchange?: ExchangeClass } = await import(pathToFileURL(join(folder, 'exchange.ts')).href);
  if (module.Exchange === undefined) throw new Error(`${folder} exports no Exchange`);
  return module.Exchange;
}
