import { infer, type Inference } from '../../../venues/infer/infer.js';
import { ROLE_NAMES } from '../../../venues/infer/roles.js';
import type { Answers } from './draft-parts.js';
import { requestShown } from './request-example.js';
import type { Proposals } from './proposals.js';
import type { Step } from './step.js';

/** What proposes answers: documents and pages, which are confirmed as a whole, and what is confirmed already. */
export interface Known {
  readonly found: Proposals;
  readonly confirmed: Proposals;
}

/** An answer that needs no question, and why; nothing where it has to be asked for. */
export function takenFor(
  step: Step,
  answers: Answers,
  { found, confirmed }: Known,
): { readonly answer: string; readonly reason: string } | undefined {
  const proposal = confirmed[step.id] ?? (isTaken(step.id, answers) ? found[step.id] : undefined);
  if (proposal?.isSure === true && fits(step, proposal.answer)) return proposal;
  if (step.assumed === undefined) return undefined;
  const answer = step.kind === 'choice' ? step.choices?.[0]?.value : step.default;
  return answer === undefined || !fits(step, answer) ? undefined : { answer, reason: step.assumed };
}

function isTaken(id: string, { take }: Answers): boolean {
  return take !== undefined && take !== 'no' && id.split(':')[1] !== take;
}

function fits({ kind, choices = [], check }: Step, answer: string): boolean {
  return kind === 'choice' ? choices.some(({ value }) => value === answer) : check(answer) === undefined;
}

/** What was found, as it is shown for one yes: each endpoint in a line, what is doubtful, and what is read of it. */
export function foundLines(
  found: Proposals,
  rows: (inference: Inference) => readonly string[],
): readonly string[] {
  const sure = Object.entries(found).filter(([, { isSure }]) => isSure);
  const roles = ROLE_NAMES.filter((role) => sure.some(([id]) => id.split(':')[1] === role));
  const samples = roles.flatMap((role) => {
    const sample = found[`sample:${role}`];
    return sample?.isSure === true ? [{ role, inference: infer(role, JSON.parse(sample.answer)) }] : [];
  });
  return [
    '',
    'Found:',
    ...roles.map((role) => {
      const request = found[`request:${role}`];
      const fields = samples.find((one) => one.role === role)?.inference.fields.map(({ field }) => field);
      const what = fields === undefined ? 'its answer is asked for next' : `reads ${fields.join(', ')}`;
      return `  ${role.padEnd(14)} ${request?.isSure === true ? requestShown(request.answer, role) : 'its request is asked for next'}\n${' '.repeat(17)}${what}`;
    }),
    ...sure
      .filter(([id]) => !id.includes(':') && !['key_headers', 'differs'].includes(id))
      .map(([id, { answer, reason }]) => `  ${id.padEnd(14)} ${answer}  (${reason})`),
    ...(found['sample:error']?.isSure === true
      ? [`  ${'error'.padEnd(14)} ${oneLine(found['sample:error'].answer)}`]
      : []),
    ...samples
      .filter(({ role }) => SHOWN.includes(role))
      .flatMap(({ inference }) => ['', ...rows({ ...inference, preview: inference.preview.slice(0, 1) })]),
    '',
    ...samples.flatMap(({ role, inference }) =>
      inference.warnings.map(
        ({ field, message }) => `! ${role}${field === undefined ? '' : ` ${field}`}: ${message}`,
      ),
    ),
  ];
}

/** Whose first row is shown, as the connector would read it. */
const SHOWN: readonly string[] = ['candles', 'get_order', 'balances'];

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 100);
}
