import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContract } from '../../generators/contract/read-contract.js';
import { diffContracts } from '../../generators/sync/contract-diff.js';
import { nextVersion } from '../../generators/sync/next-version.js';
import { planConnector, type ConnectorPlan } from '../../generators/sync/plan-connector.js';
import type { ConflictChoice } from '../../generators/sync/report.js';

/**
 * A case is a folder: `pristine` (as generated), `user` (as the user has it), and what changed: `next` (as it would be
 * generated now), or `base-before` and `base-after`. `expected` is what the merge makes of it, `report.txt` what it
 * says. A file that is not there is like the one before it.
 */
export interface Case {
  readonly pristine: string;
  readonly user: string;
  readonly next: string;
  readonly baseBefore: string;
  readonly baseAfter: string;
  readonly conflicts: ConflictChoice;
}

export function readCase(folder: string): Case {
  const read = (name: string): string | undefined => {
    const file = join(folder, `${name}.ts.txt`);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const standard = join(folder, '..', 'base.ts.txt');
  const pristine = read('pristine') ?? '';
  const baseBefore = join(folder, 'base-before.ts.txt');
  const baseAfter = join(folder, 'base-after.ts.txt');
  const before = existsSync(baseBefore) ? baseBefore : standard;
  const choice = /-(theirs|markers)$/.exec(folder)?.[1];
  return {
    pristine,
    user: read('user') ?? pristine,
    next: read('next') ?? pristine,
    baseBefore: before,
    baseAfter: existsSync(baseAfter) ? baseAfter : before,
    conflicts: choice === 'theirs' || choice === 'markers' ? choice : 'ours',
  };
}

export interface CaseResult {
  readonly text: string | undefined;
  /** What a second run would start from. */
  readonly next: string;
  readonly report: string;
}

export function runCase({ pristine, user, next, baseBefore, baseAfter, conflicts }: Case): CaseResult {
  const diff = diffContracts(contractOf(baseBefore), contractOf(baseAfter));
  const generated = nextVersion(next, diff, FILE);
  const plan = planConnector({
    folder: FOLDER,
    pristine: new Map([['exchange.ts', pristine]]),
    read: (file) => (file === 'exchange.ts' ? user : undefined),
    next: new Map([['exchange.ts', generated]]),
    diff,
    conflicts,
    pending: [],
  });
  const text = plan.files.has('exchange.ts') ? plan.files.get('exchange.ts') : user;
  return { text, next: generated, report: reportOf(plan) };
}

const FOLDER = 'custom_modules/exchanges/my_venue';
const FILE = `${FOLDER}/exchange.ts`;

function contractOf(file: string): ReturnType<typeof readContract> {
  return readContract({ file, root: join(file, '..') });
}

function reportOf({ changes, conflicts, hands }: ConnectorPlan): string {
  return [
    ...changes.map(
      ({ member = '(file)', change, note }) => `${change} ${member}${note === undefined ? '' : `: ${note}`}`,
    ),
    ...conflicts.map(({ member = '(file)' }) => `conflict ${member}`),
    ...hands.map(({ member, why }) => `hand ${member}: ${why}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
