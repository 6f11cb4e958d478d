import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RealWorkspace } from '../sync/real-workspace.js';

const CONNECTORS = 'custom_modules/exchanges';
const NAMES = Array.from({ length: 199 }, (_, index) => `venue_${index + 100}`);
const [ALONE = '', UNPARSED = '', MARKED = '', FORGOTTEN = ''] = NAMES;

let workspace: RealWorkspace;
beforeAll(() => {
  workspace = new RealWorkspace(['binance_spot'], 'copied');
  for (const name of NAMES) {
    const folder = join(workspace.root, CONNECTORS);
    cpSync(join(folder, 'binance_spot'), join(folder, name), { recursive: true });
  }
  workspace.edit(
    'node_modules/ats-runtime/dist/base-exchange.d.ts',
    'submitOrder(order: ',
    'submitOrder(request: ',
  );
}, 120_000);
afterAll(() => {
  workspace.remove();
}, 60_000);

interface Merged {
  readonly venue: string;
  readonly error?: string;
  readonly changes: readonly unknown[];
  readonly members: readonly unknown[];
}

it('200 connectors, merged on several threads, come out as each does by itself; three broken ones are named', () => {
  const exchange = (name: string): string => `${CONNECTORS}/${name}/exchange.ts`;
  workspace.write(exchange(UNPARSED), 'class {');
  workspace.edit(exchange(MARKED), 'import {', '<<<<<<< mine\nimport {');
  rmSync(join(workspace.root, CONNECTORS, FORGOTTEN, '.ats/manifest.json'));

  const [one] = JSON.parse(workspace.exchange('sync', ALONE, '--dry-run', '--json').stdout).connectors;
  const { code, stdout } = workspace.exchange('sync', '--json');
  const { connectors } = JSON.parse(stdout);
  expect(one.changes).toHaveLength(1);
  expect(code).toBe(1);
  const merged = connectors.filter(({ error }: Merged) => error === undefined);
  const broken = connectors.filter(({ error }: Merged) => error !== undefined);
  const others = NAMES.filter((name) => ![UNPARSED, MARKED, FORGOTTEN].includes(name));
  expect(merged.map(({ venue }: Merged) => venue)).toEqual(['binance_spot', ...others]);
  for (const { changes, members } of merged)
    expect({ changes: changes.length, members }).toEqual({ changes: 1, members: one.members });
  expect(broken.map(({ venue, error, changes }: Merged) => [venue, error, changes])).toEqual([
    [UNPARSED, expect.stringMatching(/exchange\.ts:1: does not parse/), []],
    [MARKED, expect.stringMatching(/exchange\.ts:\d+: merge markers are left in; resolve them first/), []],
    [FORGOTTEN, expect.stringMatching(/has no \.ats\/manifest\.json/), []],
  ]);
  const text = workspace.read(exchange(ALONE));
  expect(text).toContain('submitOrder(request: Order)');
  expect(workspace.read(exchange(NAMES.at(-1) ?? ''))).toBe(text);
  expect(workspace.read(exchange(UNPARSED))).toBe('class {');
}, 300_000);
