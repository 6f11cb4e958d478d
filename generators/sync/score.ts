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
  const cards = new Map<string, Scorecard>();
  for (const venue of venues) {
    const { passed, failed } = await runConformance([venue], { root, signal });
    const typeErrors = findings.filter((finding) => finding.venue === venue || finding.venue === '').length;
    cards.set(venue, { typeErrors, passed, failed });
  }
  return cards;
}
