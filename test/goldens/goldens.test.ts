import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { loadPreset } from '../../venues/index.js';

/** Reviewed like code. `UPDATE_GOLDENS=1 npx vitest run test/goldens` writes them anew. */
const GOLDENS = [{ preset: 'binance_spot', wallet: true }];

describe.each(GOLDENS)('the connector generated from $preset', ({ preset, wallet }) => {
  const folder = new URL(`${preset}/`, import.meta.url);

  test('is the golden one, byte for byte', async () => {
    const { description } = await loadPreset(preset);
    const files = keptFiles(await renderConnector({ description, wallet }));
    if (process.env.UPDATE_GOLDENS === '1') await write(folder, files);
    expect((await readdir(folder)).sort()).toEqual([...files.keys()].sort());
    for (const [path, text] of files) expect(await readFile(new URL(path, folder), 'utf8')).toBe(text);
  });
});

/** The connector's own test is kept under a name that no test runner takes for one of this package. */
function keptFiles(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].map(([path, text]) => [path.replace(/\.test\.ts$/, '.test.ts.txt'), text]));
}

async function write(folder: URL, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(fileURLToPath(folder), { recursive: true });
  for (const [path, text] of files) await writeFile(new URL(path, folder), text);
}
