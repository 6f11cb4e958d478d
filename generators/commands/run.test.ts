import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createLogger } from 'ats-runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import type { CommandContext } from '../cli/context.js';
import { InterruptedError, UserError } from '../cli/errors.js';
import { isLoopback } from '../run/order-host.js';
import { run, type RunOptions } from './run.js';

let folder = '';
let lines: string[] = [];
let logged: string[] = [];
let stop = new AbortController();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
  lines = [];
  logged = [];
  stop = new AbortController();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a replay', () => {
  test('shows wallet, fees and every candle, writes the plot and ends by itself', async () => {
    await replayConfig();
    const result = await run({ config: 'config.yaml', plot: 'out.html', json: true }, context());
    expect(result).toMatchObject({ exitCode: 0, candles: 5, orders: [], files: [join(folder, 'out.html')] });
    const events = lines.map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual([
      'connected',
      'wallet',
      'fees',
      ...Array(5).fill('candle'),
    ]);
    expect(events[1]).toMatchObject({ balances: { USDT: { free: '1000', locked: '0' } } });
    expect(events[4].candle).toMatchObject({ open: 101, close: 101.5, timestamp: 1_700_000_100 });
    expect(await read('out.html')).toContain('"time":1700000100,"open":101');
  });

  test('reads as text', async () => {
    await replayConfig();
    await run({ config: 'config.yaml', candles: 1 }, context());
    expect(lines).toEqual([
      'connected to exchanges:back_trading, BTC/USDT; Ctrl-C stops',
      'wallet  1 BTC, 1000 USDT',
      'fees    0.1 % maker, 0.1 % taker',
      '2023-11-14T22:14:00Z  open 100  high 101  low 99  close 100.5  volume 1',
    ]);
  });

  test('stops after as many candles as it was told', async () => {
    await replayConfig();
    expect(await run({ config: 'config.yaml', candles: 2 }, context())).toMatchObject({ candles: 2 });
    expect(await run({ config: 'config.yaml', candles: 0 }, context())).toMatchObject({ candles: 0 });
  });

  test('tells each order as it changes, and fails with those that cannot be submitted', async () => {
    await replayConfig();
    await writeFile(
      join(folder, 'orders.yaml'),
      '- { side: BUY, type: MARKET, size: 0.50 }\n- { side: BUY, type: LIMIT, size: 9000, price: 100 }\n',
    );
    const result = await run({ config: 'config.yaml', orders: 'orders.yaml' }, context());
    expect(result).toMatchObject({ exitCode: 1, failures: 1 });
    expect(result.orders).toMatchObject([{ status: 'COMPLETED', size: '0.5' }, { status: 'REJECTED' }]);
    expect(lines.filter((line) => line.startsWith('order 1'))).toEqual([
      expect.stringMatching(/^order 1 {2}BUY 0\.5 BTC\/USDT MARKET PENDING/),
      expect.stringMatching(/COMPLETED.*filled 0\.5 at 100, fees 0\.05 USDT$/),
    ]);
    expect(lines.join('\n')).toMatch(/order 2 was not submitted: /);
  });
});

