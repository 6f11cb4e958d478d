import { presetNames } from '../../../venues/index.js';
import { UserError } from '../../cli/errors.js';
import { snakeCase, venueNameProblem } from '../../naming/venue-name.js';
import { describeVenue } from './describe.js';
import type { Answers } from './draft-parts.js';
import { draftFolder, loadDraft, saveDraft, saveProposals } from './draft.js';
import type { Proposals } from './proposals.js';
import { loadSignings } from './signing.js';
import { SCRATCH, stepsFor } from './steps.js';
import { takenFor } from './taken.js';
import { loadStyle } from './styles.js';

/** A draft that holds every proposal that is sure, and the questions that are still open. */
export interface ProposedDraft {
  readonly name: string;
  readonly folder: string;
  readonly missing: readonly string[];
}

/** Writes the draft of an interview that nobody could be asked in; the answers of an earlier one stay. */
export async function draftFromProposals(
  proposals: Proposals,
  { cwd, name: given }: { readonly cwd: string; readonly name: string | undefined },
): Promise<ProposedDraft> {
  const name = given ?? snakeCase(proposals.title?.answer ?? '');
  if (name === undefined || venueNameProblem(name) !== undefined)
    throw new UserError('the document has no title that names the venue; give --name');
  const folder = draftFolder(cwd, name);
  const earlier = await loadDraft(folder);
  const start = earlier?.start ?? SCRATCH;
  const [style, signings] = await Promise.all([loadStyle(start), presetNames().then(loadSignings)]);
  const asked = stepsFor({ name, start, pages: '' }, style, signings);
  const taken = asked.flatMap(({ id, check }) => {
    const proposal = proposals[id];
    return proposal?.isSure === true && check(proposal.answer) === undefined
      ? [[id, proposal.answer] as const]
      : [];
  });
  const answers: Answers = { pages: '', ...Object.fromEntries(taken), ...earlier, name, start };
  await saveDraft(folder, answers, describeVenue(answers, style, signings));
  await saveProposals(folder, proposals);
  const open = stepsFor(answers, style, signings).filter(
    (step) =>
      step.kind !== 'pages' &&
      answers[step.id] === undefined &&
      takenFor(step, answers, { found: {}, confirmed: {} }) === undefined,
  );
  return { name, folder, missing: open.map(({ id }) => id) };
}
