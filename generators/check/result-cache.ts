import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { connectorKey, toolsKey } from './content-key.js';

/** What is remembered of a connector that had nothing to complain about. Counts only: no text of a check is kept. */
export interface CleanResult {
  /** Absent where the suite was left out. */
  readonly conformance?: { readonly passed: number; readonly skipped: number } | undefined;
}

const FOLDER = 'node_modules/.cache/ats-exchange';

const entry = z.object({
  key: z.string(),
  conformance: z.object({ passed: z.number(), skipped: z.number() }).optional(),
});
const schema = z.object({ version: z.literal(1), connectors: z.record(z.string(), entry) });

type Entries = z.infer<typeof schema>['connectors'];

/**
 * Clean connectors by the content of everything their checks rest on. A connector with findings is never remembered,
 * so it is always checked anew; a cache that cannot be read counts as empty.
 */
export class ResultCache {
  readonly #root: string;
  readonly #keys: ReadonlyMap<string, string | undefined>;
  readonly #entries: Entries;

  constructor(root: string, venues: readonly string[]) {
    const tools = toolsKey(root);
    this.#root = root;
    this.#keys = new Map(venues.map((venue) => [venue, connectorKey(root, venue, tools)]));
    this.#entries = readEntries(root);
  }

  /** What an earlier run found for the connector as it is now. */
  get(venue: string): CleanResult | undefined {
    const known = this.#entries[venue];
    return known !== undefined && known.key === this.#keys.get(venue) ? known : undefined;
  }

  /** Keeps the results of clean connectors; the keys are those from before the checks ran. */
  store(results: ReadonlyMap<string, CleanResult>): void {
    const entries = { ...this.#entries };
    for (const [venue, { conformance }] of results) {
      const key = this.#keys.get(venue);
      if (key !== undefined) entries[venue] = { key, ...(conformance === undefined ? {} : { conformance }) };
    }
    writeEntries(this.#root, entries);
  }
}

function readEntries(root: string): Entries {
  try {
    return schema.parse(JSON.parse(readFileSync(join(root, FOLDER, 'check.json'), 'utf8'))).connectors;
  } catch {
    return {};
  }
}

/** A cache that cannot be written costs time, nothing else. */
function writeEntries(root: string, connectors: Entries): void {
  const file = join(root, FOLDER, 'check.json');
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(join(root, FOLDER), { recursive: true });
    writeFileSync(temporary, `${JSON.stringify({ version: 1, connectors })}\n`);
    renameSync(temporary, file);
  } catch {
    return;
  }
}
