import type { LoadedVenue } from '../../venues/index.js';
import { UserError } from '../cli/errors.js';
import { venueName } from '../naming/venue-name.js';
import { surroundingTarget, targetIn, type Target } from '../workspace/target.js';
import type { CommandContext } from '../cli/context.js';
import { adapt, loadSource, type Kind } from './answers.js';
import { OTHER_VENUE, type Asked } from './ask.js';
import type { Proposals } from './interview/proposals.js';

/** What the person typed; what is not there is asked for, or has a default. */
export interface Given {
  readonly dir?: string | undefined;
  readonly preset?: string | undefined;
  readonly answers?: string | undefined;
  /** OpenAPI documents that describe the venue. */
  readonly openapi?: readonly string[] | undefined;
  readonly kind?: Kind | undefined;
  readonly name?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly force?: boolean | undefined;
}

/** Everything `create` has to know, checked. */
export interface Request {
  readonly target: Target;
  readonly venue: LoadedVenue;
}

type Surroundings = Pick<CommandContext, 'cwd' | 'interactive' | 'announce'>;

const DEFAULT_FOLDER = 'my-trading';

/**
 * Checks what was given and completes it: by asking where a person sits at the terminal, else by defaults.
 * A `UserError` lists the answers that are missing then, with the flags that give them; it never waits for one.
 */
export async function resolveRequest(
  given: Given,
  { cwd, interactive, announce }: Surroundings,
): Promise<Request> {
  const force = given.force === true;
  if (given.name !== undefined) venueName(given.name, '--name');
  const target = given.dir === undefined ? surroundingTarget(cwd) : targetIn(cwd, given.dir, force);
  const source = await loadSource(given, cwd);
  const proposals = await proposed(given, cwd);
  if (proposals !== undefined && (given.yes === true || !interactive))
    throw await unasked(proposals, given, cwd);
  if (given.yes === true || !interactive) {
    const dir = given.yes === true ? DEFAULT_FOLDER : undefined;
    if (source === undefined || (target === undefined && dir === undefined))
      throw missing(source, target ?? dir);
    return { target: target ?? targetIn(cwd, DEFAULT_FOLDER, force), venue: await adapt(source, given) };
  }
  const asked = await askForTheRest(given, { cwd, force, target, source });
  const isOther = asked.preset === OTHER_VENUE || proposals !== undefined;
  const venue =
    source ??
    (isOther
      ? await interviewed({ cwd, announce, name: given.name, proposals })
      : await loadSource({ preset: asked.preset }, cwd));
  const chosen = target ?? (asked.dir === undefined ? undefined : targetIn(cwd, asked.dir, force));
  if (venue === undefined || chosen === undefined) throw missing(venue, chosen);
  return {
    target: chosen,
    venue: await adapt(venue, { name: given.name ?? asked.name, kind: given.kind ?? asked.kind }),
  };
}

async function askForTheRest(
  given: Given,
  {
    cwd,
    force,
    target,
    source,
  }: { cwd: string; force: boolean; target: Target | undefined; source: LoadedVenue | undefined },
): Promise<Asked> {
  const isUnknown = source === undefined && given.openapi === undefined;
  const wants = {
    preset: isUnknown,
    dir: target === undefined,
    // A description answers these; a person who named one at the start is not asked again.
    kind: isUnknown && given.kind === undefined,
    name: isUnknown && given.name === undefined,
  };
  if (!Object.values(wants).includes(true)) return {};
  const [{ ask }, { presetNames }] = await Promise.all([import('./ask.js'), import('../../venues/index.js')]);
  const presets = await presetNames();
  return ask({ cwd, presets, wants, force, defaultFolder: DEFAULT_FOLDER });
}

/** What the documents of `--openapi` say; nothing where there are none. */
async function proposed({ openapi, preset, answers }: Given, cwd: string): Promise<Proposals | undefined> {
  if (openapi === undefined) return undefined;
  if (preset !== undefined || answers !== undefined)
    throw new UserError('--openapi excludes --preset and --answers; give one of them');
  const { proposalsFrom } = await import('../openapi/index.js');
  return proposalsFrom(openapi, cwd);
}

/** The draft is written as far as the documents go; the rest is for a person. */
async function unasked(proposals: Proposals, { name }: Given, cwd: string): Promise<UserError> {
  const { draftFromProposals } = await import('./interview/draft-from-proposals.js');
  const draft = await draftFromProposals(proposals, { cwd, name });
  return new UserError(
    `${draft.folder} holds what the document says; still missing: ${draft.missing.join(', ')}; ` +
      `run create-ats-exchange --name ${draft.name} at a terminal, choose “another one” and go on there`,
  );
}

/** A venue that is no preset: its own documentation answers. */
async function interviewed({
  cwd,
  announce,
  name,
  proposals,
}: Pick<Surroundings, 'cwd' | 'announce'> & {
  readonly name: string | undefined;
  readonly proposals: Proposals | undefined;
}): Promise<LoadedVenue> {
  const [{ interview }, { openTerminal }, { previewLines, sampleText }, { presetNames }, { default: pc }] =
    await Promise.all([
      import('./interview/interview.js'),
      import('./interview/terminal.js'),
      import('../report/infer-text.js'),
      import('../../venues/index.js'),
      import('picocolors'),
    ]);
  return interview({
    cwd,
    name,
    proposals,
    terminal: await openTerminal(announce),
    presets: await presetNames(),
    preview: (inference) => sampleText(inference, pc),
    rows: (inference) => previewLines(inference, pc),
  });
}

function missing(source: unknown, target: unknown): UserError {
  const lacking = [
    ...(source === undefined ? ['the venue (--preset NAME or --answers FILE)'] : []),
    ...(target === undefined ? ['the folder (the first argument, or --yes for my-trading)'] : []),
  ];
  return new UserError(`answers are missing and there is no terminal to ask at: ${lacking.join(', ')}`);
}
