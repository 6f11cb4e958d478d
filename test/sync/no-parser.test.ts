import { createRequire } from 'node:module';
import { afterEach, expect, it, vi } from 'vitest';
import { TestWorkspace } from './workspace.js';

let workspace: TestWorkspace | undefined;

afterEach(() => {
  workspace?.remove();
});

it('loads no parser where hashes say that nothing has changed, edits of the user included', async () => {
  workspace = new TestWorkspace();
  workspace.create('alpha');
  workspace.edit('alpha', "'/order'", "'/v2/order'");
  forgetParser();
  expect(parserModules()).toEqual([]);
  vi.resetModules();
  const { syncWorkspace } = await import('../../generators/sync/index.js');
  const identity = (): { version: string; templates: string } => ({
    version: '0.1.0',
    templates: workspace?.template ?? '',
  });
  const result = await syncWorkspace({ root: workspace.root, ports: { identity } });
  expect(result).toMatchObject({ drift: false, connectors: [{ venue: 'alpha', causes: [] }] });
  expect(parserModules()).toEqual([]);
});

const { cache } = createRequire(import.meta.url);

function parserModules(): string[] {
  return Object.keys(cache).filter((file) => /node_modules\/(?:ts-morph|@ts-morph)\//.test(file));
}

function forgetParser(): void {
  for (const file of parserModules()) Reflect.deleteProperty(cache, file);
}
