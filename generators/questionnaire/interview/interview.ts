import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { infer } from '../../../venues/infer/infer.js';
import { parseSample } from '../../../venues/infer/parse-sample.js';
import { VenueError, loadVenue, type LoadedVenue } from '../../../venues/index.js';
import { InterruptedError } from '../../cli/errors.js';
import { describeVenue } from './describe.js';
import type { Answers } from './draft-parts.js';
import { draftFolder, loadDraft, loadProposals, saveDraft, saveProposals } from './draft.js';
import { withProposal, type Proposals } from './proposals.js';
import { loadSignings } from './signing.js';
import type { Step } from './step.js';
import { FEED, nameProblem, sampleProblem, SCRATCH, stepsFor } from './steps.js';
import { loadStyle } from './styles.js';

/** The terminal, as the interview uses it. */
export interface Terminal {
  readonly text: (question: {
    message: string;
    default?: string;
    check: (text: string) => string | undefined;
  }) => Promise<string>;
  readonly choose: (question: {
    message: string;
    choices: readonly { readonly value: string; readonly name: string }[];
  }) => Promise<string>;
  /** A line that names a file, or several lines up to an empty one. */
  readonly paste: (message: string) => Promise<string>;
  readonly show: (lines: readonly string[]) => void;
}

export interface InterviewOptions {
  readonly cwd: string;
  readonly terminal: Terminal;
  readonly presets: readonly string[];
  readonly name?: string | undefined;
  /** What documents say of the venue: the defaults of its questions. */
  readonly proposals?: Proposals | undefined;
  /** How an inference is shown. */
  readonly preview: (inference: ReturnType<typeof infer>) => readonly string[];
}

/** What takes a person one question back. */
export const BACK = '<';

/** Asks for a venue of its own; every answer is saved at once, so that an interview that is interrupted goes on later. */
export async function interview(options: InterviewOptions): Promise<LoadedVenue> {
  const { cwd, terminal } = options;
  const name =
    options.name ??
    (await terminal.text({
      message: 'The venue’s name (snake_case, its folder’s name)?',
      check: nameProblem,
    }));
  const folder = draftFolder(cwd, name);
  try {
    return await converse(name, folder, options);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ExitPromptError') throw error;
    throw new InterruptedError(
      `interrupted; the answers so far are in ${folder}: run the same command and give the same name to go on`,
    );
  }
}

async function converse(name: string, folder: string, options: InterviewOptions): Promise<LoadedVenue> {
  const { terminal, presets } = options;
  const earlier = await loadDraft(folder);
  if (earlier !== undefined) terminal.show([`Going on with ${folder}.`]);
  const start =
    earlier?.start ??
    (await terminal.choose({ message: 'What is its API like?', choices: startChoices(presets) }));
  const style = await loadStyle(start);
  const signings = start === FEED ? new Map() : await loadSignings(presets);
  let answers: Answers = { ...earlier, name, start };
  /** What was answered before a step back, as the new default. */
  const before = new Map<string, string>();
  const proposals = options.proposals ?? (await loadProposals(folder));
  if (options.proposals !== undefined) await saveProposals(folder, options.proposals);
  terminal.show([`Each answer is saved in ${folder} at once; ${BACK} goes one question back.`]);
  for (;;) {
    await saveDraft(folder, answers, describeVenue(answers, style, signings));
    const steps = stepsFor(answers, style, signings);
    const step = steps.find(({ id }) => answers[id] === undefined);
    if (step === undefined) {
      const decision = await review(folder, steps, answers, options);
      if (typeof decision !== 'string') return decision;
      before.set(decision, answers[decision] ?? '');
      answers = without(answers, decision);
      continue;
    }
    const offered = withProposal(step, proposals, signings);
    if (offered.reason !== undefined && !before.has(step.id)) terminal.show([offered.reason]);
    const reply = await ask(offered.step, before.get(step.id), options);
    if (reply === BACK) {
      const previous = steps[steps.indexOf(step) - 1];
      if (previous === undefined) continue;
      before.set(previous.id, answers[previous.id] ?? '');
      answers = without(answers, previous.id);
    } else answers = { ...answers, [step.id]: reply };
  }
}

