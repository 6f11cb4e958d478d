import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import { STYLE } from '../../generators/connector/format-anew.js';
import { formatKey, type ReadyFormats } from '../../generators/connector/ready-formats.js';
import { contractOf } from '../../generators/packaging/shipped-contract.js';
import { runtimeRoot } from '../../generators/packaging/package-root.js';
import { renderFiles } from '../../generators/plop/render-files.js';
import { loadPreset, presetNames } from '../../venues/index.js';
import { CREATE, EXCHANGE, run, temporaryFolder } from './bin.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
  run(CREATE, ['w', '--preset', 'binance_spot', '--yes', '--no-install'], folder);
  mkdirSync(join(folder, 'w/node_modules'));
  symlinkSync(join(ROOT, 'runtime'), join(folder, 'w/node_modules/ats-runtime'));
}, 60_000);

/** The files that Node loads for a command, as it says itself. */
function loaded(bin: string, args: readonly string[], cwd: string): string[] {
  const { stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_DEBUG: 'esm,module', NODE_DEBUG_NATIVE: '' },
    maxBuffer: 1e9,
  });
  const files = [...stderr.matchAll(/(?:Storing file:\/\/|load ")(\/[^\s"]+)/g)].map(([, file = '']) => file);
  return [...new Set(files)];
}

describe('what is loaded', () => {
  it('for --help is next to nothing', () => {
    expect(loaded(EXCHANGE, ['--help'], folder).length).toBeLessThan(6);
  });

  it('for a sync with nothing to do is neither parser, schema nor option parser', () => {
    const root = join(folder, 'w');
    expect(run(EXCHANGE, ['sync'], root)).toMatchObject({
      code: 0,
      stdout: '✓ 1 connector, nothing to do\n',
    });
    const files = loaded(EXCHANGE, ['sync'], root);
    expect(files.length).toBeGreaterThan(10);
    expect(files.length).toBeLessThan(35);
    expect(files.filter((file) => /node_modules\/(?!picocolors)/.test(file))).toEqual([]);
  });

  it('for a new workspace from a preset is no grammar, no YAML, no parser and no formatter', () => {
    const files = loaded(CREATE, ['other', '--preset', 'binance_spot', '--yes', '--no-install'], folder);
    expect(
      files.filter((file) => /node_modules\/(?:zod|yaml|ts-morph|prettier)\/(?!package\.json)/.test(file)),
    ).toEqual([]);
  });
});

describe('what the build has formatted', () => {
  const { texts }: ReadyFormats = JSON.parse(
    readFileSync(join(ROOT, 'dist/generators/connector/ready-formats.json'), 'utf8'),
  );

  it('is what prettier makes of each preset, and nothing else', { timeout: 120_000 }, async () => {
    const { contract } = await contractOf(runtimeRoot());
    const expected: Record<string, string> = {};
    for (const name of await presetNames()) {
      const { description, signature } = await loadPreset(name);
      const file = `custom_modules/exchanges/${name}/exchange.ts`;
      const rendered = await renderFiles({ description, signature, wallet: true, contract, file });
      for (const [path, text] of rendered)
        expected[formatKey(text, path)] = await format(text, { ...STYLE, filepath: path });
    }
    expect(texts).toEqual(expected);
  });
});

describe('the help that the build wrote down', () => {
  const texts = JSON.parse(readFileSync(join(ROOT, 'dist/generators/cli/help.json'), 'utf8'));

  it.each(Object.keys(texts))('is what the command line says: %s', (command) => {
    const [bin, ...words] = command.split(' ');
    // `-h --help` is no help that was written down.
    const said = run(bin === 'ats-exchange' ? EXCHANGE : CREATE, [...words, '-h', '--help'], folder).stdout;
    expect(texts[command]).toBe(said);
  });
});

it('every preset has been proved by the build', () => {
  const proved = readdirSync(join(ROOT, 'dist/venues/proved')).map((file) => file.replace('.json', ''));
  const presets = readdirSync(join(ROOT, 'venues/presets'), { withFileTypes: true });
  expect(proved.sort()).toEqual(
    presets
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort(),
  );
});

it('a preset as the build has proved it is what proving it gives, and counts no longer once a byte is another', () => {
  const script = `
    import assert from 'node:assert';
    import { appendFileSync, cpSync } from 'node:fs';
    import { loadVenue } from '${ROOT}dist/venues/load.js';
    import { loadPreset, presetFolder, presetNames } from '${ROOT}dist/venues/preset.js';
    import { provedVenue } from '${ROOT}dist/venues/proved.js';
    for (const name of await presetNames())
      assert.deepStrictEqual(await loadPreset(name), await loadVenue(presetFolder(name)));
    cpSync(presetFolder('okx_spot'), 'okx_spot', { recursive: true });
    assert(provedVenue('okx_spot') !== undefined);
    appendFileSync('okx_spot/venue.yaml', ' ');
    assert(provedVenue('okx_spot') === undefined);
  `;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
