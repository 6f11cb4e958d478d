import { existsSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import type { SyncOptions, SyncResult } from '../../generators/sync/index.js';
import { TestWorkspace } from './workspace.js';

let workspace: TestWorkspace | undefined;

afterEach(() => {
  workspace?.remove();
});

it('loads no parser where hashes say that nothing has changed', async () => {
  workspace = new TestWorkspace();
  workspace.create('alpha');
  expect(await syncAnew()).toMatchObject({ drift: false, connectors: [{ venue: 'alpha', causes: [] }] });
  expect(parserModules()).toEqual([]);
});

it('parses an edited file once, and never one with a fault by hearsay', async () => {
  workspace = new TestWorkspace();
  workspace.create('alpha');
  workspace.edit('alpha', "'/order'", "'/v2/order'");
  for (const isParsed of [true, false]) {
    expect(await syncAnew()).toMatchObject({ drift: false, connectors: [{ causes: [] }] });
    expect(parserModules().length > 0).toBe(isParsed);
  }
  workspace.edit('alpha', "'/v2/order',", "'/v2/order'(");
  for (let run = 0; run < 2; run++) {
    const [connector] = (await syncAnew()).connectors;
    expect(connector?.error).toMatch(/alpha\/exchange\.ts:\d+: does not parse/);
  }
  workspace.edit('alpha', "'/v2/order'(", "'/v2/order',");
  expect(await syncAnew()).toMatchObject({ connectors: [{ causes: [] }] });
  expect(parserModules()).toEqual([]);
});

it('writes nothing for a workspace that is not installed, and takes any text for the cache', async () => {
  workspace = new TestWorkspace();
  workspace.create('alpha');
  workspace.edit('alpha', "'/order'", "'/v2/order'");
  for (const text of ['', '{', '{}', '[1, null]']) {
    workspace.write(CACHE, text);
    expect(await syncAnew()).toMatchObject({ drift: false, connectors: [{ causes: [] }] });
  }
  const modules = join(workspace.root, 'node_modules');
  renameSync(modules, `${modules}.gone`);
  await syncAnew({ check: true });
  expect(existsSync(modules)).toBe(false);
});

const CACHE = 'node_modules/.cache/ats-exchange/parsed.json';

/** Without anything that is loaded. */
async function syncAnew(options: Partial<SyncOptions> = {}): Promise<SyncResult> {
  if (workspace === undefined) throw new Error('there is no workspace');
  const { root, template } = workspace;
  forgetParser();
  vi.resetModules();
  const { syncWorkspace } = await import('../../generators/sync/index.js');
  const identity = (): { version: string; templates: string } => ({ version: '0.1.0', templates: template });
  return syncWorkspace({ root, ...options, ports: { identity } });
}

const { cache } = createRequire(import.meta.url);

function parserModules(): string[] {
  return Object.keys(cache).filter((file) => /node_modules\/(?:ts-morph|@ts-morph)\//.test(file));
}

function forgetParser(): void {
  for (const file of parserModules()) Reflect.deleteProperty(cache, file);
}