describe('an exchange at a venue', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
  });
  afterEach(() => sandbox.close());

  test('on this machine takes the script’s orders, and no credential is shown or kept', async () => {
    await writeFile(join(folder, 'config.json'), JSON.stringify(reference(sandbox.config())));
    await writeFile(
      join(folder, 'orders.yaml'),
      '- { side: BUY, type: LIMIT, size: 0.010, price: 30000, after: 2s, cancel_after: 1m }\n' +
        '- { side: SELL, type: MARKET, size: 0.01, after: 5s }\n',
    );
    const options = { config: 'config.json', orders: 'orders.yaml', plot: 'out.html', candles: 1 };
    const result = await during(options);
    expect(result).toMatchObject({ exitCode: 0, candles: 1 });
    expect(result.orders).toMatchObject([
      { status: 'CANCELLED', size: '0.01', price: '30000' },
      { status: 'COMPLETED' },
    ]);
    expect(sandbox.engine.orders(sandbox.account).map(({ status }) => status)).toEqual([
      'CANCELLED',
      'COMPLETED',
    ]);
    expect(sandbox.connections()).toEqual([]);
    const written = [...lines, await read('out.html'), await read('config.state.json').catch(() => '')].join(
      '\n',
    );
    for (const secret of Object.values(sandbox.credentials)) expect(written.includes(secret)).toBe(false);
  });

  test('stops cleanly when it is interrupted: disconnected, open orders in the state', async () => {
    await writeFile(join(folder, 'config.json'), JSON.stringify(reference(sandbox.config())));
    await writeFile(join(folder, 'orders.yaml'), '- { side: BUY, type: LIMIT, size: 0.01, price: 30000 }\n');
    sandbox.clock.schedule(30_000, () => stop.abort(new InterruptedError()));
    const result = await during({ config: 'config.json', orders: 'orders.yaml', state: 'kept.json' });
    expect(result).toMatchObject({ exitCode: 0, orders: [{ status: 'PENDING' }] });
    expect(logged).toEqual([]);
    expect(sandbox.connections()).toEqual([]);
    expect(await read('kept.json')).toContain('open_order:');
    // The next run takes it up, lists it, and tells what becomes of it.
    stop = new AbortController();
    lines = [];
    sandbox.clock.schedule(30_000, () => stop.abort(new InterruptedError()));
    sandbox.clock.schedule(10_000, () => {
      for (const { id } of sandbox.engine.orders(sandbox.account))
        sandbox.engine.cancel(sandbox.account, { orderId: id });
    });
    await during({ config: 'config.json', state: 'kept.json' });
    expect(lines.filter((line) => line.startsWith('open order'))).toEqual([
      expect.stringMatching(/^open order {2}BUY 0\.01 BTC\/USDT LIMIT @ 30000 PENDING/),
      expect.stringMatching(/CANCELLED/),
    ]);
  });

  test('that refuses the credentials is one line and exit code 1', async () => {
    const config = sandbox.config({ api_secret: 'wrong' });
    await writeFile(join(folder, 'config.json'), JSON.stringify(reference(config)));
    await expect(during({ config: 'config.json' })).rejects.toMatchObject({ name: 'UserError', exitCode: 1 });
  });

  /**
   * Time stands still until the exchange has connected: how long its module takes to load is this machine's matter,
   * and so is how long its files take to write in the end.
   */
  async function during(options: RunOptions): ReturnType<typeof run> {
    const ended = new AbortController();
    const logger = createLogger({ level: 'warn', write: (line) => logged.push(line) });
    const running = run(options, context(), { clock: sandbox.clock, logger });
    const done = (): void => ended.abort();
    running.then(done, done);
    while (!ended.signal.aborted) {
      if (lines.some((line) => line.startsWith('connected'))) await sandbox.clock.advance(250);
      else await setImmediate();
    }
    return running;
  }
});

describe('at a mock of the venue', () => {
  const UNSET = '${A_VARIABLE_THAT_NOBODY_SETS}';

  test('it needs no account: credentials and addresses are the mock’s, and nothing is kept', async () => {
    const config = { symbol: '${SYMBOL_THAT_NOBODY_SETS:-ETH/USDT}', api_key: UNSET, api_secret: UNSET };
    await writeFile(join(folder, 'config.json'), JSON.stringify(reference(config)));
    await writeFile(join(folder, 'orders.yaml'), '- { side: BUY, type: MARKET, size: 0.5 }\n');
    const options = { config: 'config.json', orders: 'orders.yaml', candles: 0, sandbox: true };
    const result = await run(options, context());
    expect(result).toMatchObject({ exitCode: 0, orders: [{ status: 'COMPLETED', symbol: 'ETH/USDT' }] });
    const [, dashboard = ''] =
      /^a mock of the venue with BTC\/USDT, ETH\/USDT: (http:.*)$/.exec(lines[0] ?? '') ?? [];
    expect(dashboard).toContain('http://127.0.0.1:');
    await expect(fetch(dashboard)).rejects.toThrow('fetch failed');
    expect(await readdir(folder)).toEqual(['config.json', 'orders.yaml']);
  });

  test.each([
    [
      'a market that it has not',
      'binance_spot',
      { symbol: 'DOGE/USDT' },
      {},
      /no DOGE\/USDT; give one of BTC\/USDT, ETH\/USDT/,
    ],
    ['an exchange without a venue', 'back_trading', {}, {}, /exchanges:back_trading has no venue\.yaml/],
    ['both', 'binance_spot', {}, { live: true }, /--sandbox, --live: orders go to one of them/],
  ])('%s is one line and exit code 2', async (_, name, more, flags, words) => {
    const config = { symbol: 'BTC/USDT', api_key: UNSET, api_secret: UNSET, ...more };
    await writeFile(join(folder, 'config.json'), JSON.stringify(reference(config, name)));
    const running = run({ config: 'config.json', sandbox: true, ...flags }, context());
    await expect(running).rejects.toMatchObject({ name: 'UserError', exitCode: 2 });
    await expect(running).rejects.toThrow(words);
  });
});

