import type { Inference } from '../../../venues/infer/infer.js';
import type { LoadedVenue } from '../../../venues/index.js';
import { InterruptedError } from '../../cli/errors.js';
import { describeVenue } from './describe.js';
import type { Answers } from './draft-parts.js';
import { draftFolder, loadDraft, loadProposals, saveDraft, saveProposals } from './draft.js';
import { withProposal, type Proposals } from './proposals.js';
import { review } from './review.js';
import { loadSignings } from './signing.js';
import { askStep } from './ask-step.js';
import { BACK } from './step.js';
import { FEED, nameProblem, SCRATCH, stepsFor } from './steps.js';
import { loadStyle } from './styles.js';
import { foundLines, takenFor, type Known } from './taken.js';

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
  /**
   * A line that names a file, or several lines up to an empty one.
   * @param isFile given: any text up to a line that is only a dot, or one line for which this is true
   */
  readonly paste: (message: string, isFile?: (line: string) => boolean) => Promise<string>;
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
  readonly preview: (inference: Inference) => readonly string[];
  /** How the rows of one are shown alone. */
  readonly rows?: (inference: Inference) => readonly string[];
}

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
  /** What was answered before a step back, as the new default; such a question is asked in any case. */
  const before = new Map<string, string>();
  const documents = options.proposals ?? (await loadProposals(folder));
  if (options.proposals !== undefined) await saveProposals(folder, options.proposals);
  // Documents are what pages would be asked for.
  if (Object.keys(documents).length > 0) answers = { pages: '', ...answers };
  terminal.show([`Each answer is saved in ${folder} at once; ${BACK} goes one question back.`]);
  const knownOf = knowing(documents);
  for (;;) {
    const known = await knownOf(answers);
    const steps = stepsFor(answers, style, signings, known.found);
    const step = steps.find(({ id }) => answers[id] === undefined);
    const taken = step === undefined || before.has(step.id) ? undefined : takenFor(step, answers, known);
    if (step !== undefined && taken !== undefined) {
      answers = { ...answers, [step.id]: taken.answer };
      continue;
    }
    await saveDraft(folder, answers, describeVenue(answers, style, signings));
    if (step === undefined) {
      const decision = await review({ folder, steps, answers, known }, options);
      if (typeof decision !== 'string') return decision;
      before.set(decision, answers[decision] ?? '');
      answers = without(answers, decision);
      continue;
    }
    const offered = withProposal(step, { ...known.found, ...known.confirmed }, signings);
    if (offered.reason !== undefined && !before.has(step.id)) terminal.show([offered.reason]);
    if (step.id === 'take') terminal.show(foundLines(known.found, options.rows ?? options.preview));
    const reply = await askStep(offered.step, before.get(step.id), options);
    if (reply === BACK) {
      const asked = steps
        .slice(0, steps.indexOf(step))
        .filter((one) => takenFor(one, answers, known) === undefined || before.has(one.id));
      const previous = asked.at(-1);
      if (previous === undefined) continue;
      before.set(previous.id, answers[previous.id] ?? '');
      answers = without(answers, previous.id);
    } else answers = { ...answers, [step.id]: reply };
  }
}

/** What is read from the pages that were pasted; worked out again when they change, or an interview goes on. */
function knowing(documents: Proposals): (answers: Answers) => Promise<Known> {
  let last: { readonly key: string; readonly known: Known } | undefined;
  return async ({ pages = '', signing_docs = '' }) => {
    const key = `${pages}\0${signing_docs}`;
    if (last?.key === key) return last.known;
    const [{ pagesProposals }, { signingProposals }] = await Promise.all([
      import('../../pages/index.js'),
      import('../../pages/signing.js'),
    ]);
    const found = pages === '' ? documents : { ...documents, ...pagesProposals(pages) };
    const known = { found, confirmed: signingProposals(signing_docs) };
    last = { key, known };
    return known;
  };
}

function startChoices(presets: readonly string[]): { value: string; name: string }[] {
  return [
    ...presets.map((value) => ({ value, name: `like ${value}: its signature, order words and endpoints` })),
    { value: SCRATCH, name: 'like none of these: from its own documentation (live)' },
    { value: FEED, name: 'like none of these: candles only, from its own documentation (data_feed)' },
  ];
}

function without(answers: Answers, id: string): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => key !== id));
}
