import type { Colors } from 'picocolors/types.js';
import type { ConnectorSync, Scorecard } from '../sync/index.js';
import { certificateText } from './certificate-text.js';
import type { ExplainReport, StatusReport, SyncReport } from './results.js';

export function syncText({ connectors, drift, diffs, mode }: SyncReport, color: Colors): string[] {
  const verb = mode === 'write' ? 'brought up to date' : 'would change';
  const changed = connectors.filter(
    ({ changes, proof }) => changes.length > 0 && proof?.accepted !== false,
  ).length;
  const undoes = mode === 'write' && changed > 0;
  const end = drift
    ? `${changed} of ${connectors.length} connectors ${verb}${undoes ? '; ats-exchange undo takes it back' : ''}`
    : idleText(connectors, color);
  return [...connectors.flatMap((connector) => connectorLines(connector, color)), ...diffs, end];
}

/** Nothing to do, as far as that could be seen. */
function idleText(connectors: readonly ConnectorSync[], color: Colors): string {
  const unclear = connectors.filter(({ error }) => error !== undefined).length;
  const all = `${counted(connectors.length, 'connector')}, nothing to do`;
  return unclear === 0 ? `${color.green('✓')} ${all}` : `${all} for ${connectors.length - unclear} of them`;
}

export function statusText({ connectors, certificates }: StatusReport, color: Colors): string[] {
  return connectors.flatMap(({ venue, members, error }) => [
    color.bold(venue),
    ...(error === undefined ? [] : [`  ${color.red(error)}`]),
    `  ${certificateText(certificates[venue] ?? { state: 'none' }, color)}`,
    ...members.map(({ file, member, state, isStub }) => {
      const shown =
        state === 'conflict'
          ? color.red(state)
          : state === 'pristine'
            ? color.dim(state)
            : color.yellow(state);
      return `  ${shown}${' '.repeat(10 - state.length)} ${file}${member === undefined ? '' : ` ${member}`}${isStub === true ? ' (stub)' : ''}`;
    }),
  ]);
}

export function explainText(
  { file, member, state, rule, contract, diff }: ExplainReport,
  color: Colors,
): string[] {
  return [
    `${color.bold(member)} in ${file}: ${state}`,
    rule,
    ...(contract?.doc === undefined ? [] : ['', contract.doc]),
    ...(diff === undefined ? [] : ['', diff]),
  ];
}

function connectorLines(
  { venue, causes, members, conflicts, hands, error, proof }: ConnectorSync,
  color: Colors,
): string[] {
  if (error !== undefined) return [`${color.red('✗')} ${venue}: ${error}`];
  if (causes.length === 0) return [];
  return [
    `${color.bold(venue)} (${causes.join(', ')})`,
    ...members.map(
      ({ file, member, change, note }) =>
        `  ${change} ${where(file, member)}${note === undefined ? '' : `: ${note}`}`,
    ),
    ...conflicts.map(
      ({ file, member }) =>
        `  ${color.red('conflict')} ${where(file, member)}: you and the generator both changed it`,
    ),
    ...hands.map(
      ({ file, member, why }) => `  ${color.yellow('needs a hand')} ${where(file, member)}: ${why}`,
    ),
    ...(proof === undefined ? [] : proofLines(proof, color)),
  ];
}

/** The scorecard before and after, and what is worse where that kept the merge out. */
function proofLines(
  { before, after, accepted }: NonNullable<ConnectorSync['proof']>,
  color: Colors,
): string[] {
  const verdict = accepted
    ? `${color.green('certified')}: no worse than before`
    : `${color.red('not moved in')}: ${worse(before, after).join(', ')}`;
  return [`  before  ${scoreText(before)}`, `  after   ${scoreText(after)}`, `  ${verdict}`];
}

function scoreText({ typeErrors, passed, failed }: Scorecard): string {
  return `${counted(typeErrors, 'type error')}, ${counted(passed, 'check')} passed, ${failed} failed`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function worse(before: Scorecard, after: Scorecard): string[] {
  return [
    ...(after.typeErrors > before.typeErrors ? ['it brings type errors'] : []),
    ...(after.failed > before.failed ? ['more checks fail'] : []),
    ...(after.passed < before.passed ? ['fewer checks pass'] : []),
  ];
}

function where(file: string, member?: string): string {
  return member === undefined ? file : `${file} ${member}`;
}
