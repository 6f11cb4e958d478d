import type { ConformanceSummary, Finding } from '../report/results.js';
import { runConformance } from '../workspace/tools.js';
import type { CleanResult, ResultCache } from './result-cache.js';

/** Connectors that were clean in an earlier run and are what they were. */
export function knownResults(
  cache: ResultCache | undefined,
  venues: readonly string[],
  withConformance: boolean,
  isCertified: (venue: string) => boolean,
): ReadonlyMap<string, CleanResult> {
  const known = new Map<string, CleanResult>();
  for (const venue of venues) {
    const result = cache?.get(venue);
    // A suite that is known to pass runs once more where its certificate is not there.
    const isEnough = !withConformance || (result?.conformance !== undefined && isCertified(venue));
    if (result !== undefined && isEnough) known.set(venue, result);
  }
  return known;
}

/** Runs the suites of what is fresh, and adds what is known of the rest. */
export async function conformanceOf(
  fresh: readonly string[],
  known: ReadonlyMap<string, CleanResult>,
  options: Parameters<typeof runConformance>[1],
): Promise<ConformanceSummary> {
  const ran: ConformanceSummary =
    fresh.length === 0
      ? { passed: 0, failed: 0, skipped: 0, failures: [], connectors: {}, checks: {} }
      : await runConformance(fresh, options);
  const remembered = [...known].flatMap(([venue, { conformance }]) =>
    conformance === undefined ? [] : [[venue, { ...conformance, failed: 0 }] as const],
  );
  const sum = (key: 'passed' | 'skipped'): number =>
    remembered.reduce((total, [, counts]) => total + counts[key], ran[key]);
  return {
    ...ran,
    passed: sum('passed'),
    skipped: sum('skipped'),
    connectors: { ...ran.connectors, ...Object.fromEntries(remembered) },
  };
}

/** Those without any finding; a finding that names no connector may concern all of them. */
export function cleanResults(
  fresh: readonly string[],
  findings: readonly Finding[],
  conformance: ConformanceSummary | undefined,
): ReadonlyMap<string, CleanResult> {
  const isClean = (venue: string): boolean => !findings.some((one) => ['', venue].includes(one.venue));
  return new Map(
    fresh.filter(isClean).flatMap((venue): [string, CleanResult][] => {
      if (conformance === undefined) return [[venue, {}]];
      const counts = conformance.connectors[venue];
      // A suite that ran no check has proven nothing.
      if (counts === undefined || counts.passed === 0 || counts.failed > 0) return [];
      return [[venue, { conformance: { passed: counts.passed, skipped: counts.skipped } }]];
    }),
  );
}
