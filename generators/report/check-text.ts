import type { Colors } from 'picocolors/types.js';
import { certificateText } from './certificate-text.js';
import { summary } from './create-text.js';
import type { CheckResult } from './results.js';

export function checkText(
  { findings, drift, venues, conformance, cached, certificates, exitCode }: CheckResult,
  color: Colors,
): string[] {
  return [
    ...findings.flatMap(({ id, file, line, message, hint }) => [
      `${color.red(id)} ${file}${line === undefined ? '' : `:${line}`} ${message}`,
      ...(hint === '' ? [] : [color.dim(`    ${hint}`)]),
    ]),
    ...drift.map(
      (path) => `${color.yellow('drift')} ${path} ${color.dim('ats-exchange sync would change it')}`,
    ),
    ...(exitCode === 0
      ? [`${color.green('✓')} ${venues.join(', ')}: clean`]
      : [`${color.red('✗')} ${count(findings.length, 'finding')}, ${count(drift.length, 'drifted file')}`]),
    ...(conformance === undefined ? [] : [`  conformance: ${summary(conformance)}`]),
    ...Object.entries(certificates).map(([venue, state]) => `  ${venue}: ${certificateText(state, color)}`),
    ...(cached.length === 0
      ? []
      : [
          `  ${cached.length} of ${venues.length} unchanged since an earlier check (--no-cache checks them anew)`,
        ]),
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
