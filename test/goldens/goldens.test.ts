import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { loadPreset, loadVenue } from '../../venues/index.js';

/**
 * Generated connectors that are reviewed like code. `UPDATE_GOLDENS=1 npx vitest run test/goldens` writes them anew.
 * The sources of Binance Spot are the runtime's built-in exchange of that name; Kraken asks for a token to hear of its
 * orders and names assets in its own way, Coinbase signs tokens and lists in pages, BingX (no preset) has a listen key
 * that is renewed.
 */
const GOLDENS = [
  { preset: 'binance_spot', sources: '../../runtime/src/exchanges/binance_spot/' },
  { preset: 'kraken_spot', sources: 'kraken_spot/' },
  { preset: 'coinbase_advanced', sources: 'coinbase_advanced/' },
  { preset: 'bingx', sources: 'bingx/', described: '../unknown/bingx' },
];

describe.each(GOLDENS)('the connector generated from $preset', ({ preset, sources, described }) => {
  const folders = { sources: new URL(sources, import.meta.url), rest: new URL(`${preset}/`, import.meta.url) };

  test('is the golden one, byte for byte', async () => {
    const { description } =
      described === undefined
        ? await loadPreset(preset)
        : await loadVenue(fileURLToPath(new URL(described, import.meta.url)));
    const files = [...(await renderConnector({ description, wallet: true }))].map(([path, text]) => ({
      url: new URL(keptName(path), isSource(path) ? folders.sources : folders.rest),
      text,
    }));
    if (process.env['UPDATE_GOLDENS'] === '1') await write(files);
    const kept = new Set<string>();
    for (const folder of Object.values(folders))
      for (const name of await readdir(folder)) kept.add(new URL(name, folder).href);
    expect([...kept].sort()).toEqual(files.map(({ url }) => url.href).sort());
    for (const { url, text } of files) expect(await readFile(url, 'utf8')).toBe(text);
  });
});

interface GoldenFile {
  readonly url: URL;
  readonly text: string;
}

function isSource(path: string): boolean {
  return path.endsWith('.ts') && !path.endsWith('.test.ts');
}

/** The connector's own test is kept under a name that no test runner takes for one of this package. */
function keptName(path: string): string {
  return path.replace(/\.test\.ts$/, '.test.ts.txt');
}

async function write(files: readonly GoldenFile[]): Promise<void> {
  for (const { url, text } of files) {
    await mkdir(fileURLToPath(new URL('.', url)), { recursive: true });
    await writeFile(url, text);
  }
}
