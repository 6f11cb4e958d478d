import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadExchange } from '../../config/load-exchange.js';
import { NamespaceNotFoundException } from '../../exceptions.js';
import { testEnvironment } from '../../test-support/test-environment.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paper-feed-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('is loaded by its namespace and follows another exchange that is', async () => {
  const file = join(folder, 'candles.csv');
  await writeFile(file, 'time,open,high,low,close,volume\n0,1,1,1,1,1\n60,2,2,2,2,1\n');
  const exchange = await load({ namespace: 'exchanges:back_trading', config: { file, balances: {} } });
  await exchange.connect();
  const closes: number[] = [];
  await new Promise<void>((resolve) => {
    void exchange.subscribeToCandles(({ close }) => {
      closes.push(close);
      if (closes.length === 2) resolve();
    });
  });
  expect(closes).toEqual([1, 2]);
  await exchange.disconnect();
});

it('says so where the feed’s namespace leads nowhere', async () => {
  const exchange = await load({ namespace: 'exchanges:nowhere', root: folder });
  await expect(exchange.connect()).rejects.toThrow(NamespaceNotFoundException);
  expect(exchange.isConnected).toBe(false);
});

function load(feed: object) {
  const config = { symbol: 'BTC/USDT', feed };
  return loadExchange(
    { namespace: 'exchanges:paper_trading', config },
    { root: folder, environment: testEnvironment() },
  );
}
