import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseDocument } from 'yaml';
import { createSandbox, loadPreset, loadVenue, type LoadedVenue } from '../../sandbox/index.js';
import { describeVenue } from './generated.js';

const SUBSCRIPTION = { method: 'SUBSCRIBE', params: ['btcusdt@kline_1m'], id: 5 };
const LOGIN = { id: '5', method: 'userDataStream.subscribe.signature', params: { apiKey: 'nobody' } };

/** A venue that packs whatever it sends on its sockets, as HTX and BingX do, and pings by messages. */
const root = await mkdtemp(join(tmpdir(), 'packed-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const venue = await packedVenue();

await describeVenue(venue);

test.each([
  ['candles', gunzipSync, SUBSCRIPTION, [{ id: 5 }, { e: 'kline' }, { ping: expect.any(String) }]],
  ['orders', inflateRawSync, LOGIN, [{ id: '5' }]],
] as const)('each frame of the stream of %s is packed', async (kind, unpack, message, expected) => {
  const sandbox = await createSandbox({ venue, calm: true });
  const socket = new WebSocket((kind === 'candles' ? sandbox.stream : sandbox.privateStream) ?? '');
  const frames: unknown[] = [];
  socket.on('message', (data, isBinary) =>
    frames.push(isBinary && Buffer.isBuffer(data) ? JSON.parse(unpack(data).toString('utf8')) : 'plain'),
  );
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify(message));
  await sandbox.clock.advance(21_000);
  expect(frames).not.toContain('plain');
  for (const part of expected) expect(frames).toContainEqual(expect.objectContaining(part));
  socket.terminate();
  await sandbox.close();
});

async function packedVenue(): Promise<LoadedVenue> {
  const folder = join(root, 'packed_venue');
  await cp((await loadPreset('binance_spot')).folder, folder, { recursive: true });
  const file = join(folder, 'venue.yaml');
  const document = parseDocument(await readFile(file, 'utf8'));
  document.set('venue', 'packed_venue');
  document.setIn(['streams', 'candles', 'compression'], 'gzip');
  document.setIn(['streams', 'orders', 'compression'], 'deflate');
  document.setIn(['streams', 'candles', 'keep_alive'], {
    kind: 'answer',
    receive: { ping: '{stamp}' },
    send: { pong: '{stamp}' },
    every: '20s',
    timeout: '60s',
  });
  await writeFile(file, document.toString());
  return loadVenue(folder);
}
