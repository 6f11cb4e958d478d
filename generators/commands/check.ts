import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { certificateState, certificateStates, certifyClean } from '../certificate/certify.js';
import { evidenceOf } from '../certificate/evidence.js';
import type { CommandContext } from '../cli/context.js';
import { ExitCode, UserError } from '../cli/errors.js';
import type { Outcome } from '../cli/progress.js';
import { checkStructure } from '../check/structure.js';
import { cleanResults, conformanceOf, knownResults } from '../check/known-results.js';
import { reportFiles, writeSarif } from '../check/report-files.js';
import { ResultCache } from '../check/result-cache.js';
import { checkTypes, checkTypesOfPart } from '../check/types.js';
import { checkVenueFiles } from '../check/venue-file.js';
import type { CheckResult, ConformanceSummary, Finding } from '../report/results.js';
import { recover } from '../tree/index.js';
import { MANIFEST_PATH } from '../manifest/manifest.js';
import { chooseConnectors } from '../workspace/choose.js';
import { EXCHANGES, requireWorkspace } from '../workspace/find.js';
import { conformanceOutcome, type ToolOptions } from '../workspace/tools.js';

export interface CheckOptions {
  readonly venues: readonly string[];
  /** `false`: without the conformance suite. */
  readonly conformance?: boolean | undefined;
  /** `false`: check everything anew, and remember nothing. */
  readonly cache?: boolean | undefined;
  /** Reports to write besides: `junit=FILE`, `sarif=FILE`. What they tell of is checked anew. */
  readonly report?: readonly string[] | undefined;
}

/** Structure and naming, the description, drift and types side by side; then conformance. */
export async function check(
  options: CheckOptions,
  { cwd, progress, signal, now }: CommandContext,
): Promise<CheckResult> {
  const reports = reportFiles(options.report ?? [], cwd);
  if (reports.junit !== undefined && options.conformance === false)
    throw new UserError('--report junit: is of the conformance suite, which --no-conformance leaves out');
  const root = requireWorkspace(cwd);
  await recover(root);
  const venues = chooseConnectors(root, options.venues);
  const withConformance = options.conformance !== false && venues.length > 0;
  const cache = options.cache === false ? undefined : new ResultCache(root, venues);
  const isCertified = (venue: string): boolean => certificateState(root, venue).state === 'certified';
  const isReported = Object.keys(reports).length > 0;
  const known = isReported ? NONE : knownResults(cache, venues, withConformance, isCertified);
  const evidence = new Map(venues.map((venue) => [venue, evidenceOf(root, venue)]));
  const fresh = venues.filter((venue) => !known.has(venue));
  const [structure, files, types, drift] = await Promise.all([
    progress.step('structure', async () => venues.flatMap((venue) => checkStructure(root, venue)), found),
    progress.step('venue.yaml', () => checkVenueFiles(root, fresh), found),
    progress.step('types', () => typesOf(fresh, known.size > 0, { root, signal }), found),
    progress.step(
      'drift',
      () => driftOf(root, venues),
      ({ paths, findings }) => found([...paths, ...findings]),
    ),
  ]);
  const conformance = withConformance
    ? await progress.step(
        'conformance',
        () => conformanceOf(fresh, known, { root, signal, junit: reports.junit }),
        conformanceOutcome,
      )
    : undefined;
  const findings = [...structure, ...files, ...types, ...drift.findings, ...failedChecks(conformance)];
  const clean = cleanResults(fresh, findings, conformance);
  cache?.store(clean);
  const proven = new Map([...evidence].filter(([venue]) => clean.has(venue) && !isIn(venue, drift.paths)));
  const unwritable = certifyClean({ root, clean: proven, conformance, now });
  const exitCode =
    findings.length > 0 ? ExitCode.failure : drift.paths.length > 0 ? ExitCode.drift : ExitCode.clean;
  const result: CheckResult = {
    command: 'check',
    exitCode,
    root,
    venues,
    findings,
    drift: drift.paths,
    cached: [...known.keys()],
    certificates: { ...certificateStates(root, venues), ...unwritable },
    ...(conformance === undefined ? {} : { conformance }),
  };
  if (reports.sarif !== undefined) await writeSarif(reports.sarif, result);
  return result;
}

const NONE: ReturnType<typeof knownResults> = new Map();

function isIn(venue: string, paths: readonly string[]): boolean {
  return paths.some((path) => path.startsWith(`${EXCHANGES}/${venue}/`));
}

function typesOf(fresh: readonly string[], isPart: boolean, options: ToolOptions): Promise<Finding[]> {
  return isPart ? checkTypesOfPart(fresh, options) : checkTypes(fresh, options);
}

function found(findings: readonly unknown[]): Outcome {
  return { ok: findings.length === 0, note: findings.length === 0 ? '' : `${findings.length} found` };
}

/** A connector that sync cannot judge (made by hand, or its manifest is lost) is a finding, not drift. */
async function driftOf(root: string, venues: readonly string[]): Promise<Drift> {
  const { syncWorkspace } = await import('../sync/sync-workspace.js');
  const generated = venues.filter((venue) => existsSync(join(root, EXCHANGES, venue, MANIFEST_PATH)));
  const { connectors } = await syncWorkspace({ root, venues: generated, check: true });
  return {
    paths: connectors.flatMap(({ changes }) => changes.map(({ path }) => path)),
    findings: connectors.flatMap(({ venue, error }) =>
      error === undefined
        ? []
        : [{ id: 'S06', venue, file: `${EXCHANGES}/${venue}`, message: error, hint: '' }],
    ),
  };
}

interface Drift {
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
}

/** `O21 an accepted order …` is finding O21. */
function failedChecks(conformance: ConformanceSummary | undefined): Finding[] {
  return (conformance?.failures ?? []).map(({ check: title, message, file }) => ({
    id: /^[A-Z]\d+/.exec(title)?.[0] ?? 'test',
    venue: file.split('/')[2] ?? '',
    file,
    message: `${title}: ${message}`,
    hint: '',
  }));
}
