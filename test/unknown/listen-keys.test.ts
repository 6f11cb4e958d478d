import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe } from 'vitest';
import { loadVenue } from '../../venues/index.js';
import { describeVenue } from '../presets/generated.js';

/** BingX's listen keys as other venues have them: what its own suite does not show of the grammar. */
const FORMS: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'on the path, told when it expires, and given again': [
    ["path: '?listenKey={token}'", "path: '/{token}'"],
    [
      'renew_every: 30m, at_expiry: silent',
      'renew_every: 30m, asked_again: same, expired: { match: { e: listenKeyExpired }, sample: samples/expired.json }',
    ],
    [
      "DELETE /openApi/user/auth/userDataStream\n    signed: true\n    params: { listenKey: '{token}' }",
      'DELETE /openApi/user/auth/userDataStream/{token}\n    signed: true',
    ],
  ],
  'told when it expires, on a connection that stays open': [
    [
      'at_expiry: silent',
      'at_expiry: silent, expired: { match: { e: listenKeyExpired }, sample: samples/expired.json }',
    ],
  ],
  'in the subscription, and without a release': [
    ["path: '?listenKey={token}'", "path: ''"],
    [
      "subscribe: { id: '{uuid}', reqType: sub, dataType: spot.executionReport }",
      "subscribe: { id: '{uuid}', reqType: sub, dataType: spot.executionReport, key: '{token}' }",
    ],
    ['at_expiry: silent', 'at_expiry: closed'],
    [
      "  release_stream_token:\n    request: DELETE /openApi/user/auth/userDataStream\n    signed: true\n    params: { listenKey: '{token}' }\n    sample: samples/listen_key_extended.json\n",
      '',
    ],
  ],
};

const CHECKS = ['L04', 'L11', 'D07', 'O39', 'O40', 'O41', 'X02'];

const root = await mkdtemp(join(tmpdir(), 'listen-keys-'));
afterAll(() => rm(root, { recursive: true, force: true }));

for (const [index, [form, changes]] of Object.entries(FORMS).entries()) {
  const folder = join(root, String(index));
  await cp(fileURLToPath(new URL('bingx', import.meta.url)), folder, { recursive: true });
  await writeFile(join(folder, 'samples/expired.json'), JSON.stringify({ e: 'listenKeyExpired', E: 1 }));
  const file = join(folder, 'venue.yaml');
  let text = await readFile(file, 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`BingX's description has no ${from}`);
    text = text.replace(from, to);
  }
  await writeFile(file, text);
  const venue = await loadVenue(folder);
  describe(`a listen key ${form}`, async () => {
    await describeVenue(venue, CHECKS);
  });
}
