import type { Signings } from './signing.js';
import type { Step } from './step.js';

/** An answer to one of the interview's questions, and what in a document says so. */
export interface Proposal {
  readonly answer: string;
  readonly reason: string;
  /** Nothing of it is made up or doubtful: without a terminal it is taken as it is. */
  readonly isSure: boolean;
}

/** The question's id → what a document proposes. */
export type Proposals = Readonly<Record<string, Proposal>>;

/** The question with what is proposed as its default, and what says so. */
export function withProposal(
  step: Step,
  proposals: Proposals,
  signings: Signings,
): { readonly step: Step; readonly reason?: string } {
  if (step.id === 'signing') return signingProposal(step, proposals, signings);
  const proposal = proposals[step.id];
  if (proposal === undefined || (step.kind === 'text' && step.check(proposal.answer) !== undefined))
    return { step };
  const message =
    step.kind === 'sample'
      ? `${step.message.replace(/ \(ENTER.*\)$/, '')} (ENTER takes the document’s)`
      : step.message;
  return {
    step: { ...step, message, default: proposal.answer, optional: true },
    reason: `${proposal.isSure ? '·' : '!'} ${proposal.reason}`,
  };
}

/** A known venue that has a header of the same name signs alike. */
function signingProposal(
  step: Step,
  { key_headers: named }: Proposals,
  signings: Signings,
): { readonly step: Step; readonly reason?: string } {
  if (named === undefined) return { step };
  const headers = named.answer.toLowerCase().split(' ');
  const like = [...signings].find(([, { place }]) =>
    Object.keys(place.headers ?? {}).some((name) => headers.includes(name.toLowerCase())),
  );
  const first = like?.[0];
  const choices = (step.choices ?? []).toSorted(
    (a, b) => Number(b.value === first) - Number(a.value === first),
  );
  return { step: { ...step, choices }, reason: `· ${named.reason}` };
}
