import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { venueSchema } from '../../venues/schema/venue.js';
import { createSandbox, type LoadedVenue, type Sandbox } from '../index.js';

/** A venue of another family: JSON bodies, failures inside 200, ISO stamps, negated fees, logins, text pings. */
const description = venueSchema.parse({
  version: 1,
  venue: 'json_venue',
  name: 'JSON venue',
  kind: 'live',
  docs: 'https://example.com/docs',
  hosts: {
    rest: 'https://api.example.com',
    stream: 'wss://ws.example.com/ws/business',
    private_stream: 'wss://ws.example.com/ws/private',
  },
  symbol: { template: '{base}-{quote}', case: 'upper', aliases: { BTC: 'XBT' } },
  intervals: { '1m': '1m', '1h': '1H' },
  auth: {
    credentials: ['api_key', 'api_secret', 'passphrase'],
    stamp: { unit: 'iso', past: '30s', future: '30s' },
    signature: {
      algorithm: 'hmac-sha256',
      payload: ['{stamp}', '{method}', '{path_query}', '{body}'],
      secret: 'utf8',
      encoding: 'base64',
    },
    place: {
      headers: {
        'A-KEY': '{api_key}',
        'A-SIGN': '{signature}',
        'A-STAMP': '{stamp}',
        'A-PASS': '{passphrase}',
      },
    },
  },
  errors: {
    answer: { code: ['code'], message: ['msg'], ok: ['0'] },
    sample: 'samples/error.json',
    cases: {
      bad_signature: { status: 401, code: '50113', message: 'Invalid Sign' },
      bad_passphrase: { status: 401, code: '50105', message: 'Wrong passphrase' },
      stale_timestamp: { status: 401, code: '50102', message: 'Timestamp expired' },
      insufficient_balance: {
        status: 200,
        code: '51008',
        message: 'Insufficient balance',
        sample: 'samples/order_error.json',
      },
      get_unknown_order: { status: 200, code: '51603', message: 'Order does not exist' },
    },
  },
  endpoints: {
    server_time: {
      request: 'GET /time',
      response: { fields: { time: { path: 'data[0].ts', unit: 'ms' } } },
      sample: 'samples/time.json',
    },
    instruments: {
      request: 'GET /instruments',
      params: { instType: 'SPOT', instId: '{symbol}' },
      response: {
        items: 'data',
        fields: {
          symbol: 'instId',
          base: 'base',
          quote: 'quote',
          tick_size: 'tickSz',
          step_size: 'lotSz',
          min_size: 'minSz',
        },
      },
      sample: 'samples/instruments.json',
    },
    candles: {
      request: 'GET /candles',
      params: {
        instId: '{symbol}',
        bar: '{interval}',
        after: '{end|ms}',
        before: '{start|ms}',
        limit: '{limit}',
      },
      page: { limit: 300, start: 'exclusive', end: 'exclusive' },
      response: {
        items: 'data',
        order: 'descending',
        fields: {
          timestamp: '[0]',
          open: '[1]',
          high: '[2]',
          low: '[3]',
          close: '[4]',
          volume: '[5]',
          closed: { path: '[6]', equals: '1' },
        },
      },
      sample: 'samples/candles.json',
    },
    place_order: {
      request: 'POST /order',
      signed: true,
      encode: 'json',
      params: {
        instId: '{symbol}',
        tdMode: 'cash',
        side: '{side}',
        ordType: '{type}',
        sz: '{size}',
        px: { value: '{price}', when: 'limit' },
        clOrdId: '{client_order_id}',
      },
      response: { items: 'data', fields: { order_id: 'ordId', client_order_id: 'clOrdId' } },
      failure: { code: ['data[0].sCode', 'code'], message: ['data[0].sMsg', 'msg'], ok: ['0'] },
      sample: 'samples/place.json',
    },
    get_order: {
      request: 'GET /orders/{order_id}',
      signed: true,
      response: {
        items: 'data',
        fields: {
          order_id: 'ordId',
          status: 'state',
          filled_size: 'accFillSz',
          average_price: 'avgPx',
          fee: { path: 'fee', scale: 'negated' },
          fee_asset: 'feeCcy',
        },
      },
      sample: 'samples/order.json',
    },
    balances: {
      request: 'GET /balance',
      signed: true,
      response: {
        items: 'result',
        key: 'asset',
        fields: { free: { path: 'balance', less: 'hold' }, locked: 'hold' },
      },
      sample: 'samples/balances.json',
    },
  },
  streams: {
    candles: {
      host: 'stream',
      subscribe: { op: 'subscribe', args: [{ channel: 'candle{interval}', instId: '{symbol}' }] },
      unsubscribe: { op: 'unsubscribe', args: [{ channel: 'candle{interval}', instId: '{symbol}' }] },
      acknowledged: {
        match: { 'arg.instId': '{symbol}' },
        sample: 'samples/subscribed.json',
        echo: { event: 'op', arg: 'args[0]' },
      },
      refused: { match: { event: 'error' }, message: 'msg', sample: 'samples/stream_error.json' },
      keep_alive: { kind: 'message', send: 'ping', expect: 'pong', every: '20s', timeout: '10s' },
      frame: {
        match: { 'arg.channel': 'candle{interval}', 'arg.instId': '{symbol}' },
        rows: {
          items: 'data',
          fields: { timestamp: '[0]', close: '[4]', closed: { path: '[6]', equals: '1' } },
        },
        sample: 'samples/stream_candle.json',
      },
    },
    orders: {
      host: 'private_stream',
      login: {
        op: 'login',
        args: [
          { apiKey: '{api_key}', passphrase: '{passphrase}', timestamp: '{stamp}', sign: '{signature}' },
        ],
      },
      signature: { payload: ['{stamp}', 'GET/users/self/verify'], stamp: 's' },
      logged_in: { match: { event: 'login' }, sample: 'samples/logged_in.json' },
      subscribe: { op: 'subscribe', args: [{ channel: 'orders', instType: 'SPOT', instId: '{symbol}' }] },
      acknowledged: {
        match: { event: 'subscribe' },
        sample: 'samples/subscribed.json',
        echo: { event: 'op', arg: 'args[0]' },
      },
      refused: { match: { event: 'error' }, message: 'msg', sample: 'samples/stream_error.json' },
      keep_alive: { kind: 'message', send: 'ping', expect: 'pong', every: '20s', timeout: '10s' },
      frame: {
        match: { 'arg.channel': 'orders' },
        rows: { items: 'data', fields: { order_id: 'ordId', status: 'state', filled_size: 'accFillSz' } },
        sample: 'samples/stream_order.json',
      },
    },
  },
  orders: {
    sides: { buy: 'buy', sell: 'sell' },
    types: { limit: 'limit', market: 'market' },
    time_in_force: { gtc: 'gtc', ioc: 'ioc', post_only: 'post_only' },
    statuses: {
      live: 'PENDING',
      partially_filled: 'PARTIALLY_FILLED',
      filled: 'COMPLETED',
      canceled: 'CANCELLED',
    },
    client_id: { charset: 'A-Za-z0-9', length: 32 },
    fee_asset: 'received',
  },
  serves: [
    {
      request: 'POST /batch-orders',
      signed: true,
      encode: 'json',
      like: 'place_order',
      params: {
        instId: '{symbol}',
        side: '{side}',
        ordType: '{type}',
        sz: '{size}',
        px: '{price}',
        clOrdId: '{client_order_id}',
      },
      response: { items: 'data', fields: { order_id: 'ordId', client_order_id: 'clOrdId' } },
      sample: 'samples/place.json',
    },
  ],
  sandbox: { balances: { BTC: '2', USDT: '50000' }, prices: { 'BTC/USDT': '36500' } },
});

