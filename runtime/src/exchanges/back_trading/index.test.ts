import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../clock.js';
import { CandleFileException } from '../../csv/candle-file-exception.js';
import type { Candle } from '../../data/candle.js';
import { ConfigValidationException, NotConnectedException } from '../../exceptions.js';
import { createLogger } from '../../logging/logger.js';
import { Order } from '../../orders/order.js';
import { ManualClock } from '../../test-support/manual-clock.js';
import { Exchange, type Config } from './index.js';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'back-trading-'));
  file = await save('candles.csv', 5000);
});
afterAll(() => rm(folder, { recursive: true }));

describe('the replay', () => {
  it('delivers every candle once, in order, and says how far it is', async () => {
    const exchange = await connected();
    const times: number[] = [];
    await exchange.subscribeToCandles(({ timestamp }) => times.push(timestamp));
    expect(exchange.progress).toBe(0);
    expect(await exchange.finished()).toMatchObject({ candles: 5000, interval: 60, gaps: [] });
    expect(times).toEqual(Array.from({ length: 5000 }, (_, index) => index * 60));
    expect(exchange.progress).toBe(1);
    expect(exchange.isBackTrading()).toBe(true);
  });

  it.each([
    ['awaits in an async listener', (act: () => Promise<void>) => act()],
    ['does not wait for what it began', (act: () => Promise<void>) => void act()],
  ])('gives a strategy that %s its fill at the very next candle', async (_, call) => {
    const exchange = await connected();
    const order = new Order({ symbol: 'BTC/USDT', orderType: 'MARKET', orderSide: 'BUY', size: 1 });
    const act = async (candle: Candle): Promise<void> => {
      if (candle.timestamp !== 600) return;
      const { USDT } = await exchange.getWalletBalance();
      await exchange.getFees();
      if (USDT?.free.greaterThan(100)) await exchange.submitOrder(order);
    };
    await exchange.subscribeToCandles((candle) => call(() => act(candle)));
    await exchange.finished();
    expect(order.status).toBe('COMPLETED');
    expect(exchange.executions).toMatchObject([{ timestamp: 660, side: 'BUY', liquidity: 'taker' }]);
    expect(order.trail.map(({ status, at }) => [status, at])).toEqual([
      ['PENDING', 600_000],
      ['COMPLETED', 660_000],
    ]);
    expect(await exchange.getOrder(order.orderId ?? '')).toBe(order);
    expect(await exchange.getOpenOrders()).toEqual([]);
  });

  it('does not wait for a listener that waits for a later candle', async () => {
    const exchange = await connected();
    const order = new Order({ symbol: 'BTC/USDT', orderType: 'MARKET', orderSide: 'BUY', size: 1 });
    let isFilled = false;
    await exchange.subscribeToCandles(async ({ timestamp }) => {
      if (timestamp !== 0) return;
      const filled = new Promise<void>((resolve) => order.onStatus(() => resolve()));
      await exchange.submitOrder(order);
      await filled;
      isFilled = true;
    });
    await exchange.finished();
    expect(isFilled).toBe(true);
  });

  it('goes on when a listener throws or rejects, and logs it', async () => {
    const lines: string[] = [];
    const logger = createLogger({ write: (line) => lines.push(line) });
    const exchange = new Exchange(config(), undefined, { logger });
    await exchange.connect();
    let candles = 0;
    await exchange.subscribeToCandles(({ timestamp }) => {
      candles += 1;
      if (timestamp === 60) throw new Error('thrown');
      return timestamp === 120 ? Promise.reject(new Error('rejected')) : undefined;
    });
    await exchange.finished();
    expect(candles).toBe(5000);
    expect(lines.filter((line) => line.includes('the candle listener threw'))).toHaveLength(2);
  });

  it('waits while nobody listens and goes on where it stood', async () => {
    const exchange = await connected();
    const times: number[] = [];
    await new Promise<void>((resolve) => {
      void exchange.subscribeToCandles(({ timestamp }) => {
        times.push(timestamp);
        if (timestamp !== 60) return;
        void exchange.unsubscribeFromCandles();
        resolve();
      });
    });
    await turns();
    expect(times).toEqual([0, 60]);
    await exchange.subscribeToCandles(({ timestamp }) => times.push(timestamp));
    await exchange.finished();
    expect(times).toHaveLength(5000);
  });

  it('ends at disconnect, also from within a listener', async () => {
    const exchange = await connected();
    let candles = 0;
    await exchange.subscribeToCandles(async () => {
      candles += 1;
      if (candles === 3) await exchange.disconnect();
    });
    expect(await exchange.finished()).toMatchObject({ first: 0 });
    expect(candles).toBe(3);
    expect(exchange.isConnected).toBe(false);
    await expect(exchange.subscribeToCandles(() => undefined)).rejects.toThrow(NotConnectedException);
    await exchange.disconnect();
  });

  it('keeps the pace that `speed` asks for', async () => {
    const path = await save('paced.csv', 4);
    const clock = new ManualClock(0);
    const exchange = await connected({ file: path, speed: 60 }, clock);
    const times: number[] = [];
    await exchange.subscribeToCandles(({ timestamp }) => times.push(timestamp));
    await clock.until(() => times.length === 1);
    for (const played of [2, 3, 4]) {
      await clock.advance(999);
      expect(times).toHaveLength(played - 1);
      await clock.advance(1);
      expect(times).toHaveLength(played);
    }
    await exchange.finished();
    expect(times).toEqual([0, 60, 120, 180]);
  });

  it('tells of gaps once, at the end, and makes no candles up', async () => {
    const path = join(folder, 'gaps.csv');
    const rows = [0, 60, 120, 300, 360].map((time) => `${time},1,1,1,1,1\n`);
    await writeFile(path, `time,open,high,low,close,volume\n${rows.join('')}`);
    const lines: string[] = [];
    const logger = createLogger({ write: (line) => lines.push(line) });
    const exchange = new Exchange(config({ file: path }), undefined, { logger });
    await exchange.connect();
    const times: number[] = [];
    await exchange.subscribeToCandles(({ timestamp }) => times.push(timestamp));
    expect(await exchange.finished()).toMatchObject({
      missing: 2,
      gaps: [{ after: 120, before: 300, missing: 2 }],
    });
    expect(times).toEqual([0, 60, 120, 300, 360]);
    expect(lines.filter((line) => line.includes('the file has gaps'))).toHaveLength(1);
  });

  it('breaks off at a row that is wrong, and says where', async () => {
    const path = join(folder, 'wrong.csv');
    await writeFile(path, 'time,open,high,low,close,volume\n0,1,1,1,1,1\n60,1,1,1,x,1\n');
    const exchange = await connected({ file: path });
    let candles = 0;
    await exchange.subscribeToCandles(() => (candles += 1));
    await expect(exchange.finished()).rejects.toThrow(`${path}:3: close: "x"`);
    expect(candles).toBe(1);
  });
});

