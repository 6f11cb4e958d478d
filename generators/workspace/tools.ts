import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InterruptedError, UserError, ExitCode } from '../cli/errors.js';
import { readVitestReport } from '../check/vitest-report.js';
import type { Outcome } from '../cli/progress.js';
import { summary } from '../report/create-text.js';
import type { ConformanceSummary } from '../report/results.js';

/** What a tool of the workspace said. */
export interface ToolRun {
  readonly ok: boolean;
  readonly output: string;
}

export interface ToolOptions {
  readonly root: string;
  readonly signal: AbortSignal;
}

export function npmInstall(options: ToolOptions): Promise<ToolRun> {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  return run('npm', ['install', ...flags], options);
}

/** The compiler as the workspace has it; `-p` names the project. */
export function compile(project: string, options: ToolOptions): Promise<ToolRun> {
  return run(
    process.execPath,
    [binOf(options.root, 'typescript', 'bin/tsc'), '-p', project, '--pretty', 'false'],
    options,
  );
}

/** Runs the conformance suites of these connectors (all without any) and reads vitest's own report. */
export async function runConformance(
  venues: readonly string[],
  options: ToolOptions & { readonly junit?: string | undefined },
): Promise<ConformanceSummary> {
  const folder = mkdtempSync(join(tmpdir(), 'ats-conformance-'));
  const report = join(folder, 'report.json');
  try {
    const filters = venues.map((venue) => `custom_modules/exchanges/${venue}/`);
    const junit =
      options.junit === undefined ? [] : ['--reporter=junit', `--outputFile.junit=${options.junit}`];
    const script = binOf(options.root, 'vitest', 'vitest.mjs');
    const { output } = await run(
      process.execPath,
      [script, 'run', '--reporter=json', `--outputFile.json=${report}`, ...junit, ...filters],
      options,
    );
    if (!existsSync(report)) {
      throw new UserError(`vitest did not run the conformance suite: ${lastLine(output)}`, {
        exitCode: ExitCode.failure,
      });
    }
    return readVitestReport(readFileSync(report, 'utf8'), options.root);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A suite without a check that passed proves nothing. */
export function conformanceOutcome(result: ConformanceSummary): Outcome {
  return { ok: result.failed === 0 && result.passed > 0, note: summary(result) };
}

function binOf(root: string, name: string, path: string): string {
  const file = join(root, 'node_modules', name, path);
  if (existsSync(file)) return file;
  throw new UserError(`${name} is not installed in ${root}: run npm install there first`, {
    exitCode: ExitCode.failure,
  });
}

async function run(
  command: string,
  args: readonly string[],
  { root, signal }: ToolOptions,
): Promise<ToolRun> {
  const { execa } = await import('execa');
  const result = await execa(command, args, {
    cwd: root,
    all: true,
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
    env: { FORCE_COLOR: '0', NO_COLOR: '1' },
  });
  if (signal.aborted)
    throw new InterruptedError('interrupted; the files are written, the steps after that are not done');
  const failure =
    result.failed && result.exitCode === undefined
      ? `${command} could not be run: ${result.shortMessage}`
      : '';
  return {
    ok: !result.failed,
    output: [failure, result.all]
      .filter((text) => text !== '')
      .join('\n')
      .trim(),
  };
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
