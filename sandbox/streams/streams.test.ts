import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

let sandbox: Sandbox;
let sockets: WebSocket[];
beforeEach(async () => {
  sockets = [];
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
});
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await sandbox.close();
});

describe('subscriptions', () => {
  test.each([[1], ['x7'], [null]])('are acknowledged with the client’s own id %j', async (id) => {
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1m'], id });
    await sandbox.settle();
    expect(client.frames).toEqual([{ result: null, id }]);
    expect(sandbox.connections()).toMatchObject([{ subscriptions: ['btcusdt@kline_1m'] }]);
  });

  test('several streams in one message, each pushed', async () => {
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1m', 'ethusdt@kline_1s'], id: 1 });
    await sandbox.clock.advance(5000);
    expect(new Set(client.candles().map((frame) => `${frame.s} ${frame.k.i}`))).toEqual(
      new Set(['BTCUSDT 1m', 'ETHUSDT 1s']),
    );
  });

  test('a well-formed stream that nobody has is acknowledged and silent, a malformed one refused', async () => {
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['nopeusdt@kline_1m'], id: 1 });
    client.send({ method: 'SUBSCRIBE', params: ['rubbish'], id: 2 });
    await sandbox.clock.advance(60_000);
    expect(client.frames).toEqual([
      { result: null, id: 1 },
      { error: { code: 2, msg: 'Invalid request: invalid stream' }, id: 2 },
    ]);
  });

  test('can be listed and ended', async () => {
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1m'], id: 1 });
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 2 });
    client.send({ method: 'UNSUBSCRIBE', params: ['btcusdt@kline_1m'], id: 3 });
    await sandbox.clock.advance(60_000);
    expect(client.frames).toEqual([
      { result: null, id: 1 },
      { result: ['btcusdt@kline_1m'], id: 2 },
      { result: null, id: 3 },
    ]);
  });

  test('stand in the address too', async () => {
    const origin = new URL(sandbox.stream ?? '').origin;
    const bare = await connect(`${origin}/ws/btcusdt@kline_1m`);
    const wrapped = await connect(`${origin}/stream?streams=btcusdt@kline_1m/ethusdt@kline_1m`);
    const anywhere = await connect(`${origin}/stream/ws/0`);
    anywhere.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1m'], id: 1 });
    await sandbox.clock.advance(3000);
    expect(bare.frames[0]).toMatchObject({ e: 'kline', s: 'BTCUSDT' });
    expect(wrapped.frames[0]).toMatchObject({
      stream: 'btcusdt@kline_1m',
      data: { e: 'kline', s: 'BTCUSDT' },
    });
    expect(anywhere.frames[1]).toMatchObject({ e: 'kline', s: 'BTCUSDT' });
  });
});

