import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readyTemplatesCode, type ReadyTemplates } from './ready-templates.js';
import { compileTemplates } from './template.js';

const SOURCE = '{{#each rows}}\n  {{> row this}}\n{{/each}}\n{{literal name}}\n';
const ROW = '{{#if isLast}}\nlast\n{{/if}}\n{{name}}<>\n';
const VIEW = {
  name: "it's",
  rows: [
    { name: 'a', isLast: false },
    { name: 'b', isLast: true },
  ],
};

it('what the build has compiled renders what its source renders, and is as strict', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ready-')), 'ready.cjs');
  writeFileSync(file, await readyTemplatesCode([SOURCE, ROW, '{{missing}}']));
  const ready: ReadyTemplates = createRequire(import.meta.url)(file);
  expect(Object.keys(ready)).toHaveLength(3);
  const partials = new Map([['row', ROW]]);
  const rendered = (known: ReadyTemplates): string =>
    compileTemplates([SOURCE], partials, known)
      .map((render) => render(VIEW))
      .join('');
  const fast = rendered(ready);
  expect(fast).toBe(rendered({}));
  expect(fast).toContain('b<>');
  expect(() => compileTemplates(['{{missing}}'], new Map(), ready)[0]?.({})).toThrow(/missing/);
});
