import type { ConformanceSummary } from '../report/results.js';
import { readCertificate, writeCertificate } from './certificate.js';
import { changesSince, evidenceOf, type Evidence } from './evidence.js';

/** How a connector stands to its certificate. */
export type CertificateState =
  | { readonly state: 'none' }
  | { readonly state: 'certified'; readonly date: string; readonly passed: number; readonly skipped: number }
  /** `changes`: what is not as it was when it was proven. */
  | { readonly state: 'stale'; readonly date: string; readonly changes: readonly string[] }
  /** Proven just now, but its folder cannot be written. */
  | { readonly state: 'unwritable'; readonly reason: string };

/** By the name of the connector. */
export function certificateStates(
  root: string,
  venues: readonly string[],
): Readonly<Record<string, CertificateState>> {
  return Object.fromEntries(venues.map((venue) => [venue, certificateState(root, venue)]));
}

export function certificateState(root: string, venue: string): CertificateState {
  const certificate = readCertificate(root, venue);
  if (certificate === undefined) return { state: 'none' };
  const { date, passed, skipped } = certificate;
  const changes = changesSince(certificate, evidenceOf(root, venue));
  if (changes.length > 0) return { state: 'stale', date, changes };
  return { state: 'certified', date, passed: passed.length, skipped: Object.keys(skipped).length };
}

export interface Certifying {
  readonly root: string;
  /** Connectors in which nothing was found, with their files as they were before the checks ran. */
  readonly clean: ReadonlyMap<string, Evidence>;
  /** Absent where the suite was left out: then nothing is certified anew. */
  readonly conformance: ConformanceSummary | undefined;
  readonly now: () => Date;
}

/** Writes the certificates of clean connectors; gives those, by name, whose folder cannot be written. */
export function certifyClean({
  root,
  clean,
  conformance,
  now,
}: Certifying): Readonly<Record<string, CertificateState>> {
  const unwritable = [...clean].flatMap(([venue, evidence]) => {
    const checked = conformance?.checks[venue];
    // A suite that ran no check has proven nothing.
    if (checked === undefined || checked.passed.length === 0) return [];
    const certificate = {
      version: 1,
      venue,
      date: now().toISOString(),
      seed: seed(),
      ...evidence,
      ...checked,
    } as const;
    try {
      writeCertificate(root, certificate);
      return [];
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      return [[venue, { state: 'unwritable', reason: error.message }] as const];
    }
  });
  return Object.fromEntries(unwritable);
}

/** As the suite takes it. */
function seed(): number {
  return Number(process.env['CONFORMANCE_SEED'] ?? 1);
}
