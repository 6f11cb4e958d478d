import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The page's code is what users copy: it is compiled in strict mode and run against the built runtime.
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(ROOT, 'docs/from-python.md');

/** What the Python document imports, raises and names. */
const CONTRACT_NAMES = [
  'ats.exchanges.base_exchange',
  'ats.exchanges.data_classes.candle',
  'ats.exchanges.data_classes.order',
  'ats.exchanges.data_classes.asset_balance',
  'ats.exceptions.exchange_exceptions',
  'ats.utils.logging.logger',
  'Candle',
  'Order(',
  'OrderType',
  'OrderSide',
  'OrderStatus',
  'AssetBalance',
  'ConfigValidationException',
  'ExchangeConnectionException',
  'OrderNotSubmittedException',
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'from-python-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2023',
        module: 'NodeNext',
        strict: true,
        noUncheckedIndexedAccess: true,
        noImplicitOverride: true,
        skipLibCheck: true,
        types: ['node'],
      },
    }),
  );
  for (const [name, text] of await blocks()) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('docs/from-python.md', () => {
  test('every block type-checks in strict mode', async () => {
    const { stdout, exitCode } = await execa(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder],
      {
        reject: false,
      },
    );
    expect(stdout).toBe('');
    expect(exitCode).toBe(0);
  });

  test.each(CONTRACT_NAMES)('the table has %s', async (name) => {
    expect((await names()).map(([python]) => python).join('\n')).toContain(`\`${name}`);
  });

  test('what the table names is in the runtime', async () => {
    const runtime: Record<string, unknown> = await import(
      pathToFileURL(join(ROOT, 'runtime/dist/index.js')).href
    );
    const rows = await names();
    const promised = rows.flatMap(([python, here]) =>
      codeIn(here.startsWith('the same name') ? python : here),
    );
    const found = promised.flatMap((code) => {
      const [, name = '', member] = /^(?:new )?([A-Z][a-z]\w+|logger)(?:\.(\w+))?/.exec(code) ?? [];
      return name === '' || name === 'Exchange' ? [] : [{ name, member }];
    });
    for (const { name, member } of found) {
      expect(Object.keys(runtime)).toContain(name);
      expect(member === undefined || member in Object(runtime[name])).toBe(true);
    }
    const exceptions = found.filter(({ name }) => name.endsWith('Exception'));
    expect(exceptions.length).toBeGreaterThanOrEqual(3);
    for (const { name } of exceptions)
      expect(Reflect.get(Object(runtime[name]), 'prototype')).toBeInstanceOf(Error);
  });

  test('the data classes hold what they are given, exactly', async () => {
    const { candle, order, total } = await load('data-classes.js');
    expect(candle).toMatchObject({ close: 50_500, timestamp: 1_234_567_890 });
    expect(Object.isFrozen(candle)).toBe(true);
    expect(order).toMatchObject({ status: 'COMPLETED', symbol: 'BTC/USDT' });
    expect(String(total)).toBe('2');
  });

  test('the testing snippet runs', async () => {
    const { btc, order } = await load('try-it.js');
    expect(btc).toBe('free 10, locked 0');
    expect(order).toMatchObject({ status: 'COMPLETED' });
  });

  test('the error tip keeps the cause and says whether a retry helps', async () => {
    const { guarded } = await load('errors.js');
    const cause = new Error('refused');
    await expect(
      Reflect.apply(guarded as () => Promise<void>, undefined, [() => Promise.reject(cause)]),
    ).rejects.toMatchObject({
      name: 'ExchangeConnectionException',
      code: 'CONNECTION_FAILED',
      retryable: true,
      cause,
    });
  });

  test.each(['config.yaml', 'config.json'])('%s leads to the class by its namespace', async (file) => {
    const { loadConfig, loadExchange } = await import(
      pathToFileURL(join(ROOT, 'runtime/dist/index.js')).href
    );
    process.env['MY_EXCHANGE_API_KEY'] = 'key';
    process.env['MY_EXCHANGE_API_SECRET'] = 'secret-of-the-test';
    const config = await loadConfig(join(folder, file));
    const exchange = await loadExchange(config.exchange, { root: folder });
    await exchange.connect();
    const closes: number[] = [];
    await exchange.subscribeToCandles((candle: { close: number }) => closes.push(candle.close));
    exchange.deliver(50_500, 1_700_000_000);
    expect(closes).toEqual([50_500]);
    expect(exchange.getState().get('last_close', 0)).toBe(50_500);
    expect(exchange.getPlotData().points('Candle Close Price')).toEqual([[1_700_000_000, 50_500]]);
    expect(await exchange.getFees()).toEqual([0.001, 0.002]);
  });
});

/** Of the table of names: what Python has, and what stands for it. */
async function names(): Promise<(readonly [python: string, here: string])[]> {
  const [, table = ''] = (await readFile(PAGE, 'utf8')).split(/^## .+\n/m);
  const rows = [...table.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)];
  return rows.slice(2).map(([, python = '', here = '']) => [python, here]);
}

function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

async function load(name: string): Promise<Record<string, unknown>> {
  return import(pathToFileURL(join(folder, name)).href);
}

/** File name → text of every code block that is a file. */
async function blocks(): Promise<ReadonlyMap<string, string>> {
  const page = await readFile(PAGE, 'utf8');
  const files = new Map<string, string>();
  for (const [, language, text = ''] of page.matchAll(/```(ts|yaml|json)\n([\s\S]*?)```/g)) {
    const named = /^(?:\/\/|#) (\S+)\n/.exec(text)?.[1];
    files.set(language === 'json' ? 'config.json' : (named ?? `unnamed-${files.size}.${language}`), text);
  }
  return files;
}
