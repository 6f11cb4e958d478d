import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOSSES } from './losses.js';
import { readCase, runCase } from './run-case.js';

const CASES = join(import.meta.dirname, 'cases');
const names = readdirSync(CASES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** `SYNC_CASES_WRITE=1` writes what is expected of a new case; read it before you keep it. */
const writes = process.env['SYNC_CASES_WRITE'] === '1';

describe('sync cases', () => {
  it.each(names)('%s', (name) => {
    const folder = join(CASES, name);
    const one = readCase(folder);
    const { text, report, next } = runCase(one);
    settle(join(folder, 'expected.ts.txt'), text ?? '');
    settle(join(folder, 'report.txt'), report);
    expect(text).toBe(readFileSync(join(folder, 'expected.ts.txt'), 'utf8'));
    expect(report).toBe(readFileSync(join(folder, 'report.txt'), 'utf8'));
    if (one.conflicts === 'markers') return;
    const again = runCase({ ...one, pristine: next, next, user: text ?? '', baseBefore: one.baseAfter });
    expect(again.text, 'a second run changes nothing').toBe(text);
  });
});

it('each loss names the public report that it stands for, and each report has its case', () => {
  expect(names.filter((name) => name.startsWith('loss-')).sort()).toEqual(Object.keys(LOSSES).sort());
  for (const issue of Object.values(LOSSES).flat()) expect(issue).toMatch(/^[\w.-]+\/[\w.-]+#\d+$/);
});

function settle(file: string, text: string): void {
  if (writes && !existsSync(file)) writeFileSync(file, text);
}
