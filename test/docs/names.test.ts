import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ERROR_KINDS, FIELD_KINDS } from '../../venues/index.js';

const page = await readFile(new URL('../../docs/names.md', import.meta.url), 'utf8');
const documented = new Set(
  [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []),
);

test('docs/names.md lists every field and every reason to refuse, and no other', () => {
  const names = [...Object.keys(FIELD_KINDS), ...Object.keys(ERROR_KINDS)];
  expect([...documented].toSorted()).toEqual([...new Set(names)].toSorted());
});

test.each(Object.entries(ERROR_KINDS))('docs/names.md tells the kind of %s', (name, kind) => {
  const row = page.split('\n').find((line) => line.startsWith('| `') && line.includes(`\`${name}\``));
  expect(row).toContain(`\`${kind}\` `);
});
