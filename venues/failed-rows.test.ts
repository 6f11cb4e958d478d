import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadVenue, presetFolder } from './index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'venue-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['okx_spot', 'code: sCode\n', 'code: sKode\n', /failed_rows.sample: sKode is not in the failed row/],
  ['okx_spot', "some: { code: '2'", "some: { kode: '2'", /failed_rows.sample: kode is not in the sample/],
  [
    'okx_spot',
    "'data[0].ts': time }",
    "'data[0].at': time }",
    /errors.repeats.*data\[0\].at is in no sample of a/,
  ],
  ['bitget_spot', 'items: data.failureList', 'items: data.failed', /there is no list with a failed row at/],
  [
    'bybit_spot',
    'code: code, message: msg }',
    'code: kode, message: msg }',
    /failed_rows.outcomes: kode is not/,
  ],
])('%s with %j as %j is refused', async (name, text, wrong, message) => {
  await cp(presetFolder(name), folder, { recursive: true });
  const file = join(folder, 'venue.yaml');
  const described = await readFile(file, 'utf8');
  expect(described).toContain(text);
  await writeFile(file, described.replace(text, wrong));
  await expect(loadVenue(folder)).rejects.toThrow(message);
});
