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
    const folder = join(this.#folder, String(this.#made), mutant?.folder ?? VENUE);
    await mkdir(folder, { recursive: true });
    await cp(presetFolder(VENUE), folder, { recursive: true });
    await cp(CONNECTOR, folder, { recursive: true });
    if (mutant !== undefined) {
      const file = join(folder, mutant.file ?? 'exchange.ts');
      await writeFile(file, mutate(await readFile(file, 'utf8'), mutant));
    }
    const Exchange = await exchangeIn(folder);
    return { Exchange, folder, venue: this.#venue, seed: SEED };
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

async function exchangeIn(folder: string): Promise<ExchangeClass> {
  const module: { Exchange?: ExchangeClass } = await import(pathToFileURL(join(folder, 'exchange.ts')).href);
  if (module.Exchange === undefined) throw new Error(`${folder} exports no Exchange`);
  return module.Exchange;
}
