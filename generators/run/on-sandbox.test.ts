import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onSandbox } from './on-sandbox.js';

/** A workspace's connectors, which take the configuration keys of their kind alone. */
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'on-sandbox-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

test('what trades gets the mock’s credentials and addresses, its other settings stay', async () => {
  const config = { symbol: 'BTC/USDT', api_key: 'mine', interval: '5m' };
  const { sandbox, reference } = await onSandbox({ namespace: 'exchanges:binance_spot', config }, root);
  expect(reference.config).toEqual({
    symbol: 'BTC/USDT',
    interval: '5m',
    ...sandbox.credentials,
    rest_url: sandbox.rest,
    stream_url: sandbox.stream,
    private_stream_url: sandbox.privateStream,
  });
  await sandbox.close();
});

test('what has candles alone gets no credentials', async () => {
  const namespace = await connector('data_feed');
  const { sandbox, reference } = await onSandbox({ namespace, config: { symbol: 'BTC/USDT' } }, root);
  expect(Object.keys(reference.config)).toEqual(['symbol', 'rest_url', 'stream_url']);
  await sandbox.close();
});

test('what replays a file has no venue to mock', async () => {
  const reference = { namespace: await connector('backtest'), config: { symbol: 'BTC/USDT' } };
  await expect(onSandbox(reference, root)).rejects.toThrow('exchanges:my_backtest replays a file');
});

async function connector(kind: string): Promise<string> {
  const folder = join(root, 'custom_modules', 'exchanges', `my_${kind}`);
  await cp(fileURLToPath(new URL('../../venues/presets/binance_spot', import.meta.url)), folder, {
    recursive: true,
  });
  const file = join(folder, 'venue.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('kind: live', `kind: ${kind}`));
  return `exchanges:my_${kind}`;
}
