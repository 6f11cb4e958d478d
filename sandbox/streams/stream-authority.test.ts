import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { loadPreset } from '../../venues/index.js';
import { KeyRing } from '../dialect/key-ring.js';
import { proveMessage } from './stream-authority.js';
import { matchMessage } from './match-message.js';

const NOW = 1_700_000_000_000;

test.each([
  ['expires in ten seconds', NOW + 10_000, { ok: true }],
  ['has expired', NOW - 1, { ok: false, failed: 'stale_timestamp' }],
  ['expires in an hour', NOW + 3_600_000, { ok: false, failed: 'stale_timestamp' }],
])('a login that %s', async (_title, expires, wanted) => {
  const venue = await loadPreset('bybit_spot');
  const stream = venue.description.streams.orders;
  if (stream?.login === undefined) throw new Error('the preset has no login');
  const credentials = { api_key: 'key', api_secret: 'secret' };
  const keys = new KeyRing([{ credentials, account: 'user', mayTrade: true }]);
  const signature = createHmac('sha256', 'secret').update(`GET/realtime${expires}`).digest('hex');
  const message = { op: 'auth', args: ['key', String(expires), signature] };
  const bound = matchMessage(stream.login, message, new Set())?.matches[0] ?? new Map();
  expect(proveMessage({ venue, stream, keys, now: NOW }, stream.login, message, bound)).toMatchObject(wanted);
});
