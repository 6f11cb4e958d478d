import { createHmac } from 'node:crypto';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { createSandbox, loadPreset } from '../../sandbox/index.js';
import { median, medianTimes, type BenchRow } from './measure.js';

/** The mock exchange from outside: servers in processes of their own, this one is their client. */
export async function* benchSandbox(): AsyncGenerator<BenchRow> {
  yield await startToFirstAnswer();
  yield await virtualDay();
  yield await dailyCandles();
  yield* await signedOrders();
  yield await fanOut();
  yield await conformanceSuite();
}

const CONNECTIONS = 32;
const ORDERS = 10_000;
const ROUNDS = 4;
const SOCKETS = 1000;

/** Requests a second, medians of interleaved rounds; and the heap before and after many more orders. */
async function signedOrders(): Promise<readonly BenchRow[]> {
  const [ours, bare] = await Promise.all([startServer('sandbox'), startServer('fastify')]);
  try {
    const rates: number[] = [];
    const references: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const requests = signedRequests(ours, round, ORDERS);
      rates.push(await rate(ours.port, requests));
      references.push(await rate(bare.port, requests));
    }
    const heaps = [(await heapOf(ours)) / 2 ** 20];
    for (let round = ROUNDS; round < ROUNDS + 10; round += 1)
      await rate(ours.port, signedRequests(ours, round, ORDERS));
    heaps.push((await heapOf(ours)) / 2 ** 20);
    return [
      {
        name: 'REST: signed order in, matched, answered',
        ours: median(rates),
        unit: 'requests/s',
        reference: { name: 'fastify, bare JSON', value: median(references) },
        target: '≥ 0.35 ×',
      },
      {
        name: `heap after ${10 * ORDERS} more orders by REST`,
        ours: heaps[1] ?? Number.NaN,
        unit: 'MiB',
        reference: { name: 'before them', value: heaps[0] ?? Number.NaN },
      },
    ];
  } finally {
    stop(ours, bare);
  }
}

/** Messages a second to 1,000 sockets, candle frames of the running market. */
async function fanOut(): Promise<BenchRow> {
  const [ours, bare] = await Promise.all([startServer('sandbox'), startServer('ws')]);
  try {
    const candles = await openSockets(ours.port, '/ws/btcusdt@kline_1s');
    const plain = await openSockets(bare.port, '/');
    const frames = 60;
    const rates: number[] = [];
    const references: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.push(await delivery(candles, () => ask(ours, { advance: frames * 1000 })));
      references.push(await delivery(plain, () => ask(bare, { frames })));
    }
    for (const socket of [...candles.raw, ...plain.raw]) socket.destroy();
    for (const { counting } of [candles, plain]) counting.terminate();
    return {
      name: 'stream: candle frames to 1,000 sockets',
      ours: median(rates),
      unit: 'messages/s',
      reference: { name: 'bare ws broadcast', value: median(references) },
      target: '≥ 0.8 ×',
    };
  } finally {
    stop(ours, bare);
  }
}

/** A whole process from its start to the answer of the first request. */
async function startToFirstAnswer(): Promise<BenchRow> {
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const start = performance.now();
    const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
    const child = spawn(process.execPath, [CLI, 'sandbox', 'binance_spot', '--json'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { rest }: { rest: string } = JSON.parse(String(line));
    await fetch(`${rest}/api/v3/time`).then((answer) => answer.text());
    times.push(performance.now() - start);
    child.kill();
    await once(child, 'exit');
  }
  return { name: 'sandbox: start to first answer', ours: median(times), unit: 'ms', target: '≤ 300 ms' };
}

const CLI = fileURLToPath(new URL('../../generators/bin/ats-exchange.js', import.meta.url));

async function virtualDay(): Promise<BenchRow> {
  const sandbox = await createSandbox({ venue: await loadPreset('binance_spot') });
  let candles = 0;
  sandbox.candles('BTC/USDT').onUpdate((candle) => void (candles += Number(candle.closed)), 60);
  const start = performance.now();
  sandbox.clock.tick(24 * 3_600_000);
  const seconds = (performance.now() - start) / 1000;
  await sandbox.close();
  if (candles !== 24 * 60) throw new Error(`${candles} of ${24 * 60} candles came`);
  return { name: 'sandbox: 24 h of virtual candles', ours: seconds, unit: 's', target: '≤ 2 s' };
}

async function dailyCandles(): Promise<BenchRow> {
  const sandbox = await createSandbox({ venue: await loadPreset('binance_spot') });
  const start = performance.now();
  const answer = await fetch(`${sandbox.rest}/api/v3/klines?symbol=BTCUSDT&interval=1d&limit=1000`);
  const rows: unknown = await answer.json();
  const time = performance.now() - start;
  await sandbox.close();
  if (!Array.isArray(rows) || rows.length !== 1000) throw new Error('no 1,000 daily candles came');
  return { name: 'sandbox: 1,000 daily candles, first time', ours: time, unit: 'ms' };
}

/** As a developer waits for it: a whole test run, start of the test runner included. */
async function conformanceSuite(): Promise<BenchRow> {
  const [time = Number.NaN] = await medianTimes(
    [{ args: [VITEST, 'run', 'test/presets/okx-spot.test.ts'], cwd: ROOT }],
    3,
  );
  return { name: 'conformance: a live venue, whole suite', ours: time / 1000, unit: 's', target: '≤ 10 s' };
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const VITEST = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));

