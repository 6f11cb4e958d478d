import { EXCHANGES } from '../workspace/find.js';
import type { CheckResult, Finding } from './results.js';

/** What is known of a kind of finding, by its id. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly hint: string;
}

export interface SarifOptions {
  /** Of this tool. */
  readonly version: string;
  readonly rules: readonly SarifRule[];
  /** Takes credentials out of a text. */
  readonly mask: (text: string) => string;
}

/**
 * The findings and the drift of a check as a SARIF log, which code hosts show beside the lines.
 * Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
 */
export function sarifOf(
  { findings, drift }: Pick<CheckResult, 'findings' | 'drift'>,
  { version, rules, mask }: SarifOptions,
): object {
  const drifted = drift.map((path): Finding => ({ ...DRIFT, file: path, venue: venueOf(path) }));
  const all = [...findings, ...drifted];
  const ids = [...new Set(all.map(({ id }) => id))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'ats-exchange', version, rules: ids.map((id) => ruleOf(id, rules)) },
        },
        originalUriBaseIds: { WORKSPACE: { description: { text: 'The folder with custom_modules.' } } },
        results: all.map((finding) => ({
          ruleId: finding.id,
          ruleIndex: ids.indexOf(finding.id),
          level: drifted.includes(finding) ? 'warning' : 'error',
          message: { text: mask([finding.message, finding.hint].filter((text) => text !== '').join('\n')) },
          locations: [{ physicalLocation: placeOf(finding) }],
        })),
      },
    ],
  };
}

const DRIFT = { id: 'S06', message: 'ats-exchange sync would change this file', hint: '' };

function ruleOf(id: string, rules: readonly SarifRule[]): object {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) return { id };
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: rule.hint },
  };
}

/** A finding of the whole workspace stands at its `package.json`, since SARIF wants a file. */
function placeOf({ file, line }: Finding): object {
  const uri = encodeURI(file === '' ? 'package.json' : file.replaceAll('\\', '/'));
  return {
    artifactLocation: { uri, uriBaseId: 'WORKSPACE' },
    ...(line === undefined ? {} : { region: { startLine: line } }),
  };
}

function venueOf(path: string): string {
  return path.startsWith(`${EXCHANGES}/`) ? (path.split('/')[2] ?? '') : '';
}