describe('orders that would leave this machine', () => {
  test.each([
    ['binance_spot', {}, /no rest_url, so they go to the venue; .*give --live/],
    [
      'binance_spot',
      { rest_url: 'https://api.binance.com/x?key=s' },
      /rest_url is https:\/\/api\.binance\.com;/,
    ],
    [
      'binance_spot',
      { rest_url: 'https://127.0.0.1.example.com' },
      /rest_url is https:\/\/127\.0\.0\.1\.example\.com/,
    ],
  ])('are refused before anything is connected (%s %j)', async (name, more, words) => {
    const config = { symbol: 'BTC/USDT', api_key: 'key-1', api_secret: 'secret-1', ...more };
    await writeFile(join(folder, 'config.json'), JSON.stringify(reference(config, name)));
    await writeFile(join(folder, 'orders.yaml'), '- { side: BUY, type: MARKET, size: 1 }\n');
    const running = run({ config: 'config.json', orders: 'orders.yaml' }, context());
    await expect(running).rejects.toThrow(UserError);
    await expect(running).rejects.toThrow(words);
    expect(lines).toEqual([]);
  });

  test('only this machine is this machine', () => {
    const own = ['http://127.0.0.1:8080', 'https://127.9.9.9', 'http://localhost', 'http://[::1]:80'];
    const others = [
      'https://api.binance.com',
      'http://localhost.evil.com',
      'http://127.0.0.1@evil.com',
      'nonsense',
      '',
    ];
    expect(own.map(isLoopback)).toEqual([true, true, true, true]);
    expect(others.map(isLoopback)).toEqual([false, false, false, false, false]);
  });
});

describe('input that is wrong', () => {
  test('of the script is named with its line and key', async () => {
    await replayConfig();
    const script =
      '- side: BUY\n  type: LIMIT\n  size: 1e3\n- side: HOLD\n  type: MARKET\n  size: 1\n  colour: red\n- type: stop\n';
    await writeFile(join(folder, 'orders.yaml'), script);
    const running = run({ config: 'config.yaml', orders: 'orders.yaml' }, context());
    const file = join(folder, 'orders.yaml');
    await expect(running).rejects.toThrow(
      [
        `${file}:3: size: give a plain decimal number, such as 0.01`,
        `${file}:4: side: give one of BUY, SELL`,
        `${file}:4: there is no colour; an order has side, type, size, price, after, cancel_after`,
        `${file}:8: side: give one of BUY, SELL`,
        `${file}:8: type: give one of LIMIT, MARKET`,
        `${file}:8: size: give a plain decimal number, such as 0.01`,
      ].join('; '),
    );
  });

  test.each([['BUY'], ['- 5'], ['- [BUY]']])('say what an order is instead of %j', async (script) => {
    await replayConfig();
    await writeFile(join(folder, 'orders.yaml'), script);
    const running = run({ config: 'config.yaml', orders: 'orders.yaml' }, context());
    await expect(running).rejects.toThrow(/orders\.yaml:1: (must be a list of orders|give an order such as)/);
  });

  test('may be written in lower case', async () => {
    await replayConfig();
    await writeFile(join(folder, 'orders.yaml'), '- { side: buy, type: market, size: 0.5 }\n');
    const result = await run({ config: 'config.yaml', orders: 'orders.yaml' }, context());
    expect(result.orders).toMatchObject([{ orderSide: 'BUY', status: 'COMPLETED' }]);
  });

  test.each([
    ['missing.yaml', undefined, /missing\.yaml: cannot be read/],
    [
      'config.yaml',
      'exchange: { namespace: "exchanges:nope", config: { symbol: BTC/USDT } }',
      /^config\.yaml: .*there is no exchange "nope"/,
    ],
    [
      'config.yaml',
      'exchange: { namespace: "exchanges:back_trading", config: { symbol: BTC } }',
      /^config\.yaml: .*symbol/,
    ],
  ])('of the configuration is one line and exit code 2 (%s)', async (config, text, words) => {
    if (text !== undefined) await writeFile(join(folder, config), text);
    const running = run({ config }, context());
    await expect(running).rejects.toMatchObject({ name: 'UserError', exitCode: 2 });
    await expect(running).rejects.toThrow(words);
  });
});

function context(): CommandContext {
  return {
    cwd: folder,
    interactive: false,
    progress: { step: (_title, work) => work() },
    signal: stop.signal,
    announce: (line) => lines.push(line),
    now: () => new Date(0),
  };
}

function reference(config: Readonly<Record<string, unknown>>, name = 'binance_spot'): unknown {
  return { exchange: { namespace: `exchanges:${name}`, config } };
}

async function replayConfig(): Promise<void> {
  const file = join(folder, 'candles.csv');
  const rows = [0, 1, 2, 3, 4].map(
    (n) => `${1_700_000_040 + 60 * n},${100 + n},${101 + n},${99 + n},${100.5 + n},1`,
  );
  await writeFile(file, `time,open,high,low,close,volume\n${rows.join('\n')}\n`);
  const config = { symbol: 'BTC/USDT', interval: '1m', file, balances: { BTC: 1, USDT: 1000 } };
  await writeFile(join(folder, 'config.yaml'), JSON.stringify(reference(config, 'back_trading')));
}

function read(name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8');
}
