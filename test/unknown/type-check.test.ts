import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { loadVenue } from '../../venues/index.js';
import { typeCheck } from '../connector/type-check.js';

test('the connector of every unknown venue passes the strict type check, with and without wallet.ts', async () => {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const entries = await readdir(here, { withFileTypes: true });
  const connectors = new Map<string, Map<string, string>>();
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const { description } = await loadVenue(`${here}${entry.name}`);
    for (const wallet of [true, false])
      connectors.set(`${entry.name}_${wallet}`, await renderConnector({ description, wallet }));
  }
  expect(await typeCheck(connectors)).toBe('');
}, 120_000);