function startChoices(presets: readonly string[]): { value: string; name: string }[] {
  return [
    ...presets.map((value) => ({ value, name: `like ${value}: its signature, order words and endpoints` })),
    { value: SCRATCH, name: 'like none of these: everything is asked for, from samples (live)' },
    { value: FEED, name: 'like none of these: candles only, from samples (data_feed)' },
  ];
}

async function ask(step: Step, earlier: string | undefined, options: InterviewOptions): Promise<string> {
  if (step.kind === 'sample') return askSample(step, options);
  if (step.kind === 'choice') return options.terminal.choose(choiceOf(step, earlier));
  const fallback = earlier ?? step.default;
  const check = (text: string): string | undefined => (text === BACK ? undefined : step.check(text));
  return options.terminal.text({
    message: step.message,
    check,
    ...(fallback === undefined ? {} : { default: fallback }),
  });
}

/** The answer of before, or the usual one, comes first; the way back last. */
function choiceOf({ message, choices = [] }: Step, earlier: string | undefined) {
  const ordered = choices.toSorted((a, b) => Number(b.value === earlier) - Number(a.value === earlier));
  return { message, choices: [...ordered, { value: BACK, name: `${BACK} one question back` }] };
}

/** Until a sample is there that reads as the person says it should. */
async function askSample(
  { message, role = 'error', optional, default: proposed, checkSample }: Step,
  options: InterviewOptions,
): Promise<string> {
  const { terminal, cwd, preview } = options;
  for (;;) {
    const given = (await terminal.paste(message)).trim();
    const typed = given === '' ? (proposed ?? '') : given;
    if (typed === BACK || (typed === '' && optional === true)) return typed;
    const text =
      /^[[{]/.test(typed) || typed === ''
        ? typed
        : await readFile(resolve(cwd, typed), 'utf8').catch(() => undefined);
    const parsed =
      text === undefined ? { problem: 'is no file that can be read, and no JSON' } : parseSample(text);
    const problem =
      'problem' in parsed
        ? parsed.problem
        : (sampleProblem(role, parsed.sample) ?? checkSample?.(parsed.sample));
    if (problem !== undefined || 'problem' in parsed) {
      terminal.show([`✗ the sample ${problem ?? ''}`]);
      continue;
    }
    if (role !== 'error' && role !== 'message') {
      terminal.show(preview(infer(role, parsed.sample)));
      const choices = [
        { value: 'yes', name: 'yes' },
        { value: 'no', name: 'no: give another sample' },
      ];
      if ((await terminal.choose({ message: 'Is that right?', choices })) === 'no') continue;
    }
    return JSON.stringify(parsed.sample, null, 2);
  }
}

/** The summary: yes builds the venue, anything else is the answer to change. What is wrong with it is shown first. */
async function review(
  folder: string,
  steps: readonly Step[],
  answers: Answers,
  { terminal }: InterviewOptions,
): Promise<LoadedVenue | string> {
  const shown = steps.map(
    ({ id, kind }) => `  ${id.padEnd(20)} ${kind === 'sample' ? sampleText(answers[id]) : answers[id]}`,
  );
  const venue = await loadVenue(folder).catch((error: unknown) => {
    if (error instanceof VenueError) return error;
    throw error;
  });
  const isGood = !(venue instanceof VenueError);
  terminal.show([
    `${answers.name}, like ${answers.start}:`,
    ...shown,
    ...(isGood ? [] : venue.message.split('\n').map((line) => `✗ ${line}`)),
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

function sampleText(answer: string | undefined): string {
  return answer === undefined || answer === '' ? 'the style’s' : `${answer.length} characters`;
}

function without(answers: Answers, id: string): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => key !== id));
}
