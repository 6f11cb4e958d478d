import { relative } from 'node:path';
import type { ConformanceCounts, ConformanceSummary } from '../report/results.js';
import { EXCHANGES } from '../workspace/find.js';

/** Vitest's JSON report, read without trust in its shape: what is not there counts as nothing. */
export function readVitestReport(text: string, root: string): ConformanceSummary {
  const files = listAt(JSON.parse(text), 'testResults');
  const tests = files.flatMap((file) => {
    const name = relative(root, textAt(file, 'name'));
    const results = listAt(file, 'assertionResults').map((test) => ({
      file: name,
      check: textAt(test, 'title'),
      status: textAt(test, 'status'),
      message: firstMessage(test),
      skipReason: textAt(at(test, 'meta'), 'skipReason'),
    }));
    // A file that could not even be loaded has a message and no tests.
    const broken = results.length === 0 && textAt(file, 'status') === 'failed';
    return broken
      ? [{ file: name, check: name, status: 'failed', message: textAt(file, 'message'), skipReason: '' }]
      : results;
  });
  const failures = tests.filter(({ status }) => status === 'failed');
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: failures.length,
    skipped: tests.filter(({ status }) => SKIPPED.has(status)).length,
    failures: failures.map(({ check, message, file }) => ({ check, message, file })),
    connectors: countsByConnector(tests),
    checks: checksByConnector(tests),
  };
}

function countsByConnector(
  tests: readonly { readonly file: string; readonly status: string }[],
): ConformanceSummary['connectors'] {
  const counts: Record<string, ConformanceCounts> = {};
  for (const { file, status } of tests) {
    const venue = connectorOf(file);
    if (venue === undefined) continue;
    const { passed, failed, skipped } = counts[venue] ?? { passed: 0, failed: 0, skipped: 0 };
    counts[venue] = {
      passed: passed + (status === 'passed' ? 1 : 0),
      failed: failed + (status === 'failed' ? 1 : 0),
      skipped: skipped + (SKIPPED.has(status) ? 1 : 0),
    };
  }
  return counts;
}

function checksByConnector(
  tests: readonly {
    readonly file: string;
    readonly check: string;
    readonly status: string;
    readonly skipReason: string;
  }[],
): ConformanceSummary['checks'] {
  const checks: Record<string, { passed: string[]; skipped: Record<string, string> }> = {};
  for (const { file, check, status, skipReason } of tests) {
    const venue = connectorOf(file);
    const id = /^[A-Z]\d+/.exec(check)?.[0];
    if (venue === undefined || id === undefined) continue;
    const known = (checks[venue] ??= { passed: [], skipped: {} });
    if (status === 'passed') known.passed.push(id);
    else if (SKIPPED.has(status)) known.skipped[id] = skipReason;
  }
  return checks;
}

function connectorOf(file: string): string | undefined {
  return file.startsWith(`${EXCHANGES}/`) ? file.split('/')[2] : undefined;
}

const SKIPPED: ReadonlySet<string> = new Set(['pending', 'skipped', 'todo', 'disabled']);

/** Without the stack: the check's own words say where. */
function firstMessage(test: unknown): string {
  const [message] = listAt(test, 'failureMessages');
  const lines = (typeof message === 'string' ? message : '').split('\n');
  const stack = lines.findIndex((line) => /^\s+at /.test(line));
  return (stack === -1 ? lines : lines.slice(0, stack)).join('\n').trim();
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
}

function textAt(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === 'string' ? found : '';
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
