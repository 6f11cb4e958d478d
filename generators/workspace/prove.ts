import { performance } from 'node:perf_hooks';
import { certifyClean } from '../certificate/certify.js';
import { evidenceOf } from '../certificate/evidence.js';
import type { CommandContext } from '../cli/context.js';
import type { ConformanceSummary, StepResult } from '../report/results.js';
import { compile, conformanceOutcome, npmInstall, runConformance, type ToolRun } from './tools.js';

export interface Proof {
  readonly steps: readonly StepResult[];
  readonly conformance?: ConformanceSummary;
  readonly verdict: 'certified' | 'failed';
}

/**
 * Installs and builds the workspace, runs one connector's conformance suite and certifies it; stops at the first step
 * that fails.
 */
export async function prove({
  root,
  venue,
  context,
}: {
  root: string;
  venue: string;
  context: CommandContext;
}): Promise<Proof> {
  const options = { root, signal: context.signal };
  const steps: StepResult[] = [];
  const tools: readonly [StepResult['name'], () => Promise<ToolRun>][] = [
    ['install', () => npmInstall(options)],
    ['build', () => compile('tsconfig.build.json', options)],
  ];
  for (const [name, work] of tools) {
    const { ok, output, ms } = await timed(() =>
      context.progress.step(name, work, ({ ok: fine }) => ({ ok: fine, note: fine ? '' : 'failed' })),
    );
    steps.push(ok ? { name, status: 'passed', ms } : { name, status: 'failed', ms, output });
    if (!ok) return { steps, verdict: 'failed' };
  }
  const clean = new Map([[venue, evidenceOf(root, venue)]]);
  const { ms, ...conformance } = await timed(() =>
    context.progress.step('conformance', () => runConformance([venue], options), conformanceOutcome),
  );
  const isProven = conformanceOutcome(conformance).ok;
  if (isProven) certifyClean({ root, clean, conformance, now: context.now });
  steps.push({ name: 'conformance', status: isProven ? 'passed' : 'failed', ms });
  return { steps, conformance, verdict: isProven ? 'certified' : 'failed' };
}

async function timed<T extends object>(work: () => Promise<T>): Promise<T & { readonly ms: number }> {
  const began = performance.now();
  return { ...(await work()), ms: Math.round(performance.now() - began) };
}
