import { Decimal } from 'ats-runtime';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPreset } from '../../venues/index.js';
import { createSandbox, type Sandbox } from '../index.js';

let sandbox: Sandbox;
let socket: WebSocket | undefined;
let frames: Frame[] = [];

interface Frame {
  readonly [name: string]: unknown;
}

afterEach(async () => {
  socket?.terminate();
  await sandbox.close();
});

describe('streams for the venue’s other clients: Binance', () => {
  beforeEach(() => open('binance_spot', '/ws'));

  test('a ticker tells the ledger’s last price and day', async () => {
    await send({ method: 'SUBSCRIBE', params: ['btcusdt@ticker'], id: 5 });
    expect(frames[0]).toEqual({ result: null, id: 5 });
    await sandbox.clock.advance(1000);
    expect(frames.at(-1)).toMatchObject({
      e: '24hrTicker',
      s: 'BTCUSDT',
      c: sandbox.engine.lastPrice('BTC/USDT')?.toFixed(8),
      b: sandbox.engine.bestBid('BTC/USDT')?.toFixed(8),
    });
  });

  test('each trade of the market is told once', async () => {
    await send({ method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 1 });
    const before = sandbox.engine.recentTrades('BTC/USDT').length;
    await sandbox.clock.advance(5000);
    const trades = sandbox.engine.recentTrades('BTC/USDT').slice(before);
    expect(trades.length).toBeGreaterThan(0);
    expect(frames.slice(1).map(({ t, p, q, m }) => [t, p, q, m])).toEqual(
      trades.map(({ id, price, size, takerSide }) => [
        Number(id),
        price.toFixed(8),
        size.toFixed(8),
        takerSide === 'SELL',
      ]),
    );
  });

  test('a book told by its changes is the ledger’s, and no number is left out', async () => {
    await send({ method: 'SUBSCRIBE', params: ['btcusdt@depth@100ms'], id: 1 });
    await sandbox.clock.advance(5000);
    const changes = frames.slice(1);
    const bids = new Map<string, string>();
    for (const { b } of changes) {
      for (const [price, size] of levels(b)) {
        if (Number(size) === 0) bids.delete(price);
        else bids.set(price, size);
      }
    }
    const book = sandbox.engine.book('BTC/USDT', 1000).bids.map((level) => level.map(padded));
    expect([...bids].toSorted(([one], [other]) => Number(other) - Number(one))).toEqual(book);
    changes.slice(1).forEach(({ U }, index) => expect(U).toBe(Number(changes[index]?.['u']) + 1));
  });

  test('several streams in one message are confirmed once, and end one by one', async () => {
    const params = ['btcusdt@trade', 'btcusdt@kline_1m', 'ethusdt@bookTicker'];
    await send({ method: 'SUBSCRIBE', params, id: 9 });
    expect(frames.filter(({ id }) => id === 9)).toHaveLength(1);
    await send({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade', 'btcusdt@kline_1m'], id: 10 });
    frames = [];
    await sandbox.clock.advance(3000);
    expect(frames.length).toBeGreaterThan(0);
    expect(new Set(frames.map(({ s }) => s))).toEqual(new Set(['ETHUSDT']));
  });
});

describe('streams for the venue’s other clients: addresses and accounts', () => {
  test('an address may name them', async () => {
    await open('binance_spot', '/stream?streams=btcusdt@miniTicker/btcusdt@kline_1m');
    await sandbox.clock.advance(3000);
    expect(new Set(frames.map(({ stream }) => stream))).toEqual(
      new Set(['btcusdt@miniTicker', 'btcusdt@kline_1m']),
    );
  });

  test('Bitget: a book begins with all levels, then tells what changed, with a checksum', async () => {
    await open('bitget_spot', '/v2/ws/public');
    await send({ op: 'subscribe', args: [{ instType: 'SPOT', channel: 'books', instId: 'BTCUSDT' }] });
    await sandbox.clock.advance(2000);
    const actions = frames.map(({ action }) => action);
    expect(actions.slice(0, 3)).toEqual([undefined, 'snapshot', 'update']);
    expect(frames.slice(1).every(({ data }) => Number.isInteger(first(data)['checksum']))).toBe(true);
  });

  test('OKX: the end of a subscription is confirmed as such', async () => {
    await open('okx_spot', '/ws/v5/public');
    const args = [{ channel: 'tickers', instId: 'BTC-USDT' }];
    await send({ op: 'subscribe', args });
    await send({ op: 'unsubscribe', args });
    frames = frames.filter(({ event }) => event !== undefined);
    expect(frames.map(({ event }) => event)).toEqual(['subscribe', 'unsubscribe']);
    frames = [];
    await sandbox.clock.advance(3000);
    expect(frames).toEqual([]);
  });

  test('an account’s stream needs its login', async () => {
    await open('okx_spot', '/ws/v5/private');
    await send({ op: 'subscribe', args: [{ channel: 'account' }] });
    expect(frames.map(({ event }) => event)).toEqual(['error']);
    frames = [];
    sandbox.engine.place(sandbox.account, LIMIT);
    await sandbox.clock.advance(1000);
    expect(frames).toEqual([]);
  });

  test('Hyperliquid: fills and their fees come as the ledger has them', async () => {
    await open('hyperliquid_spot', '/ws');
    const user = sandbox.credentials['wallet_address'] ?? '';
    await send({ method: 'subscribe', subscription: { type: 'userFills', user } });
    frames = [];
    sandbox.engine.place(sandbox.account, { ...MARKET, symbol: 'BTC/USDC' });
    await sandbox.clock.advance(1000);
    const told = frames.flatMap(({ data }) => rows(data, 'fills'));
    const ledger = sandbox.engine.trades(sandbox.account);
    expect(told.map(({ px, sz, fee }) => [px, sz, fee].map(Number))).toEqual(
      ledger.map(({ fill }) => [fill.price, fill.size, fill.fee].map(Number)),
    );
  });
});

const LIMIT = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '30000' } as const;
const MARKET = { side: 'BUY', type: 'MARKET', size: '0.01' } as const;

async function open(preset: string, path: string): Promise<void> {
  sandbox = await createSandbox({ venue: await loadPreset(preset), seed: 7, calm: true });
  const opened = new WebSocket(`${new URL(sandbox.rest).origin.replace('http', 'ws')}${path}`);
  socket = opened;
  frames = [];
  opened.on('message', (data: Buffer) => frames.push(frameOf(data.toString('utf8'))));
  await new Promise((resolve) => opened.once('open', resolve));
  await sandbox.settle();
}

async function send(message: unknown): Promise<void> {
  socket?.send(JSON.stringify(message));
  await sandbox.clock.advance(1);
}

function frameOf(text: string): Frame {
  const value: unknown = JSON.parse(text);
  return isFrame(value) ? value : {};
}

function isFrame(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null;
}

function first(list: unknown): Frame {
  const [row]: readonly unknown[] = Array.isArray(list) ? list : [];
  return isFrame(row) ? row : {};
}

function rows(holder: unknown, name: string): readonly Frame[] {
  const list: unknown = isFrame(holder) ? holder[name] : undefined;
  return Array.isArray(list) ? list.filter(isFrame) : [];
}

function levels(list: unknown): readonly (readonly [string, string])[] {
  return Array.isArray(list)
    ? list.map(([price, size]): [string, string] => [String(price), String(size)])
    : [];
}

function padded(text: string): string {
  return new Decimal(text).toFixed(8);
}
