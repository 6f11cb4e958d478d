import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { CREATE, filesBelow, run, temporaryFolder } from './bin.js';

const DRIVER = fileURLToPath(new URL('./converse.py', import.meta.url));
const hasPty = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0;
const ENTER = '\r';
const UP = '\u001b[A';
const CLEAR = '\u0015';
const CTRL_C = '\u0003';

const INSTRUMENTS = `{
  "markets": [
    { "id": "BTC-USDT", "base": "BTC", "quote": "USDT", "tickSize": "0.01", "stepSize": "0.0001", "minSize": "0.0001", "status": "online" }
  ]
}`;
const CANDLES = [
  [1_699_999_980, '36490', '36500.1', '36501', '36489.9', '8.1', '295600'],
  [1_700_000_040, '36500.1', '36505.5', '36510', '36498', '12.345', '450600'],
];

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs/candles.json'), JSON.stringify({ rows: CANDLES }));
  writeFileSync(join(folder, 'docs/error.json'), '{ "code": 7, "message": "no such market" }');
});

type Script = readonly (readonly [waitFor: string, send: string])[];

function converse(script: Script): { code: number | null; shown: string } {
  const { status, stdout } = spawnSync(
    'python3',
    [DRIVER, JSON.stringify(script), process.execPath, CREATE, 'trading', '--no-install'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  return { code: status, shown: stripVTControlCharacters(stdout) };
}

const OPENING: Script = [
  // The last choice of each list is one up from the first.
  ['Which venue?', `${UP}${ENTER}`],
  ['The venue’s name (snake_case', `My Coins${ENTER}`],
  ['is not snake_case', `${CLEAR}my_coins${ENTER}`],
];

const FIRST_ANSWERS: Script = [
  ['What is its API like?', `${UP}${ENTER}`],
  // Nothing is pasted: each is asked for.
  ['Its documentation: a file', ENTER],
  ['API documentation (such as', `https://docs.my-coins.test${ENTER}`],
  ['REST API (such as', `my-coins${ENTER}`],
  ['give an address', `${CLEAR}https://api.my-coins.test${ENTER}`],
];

const LAST_ANSWERS: Script = [
  ['How does it write BTC/USDT', `${ENTER}`],
  // One back, and on again.
  ['Its intervals', `<${ENTER}`],
  ['How does it write BTC/USDT', `btc_usdt${ENTER}`],
  ['Its intervals', `1m=1min 7m=x${ENTER}`],
  ['no interval 7m', `${CLEAR}1m=1min 1h=1hour${ENTER}`],
  ['How many candles', `300${ENTER}`],
  ['The request of instruments', `GET /v1/markets${ENTER}`],
  ['answer of instruments', `${INSTRUMENTS.replaceAll('\n', ENTER)}${ENTER}${ENTER}`],
  ['Is that right?', ENTER],
  ['The request of candles', `GET /v1/candles?pair=BTC-USDT&period=1m&from=1700000000&size=300${ENTER}`],
  ['answer of candles', `nowhere.json${ENTER}`],
  ['answer of candles', `docs/error.json${ENTER}`],
  ['answer of candles', `docs/candles.json${ENTER}`],
  ['Is that right?', ENTER],
  ['answer of an error', `docs/error.json${ENTER}`],
];

describe.skipIf(!hasPty)('a venue that is no preset, at a terminal', () => {
  it('is asked for, shown, confirmed and built', () => {
    const { code, shown } = converse([
      ...OPENING,
      ...FIRST_ANSWERS,
      ...LAST_ANSWERS,
      ['Build it?', ENTER],
      ['workspace written', ''],
    ]);
    expect(shown).toContain('my_coins (data_feed)');
    expect(shown).toContain('the sample is no file that can be read, and no JSON');
    expect(shown).toContain('the sample does not hold');
    expect(shown).toMatch(/timestamp +2023-11-14T22:14:00.000Z/);
    expect(code).toBe(0);
    const yaml = readFileSync(join(folder, 'trading/custom_modules/exchanges/my_coins/venue.yaml'), 'utf8');
    expect(yaml).toContain('template: "{base}_{quote}"');
    expect(yaml).toContain('from: "{start|s}"');
    expect(yaml).toMatch(/open: "\[1\]"\s+high: "\[3\]"\s+low: "\[4\]"\s+close: "\[2\]"\s+volume: "\[5\]"/);
  });

  it('goes on where an interrupted interview ended', () => {
    const first = converse([...OPENING, ...FIRST_ANSWERS, ['How does it write BTC/USDT', CTRL_C]]);
    expect(first.code).toBe(130);
    expect(first.shown).toContain('the answers so far are in my_coins.draft');
    expect(existsSync(join(folder, 'trading'))).toBe(false);
    expect(readFileSync(join(folder, 'my_coins.draft/venue.yaml'), 'utf8')).toContain(
      'https://api.my-coins.test',
    );
    const second = converse([...OPENING, ...LAST_ANSWERS, ['Build it?', ENTER], ['workspace written', '']]);
    expect(second.shown).toContain('Going on with');
    expect(second.shown).not.toContain('REST API (such as');
    expect(second.code).toBe(0);
  });

  it('refuses a secret, and keeps none', () => {
    const secret = 'aB3'.repeat(20);
    const { code } = converse([
      ...OPENING,
      ['What is its API like?', `${UP}${ENTER}`],
      ['Its documentation: a file', `GET /candles${ENTER}api_secret = ${secret}${ENTER}.${ENTER}`],
      ['line 2 looks like a credential after “secret”', ENTER],
      ['API documentation (such as', `https://x.test/${secret}${ENTER}`],
      ['looks like a key or secret', CTRL_C],
    ]);
    expect(code).toBe(130);
    expect(JSON.stringify(filesBelow(folder))).not.toContain(secret);
  });
});

describe('without a terminal', () => {
  it('nothing is asked: what is missing is listed, exit code 2', () => {
    const { code, stderr } = run(CREATE, ['trading'], folder);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--preset NAME') });
    expect(existsSync(join(folder, 'trading'))).toBe(false);
  });
});
