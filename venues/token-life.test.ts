import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadVenue, VenueError } from './index.js';

const BINGX = fileURLToPath(new URL('../test/unknown/bingx', import.meta.url));
const TOKEN = 'token: { lifetime: 60m, renew_every: 30m, at_expiry: silent }';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'token-'));
  await cp(BINGX, folder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a token that is renewed in time by a request that names it is taken', async () => {
  expect(await problemsAfter(TOKEN, TOKEN)).toBe('');
});

test.each([
  [
    'a renewal that comes too late',
    TOKEN,
    'token: { lifetime: 30m, renew_every: 30m }',
    'streams.orders.token.renew_every: comes too late: the token lives for 30m; give a shorter one',
  ],
  [
    'a renewal without an interval',
    TOKEN,
    'token: { lifetime: 60m }',
    'endpoints.renew_stream_token: is never asked; give streams.orders.token.renew_every',
  ],
  [
    'an interval of no time',
    TOKEN,
    'token: { lifetime: 60m, renew_every: 0s }',
    'streams.orders.token.renew_every: is no time at all; give an interval such as 30m',
  ],
  [
    'an interval without a renewal',
    'renew_stream_token:',
    'finished_orders:\n    response: { fields: {} }',
    'streams.orders.token.renew_every: needs endpoints.renew_stream_token, which extends the token',
  ],
  [
    'a renewal that does not name the token',
    "PUT /openApi/user/auth/userDataStream\n    signed: true\n    encode: query\n    params: { listenKey: '{token}' }",
    'PUT /openApi/user/auth/userDataStream\n    signed: true',
    'endpoints.renew_stream_token: does not name the token; give it {token}, among its params or on its path',
  ],
  [
    'requests for a token of which nothing is said',
    TOKEN,
    '',
    'endpoints.renew_stream_token: is of no use; give streams.orders.token with the lifetime',
  ],
  [
    'a renewal of what need not be renewed',
    'at_expiry: silent',
    'at_expiry: stays',
    'streams.orders.token.at_expiry: is stays: such a token needs no renewal; drop one of them',
  ],
  [
    'a token that nothing carries',
    "path: '?listenKey={token}'",
    "path: '?listenKey=none'",
    'streams.orders.token: is carried by nothing; give streams.orders.path a {token}',
  ],
  [
    'a token that comes from nowhere',
    'private_stream_token:',
    'finished_orders:',
    'streams.orders.token: comes from nowhere; give endpoints.stream_token or private_stream_token',
  ],
  [
    'an address that changes with the token',
    "  orders:\n    host: stream\n    path: '?listenKey={token}'",
    "  orders:\n    host: token\n    path: '?listenKey={token}'",
    'streams.orders.host: is token, but the token is renewed; name a host whose address does not change with it',
  ],
  [
    'an expiry that is not as documented',
    'at_expiry: silent }',
    'at_expiry: silent, expired: { match: { dataType: expired, data.e: executionReport }, sample: samples/stream_order.json } }',
    'streams.orders.token.expired.match.dataType: dataType is "spot.executionReport" in the sample (samples/stream_order.json)',
  ],
  [
    'an unknown key',
    'lifetime: 60m',
    'life_time: 60m',
    'streams.orders.token.life_time: unknown key; did you mean "lifetime"?',
  ],
  [
    'a lifetime that is no duration',
    'lifetime: 60m',
    'lifetime: 60 minutes',
    'streams.orders.token.lifetime: give a duration such as "500ms", "5s", "1m", "1h" or "1d"',
  ],
])('%s is refused where it stands, with the fix', async (_what, from, to, problem) => {
  const problems = (await problemsAfter(from, to)).split('\n');
  expect(problems.map((line) => line.replace(/^.*venue\.yaml:\d+:\d+ /, ''))).toContain(problem);
  expect(problems.every((line) => /venue\.yaml:\d+:\d+ /.test(line))).toBe(true);
});

/** What is said of BingX's description with a piece of its text replaced; nothing where it is taken. */
async function problemsAfter(from: string, to: string): Promise<string> {
  const file = join(folder, 'venue.yaml');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
  try {
    await loadVenue(folder);
    return '';
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    return error.message;
  }
}
