import { infer } from '../../../venues/infer/infer.js';
import { ROLE_NAMES } from '../../../venues/infer/roles.js';
import { VenueError, loadVenue, type LoadedVenue } from '../../../venues/index.js';
import type { Answers } from './draft-parts.js';
import { requestShown } from './request-example.js';
import type { InterviewOptions } from './interview.js';
import type { Step } from './step.js';
import { takenFor, type Known } from './taken.js';

interface Interviewed {
  readonly folder: string;
  readonly steps: readonly Step[];
  readonly answers: Answers;
  readonly known: Known;
}

/** The summary: yes builds the venue, anything else is the answer to change. What is wrong with it is shown first. */
export async function review(
  interviewed: Interviewed,
  { terminal }: InterviewOptions,
): Promise<LoadedVenue | string> {
  const { folder, steps, answers } = interviewed;
  const venue = await loadVenue(folder).catch((error: unknown) => {
    if (error instanceof VenueError) return error;
    throw error;
  });
  const isGood = !(venue instanceof VenueError);
  const shown = steps.filter(({ id }) => id !== 'take');
  terminal.show([
    '',
    `${answers.name}, ${START_TEXTS[answers.start ?? ''] ?? `like ${answers.start ?? ''}`}:`,
    ...shown.map(
      (step) => `  ${step.id.padEnd(21)} ${answerText(step, answers)}${reasonText(step, interviewed)}`,
    ),
    ...(isGood ? [] : ['', ...venue.message.split('\n').map((line) => `✗ ${line}`)]),
  ]);
  const decision = await terminal.choose({
    message: isGood ? 'Build it?' : 'Something is wrong with it. Which answer is to be changed?',
    choices: [
      ...(isGood ? [{ value: 'yes', name: 'yes' }] : []),
      ...steps.map(({ id }) => ({ value: id, name: `change ${id}` })),
    ],
  });
  return decision === 'yes' && isGood ? venue : decision;
}

const START_TEXTS: Readonly<Record<string, string>> = {
  scratch: 'from its own documentation',
  nothing: 'candles only, from its own documentation',
};

function answerText({ id, kind, role }: Step, answers: Answers): string {
  const answer = answers[id] ?? '';
  if (id === 'signing_docs') return answer === '' ? 'none was pasted' : 'read; nothing of it is kept';
  if (kind === 'pages') return answer === '' ? 'none was pasted' : `${answer.split('\n').length} lines`;
  const asked = ROLE_NAMES.find((name) => id === `request:${name}`);
  if (asked !== undefined) return requestShown(answer, asked);
  if (kind !== 'sample') return answer;
  if (answer === '') return 'the style’s';
  if (role === undefined || role === 'error' || role === 'message')
    return answer.replaceAll(/\s+/g, ' ').slice(0, 80);
  const { fields, warnings } = infer(role, JSON.parse(answer));
  const doubts = new Set(warnings.flatMap(({ field }) => (field === undefined ? [] : [field])));
  return `reads ${fields.map(({ field }) => (doubts.has(field) ? `${field}!` : field)).join(' ')}`;
}

/** Why an answer was not asked for; a guess begins with `!`. */
function reasonText(step: Step, { answers, known }: Interviewed): string {
  const taken = takenFor(step, answers, known);
  if (taken === undefined || taken.answer !== answers[step.id] || step.id.includes(':')) return '';
  return `   (${taken.reason})`;
}