const candle = ['1700000040000', '36500.1', '36510', '36498', '36505.5', '12.345', '0'];
const samples = new Map<string, unknown>([
  ['samples/error.json', { code: '50000', msg: 'x', data: [] }],
  [
    'samples/order_error.json',
    { code: '1', msg: 'failed', data: [{ ordId: '', sCode: '51000', sMsg: 'x' }] },
  ],
  ['samples/time.json', { code: '0', msg: '', data: [{ ts: '1700000000123' }] }],
  [
    'samples/instruments.json',
    {
      code: '0',
      msg: '',
      data: [
        {
          instId: 'XBT-USDT',
          base: 'XBT',
          quote: 'USDT',
          tickSz: '0.1',
          lotSz: '0.00000001',
          minSz: '0.00001',
          state: 'live',
        },
      ],
    },
  ],
  ['samples/candles.json', { code: '0', msg: '', data: [candle] }],
  [
    'samples/place.json',
    {
      code: '0',
      msg: '',
      data: [{ ordId: '700012345678901248', clOrdId: 'c', sCode: '0', sMsg: 'Order placed' }],
    },
  ],
  [
    'samples/order.json',
    {
      code: '0',
      msg: '',
      data: [
        {
          ordId: '700012345678901248',
          state: 'live',
          accFillSz: '0',
          avgPx: '',
          fee: '-0.000004',
          feeCcy: 'XBT',
        },
      ],
    },
  ],
  [
    'samples/balances.json',
    { error: [], result: { XBT: { balance: '1.5100000000', hold: '0.0100000000' } } },
  ],
  [
    'samples/subscribed.json',
    { event: 'subscribe', arg: { channel: 'candle1m', instId: 'XBT-USDT' }, connId: 'c0ffee' },
  ],
  ['samples/stream_error.json', { event: 'error', code: '60018', msg: 'no such channel', connId: 'c0ffee' }],
  ['samples/logged_in.json', { event: 'login', code: '0', msg: '', connId: 'c0ffee' }],
  ['samples/stream_candle.json', { arg: { channel: 'candle1m', instId: 'XBT-USDT' }, data: [candle] }],
  [
    'samples/stream_order.json',
    {
      arg: { channel: 'orders', instType: 'SPOT', instId: 'XBT-USDT' },
      data: [{ ordId: '7', state: 'live', accFillSz: '0' }],
    },
  ],
]);
const venue: LoadedVenue = { folder: '', file: '', text: '', description, samples, sampleTexts: new Map() };

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue, calm: true });
});
afterEach(() => sandbox.close());

