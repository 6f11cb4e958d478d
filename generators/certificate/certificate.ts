import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CheckedConnector } from '../report/results.js';
import { EXCHANGES } from '../workspace/find.js';
import { changesSince, type Evidence } from './evidence.js';

/** What a clean run of the conformance suite has proven of a connector, and of which one. */
export interface Certificate extends Evidence, CheckedConnector {
  readonly version: 1;
  readonly venue: string;
  /** When it was proven, ISO 8601. */
  readonly date: string;
  /** The seed of candles, faults and chance. */
  readonly seed: number;
}

export const CERTIFICATE_PATH = '.ats/certificate.json';

/** Nothing where there is none, or none that can be read: the connector is then not certified. */
export function readCertificate(root: string, venue: string): Certificate | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(pathOf(root, venue), 'utf8'));
    return isCertificate(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes it beside the manifest. One that says the same but for its date stays, so that a check which finds nothing
 * new changes no file.
 * @throws Error with the system's code where the folder cannot be written
 */
export function writeCertificate(root: string, certificate: Certificate): void {
  const known = readCertificate(root, certificate.venue);
  if (known !== undefined && saysTheSame(known, certificate)) return;
  const file = pathOf(root, certificate.venue);
  const temporary = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, `${JSON.stringify(certificate, undefined, 2)}\n`);
  renameSync(temporary, file);
}

function pathOf(root: string, venue: string): string {
  return join(root, EXCHANGES, venue, CERTIFICATE_PATH);
}

function saysTheSame(known: Certificate, fresh: Certificate): boolean {
  const isUnchanged = changesSince(known, fresh).length === 0 && known.seed === fresh.seed;
  return isUnchanged && checksText(known) === checksText(fresh);
}

function checksText({ passed, skipped }: CheckedConnector): string {
  return JSON.stringify([passed, skipped]);
}

function isCertificate(value: unknown): value is Certificate {
  if (!isRecord(value)) return false;
  const { version, venue, date, seed, passed } = value;
  return (
    version === 1 &&
    typeof venue === 'string' &&
    typeof date === 'string' &&
    typeof seed === 'number' &&
    Array.isArray(passed) &&
    ['skipped', 'files', 'packages'].every((key) => isTexts(value[key]))
  );
}

function isTexts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
