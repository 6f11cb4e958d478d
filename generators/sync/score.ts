import { checkTypes } from '../check/types.js';
import { runConformance } from '../workspace/tools.js';
import type { Scorecard } from './scorecard.js';

/** Connector by connector: what the workspace's compiler and the conformance suite say. */
export async function score(
  root: string,
  venues: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Scorecard>> {
  const findings = await checkTypes(venues, { root, signal });
  const { connectors } = await runConformance(venues, { root, signal });
  return new Map(
    venues.map((venue) => {
      const typeErrors = findings.filter((finding) => ['', venue].includes(finding.venue)).length;
      const { passed, failed } = connectors[venue] ?? { passed: 0, failed: 0 };
      return [venue, { typeErrors, passed, failed }];
    }),
  );
}
