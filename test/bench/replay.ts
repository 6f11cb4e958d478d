import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BackTradingExchange, createLogger } from 'ats-runtime';
import type { BenchRow } from './measure.js';

/** Candles per second of a back-test with an idle strategy, reading the CSV included. */
export async function benchReplay(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-replay-'));
  try {
    const plain = join(folder, 'plain.csv');
    const split = join(folder, 'split.csv');
    await writeCandles(plain, (start) => new Date(start).toISOString(), '');
    await writeCandles(split, atsTime, ',buy_volume,sell_volume');
    return [
      await rate('replay, idle strategy, five columns', plain),
      await rate('replay, idle strategy, ATS columns', split),
      { name: 'memory growth over 1,000,000 candles', ours: await growth(split), unit: 'MiB' },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const CANDLES = 1_000_000;
const ROUNDS = 3;

/** The best of a few rounds, beside reading the same file line by line. */
async function rate(name: string, file: string): Promise<BenchRow> {
  let ours = 0;
  let lines = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    ours = Math.max(ours, await perSecond(() => replay(file)));
    lines = Math.max(lines, await perSecond(() => readLines(file)));
  }
  const reference = { name: 'readline, split, Number', value: lines };
  return { name, ours, unit: 'candles/s', reference, target: '≥ 1,000,000 candles/s' };
}

async function perSecond(action: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await action();
  return CANDLES / ((performance.now() - start) / 1000);
}

async function readLines(file: string): Promise<void> {
  let sum = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [time = '', ...numbers] = line.split(',');
    sum += Date.parse(time) + numbers.map(Number).length;
  }
  if (sum === 0) throw new Error('no lines came');
}

async function growth(file: string): Promise<number> {
  const before = process.memoryUsage().rss;
  await replay(file);
  return (process.memoryUsage().rss - before) / 2 ** 20;
}

async function replay(file: string): Promise<void> {
  const logger = createLogger({ level: 'silent' });
  const exchange = new BackTradingExchange({ symbol: 'BTC/USDT', file, balances: {} }, undefined, { logger });
  let candles = 0;
  await exchange.connect();
  await exchange.subscribeToCandles(() => {
    candles += 1;
  });
  await exchange.finished();
  await exchange.disconnect();
  if (candles !== CANDLES) throw new Error(`${candles} of ${CANDLES} candles came`);
}

/** Three-second candles of a price that walks; volumes with as many digits as sums of trades have. */
async function writeCandles(path: string, time: (start: number) => string, more: string): Promise<void> {
  const file = await open(path, 'w');
  await file.write(`time,open,high,low,close,volume${more}\n`);
  let cents = 2_900_000;
  let lines: string[] = [];
  for (let n = 0; n < CANDLES; n += 1) {
    const start = cents;
    cents += ((n * 7919) % 2001) - 1000;
    const [high, low] = [Math.max(start, cents) + (n % 700), Math.min(start, cents) - (n % 600)];
    const prices = [start, high, low, cents].map((price) => (price / 100).toFixed(2));
    const [bought, sold] = [((n * 31) % 997) / 83, ((n * 17) % 991) / 79];
    const volumes = more === '' ? [bought + sold] : [bought + sold, bought, sold];
    lines.push(`${time(Date.UTC(2022, 4, 12) + n * 3000)},${prices.join(',')},${volumes.join(',')}\n`);
    if (lines.length === 10_000) {
      await file.write(lines.join(''));
      lines = [];
    }
  }
  await file.write(lines.join(''));
  await file.close();
}

function atsTime(start: number): string {
  return `${new Date(start).toISOString().slice(0, 19).replace('T', ' ')}+00:00`;
}
