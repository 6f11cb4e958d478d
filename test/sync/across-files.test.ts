import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readContract } from '../../generators/contract/read-contract.js';
import { diffContracts } from '../../generators/sync/contract-diff.js';
import { planConnector, type ConnectorPlan } from '../../generators/sync/plan-connector.js';

const CONTRACT = readContract({
  file: join(import.meta.dirname, 'cases', 'base.ts.txt'),
  root: import.meta.dirname,
});

const ANSWERS = `export type Row = readonly string[];

export function readSize(row: Row): number {
  return Number(row[0]);
}
`;
const TRADES = `${ANSWERS}
export function readTrade(row: Row): number {
  return half(readSize(row));
}

function half(size: number): number {
  return twice(size) / 4;
}

function twice(size: number): number {
  return size * 2;
}
`;
const USES = `import { readSize, readTrade } from './answers.js';

export function sizes(row: readonly string[]): number[] {
  return [readSize(row), readTrade(row)];
}
`;
const USES_LESS = `import { readSize } from './answers.js';

export function sizes(row: readonly string[]): number[] {
  return [readSize(row)];
}
`;

type Texts = Readonly<Record<string, string>>;

function planned(pristine: Texts, yours: Texts, next: Texts): ConnectorPlan {
  const [before, own, now] = [pristine, yours, next].map((texts) => new Map(Object.entries(texts)));
  return planConnector({
    folder: 'x',
    pristine: before ?? new Map(),
    read: (file) => own?.get(file),
    sources: () => Object.keys(yours),
    next: now ?? new Map(),
    diff: diffContracts(CONTRACT, CONTRACT),
    conflicts: 'ours',
    pending: [],
  });
}

const PRISTINE = { 'answers.ts': TRADES, 'uses.ts': USES };
const NEXT = { 'answers.ts': ANSWERS, 'uses.ts': USES_LESS };

it('what no file uses any more goes, with what it used', () => {
  const { files } = planned(PRISTINE, PRISTINE, NEXT);
  expect(Object.fromEntries(files)).toEqual(NEXT);
});

it('what a generated file goes on using where the user has edited it stays, with all that it uses', () => {
  const edited = USES.replace('[readSize(row), readTrade(row)]', '[readTrade(row)]');
  const { files, changes } = planned(
    PRISTINE,
    { ...PRISTINE, 'uses.ts': edited },
    { ...NEXT, 'uses.ts': '' },
  );
  expect(files.has('answers.ts')).toBe(false);
  expect(changes.map(({ change, member }) => `${change} ${member ?? ''}`)).toEqual(
    expect.arrayContaining(['orphaned readTrade', 'orphaned half', 'orphaned twice']),
  );
});

it.each([
  ['imports', "import { readTrade as read } from '../answers.js';\nexport const own = read(['1']);\n"],
  [
    'takes as a whole',
    "import * as answers from '../answers.js';\nexport const own = answers.readTrade(['1']);\n",
  ],
  ['passes on', "export { readTrade } from '../answers.js';\n"],
])('what a file of the user %s stays', (_, mine) => {
  const { files } = planned(PRISTINE, { ...PRISTINE, 'own/mine.ts': mine }, NEXT);
  expect(files.has('answers.ts')).toBe(false);
});

it('a file that is no longer generated stays where the user imports it', () => {
  const mine = "import { readTrade } from './answers.js';\nexport const own = readTrade(['1']);\n";
  const next = { 'uses.ts': '' };
  expect(planned(PRISTINE, PRISTINE, next).files.has('answers.ts')).toBe(true);
  const { files, changes } = planned(PRISTINE, { ...PRISTINE, 'mine.ts': mine }, next);
  expect(files.has('answers.ts')).toBe(false);
  expect(changes.map(({ change, file }) => `${change} ${file}`)).toContain('orphaned answers.ts');
});
