import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WebSocketServer } from 'ws';
import { createSandbox, loadPreset } from '../../sandbox/index.js';

const CANDLE_FRAME_BYTES = 380;

// The servers that are measured, each in a process of its own: argument `sandbox`, `fastify` or `ws`.
process.once('disconnect', () => process.exit());
const port = await start(process.argv[2] ?? '');
process.send?.({ port });

async function start(kind: string): Promise<number> {
  if (kind === 'fastify') return startFastify();
  return kind === 'ws' ? startBareSockets() : startSandbox();
}

async function startFastify(): Promise<number> {
  const { fastify } = await import('fastify');
  const server = fastify();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.all('/*', () => ({ orderId: 1, status: 'FILLED', symbol: 'BTCUSDT', executedQty: '0.0002' }));
  return Number(new URL(await server.listen({ port: 0, host: '127.0.0.1' })).port);
}

/** On `{frames}` every socket is sent so many frames of a candle's length. */
async function startBareSockets(): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  const frame = Buffer.from('x'.repeat(CANDLE_FRAME_BYTES));
  process.on('message', (message: { readonly frames: number }) => {
    let left = message.frames;
    const round = (): void => {
      for (const client of server.clients) client.send(frame, { binary: false });
      left -= 1;
      if (left > 0) setImmediate(round);
      else process.send?.({ done: true });
    };
    round();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Without the venue's own rate limits, and without pings, which the counting clients do not answer. On `{advance}` its clock moves on; on `{heap}` it tells its heap. */
async function startSandbox(): Promise<number> {
  const venue = await loadPreset('binance_spot');
  const { candles, ...streams } = venue.description.streams;
  const quiet =
    candles === undefined ? {} : { candles: { ...candles, keep_alive: { kind: 'none' } as const } };
  const description = { ...venue.description, limits: [], streams: { ...streams, ...quiet } };
  const sandbox = await createSandbox({ venue: { ...venue, description }, calm: true });
  process.on('message', (message: { readonly advance?: number }) => {
    if (message.advance === undefined) process.send?.({ heap: heapInUse() });
    else void sandbox.clock.advance(message.advance).then(() => process.send?.({ done: true }));
  });
  process.send?.({ credentials: sandbox.credentials, now: sandbox.clock.now() });
  return Number(new URL(sandbox.rest).port);
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
