import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { ask, unsignedSandbox } from './unsigned.js';

let sandbox: Sandbox;
let socket: WebSocket | undefined;
afterEach(async () => {
  socket?.terminate();
  await sandbox.close();
});

test.each([
  ['okx_spot', 'GET /api/v5/market/candles', { instId: 'BTC-USDT' }, 'data', 1000, 60],
  ['okx_spot', 'GET /api/v5/market/history-candles', { instId: 'BTC-USDT' }, 'data', 1000, 60],
  ['gate_spot', 'GET /api/v4/spot/candlesticks', { currency_pair: 'BTC_USDT' }, '', 1, 1800],
] as const)(
  '%s %s without an interval gives the usual one',
  async (preset, line, sent, rows, unit, seconds) => {
    sandbox = await unsignedSandbox(preset);
    const { status, document } = await ask(sandbox, line, sent);
    const list = rows === '' ? document : readPath(document, rows);
    const [first, second] = Array.isArray(list) ? list : [];
    expect(status).toBe(200);
    expect(Math.abs(Number(first[0]) - Number(second[0])) / unit).toBe(seconds);
  },
);

test('binance_spot has no usual interval', async () => {
  sandbox = await unsignedSandbox('binance_spot');
  expect((await ask(sandbox, 'GET /api/v3/klines', { symbol: 'BTCUSDT' })).status).toBe(400);
});

describe('a candle frame is of the moment in which it is sent', () => {
  test.each<[string, object, string, (value: unknown) => number]>([
    ['bybit_spot', { op: 'subscribe', args: ['kline.1.BTCUSDT'] }, 'ts', Number],
    [
      'bitget_spot',
      { op: 'subscribe', args: [{ instType: 'SPOT', channel: 'candle1m', instId: 'BTCUSDT' }] },
      'ts',
      Number,
    ],
    [
      'gate_spot',
      { time: 0, channel: 'spot.candlesticks', event: 'subscribe', payload: ['1m', 'BTC_USDT'] },
      'time_ms',
      Number,
    ],
    [
      'coinbase_advanced',
      { type: 'subscribe', channel: 'candles', product_ids: ['BTC-USDT'] },
      'timestamp',
      iso,
    ],
    [
      'kraken_spot',
      { method: 'subscribe', params: { channel: 'ohlc', symbol: ['BTC/USDT'], interval: 1 } },
      'timestamp',
      iso,
    ],
  ])('%s', async (preset, subscription, place, read) => {
    sandbox = await createSandbox({ venue: await loadPreset(preset), calm: true });
    const began = sandbox.clock.now();
    const times: number[] = [];
    socket = new WebSocket(sandbox.stream ?? '');
    socket.on('message', (data) => {
      const frame: unknown = JSON.parse(String(data));
      if (/candle|ohlc|kline/.test(String(data)) && readPath(frame, place) !== undefined && isData(frame))
        times.push(read(readPath(frame, place)));
    });
    await new Promise((resolve) => socket?.once('open', resolve));
    const now = Math.floor(sandbox.clock.now() / 1000);
    socket.send(JSON.stringify('time' in subscription ? { ...subscription, time: now } : subscription));
    await sandbox.clock.advance(20_000);
    await sandbox.settle();
    expect(times.length).toBeGreaterThan(2);
    for (const time of times) expect(time).toBeGreaterThanOrEqual(began);
    expect(Math.max(...times)).toBeGreaterThan(began + 5_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(sandbox.clock.now());
  });
});

function iso(value: unknown): number {
  return Date.parse(String(value));
}

/** Not a confirmation. */
function isData(frame: unknown): boolean {
  return (
    ['data', 'events', 'result'].some((name) => readPath(frame, name) !== undefined) && !isConfirmed(frame)
  );
}

function isConfirmed(frame: unknown): boolean {
  const text = JSON.stringify(frame);
  return /"subscriptions"|"event":"subscribe"|"method":"subscribe"|"op":"subscribe"/.test(text);
}