it('refuses to connect without a file, or with none that is right', async () => {
  const exchange = new Exchange(config({ file: join(folder, 'none.csv') }));
  await expect(exchange.connect()).rejects.toThrow(CandleFileException);
  expect(exchange.isConnected).toBe(false);
  await expect(exchange.finished()).rejects.toThrow(NotConnectedException);
  await expect(exchange.getWalletBalance()).rejects.toThrow(NotConnectedException);
});

it('tells every fault of its configuration at once', () => {
  const wrong = {
    symbol: 'BTC',
    fils: 'x',
    speed: 0,
    fees: { maker: 2, taker: 0, other: 1 },
    slippage: 'much',
  };
  const making = () => new Exchange(Object.assign(config(), { file: undefined, balances: undefined }, wrong));
  expect(making).toThrow(ConfigValidationException);
  for (const fault of [
    'symbol: give it',
    'file: is missing',
    'balances: is missing',
    'fils: is not known, do you mean file?',
    'speed: must be a number above 0',
    'fees.maker: must be a fraction',
    'slippage: must be a fraction',
  ]) {
    expect(making).toThrow(fault);
  }
  expect(() => new Exchange(Object.assign(config(), { balances: ['BTC'] }))).toThrow(
    'balances: must be a mapping',
  );
  expect(() => new Exchange(config({ balances: { BTC: 'all' } }))).toThrow('balances.BTC: must be an amount');
});

function config(more: Partial<Config> = {}): Config {
  return { symbol: 'BTC/USDT', file, balances: { USDT: '100000' }, ...more };
}

async function connected(more: Partial<Config> = {}, clock?: Clock): Promise<Exchange> {
  const logger = createLogger({ level: 'silent' });
  const exchange = new Exchange(
    config(more),
    undefined,
    clock === undefined ? { logger } : { logger, clock },
  );
  await exchange.connect();
  return exchange;
}

async function save(name: string, candles: number): Promise<string> {
  const path = join(folder, name);
  const rows = Array.from({ length: candles }, (_, index) => `${index * 60},100,110,90,105,7\n`);
  await writeFile(path, `time,open,high,low,close,volume\n${rows.join('')}`);
  return path;
}

/** Enough turns of the event loop for a read of the file and all that follows. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
