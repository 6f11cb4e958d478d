import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { venueJsonSchema } from './json-schema.js';

const FILE = new URL('./presets/venue.schema.json', import.meta.url);

test('the published JSON Schema is the grammar (UPDATE_GOLDENS=1 writes it)', async () => {
  const text = await format(JSON.stringify(venueJsonSchema()), { parser: 'json', printWidth: 110 });
  if (process.env['UPDATE_GOLDENS'] === '1') await writeFile(FILE, text);
  expect(await readFile(FILE, 'utf8')).toBe(text);
});
