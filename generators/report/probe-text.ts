import type { Colors } from 'picocolors/types.js';
import type { ProbeResult } from './results.js';

/** Each call with what it found; notes are what no connector depends on. */
export function probeText({ venue, rest, calls }: ProbeResult, color: Colors): string[] {
  return [
    `${color.bold(venue)} at ${rest}, read-only:`,
    ...calls.flatMap(({ role, request, differences }) => {
      const isGood = differences.every(({ kind }) => kind === 'note');
      return [
        `${isGood ? color.green('✓') : color.red('✗')} ${role.padEnd(12)} ${color.dim(request)}`,
        ...differences.map(
          ({ kind, message }) => `    ${kind === 'note' ? color.dim('·') : color.red('✗')} ${message}`,
        ),
      ];
    }),
  ];
}
