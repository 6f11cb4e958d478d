import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recover } from '../../generators/tree/index.js';
import { EXCHANGE, filesBelow } from '../e2e/bin.js';
import { RealWorkspace } from './real-workspace.js';

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'killed-at.mjs')).href;
const BASE = 'node_modules/ats-runtime/dist/base-exchange.d.ts';

let workspace: RealWorkspace;

beforeAll(() => {
  workspace = new RealWorkspace(['binance_spot'], 'copied');
  workspace.edit(BASE, 'submitOrder(order: Order)', 'submitOrder(request: Order)');
}, 120_000);

afterAll(() => {
  workspace.remove();
});

it('a sync killed at any step leaves the workspace as before or as after', { timeout: 900_000 }, async () => {
  const before = JSON.stringify(connectors());
  const outcomes: string[] = [];
  let step = 1;
  for (; killedAt(step).signal === 'SIGKILL'; step++) {
    await recover(workspace.root);
    outcomes.push(JSON.stringify(connectors()) === before ? 'before' : afterwards(before));
  }
  const ended = killedAt(step);
  expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.stringify(connectors())).not.toBe(before);
  // Old files and new ones are staged, the journal, the lock and the moves: none of these is the end.
  expect(outcomes.lastIndexOf('before')).toBeGreaterThan(12);
  expect(outcomes.filter((outcome) => outcome !== 'before').every((outcome) => outcome === 'after')).toBe(
    true,
  );
});

/** As after: a sync has nothing left to do, and an undo brings everything back. */
function afterwards(before: string): string {
  const [check, undo] = [workspace.exchange('sync', '--check'), workspace.exchange('undo')];
  const isBack = JSON.stringify(connectors()) === before;
  return check.code === 0 && undo.code === 0 && isBack ? 'after' : `${check.stdout}${undo.stderr}`;
}

function killedAt(step: number): ReturnType<typeof spawnSync> {
  return spawnSync(process.execPath, ['--import', PRELOAD, EXCHANGE, 'sync'], {
    cwd: workspace.root,
    env: { ...process.env, KILL_AT: String(step) },
    encoding: 'utf8',
  });
}

function connectors(): Record<string, string> {
  return filesBelow(join(workspace.root, 'custom_modules'));
}
