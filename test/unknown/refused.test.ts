import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { loadVenue } from '../../venues/index.js';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** What is said of a description with a piece of its text replaced. */
async function refusalOf(venue: string, from: string, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'refused-'));
  folders.push(folder);
  await cp(fileURLToPath(new URL(venue, import.meta.url)), folder, { recursive: true });
  const file = join(folder, 'venue.yaml');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
  try {
    await renderConnector({ description: (await loadVenue(folder)).description, wallet: true });
  } catch (error) {
    return String(error).replace(folder, '');
  }
  return 'it was generated';
}

test.each([
  [
    'frames in protobuf',
    'bingx',
    'compression: gzip',
    'compression: protobuf',
    'streams.candles.compression',
  ],
  [
    'a hash that no recipe has',
    'cryptocom',
    'algorithm: hmac-sha256',
    'algorithm: keccak-eip712',
    'auth.signature.algorithm',
  ],
  [
    "a message's parameters as what it signs",
    'cryptocom',
    "payload: ['public/auth{stamp}{api_key}{stamp}']",
    "payload: ['public/auth', { text_of: params }]",
    'streams.orders.signature.payload',
  ],
  [
    'a placeholder that nobody fills',
    'upbit',
    "to: '{end|iso}'",
    "to: '{until|iso}'",
    'endpoints.candles.params.to',
  ],
])(
  'what cannot be said is refused in one line that names the key: %s',
  async (_what, venue, from, to, key) => {
    const refusal = await refusalOf(venue, from, to);
    expect(refusal).toContain(key);
    expect(refusal.trim().split('\n')).toHaveLength(1);
  },
);