describe('a JSON venue', () => {
  test('shows its own asset names, and keeps ours inside', async () => {
    expect(sandbox.symbols).toEqual(['BTC/USDT']);
    expect(sandbox.market('BTC/USDT')).toMatchObject({
      venueSymbol: 'XBT-USDT',
      tickSize: '0.1',
      stepSize: '0.00000001',
    });
    expect(await get('/time')).toMatchObject({ body: { data: [{ ts: String(sandbox.clock.now()) }] } });
  });

  test('answers candles newest first, without either end of the range', async () => {
    const minute = Math.floor(sandbox.clock.now() / 60_000) * 60_000;
    const { body } = await get(`/candles?instId=XBT-USDT&bar=1m&before=${minute - 180_000}&after=${minute}`);
    expect(body).toMatchObject({
      data: [
        [
          String(minute - 60_000),
          expect.any(String),
          expect.any(String),
          expect.any(String),
          expect.any(String),
          expect.any(String),
          '1',
        ],
        [String(minute - 120_000)],
      ].map((row) => expect.arrayContaining(row)),
    });
  });

  test('takes JSON orders, and ids too long for a floating-point number', async () => {
    const { body } = await signed('POST', '/order', order({ clOrdId: 'mine1' }));
    expect(body).toMatchObject({
      code: '0',
      data: [{ clOrdId: 'mine1', sCode: '0', ordId: expect.stringMatching(/^70{10,}\d+$/) }],
    });
    const [placed] = sandbox.engine.openOrders(sandbox.account);
    sandbox.engine.forceFill(placed?.id ?? '', '0.004', '36000');
    expect(await signed('GET', `/orders/${firstId(body)}`)).toMatchObject({
      body: {
        data: [
          {
            ordId: firstId(body),
            state: 'partially_filled',
            accFillSz: '0.004',
            avgPx: '36000',
            feeCcy: 'XBT',
            fee: '-0.000004',
          },
        ],
      },
    });
  });

  test('says inside a 200 that an order failed, at the order’s own place', async () => {
    expect(await signed('POST', '/order', order({ sz: '1000' }))).toMatchObject({
      status: 200,
      body: { code: '1', data: [{ sCode: '51008', sMsg: 'Insufficient balance' }] },
    });
    expect(await signed('GET', '/orders/700000000000000999')).toMatchObject({ body: { code: '51603' } });
  });

  test('takes orders by the batch', async () => {
    const { body } = await signed('POST', '/batch-orders', [
      order({ clOrdId: 'one' }),
      order({ clOrdId: 'two', ordType: 'post_only' }),
    ]);
    expect(body).toMatchObject({ data: [{ clOrdId: 'one' }, { clOrdId: 'two' }] });
    expect(sandbox.engine.openOrders(sandbox.account).map(({ timeInForce }) => timeInForce)).toEqual([
      'GTC',
      'POST_ONLY',
    ]);
  });

  test('shows balances by asset, as a whole and the part on hold', async () => {
    await signed('POST', '/order', order({ side: 'sell', px: '40000', sz: '0.5' }));
    const { body } = await signed('GET', '/balance');
    expect(body).toEqual({
      error: [],
      result: {
        XBT: { balance: '2.0000000000', hold: '0.5000000000' },
        USDT: { balance: '50000.0000000000', hold: '0.0000000000' },
      },
    });
  });

  test('checks the passphrase, the body’s bytes and an ISO stamp', async () => {
    expect(await signed('GET', '/balance', undefined, { pass: 'no' })).toMatchObject({
      status: 401,
      body: { code: '50105' },
    });
    expect(await signed('GET', '/balance', undefined, { ageMs: 31_000 })).toMatchObject({
      body: { code: '50102' },
    });
    expect(await signed('POST', '/order', order({}), { tamper: true })).toMatchObject({
      body: { code: '50113' },
    });
  });

  test('acknowledges each stream, pushes it, refuses others, answers text pings', async () => {
    const socket = new WebSocket(sandbox.stream ?? '');
    const frames = collect(socket);
    await new Promise((resolve) => socket.once('open', resolve));
    const args = [
      { channel: 'candle1m', instId: 'XBT-USDT' },
      { channel: 'candle1H', instId: 'XBT-USDT' },
    ];
    socket.send(JSON.stringify({ op: 'subscribe', args }));
    socket.send(JSON.stringify({ op: 'subscribe', args: [{ channel: 'candle1m', instId: 'NOPE-USDT' }] }));
    socket.send('ping');
    await sandbox.clock.advance(5000);
    expect(frames.slice(0, 4)).toEqual([
      { event: 'subscribe', arg: args[0], connId: 'c0ffee' },
      { event: 'subscribe', arg: args[1], connId: 'c0ffee' },
      { event: 'error', code: '60018', msg: 'no such channel', connId: 'c0ffee' },
      'pong',
    ]);
    expect(frames.slice(4)).toContainEqual(expect.objectContaining({ arg: args[1] }));
    await sandbox.clock.advance(40_000);
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  });

  test('wants a login before the private subscription', async () => {
    const socket = new WebSocket(sandbox.privateStream ?? '');
    const frames = collect(socket);
    await new Promise((resolve) => socket.once('open', resolve));
    const subscribe = JSON.stringify({ op: 'subscribe', args: [{ channel: 'orders', instType: 'SPOT' }] });
    socket.send(subscribe);
    await sandbox.settle();
    expect(frames).toMatchObject([{ event: 'error', code: '50113', msg: 'Invalid Sign' }]);
    const { api_key: apiKey = '', api_secret: secret = '', passphrase = '' } = sandbox.credentials;
    const timestamp = String(Math.floor(sandbox.clock.now() / 1000));
    const sign = createHmac('sha256', secret).update(`${timestamp}GET/users/self/verify`).digest('base64');
    socket.send(JSON.stringify({ op: 'login', args: [{ apiKey, passphrase, timestamp, sign }] }));
    socket.send(subscribe);
    await signed('POST', '/order', order({}));
    await sandbox.settle();
    expect(frames.slice(1)).toMatchObject([
      { event: 'login', code: '0' },
      { event: 'subscribe', arg: { channel: 'orders' } },
      { arg: { channel: 'orders' }, data: [{ state: 'live', accFillSz: '0' }] },
    ]);
  });
});

