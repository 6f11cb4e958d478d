import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatAnew } from './format-anew.js';
import { formatKey, readyTexts, writeReadyFormats, type ReadyFormats } from './ready-formats.js';

const TEXT = 'const a = "x"';

async function written(): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'formats-')), 'ready.json');
  await writeReadyFormats([['a.ts', TEXT]], file);
  return file;
}

it('what the build has formatted is what prettier makes of it', async () => {
  const texts = readyTexts(await written());
  expect(texts).toEqual({ [formatKey(TEXT, 'b.ts')]: await formatAnew(TEXT, 'c.ts') });
  expect(Object.keys(texts)).not.toContain(formatKey(TEXT, 'a.md'));
  expect(Object.keys(texts)).not.toContain(formatKey(`${TEXT};`, 'a.ts'));
});

it('what another prettier has formatted is not used', async () => {
  const file = await written();
  const content: ReadyFormats = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...content, engine: content.engine.replace(/\d/, '1') }));
  expect(readyTexts(file)).toEqual({});
});
