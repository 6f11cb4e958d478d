import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPreset, loadVenue, presetFolder, presetNames, VenueError } from './index.js';

const PRESETS = await presetNames();

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'venue-'));
  await cp(presetFolder('binance_spot'), folder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('presets', () => {
  test.each(PRESETS)('%s is valid and every mapping is proved by its samples', async (name) => {
    const venue = await loadPreset(name);
    expect(venue.description.venue).toBe(name);
    expect(venue.samples.size).toBeGreaterThan(8);
  });

  test('an unknown preset names the nearest', async () => {
    await expect(loadPreset('binance_sport')).rejects.toThrow('did you mean binance_spot');
  });
});

describe('a description that is wrong is refused with file, line, key and the fix', () => {
  test('YAML that does not parse', async () => {
    expect(await problemsAfter((text) => text.replace('hosts:', 'hosts: ['))).toMatch(
      /venue\.yaml:\d+:\d+ is not valid YAML/,
    );
  });

  test('an unknown key, with the nearest known one', async () => {
    expect(await problemsAfter((text) => text.replace('time_unit: ms', 'time_units: ms'))).toMatch(
      /venue\.yaml:\d+:1 time_units: unknown key; did you mean "time_unit"\?/,
    );
  });

  test('a mistyped field, with the nearest one', async () => {
    const told = await problemsAfter((text) => text.replace('origQty: size', 'origQty: sizee'));
    expect(told).toMatch(/also\.origQty: is no name here; did you mean "size"\?/);
    expect(await problemsAfter((text) => text.replace('origQty: size', 'origQty: whatever'))).toMatch(
      /also\.origQty: is none of the \d+ names in docs\/names\.md/,
    );
  });

  test('a missing key', async () => {
    expect(await problemsAfter((text) => text.replace(/^docs: .*$/m, ''))).toMatch(/docs: is missing/);
  });

  test('flags that shall tell a status, where one is not in the sample or is no flag', async () => {
    const first = / {8}status: status\n/;
    expect(await problemsAfter((text) => text.replace(first, `        ${cases('active')}\n`))).toMatch(
      /fields\.status: active is not in the sample/,
    );
    expect(await problemsAfter((text) => text.replace(first, `        ${cases('side')}\n`))).toMatch(
      /fields\.status: side is "\w+" in the sample, neither true nor false/,
    );
  });

  test('a request line that depends on the order where there is none, or of another method', async () => {
    const balances = /request: GET \/api\/v3\/account\n/;
    expect(
      await problemsAfter((text) =>
        text.replace(balances, (line) => `${line}    request_when: { market: GET /api/v3/other }\n`),
      ),
    ).toMatch(/balances\.request_when: is for place_order only/);
    const place = /request: POST \/api\/v3\/order\n/;
    expect(
      await problemsAfter((text) =>
        text.replace(place, (line) => `${line}    request_when: { market: PUT /api/v3/order }\n`),
      ),
    ).toMatch(
      /venue\.yaml:\d+:\d+ endpoints\.place_order\.request_when\.market: has another method than request/,
    );
  });

  test.each([
    ['pages without a cursor', PAGES, '', /order_fills\.params: ask by \{cursor\}, but no pages say/],
    [
      'a cursor without pages',
      ", fromId: '{cursor}'",
      '',
      /order_fills\.pages: is given, but no parameter takes/,
    ],
    [
      'pages that go on from nothing',
      PAGES,
      'pages: { limit: 1000, next: { last: nothing } }',
      /order_fills\.pages\.next\.last: is nothing, which no field of the rows reads/,
    ],
    [
      'pages that contradict themselves',
      PAGES,
      'pages: { limit: 10, default: 20, next: { count: rows }, encoded: true }',
      /pages\.default: is 20, more than the limit of 10\n.*pages\.encoded: is for a cursor/,
    ],
    [
      'pages of a kind that there is not',
      PAGES,
      'pages: { limit: 10, next: { by: id } }',
      /venue\.yaml:\d+:\d+ endpoints\.order_fills\.pages\.next/,
    ],
  ])('%s', async (_, from, to, words) => {
    expect(await problemsAfter((text) => text.replace(from, to))).toMatch(words);
  });

  test.each([
    ['{ BTC: XBT, XBT: BTC }', /symbol\.aliases\.BTC: is XBT, which is BTC in turn/],
    ['{ BTC: XBT, WBTC: XBT }', /symbol\.aliases\.WBTC: is XBT, as BTC is; nothing tells which/],
  ])('names of assets that lead to each other, or two to one: %s', async (names, words) => {
    expect(
      await problemsAfter((text) => text.replace('case: upper }', `case: upper, aliases: ${names} }`)),
    ).toMatch(words);
  });

  test('a member named after an asset where no order stands, or in no known market', async () => {
    expect(await problemsAfter((text) => text.replace('free: free', "free: '{base|lower}'"))).toMatch(
      /balances\.response: names a member after an asset; that is for get_order and order_fills only/,
    );
    expect(
      await problemsAfter((text) =>
        text.replace(/^( +)fill_size: qty$/m, "$1fill_size: '{base|lower}'").replace(/^ {2}prices: .*$/m, ''),
      ),
    ).toMatch(/give sandbox\.prices, whose first market the samples show/);
  });

  test('an address that is not http', async () => {
    expect(
      await problemsAfter((text) =>
        text.replace('rest: https://api.binance.com', 'rest: ftp://api.binance.com'),
      ),
    ).toMatch(/venue\.yaml:\d+:\d+ hosts\.rest: give an http/);
  });

  test.each(['";process.exit()//', '${x}', '`', '}}', 'a\u2028b'])(
    'an address that holds %j',
    async (hostile) => {
      expect(
        await problemsAfter((text) =>
          text.replace(
            'rest: https://api.binance.com',
            `rest: ${JSON.stringify(`https://api.binance.com/${hostile}`)}`,
          ),
        ),
      ).toContain('hosts.rest');
    },
  );

  test('an optional place that no sample of the answer holds', async () => {
    const optional =
      '        transactTime: { field: updated_at, optional: true }\n        nowhere: { field: updated_at, optional: true }\n';
    const problems = await problemsAfter((text) =>
      text.replace('        transactTime: updated_at\n', optional),
    );
    expect(problems).toMatch(
      /endpoints\.place_order\.response\.also\.nowhere: nowhere is in no sample of the answer \(samples\/place_order\.json\)/,
    );
    expect(problems).not.toContain('transactTime');
  });

  test('a field that its sample does not hold', async () => {
    expect(await problemsAfter((text) => text.replace('order_id: orderId', 'order_id: orderID'))).toMatch(
      /venue\.yaml:\d+:\d+ endpoints\.place_order\.response\.fields\.order_id: orderID is not in the sample \(samples\/place_order\.json\)/,
    );
  });

  test('a field of the wrong type in its sample', async () => {
    expect(
      await problemsAfter((text) => text.replace('filled_size: executedQty', 'filled_size: status')),
    ).toMatch(/status is "FILLED" in the sample, not a decimal/);
  });

  test('two fields that read one path', async () => {
    expect(await problemsAfter((text) => text.replace("high: '[2]'", "high: '[1]'"))).toMatch(
      /fields\.high: reads \[1\], which open reads too/,
    );
  });

  test('a placeholder nobody fills', async () => {
    expect(await problemsAfter((text) => text.replace("quantity: '{size}'", "quantity: '{sise}'"))).toMatch(
      /\{sise\} is no placeholder; did you mean \{si[dz]e\}\?/,
    );
  });

  test('a sample that is missing', async () => {
    await rm(join(folder, 'samples/fees.json'));
    await expect(loadVenue(folder)).rejects.toThrow(
      /endpoints\.fees\.sample: samples\/fees\.json cannot be read \(ENOENT\)/,
    );
  });

  test('a sample that is not JSON', async () => {
    await writeFile(join(folder, 'samples/fees.json'), '{"maker": 0.1');
    await expect(loadVenue(folder)).rejects.toThrow(/samples\/fees\.json is not JSON/);
  });

  test('a secret that was pasted, without repeating it', async () => {
    const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
    const message = await problemsAfter((text) =>
      text.replace("recvWindow: '5000'", `recvWindow: '${secret}'`),
    );
    expect(message).toContain('auth.params.recvWindow: looks like a key or secret');
    expect(message).not.toContain(secret);
  });

  test('a streamed interval that the venue does not have', async () => {
    expect(
      await problemsAfter((text) =>
        text.replace('    push_every:', '    only: [1m, 8h]\n    push_every:').replace('  8h: 8h\n', ''),
      ),
    ).toMatch(/streams\.candles\.only: has 8h, which intervals lacks/);
  });

  test('an alias inside its own anchor', async () => {
    expect(await problemsAfter((text) => `${text}\nextra: &a\n  again: *a\n`)).toMatch(
      /\*a stands inside its own anchor/,
    );
  });

  test('an alias bomb', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((name, index) => {
        const previous = 'abcdefgh'[index];
        return `${name}: &${name} [${Array.from({ length: 30 }, () => `*${previous}`).join(',')}]`;
      }),
    ].join('\n');
    await writeFile(join(folder, 'venue.yaml'), bomb);
    await expect(loadVenue(folder)).rejects.toThrow(/aliases/);
  });

  test('a live venue without its trading parts', async () => {
    expect(await problemsAfter((text) => text.replace(/^ {2}balances:\n(?: {4}.*\n)+/m, ''))).toMatch(
      /endpoints(\.balances)?: is missing; a live venue needs it/,
    );
  });

  test('several problems are told at once', async () => {
    const message = await problemsAfter((text) =>
      text.replace('order_id: orderId', 'order_id: nope').replace("high: '[2]'", "high: '[1]'"),
    );
    expect(message.split('\n').length).toBeGreaterThan(1);
  });
});

const PAGES = "pages: { limit: 1000, default: 500, next: { last: id, plus: 1 }, first: '0' }";

async function problemsAfter(edit: (text: string) => string): Promise<string> {
  const file = join(folder, 'venue.yaml');
  const text = await readFile(file, 'utf8');
  const edited = edit(text);
  expect(edited).not.toBe(text);
  await writeFile(file, edited);
  const error: unknown = await loadVenue(folder).then(
    () => 'the description was accepted',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(VenueError);
  return error instanceof Error ? error.message : '';
}

function cases(flag: string): string {
  return `status: { cases: [{ if: { ${flag}: true }, is: PENDING }, { if: { ${flag}: false }, is: COMPLETED }] }`;
}