interface Server {
  readonly child: ChildProcess;
  readonly port: number;
  readonly credentials: Readonly<Record<string, string>>;
  readonly now: number;
}

interface Told {
  readonly port?: number;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly now?: number;
  readonly heap?: number;
}

async function startServer(kind: 'sandbox' | 'fastify' | 'ws'): Promise<Server> {
  const child = fork(fileURLToPath(new URL('sandbox-server.js', import.meta.url)), [kind]);
  let told: Told = {};
  while (told.port === undefined) told = { ...told, ...(await nextMessage(child)) };
  return { child, port: told.port, credentials: told.credentials ?? {}, now: told.now ?? 0 };
}

async function nextMessage(child: ChildProcess): Promise<Told> {
  const ended = new AbortController();
  const onExit = (): void => ended.abort(new Error('the server that is measured has ended'));
  child.once('exit', onExit);
  try {
    const [message]: Told[] = await once(child, 'message', { signal: ended.signal });
    return message ?? {};
  } finally {
    child.off('exit', onExit);
  }
}

async function ask({ child }: Server, message: object): Promise<Told> {
  child.send(message);
  return nextMessage(child);
}

async function heapOf(server: Server): Promise<number> {
  return (await ask(server, {})).heap ?? Number.NaN;
}

function stop(...servers: readonly Server[]): void {
  for (const { child } of servers) child.disconnect();
}

/** Signed before the clock starts: it is the server that is measured. */
function signedRequests({ credentials, now }: Server, round: number, count: number): readonly Buffer[] {
  const { api_key = '', api_secret = '' } = credentials;
  return Array.from({ length: count }, (_, n) => {
    const side = n % 2 === 0 ? 'BUY' : 'SELL';
    const form =
      `symbol=BTCUSDT&side=${side}&type=MARKET&quantity=0.0002&newClientOrderId=r${round}n${n}` +
      `&recvWindow=5000&timestamp=${now}`;
    const body = `${form}&signature=${createHmac('sha256', api_secret).update(form).digest('hex')}`;
    return Buffer.from(
      `POST /api/v3/order HTTP/1.1\r\nHost: 127.0.0.1\r\nX-MBX-APIKEY: ${api_key}\r\n` +
        'Content-Type: application/x-www-form-urlencoded\r\n' +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

/** Requests a second over kept connections, one request under way on each. */
async function rate(port: number, requests: readonly Buffer[]): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      await once(socket, 'connect');
      await new Promise<void>((resolve, reject) => {
        const send = (): void => {
          const request = requests[next];
          next += 1;
          if (request === undefined) resolve();
          else socket.write(request);
        };
        socket.on('error', reject);
        socket.on('data', (answer) => {
          if (answer.toString('latin1', 9, 12) === '200') send();
          else reject(new Error(answer.toString()));
        });
        send();
      });
      socket.destroy();
    }),
  );
  return requests.length / ((performance.now() - start) / 1000);
}

interface Receivers {
  /** Its frames are counted; of the others, which get the same ones, only the bytes. */
  readonly counting: WebSocket;
  readonly raw: readonly Socket[];
}

async function openSockets(port: number, path: string): Promise<Receivers> {
  const counting = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await once(counting, 'open');
  const raw: Socket[] = [];
  while (raw.length < SOCKETS - 1) {
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    await once(socket, 'data');
    raw.push(socket);
  }
  return { counting, raw };
}

async function delivery({ counting, raw }: Receivers, send: () => Promise<unknown>): Promise<number> {
  let frames = 0;
  let last = 0;
  const count = (): void => void (frames += 1);
  const mark = (): void => void (last = performance.now());
  counting.on('message', count);
  for (const socket of raw) socket.on('data', mark);
  const start = performance.now();
  await send();
  do await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  while (performance.now() - last < QUIET_MS);
  counting.off('message', count);
  for (const socket of raw) socket.off('data', mark);
  return (frames * SOCKETS) / ((last - start) / 1000);
}

const QUIET_MS = 200;
