import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RealWorkspace } from '../sync/real-workspace.js';

const [CHANGED, OTHER] = ['binance_spot', 'okx_spot'];

let workspace: RealWorkspace;
beforeAll(() => {
  workspace = new RealWorkspace([CHANGED, OTHER], 'copied');
}, 120_000);
afterAll(() => {
  workspace.remove();
});

/** The connectors whose results were remembered. */
function remembered(...flags: readonly string[]): readonly string[] {
  const { stdout } = workspace.exchange('check', '--no-conformance', '--json', ...flags);
  const { findings, cached } = JSON.parse(stdout);
  expect(findings).toEqual([]);
  return cached;
}

it('check remembers clean connectors; one changed byte makes it check that connector alone anew', () => {
  expect(remembered()).toEqual([]);
  expect(remembered()).toEqual([CHANGED, OTHER]);
  for (const [file, from, to] of [
    ['exchange.ts', '/** ', '/**  '],
    ['venue.yaml', 'name:', 'name: '],
    ['exchange.test.ts', ';', '; '],
  ] as const) {
    workspace.edit(join('custom_modules/exchanges', CHANGED, file), from, to);
    expect({ file, cached: remembered() }).toEqual({ file, cached: [OTHER] });
    expect({ file, cached: remembered() }).toEqual({ file, cached: [CHANGED, OTHER] });
  }
  expect(remembered('--no-cache')).toEqual([]);
  workspace.edit('node_modules/ats-runtime/dist/index.d.ts', '\n', '\n\n');
  expect(remembered()).toEqual([]);
}, 300_000);