interface Got {
  readonly status: number;
  readonly body: unknown;
}

async function get(path: string, init: RequestInit = {}): Promise<Got> {
  const answer = await fetch(`${sandbox.rest}${path}`, init);
  return { status: answer.status, body: await answer.json() };
}

interface Changes {
  readonly pass?: string;
  readonly ageMs?: number;
  /** The body is changed after it was signed. */
  readonly tamper?: boolean;
}

function signed(method: string, path: string, document?: unknown, changes: Changes = {}): Promise<Got> {
  const { api_key = '', api_secret = '', passphrase = '' } = sandbox.credentials;
  const body = document === undefined ? '' : JSON.stringify(document);
  const stamp = new Date(sandbox.clock.now() - (changes.ageMs ?? 0)).toISOString();
  const sign = createHmac('sha256', api_secret).update(`${stamp}${method}${path}${body}`).digest('base64');
  return get(path, {
    method,
    headers: { 'A-KEY': api_key, 'A-SIGN': sign, 'A-STAMP': stamp, 'A-PASS': changes.pass ?? passphrase },
    ...(body === '' ? {} : { body: changes.tamper === true ? `${body} ` : body }),
  });
}

function order(changes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    instId: 'XBT-USDT',
    tdMode: 'cash',
    side: 'buy',
    ordType: 'limit',
    sz: '0.01',
    px: '36000',
    ...changes,
  };
}

function firstId(body: unknown): string {
  return /"ordId":"(\d+)"/.exec(JSON.stringify(body))?.[1] ?? '';
}

function collect(socket: WebSocket): unknown[] {
  const frames: unknown[] = [];
  socket.on('message', (data) => {
    const text = String(data);
    frames.push(text.startsWith('{') ? JSON.parse(text) : text);
  });
  return frames;
}
