import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadPreset, type LoadedVenue } from '../../venues/index.js';
import type { PackedPackage } from '../packaging/pack.js';
import { packageRoot } from '../packaging/package-root.js';
import { renderTemplate } from '../plop/template.js';
import { workspaceFiles } from './templates.js';
import { workspaceView, type WorkspaceView } from './view.js';

describe('the workspace’s files', () => {
  it.each(['live', 'data_feed'] as const)('are formatted as prettier would (%s)', async (kind) => {
    for (const [path, text] of await render('my-trading', { kind })) {
      if (!/\.(json|ts|yaml|md)$/.test(path)) continue;
      const options = { filepath: path, singleQuote: !path.endsWith('.yaml'), printWidth: 110 };
      expect({ path, text: await format(text, options) }).toEqual({ path, text });
    }
  });

  it('hold hostile names as data', async () => {
    const name = `";process.exit()// \${x} {{y}} \`z\` # [a](b)`;
    const files = await render(`it's "a" \${folder}`, { name });
    const manifest: unknown = JSON.parse(files.get('package.json') ?? '');
    expect(manifest).toMatchObject({ name: 'it-s-a-folder' });
    expect(parse(files.get('config/binance_spot.yaml') ?? '')).toMatchObject({
      exchange: { config: { name } },
    });
    expect(files.get('README.md')?.split('\n')[0]).toBe(`# it's "a" \${folder}`);
  });

  it('ask for credentials only where orders are placed for real', async () => {
    const live = await render('w', { kind: 'live' });
    const feed = await render('w', { kind: 'data_feed' });
    expect(live.get('.env.example')).toContain('BINANCE_SPOT_API_SECRET=\n');
    expect(feed.get('.env.example')).not.toContain('API_SECRET');
    expect(feed.get('config/binance_spot.yaml')).not.toContain('api_secret');
  });
});

async function render(
  folder: string,
  change: Partial<LoadedVenue['description']>,
): Promise<Map<string, string>> {
  const { description } = await loadPreset('binance_spot');
  const packages = { generator: packed('create-ats-exchange'), runtime: packed('ats-runtime') };
  const view: WorkspaceView = workspaceView(join('/tmp', folder), { ...description, ...change }, packages);
  const templates = join(packageRoot(), 'templates', 'workspace');
  return new Map(
    workspaceFiles(view).map(([template, path]) => [
      path,
      renderTemplate(readFileSync(join(templates, template), 'utf8'), view),
    ]),
  );
}

function packed(name: string): PackedPackage {
  return { name, version: '1.0.0', file: `${name}-1.0.0.tgz`, bytes: Buffer.alloc(0) };
}