describe('candle frames', () => {
  test('come every two seconds while the candle changes, the last of each interval closed and equal to the ledger', async () => {
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1m'], id: 1 });
    await sandbox.clock.advance(180_000);
    const frames = client.candles();
    const closed = frames.filter(({ k }) => k.x);
    expect(closed).toHaveLength(3);
    const seconds = closed.map(({ k }) => k.t / 1000);
    const from = seconds[0] ?? 0;
    const ledger = sandbox.candles('BTC/USDT').candles(60, from, from + 180);
    expect(
      closed.map(({ k }) => [k.t / 1000, Number(k.o), Number(k.h), Number(k.l), Number(k.c), Number(k.v)]),
    ).toEqual(
      ledger.map((row) => [
        row.timestamp,
        ...[row.open, row.high, row.low, row.close, row.volume].map(Number),
      ]),
    );
    const open = frames.filter(({ k }) => !k.x).map(({ E }) => E);
    open.slice(1).forEach((at, index) => expect(at - (open[index] ?? 0)).toBeGreaterThanOrEqual(2000 - 1));
  });

  test.each([
    ['duplicate', (times: readonly number[]) => times[0] === times[1]],
    ['reorder', (times: readonly number[]) => (times[0] ?? 0) > (times[1] ?? 0)],
  ] as const)('%s', async (kind, holds) => {
    sandbox.faults.add({ stream: 'candles', fault: { kind }, nth: 1 });
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1m'], id: 1 });
    await sandbox.clock.advance(5000);
    expect(holds(client.candles().map(({ E }) => E))).toBe(true);
  });

  test('reorder, for good: each two swap', async () => {
    sandbox.faults.add({ stream: 'candles', fault: { kind: 'reorder' } });
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1s'], id: 1 });
    await sandbox.clock.advance(8000);
    const starts = client.candles().map(({ E }) => E);
    expect(starts.length).toBeGreaterThan(3);
    const sorted = starts.toSorted((a, b) => a - b);
    const swapped = sorted.flatMap((_, at) => (at % 2 === 0 ? [sorted[at + 1], sorted[at]] : []));
    expect(starts).toEqual(swapped);
  });

  test('malformed, delayed, lost, cut, silent', async () => {
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1s'], id: 1 });
    sandbox.faults.add({ stream: 'candles', fault: { kind: 'malformed' }, nth: 1 });
    await sandbox.clock.advance(3000);
    expect(client.broken).toHaveLength(1);
    const before = client.candles().length;
    sandbox.faults.add({ stream: 'candles', fault: { kind: 'silent' } });
    await sandbox.clock.advance(10_000);
    expect(client.candles()).toHaveLength(before);
    expect(client.isOpen()).toBe(true);
    const other = await connect();
    sandbox.faults.clear();
    sandbox.faults.add({ stream: 'candles', fault: { kind: 'cut' }, nth: 1 });
    other.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1s'], id: 1 });
    await sandbox.clock.advance(5000);
    expect(other.isOpen()).toBe(false);
  });

  test('stop while the streams are silenced, and the sockets stay', async () => {
    const client = await connect();
    client.send({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1m'], id: 1 });
    await sandbox.settle();
    sandbox.silenceStreams(true);
    await sandbox.clock.advance(60_000);
    expect(client.candles()).toEqual([]);
    sandbox.silenceStreams(false);
    await sandbox.clock.advance(3000);
    expect(client.candles().length).toBeGreaterThan(0);
    expect(sandbox.cutStreams('orders')).toBe(0);
    expect(sandbox.cutStreams('candles')).toBe(1);
    await sandbox.settle();
    expect(client.isOpen()).toBe(false);
  });
});

describe('keep-alive', () => {
  test('a client that answers pings stays, one that does not is dropped within the time-out', async () => {
    const good = await connect();
    const deaf = await connect(undefined, { autoPong: false });
    await sandbox.clock.advance(79_000);
    expect([good.pings, deaf.isOpen()]).toEqual([3, true]);
    await sandbox.clock.advance(2000);
    expect(deaf.isOpen()).toBe(false);
    await sandbox.clock.advance(200_000);
    expect(good.isOpen()).toBe(true);
  });

  test('the server answers pings of the client', async () => {
    const client = await connect();
    const payloads: string[] = [];
    client.socket.on('pong', (payload) => payloads.push(String(payload)));
    client.socket.ping('hello');
    await sandbox.settle();
    expect(payloads).toEqual(['hello']);
  });
});

describe('the private stream', () => {
  test('refuses a wrong signature in the venue’s words', async () => {
    const client = await connect(sandbox.privateStream);
    client.send(login({ secret: 'wrong' }));
    await sandbox.settle();
    expect(client.frames).toMatchObject([{ id: '1', status: 400, error: { code: -1022 } }]);
  });

  test('tells of an order’s life, the acknowledgement first', async () => {
    const client = await loggedIn();
    const placed = await place('abc');
    const placedAt = client.frames.length;
    sandbox.engine.forceFill(String(placed.orderId), '0.004');
    sandbox.engine.venueCancel(String(placed.orderId), 'maintenance');
    await sandbox.settle();
    expect(placedAt).toBeLessThanOrEqual(2);
    expect(client.events().map(({ c, x, X, z }) => [c, x, X, z])).toEqual([
      ['abc', 'NEW', 'NEW', '0.00000000'],
      ['abc', 'TRADE', 'PARTIALLY_FILLED', '0.00400000'],
      ['abc', 'CANCELED', 'CANCELED', '0.00400000'],
    ]);
  });

  test('tells a cancel by its own client id, beside the order’s', async () => {
    const client = await loggedIn();
    const { orderId } = await place('abc');
    await cancel(orderId, 'stop-it');
    await sandbox.settle();
    expect(client.events().map(({ c, C, x }) => [c, C, x])).toEqual([
      ['abc', '', 'NEW'],
      ['stop-it', 'abc', 'CANCELED'],
    ]);
  });

  test('stands in the request log, with the reason where it is refused', async () => {
    const client = await connect(sandbox.privateStream);
    client.send(login({ secret: 'wrong' }));
    client.send(login({}));
    await sandbox.settle();
    const [refused, taken] = sandbox.requests;
    expect(refused).toMatchObject({
      method: 'SOCKET',
      endpoint: 'streams.orders.subscribe',
      status: 400,
      detail: 'the signature is not the one of the expected payload',
      signature: { ok: false, expectedPayload: expect.stringMatching(/^apiKey=.*&timestamp=\d+$/) },
    });
    expect(refused?.answer).toContain('-1022');
    expect(taken).toMatchObject({ status: 200, signature: { ok: true } });
    expect(taken?.id).toBeGreaterThan(refused?.id ?? 0);
    expect(JSON.stringify(sandbox.requests)).not.toContain(sandbox.credentials['api_key']);
  });

  test('can hold events back and release them the other way round', async () => {
    const client = await loggedIn();
    sandbox.holdOrderEvents();
    const { orderId } = await place('abc');
    sandbox.engine.forceFill(String(orderId), '0.004');
    await sandbox.settle();
    expect(client.events()).toEqual([]);
    sandbox.releaseOrderEvents('reverse');
    await sandbox.settle();
    expect(client.events().map(({ x }) => x)).toEqual(['TRADE', 'NEW']);
  });

  test('tells everything twice, or before the answer, when it is asked to', async () => {
    const client = await loggedIn();
    sandbox.faults.add({ orderEvents: 'twice' });
    sandbox.faults.add({ orderEvents: 'before_answer' });
    const seen = place('abc').then(() => client.events().length);
    expect(await seen).toBe(2);
  });

  test('keeps other accounts’ orders to itself', async () => {
    const client = await loggedIn();
    sandbox.engine.openAccount('stranger');
    sandbox.engine.deposit('stranger', 'USDT', '100000');
    sandbox.engine.place('stranger', { symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', size: '0.01' });
    await sandbox.settle();
    expect(client.events()).toEqual([]);
  });
});

interface CandleFrame {
  readonly e: string;
  readonly E: number;
  readonly s: string;
  readonly k: { readonly [letter in 'o' | 'h' | 'l' | 'c' | 'v' | 'i']: string } & {
    readonly t: number;
    readonly x: boolean;
  };
}

interface OrderEvent {
  readonly e: string;
  readonly [letter: string]: unknown;
}

class Client {
  readonly socket: WebSocket;
  readonly frames: unknown[] = [];
  readonly broken: string[] = [];
  pings = 0;

  constructor(url: string, options: ClientOptions) {
    this.socket = new WebSocket(url, options);
    this.socket.on('ping', () => (this.pings += 1));
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => {
      try {
        this.frames.push(JSON.parse(String(data)));
      } catch {
        this.broken.push(String(data));
      }
    });
    sockets.push(this.socket);
  }

  send(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  candles(): readonly CandleFrame[] {
    return this.frames.filter(isCandleFrame);
  }

  events(): readonly OrderEvent[] {
    return this.frames.flatMap((frame) =>
      hasEvent(frame) && frame.event.e === 'executionReport' ? [frame.event] : [],
    );
  }
}

function isCandleFrame(frame: unknown): frame is CandleFrame {
  return typeof frame === 'object' && frame !== null && 'e' in frame && frame.e === 'kline';
}

function hasEvent(frame: unknown): frame is { readonly event: OrderEvent } {
  return typeof frame === 'object' && frame !== null && 'event' in frame;
}

async function connect(url = sandbox.stream, options: ClientOptions = {}): Promise<Client> {
  const client = new Client(url ?? '', options);
  await new Promise((resolve) => client.socket.once('open', resolve));
  return client;
}

async function loggedIn(): Promise<Client> {
  const client = await connect(sandbox.privateStream);
  client.send(login({}));
  await sandbox.settle();
  expect(client.frames).toEqual([{ id: '1', status: 200, result: { subscriptionId: 0 }, rateLimits: [] }]);
  return client;
}

function login({ secret = sandbox.credentials['api_secret'] ?? '' }): unknown {
  const apiKey = sandbox.credentials['api_key'] ?? '';
  const timestamp = sandbox.clock.now();
  const payload = `apiKey=${apiKey}&recvWindow=10000&timestamp=${timestamp}`;
  const signature = createHmac('sha256', secret).update(payload).digest('hex');
  return {
    id: '1',
    method: 'userDataStream.subscribe.signature',
    params: { apiKey, recvWindow: 10_000, timestamp, signature },
  };
}

async function cancel(orderId: number, clientId: string): Promise<void> {
  const { api_key = '', api_secret = '' } = sandbox.credentials;
  const query = `symbol=BTCUSDT&orderId=${orderId}&newClientOrderId=${clientId}&timestamp=${sandbox.clock.now()}`;
  const signature = createHmac('sha256', api_secret).update(query).digest('hex');
  const url = `${sandbox.rest}/api/v3/order?${query}&signature=${signature}`;
  await fetch(url, { method: 'DELETE', headers: { 'X-MBX-APIKEY': api_key } });
}

async function place(clientId: string): Promise<{ readonly orderId: number }> {
  const { api_key = '', api_secret = '' } = sandbox.credentials;
  const form = `symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=33000&newClientOrderId=${clientId}&timestamp=${sandbox.clock.now()}`;
  const signature = createHmac('sha256', api_secret).update(form).digest('hex');
  const answer = await fetch(`${sandbox.rest}/api/v3/order`, {
    method: 'POST',
    headers: { 'X-MBX-APIKEY': api_key },
    body: `${form}&signature=${signature}`,
  });
  return (await answer.json()) as { readonly orderId: number };
}
