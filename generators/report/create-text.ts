import type { Colors } from 'picocolors/types.js';
import type { ConformanceSummary, CreateResult, FileChange } from './results.js';

const SIGN: Readonly<Record<FileChange['kind'], string>> = { add: '+', replace: '~', delete: '-' };

export function createText(result: CreateResult, color: Colors): string[] {
  const { root, files, diffs, dryRun } = result;
  if (dryRun) {
    return [
      `${color.bold('Dry run:')} nothing was written. In ${root}:`,
      ...files.map(({ path, kind }) => `  ${SIGN[kind]} ${path}`),
      ...diffs,
    ];
  }
  return [
    ...failureLines(result, color),
    '',
    verdictLine(result, color),
    `  ${color.dim(root)}`,
    '',
    ...nextLines(result, color),
  ];
}

function failureLines({ steps, conformance }: CreateResult, color: Colors): string[] {
  const failed = steps.filter(({ status }) => status === 'failed');
  if (conformance !== undefined && conformance.failed > 0) return conformanceLines(conformance, color);
  return failed.flatMap(({ name, output }) => [
    '',
    color.red(`${name} failed:`),
    ...(output ?? '').split('\n').map((line) => `  ${line}`),
  ]);
}

/** The failed conformance checks, each with what it says. */
function conformanceLines({ failures }: ConformanceSummary, color: Colors): string[] {
  return failures.flatMap(({ check, message }) => [
    '',
    color.red(`✗ ${check}`),
    ...message.split('\n').map((line) => `  ${line}`),
  ]);
}

function verdictLine(
  { verdict, venue, kind, created, files, conformance }: CreateResult,
  color: Colors,
): string {
  const what = `${venue} (${kind})`;
  switch (verdict) {
    case 'certified':
      return `${color.green('✓')} ${color.bold(what)} builds and passes conformance: ${summary(conformance)}`;
    case 'failed':
      return `${color.red('✗')} ${color.bold(what)} is written, but not proven${conformance === undefined ? '' : `: ${summary(conformance)}`}`;
    default:
      return `${color.green('✓')} ${color.bold(what)}: ${created} written, ${files.length} files; not yet installed, built or tested`;
  }
}

export function summary(conformance: ConformanceSummary | undefined): string {
  if (conformance === undefined) return '';
  const { passed, failed, skipped } = conformance;
  return [
    `${passed} checks passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}

function nextLines({ next }: CreateResult, color: Colors): string[] {
  return next.length === 0 ? [] : ['Next:', ...next.map((command) => `  ${color.cyan(command)}`)];
}
