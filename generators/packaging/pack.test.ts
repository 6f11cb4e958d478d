import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract, list } from 'tar';
import { describe, expect, it } from 'vitest';
import { packPackage } from './pack.js';

describe('packing', () => {
  it('takes what files list and what npm always takes, and gives it back', async () => {
    const folder = packageFolder();
    const { file, bytes } = await packPackage(folder);
    expect(file).toBe('pack-me-1.2.3.tgz');
    const archive = join(folder, 'out.tgz');
    writeFileSync(archive, bytes);
    const names: string[] = [];
    await list({ file: archive, onReadEntry: (entry) => void names.push(entry.path) });
    expect(names).toEqual([
      'package/LICENSE',
      'package/dist/deep/b.js',
      'package/dist/index.js',
      'package/package.json',
    ]);
    await extract({ file: archive, cwd: folder });
    expect(readFileSync(join(folder, 'package/dist/index.js'), 'utf8')).toBe('export {};\n');
  });

  it('gives the same bytes whenever and wherever', async () => {
    const [a, b] = [packageFolder(), packageFolder()];
    utimesSync(join(b, 'dist/index.js'), 0, 0);
    expect((await packPackage(a)).bytes.equals((await packPackage(b)).bytes)).toBe(true);
  });

  it('says what to do when nothing was built', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ats-pack-'));
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', files: ['dist'] }),
    );
    await expect(packPackage(folder)).rejects.toThrow(/has not been built: run npm run build/);
  });
});

function packageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ats-pack-'));
  const manifest = { name: 'pack-me', version: '1.2.3', files: ['dist', 'absent', '!dist/**/*.d.ts'] };
  mkdirSync(join(folder, 'dist/deep'), { recursive: true });
  const files = {
    'package.json': JSON.stringify(manifest),
    LICENSE: 'free',
    'dist/index.js': 'export {};\n',
    'dist/deep/b.js': '',
    'dist/deep/b.d.ts': '',
    'dist/index.d.ts': '',
    'dist/.tsbuildinfo': '{}',
    'src.ts': 'not listed',
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}
