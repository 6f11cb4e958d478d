import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Answer, candleReader, CandleStream, createLogger, systemClock } from 'ats-runtime';
import { WebSocket, WebSocketServer } from 'ws';
import { median, type BenchRow } from './measure.js';
import { interleavedRates } from './rates.js';

/** Candles as Binance tells them: a page of 1,000 rows, and closed candles over a stream. */
export async function benchCandles(): Promise<readonly BenchRow[]> {
  const [ours = 0, bare = 0] = interleavedRates([readPage, parsePage]);
  const stream = await streamRates();
  return [
    {
      name: 'a page of 1,000 candles, text to candles',
      ours: 1000 / ours,
      unit: 'ms',
      reference: { name: 'bare JSON.parse', value: 1000 / bare },
      target: '≤ 1.4 ×',
    },
    {
      name: 'candle frames, socket to callback',
      ours: stream.ours,
      unit: 'frames/s',
      reference: { name: 'bare ws and JSON.parse', value: stream.bare },
    },
    {
      name: `heap after ${ROUNDS * FRAMES} candles`,
      ours: stream.heapInTheEnd,
      unit: 'MiB',
      reference: { name: `after ${FRAMES}`, value: stream.heapAtFirst },
      target: '≤ 1.1 ×',
    },
  ];
}

const START = 1_700_000_000;
const FRAMES = 40_000;
const ROUNDS = 5;

const PAGE = JSON.stringify(
  Array.from({ length: 1000 }, (_, n) => {
    const start = (START + 60 * n) * 1000;
    const price = (35_000 + (n % 97)).toFixed(8);
    const numbers = [price, price, price, price, '12.34560000'];
    return [start, ...numbers, start + 59_999, '432096.00000000', 120, '6.10000000', '213500.00000000', '0'];
  }),
);
const readRows = candleReader({ timestamp: 0, open: 1, high: 2, low: 3, close: 4, volume: 5, unit: 'ms' });

function readPage(): void {
  if (readRows.page(Answer.parse(PAGE, 'bench')).length !== 1000) throw new Error('candles are missing');
}

function parsePage(): void {
  const rows: unknown = JSON.parse(PAGE);
  if (!Array.isArray(rows) || rows.length !== 1000) throw new Error('rows are missing');
}

interface StreamRates {
  readonly ours: number;
  readonly bare: number;
  /** Of our stream's rounds, MiB in use. */
  readonly heapAtFirst: number;
  readonly heapInTheEnd: number;
}

/** Both ends are in this process: what the server takes to send is in both figures. */
async function streamRates(): Promise<StreamRates> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    socket.once('message', () => {
      for (let n = 0; n < FRAMES; n += 1) socket.send(frame(n));
    });
  });
  const url = `ws://127.0.0.1:${addressOf(server).port}`;
  const ours: number[] = [];
  const bare: number[] = [];
  const heap: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await framesPerSecond((onFrame) => listenBare(url, onFrame)));
    ours.push(await framesPerSecond((onFrame) => listenWithStream(url, onFrame)));
    heap.push(usedHeap());
  }
  server.close();
  const [heapAtFirst = Number.NaN] = heap;
  return { ours: median(ours), bare: median(bare), heapAtFirst, heapInTheEnd: heap.at(-1) ?? Number.NaN };
}

/** MiB, once garbage is collected. */
function usedHeap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function addressOf(server: WebSocketServer): AddressInfo {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
  return address;
}

/** One closed candle of a second after the other. */
function frame(n: number): string {
  const [time, price] = [(START + n) * 1000, (35_000 + (n % 97)).toFixed(2)];
  const k = {
    t: time,
    T: time + 999,
    s: 'BTCUSDT',
    i: '1s',
    f: 1,
    L: 2,
    o: price,
    c: price,
    h: price,
    l: price,
  };
  const rest = { v: '1.50000', n: 2, x: true, q: '52500.0', V: '0.7', Q: '24500.0', B: '0' };
  return JSON.stringify({ e: 'kline', E: time, s: 'BTCUSDT', k: { ...k, ...rest } });
}

type Stop = () => Promise<void>;

async function framesPerSecond(listen: (onFrame: () => void) => Promise<Stop>): Promise<number> {
  const signal = new EventEmitter();
  const all = once(signal, 'all');
  let [seen, first] = [0, 0];
  const stop = await listen(() => {
    seen += 1;
    if (seen === 1) first = performance.now();
    if (seen === FRAMES) signal.emit('all');
  });
  await all;
  const rate = FRAMES / ((performance.now() - first) / 1000);
  await stop();
  return rate;
}

async function listenBare(url: string, onFrame: () => void): Promise<Stop> {
  const socket = new WebSocket(url);
  let closes = 0;
  socket.on('message', (data) => {
    const { k } = JSON.parse(String(data));
    closes += Number(k.c);
    if (closes > 0) onFrame();
  });
  await once(socket, 'open');
  socket.send('subscribe');
  return async () => {
    socket.close();
    await once(socket, 'close');
  };
}

const readStreamRow = candleReader({
  timestamp: 't',
  open: 'o',
  high: 'h',
  low: 'l',
  close: 'c',
  volume: 'v',
  unit: 'ms',
});

async function listenWithStream(url: string, onFrame: () => void): Promise<Stop> {
  // The venue's: a stream takes no candle of the future, and asks for those that it missed.
  let nowMs = START * 1000;
  const stream = new CandleStream({
    url,
    environment: {
      clock: { now: () => nowMs, schedule: systemClock.schedule },
      logger: createLogger({ level: 'error' }),
      random: Math.random,
    },
    interval: '1s',
    subscribe: () => ({ method: 'SUBSCRIBE' }),
    read: (told) =>
      told.optionalText('e') === 'kline' && told.optionalText('k.i') === '1s'
        ? [{ candle: readStreamRow(told.at('k')), closed: told.at('k').flag('x') }]
        : [],
    keepAlive: { kind: 'none' },
    history: () => Promise.resolve([]),
  });
  await stream.start(({ timestamp }) => {
    nowMs = (timestamp + 2) * 1000;
    onFrame();
  });
  return () => stream.stop();
}
