import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CREATE, EXCHANGE, run, temporaryFolder } from './bin.js';

const RUNTIME = fileURLToPath(new URL('../../runtime', import.meta.url));
const CONNECTORS = 'custom_modules/exchanges';
const COPIES = 20;

interface Merged {
  readonly venue: string;
  readonly error?: string;
  readonly changes: readonly unknown[];
  readonly members: readonly unknown[];
}

it('many connectors, merged on several threads, come out as each does by itself; a broken one is named', () => {
  const folder = temporaryFolder();
  run(CREATE, ['w', '--preset', 'binance_spot', '--yes', '--no-install'], folder);
  const root = join(folder, 'w');
  const installed = join(root, 'node_modules/ats-runtime');
  mkdirSync(installed, { recursive: true });
  for (const part of ['package.json', 'dist'])
    cpSync(join(RUNTIME, part), join(installed, part), { recursive: true });
  const names = Array.from({ length: COPIES }, (_, index) => `venue_${index + 10}`);
  for (const name of names)
    cpSync(join(root, CONNECTORS, 'binance_spot'), join(root, CONNECTORS, name), { recursive: true });
  const base = join(installed, 'dist/base-exchange.d.ts');
  writeFileSync(base, readFileSync(base, 'utf8').replace('submitOrder(order: ', 'submitOrder(request: '));
  const [broken = '', alone = ''] = names;
  writeFileSync(join(root, CONNECTORS, broken, 'exchange.ts'), 'class {');

  const [one] = JSON.parse(run(EXCHANGE, ['sync', alone, '--dry-run', '--json'], root).stdout).connectors;
  const { code, stdout } = run(EXCHANGE, ['sync', '--json'], root);
  const { connectors } = JSON.parse(stdout);
  expect(one.changes).toHaveLength(1);
  expect(code).toBe(1);
  expect(connectors).toHaveLength(COPIES + 1);
  const outcomes = connectors.map(({ venue, error, changes, members }: Merged) => ({
    venue,
    error: error?.replace(/: (does not parse).*/, ': $1'),
    changes: changes.length,
    members,
  }));
  expect(outcomes).toEqual(
    ['binance_spot', ...names].map((venue) =>
      venue === broken
        ? { venue, error: `${CONNECTORS}/${broken}/exchange.ts:1: does not parse`, changes: 0, members: [] }
        : { venue, error: undefined, changes: 1, members: one.members },
    ),
  );
  const text = readFileSync(join(root, CONNECTORS, alone, 'exchange.ts'), 'utf8');
  expect(text).toContain('submitOrder(request: Order)');
  expect(readFileSync(join(root, CONNECTORS, names.at(-1) ?? '', 'exchange.ts'), 'utf8')).toBe(text);
});
