import { expect, test } from 'vitest';
import { Exchange } from '../../runtime/src/exchanges/binance_spot/index.js';
import { loadPreset } from '../../venues/index.js';
import { toEvery } from './applies.js';
import type { Check } from './check.js';
import { CheckFailure } from './failure.js';
import { runCheck } from './run-check.js';

const venue = await loadPreset('binance_spot');
const subject = { Exchange, venue, folder: venue.folder, seed: 7 };

test('a finding says what was expected, what the ledger holds, why it matters and how to see it again', async () => {
  const check = checkThat(async (context) => {
    await context.open();
    throw new CheckFailure({ expected: 'one order', found: 'two' });
  });
  const report = await reportOf(check);
  expect(report.split('\n')).toEqual([
    'T01 a promise',
    'expected  one order',
    'found     two',
    'ledger    no orders',
    '          BTC 10 free, 0 locked; USDT 1000000 free, 0 locked',
    'why       a reason',
    'hint      a place to look',
    'again     CONFORMANCE_SEED=7 npx vitest run binance_spot -t "T01 "   (check T01, seed 7, venue binance_spot)',
  ]);
});

test('an error of the connector is a finding too, and shows no credential', async () => {
  let secret = '';
  const check = checkThat(async (context) => {
    const { sandbox } = await context.open();
    secret = sandbox.credentials['api_secret'] ?? '';
    throw new TypeError(`signed with ${secret}`);
  });
  const report = await reportOf(check);
  expect(report).toContain('expected  no error here\nfound     TypeError: signed with [api_secret]');
  expect(secret).not.toBe('');
  expect(report).not.toContain(secret);
});

function checkThat(run: Check['run']): Check {
  return {
    id: 'T01',
    group: 'orders',
    title: 'a promise',
    why: 'a reason',
    hint: 'a place to look',
    applies: toEvery,
    run,
  };
}

async function reportOf(check: Check): Promise<string> {
  return runCheck(check, subject).then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
