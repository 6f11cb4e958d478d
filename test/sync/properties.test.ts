import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../generators/contract/contract.js';
import { insertStubs } from '../../generators/contract/insert-stubs.js';
import { parse, syntaxFault } from '../../generators/contract/parser.js';
import { contractIn } from './contract-in.js';
import { diffContracts } from '../../generators/sync/contract-diff.js';
import { nextVersion } from '../../generators/sync/next-version.js';
import { commitTree, Tree } from '../../generators/tree/index.js';
import { undoLast } from '../../generators/tree/undo.js';
import { planConnector, type ConnectorPlan } from '../../generators/sync/plan-connector.js';
import { generatedCase, runtimeSource, templateSource, type GeneratedCase } from './generated-cases.js';
import { typeErrors } from './type-check.js';
import { userLines, withEdits } from './user-edits.js';

const CASES = Number(process.env['SYNC_CASES'] ?? 500);
/** As a failure prints it; a new one each time by default. */
const SEED = process.env['SYNC_SEED'];
const FILE = 'exchange.ts';

interface Run {
  readonly user: string;
  readonly result: string;
  readonly next: string;
  readonly plan: ConnectorPlan;
  readonly after: Contract;
  readonly runtimes: { readonly before: string; readonly after: string };
}

function run({ before, after, edits }: GeneratedCase): Run {
  const runtimes = { before: runtimeSource(before.base), after: runtimeSource(after.base) };
  const contracts = { before: contractIn(runtimes.before), after: contractIn(runtimes.after) };
  const pristine = insertStubs(templateSource(before.template, before.base), contracts.before);
  const user = withEdits(pristine, edits);
  const diff = diffContracts(contracts.before, contracts.after);
  // A template knows the base it was written for, which here is always the earlier one.
  const next = nextVersion(
    insertStubs(templateSource(after.template, before.base), contracts.before),
    diff,
    FILE,
  );
  const plan = planConnector({
    folder: 'x',
    pristine: new Map([[FILE, pristine]]),
    read: () => user,
    next: new Map([[FILE, next]]),
    diff,
    conflicts: 'ours',
    pending: [],
  });
  return { user, result: plan.files.get(FILE) ?? user, next, plan, after: contracts.after, runtimes };
}

it('the type checker of these tests sees what is wrong', () => {
  const runtime = runtimeSource({
    orderName: 'order',
    dryRun: false,
    feeSymbol: false,
    getOrder: true,
    getOpenOrders: false,
    cancel: 'none',
    idType: 'string',
    feesType: '[number, number]',
    slow: 'none',
    send: 'none',
    isGeneric: false,
    asksBackTrading: false,
  });
  const source =
    "import { BaseExchange } from 'ats-runtime';\nclass Exchange extends BaseExchange {\n  connect(): number {}\n  isBackTrading(): boolean {\n    return true;\n  }\n}\n";
  const errors = typeErrors(source, runtime).join(' ');
  for (const part of ["'override' modifier", "'getOrder'", 'must return a value', 'not assignable'])
    expect(errors).toContain(part);
});

describe('sync of random edits over random changes', () => {
  it(`keeps every line of the user, in order; parses; is done after one run; type-checks; can be undone (${CASES} cases)`, async () => {
    let typeChecked = 0;
    await fc.assert(
      fc.asyncProperty(generatedCase, async (one) => {
        const { user, result, next, plan, after, runtimes } = run(one);
        expect(userLines(result)).toEqual(userLines(user));
        expect(syntaxFault(parse(result))).toBeUndefined();
        expect(result.startsWith('\uFEFF')).toBe(user.startsWith('\uFEFF'));
        expect(isCrlf(result) || !isCrlf(user)).toBe(true);
        const again = planConnector({
          folder: 'x',
          pristine: new Map([[FILE, next]]),
          read: () => result,
          next: new Map([[FILE, next]]),
          diff: diffContracts(after, after),
          conflicts: 'ours',
          pending: plan.pending,
        });
        expect(again.files.size).toBe(0);
        const isClear = one.checksTypes && plan.conflicts.length === 0 && plan.hands.length === 0;
        const wasRight = isClear && typeErrors(user, runtimes.before).length === 0;
        typeChecked += wasRight ? 1 : 0;
        expect(wasRight ? typeErrors(result, runtimes.after) : []).toEqual([]);
        const written = one.undoes ? await doneAndUndone(user, result) : { done: result, undone: user };
        expect(written).toEqual({ done: result, undone: user });
      }),
      { numRuns: CASES, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
    expect(typeChecked).toBeGreaterThan(CASES / 20);
  }, 3_600_000);
});

/** On the disk, through the journal. */
async function doneAndUndone(before: string, after: string): Promise<{ done: string; undone: string }> {
  const root = mkdtempSync(join(tmpdir(), 'sync-undo-'));
  try {
    const file = join(root, FILE);
    writeFileSync(file, before);
    const tree = new Tree(root);
    tree.write(FILE, after);
    await commitTree(tree, { journal: true });
    const done = readFileSync(file, 'utf8');
    if (before !== after) await undoLast(root);
    return { done, undone: readFileSync(file, 'utf8') };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function isCrlf(text: string): boolean {
  return text.includes('\r\n') && !text.replaceAll('\r\n', '').includes('\n');
}
