import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, expect, it } from 'vitest';
import { CREATE, run, temporaryFolder } from './bin.js';

const DRIVER = fileURLToPath(new URL('./converse.py', import.meta.url));
const hasPty = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0;
const ENTER = '\r';
const UP = '\u001b[A';

const json = (example: unknown) => ({ content: { 'application/json': { example } } });
const query = (...names: string[]) =>
  names.map((name) => ({ name, in: 'query', required: true, schema: {} }));
const MARKET = {
  market: 'BTC-USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: '0.01',
  stepSize: '0.001',
  status: 'on',
};
const CANDLES = [
  [1_699_999_980_000, '36490', '36501', '36489.9', '36500.1', '8.1'],
  [1_700_000_040_000, '36500.1', '36510', '36498', '36505.5', '12.345'],
];
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'My Coins' },
  servers: [{ url: 'https://api.my-coins.example/v1' }],
  externalDocs: { url: 'https://docs.my-coins.example' },
  paths: {
    '/markets': { get: { summary: 'List markets', responses: { 200: json([MARKET]) } } },
    '/candles': {
      get: {
        summary: 'Get candles',
        parameters: query('market', 'interval', 'limit'),
        responses: { 200: json(CANDLES), 400: json({ code: 7, message: 'no such market' }) },
      },
    },
  },
};

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'api.json'), JSON.stringify(DOCUMENT));
});

it('without a terminal a draft is written that says what is missing, exit code 2', () => {
  const { code, stderr } = run(CREATE, ['trading', '--openapi', 'api.json', '--yes'], folder);
  expect(code).toBe(2);
  expect(stderr).toContain('my_coins.draft holds what the document says; still missing: intervals');
  expect(stderr.trim()).not.toContain('\n');
  const draft = readFileSync(join(folder, 'my_coins.draft/venue.yaml'), 'utf8');
  expect(draft).toContain('request: GET /v1/candles');
  expect(draft).toContain('rest: https://api.my-coins.example');
  expect(existsSync(join(folder, 'trading'))).toBe(false);
});

it.skipIf(!hasPty)('at a terminal what is sure is confirmed at once, and only the rest is asked for', () => {
  const script = [
    ['The venue’s name (snake_case', `my_coins${ENTER}`],
    ['What is its API like?', `${UP}${ENTER}`],
    ['Is that right?', ENTER],
    ['Its intervals', `1m=1m 1h=1h${ENTER}`],
    ['How many candles', ENTER],
    ['Build it?', ENTER],
    ['workspace written', ''],
  ];
  const { status, stdout } = spawnSync(
    'python3',
    [
      DRIVER,
      JSON.stringify(script),
      process.execPath,
      CREATE,
      'trading',
      '--openapi',
      'api.json',
      '--no-install',
    ],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  const shown = stripVTControlCharacters(stdout);
  expect(shown).toContain('the document’s title');
  expect(shown).toContain('GET /v1/candles market={symbol} interval={interval} limit={limit}');
  expect(shown).toContain('my_coins (data_feed)');
  expect(status).toBe(0);
});

it.each([
  [['--openapi', 'nowhere.yaml'], 'nowhere.yaml cannot be read (ENOENT)'],
  [['--openapi', 'api.json', '--preset', 'okx_spot'], '--openapi excludes --preset and --answers'],
])('%j is refused in one line, exit code 2', (args, message) => {
  const { code, stderr } = run(CREATE, ['trading', '--yes', ...args], folder);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(stderr.trim()).not.toContain('\n');
});
