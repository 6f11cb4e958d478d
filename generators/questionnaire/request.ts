import type { LoadedVenue } from '../../venues/index.js';
import { UserError } from '../cli/errors.js';
import { venueName } from '../naming/venue-name.js';
import { surroundingTarget, targetIn, type Target } from '../workspace/target.js';
import type { CommandContext } from '../cli/context.js';
import { adapt, loadSource, type Kind } from './answers.js';
import { OTHER_VENUE, type Asked } from './ask.js';

/** What the person typed; what is not there is asked for, or has a default. */
export interface Given {
  readonly dir?: string | undefined;
  readonly preset?: string | undefined;
  readonly answers?: string | undefined;
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
  if (given.yes === true || !interactive) {
    const dir = given.yes === true ? DEFAULT_FOLDER : undefined;
    if (source === undefined || (target === undefined && dir === undefined))
      throw missing(source, target ?? dir);
    return { target: target ?? targetIn(cwd, DEFAULT_FOLDER, force), venue: await adapt(source, given) };
  }
  const asked = await askForTheRest(given, { cwd, force, target, source });
  const isOther = asked.preset === OTHER_VENUE;
  const venue =
    source ??
    (isOther
      ? await interviewed({ cwd, announce, name: given.name })
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
  const wants = {
    preset: source === undefined,
    dir: target === undefined,
    // A description answers these; a person who named one at the start is not asked again.
    kind: source === undefined && given.kind === undefined,
    name: source === undefined && given.name === undefined,
  };
  if (!Object.values(wants).includes(true)) return {};
  const [{ ask }, { presetNames }] = await Promise.all([import('./ask.js'), import('../../venues/index.js')]);
  const presets = await presetNames();
  return ask({ cwd, presets, wants, force, defaultFolder: DEFAULT_FOLDER });
}

/** A venue that is no preset: its own documentation answers. */
async function interviewed({
  cwd,
  announce,
  name,
}: Pick<Surroundings, 'cwd' | 'announce'> & { readonly name: string | undefined }): Promise<LoadedVenue> {
  const [{ interview }, { openTerminal }, { inferText }, { presetNames }, { default: pc }] =
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
    terminal: await openTerminal(announce),
    presets: await presetNames(),
    preview: (inference) => inferText(inference, pc),
  });
}

function missing(source: unknown, target: unknown): UserError {
  const lacking = [
    ...(source === undefined ? ['the venue (--preset NAME or --answers FILE)'] : []),
    ...(target === undefined ? ['the folder (the first argument, or --yes for my-trading)'] : []),
  ];
  return new UserError(`answers are missing and there is no terminal to ask at: ${lacking.join(', ')}`);
}
