import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { loadVenue } from '../../venues/index.js';
import { CHECKS } from './catalogue.js';
import { S08 } from './checks/static/folder.js';
import type { ExchangeClass } from './connector.js';
import { customSignatureGaps } from './custom-signature.js';
import { runCheck } from './run-check.js';

export type { Connector, ExchangeClass } from './connector.js';

export interface ConformanceOptions {
  readonly Exchange: ExchangeClass;
  /** Where `exchange.ts` and `venue.yaml` stand: `new URL('.', import.meta.url)`. */
  readonly folder: URL;
  /** Ids of the checks to run; all where left out. */
  readonly only?: readonly string[];
  /** Of candles, faults and chance. Default: the environment's CONFORMANCE_SEED, or 1. */
  readonly seed?: number;
}

/**
 * Registers one vitest test for each check of the catalogue. A check that does not apply to the venue is
 * skipped and says why.
 */
export function describeConformance(options: ConformanceOptions): void {
  const folder = fileURLToPath(options.folder);
  const seed = options.seed ?? Number(process.env['CONFORMANCE_SEED'] ?? 1);
  const checks = CHECKS.filter((check) => options.only?.includes(check.id) ?? true);

  // One after the other: some checks watch the whole process, such as its sockets.
  describe.sequential('conformance', async () => {
    const venue = await loadVenue(folder).catch(reportDescription);
    if (venue === undefined) return;
    const gapFor = await customSignatureGaps(venue, folder);
    const subject = { Exchange: options.Exchange, venue, folder, seed };
    for (const group of new Set(checks.map((check) => check.group))) {
      describe(`${group}`, () => {
        for (const check of checks.filter((candidate) => candidate.group === group)) {
          // oxlint-disable-next-line vitest/expect-expect -- runCheck throws what it found
          test(`${check.id} ${check.title}`, { timeout: TIMEOUT_MS }, async (running) => {
            const applies = check.applies(venue.description);
            const skipReason = applies === true ? gapFor(check) : applies;
            if (skipReason === undefined) return runCheck(check, subject);
            // Reporters tell of the reason by what the test notes.
            Object.assign(running.task.meta, { skipReason });
            running.skip(skipReason);
          });
        }
      });
    }
  });
}

/** Wall time, which a check needs only on a machine that is very busy. */
const TIMEOUT_MS = 60_000;

/** Without a description nothing else can be checked. */
function reportDescription(error: unknown): undefined {
  // oxlint-disable-next-line vitest/expect-expect -- it is known to have failed
  test(`${S08.id} ${S08.title}`, () => {
    throw error;
  });
}
