import { resolve } from 'node:path';
import { statSync } from 'node:fs';
import type { LoadedVenue } from '../../venues/index.js';
import { UserError } from '../cli/errors.js';
import { freeTextProblem } from '../naming/text.js';
import { venueName } from '../naming/venue-name.js';

/** What a connector can be. */
export type Kind = LoadedVenue['description']['kind'];

export interface Source {
  readonly preset?: string | undefined;
  readonly answers?: string | undefined;
}

/** The venue description that the answers point at; nothing when they point at none. */
export async function loadSource({ preset, answers }: Source, cwd: string): Promise<LoadedVenue | undefined> {
  if (preset !== undefined && answers !== undefined) {
    throw new UserError('--preset and --answers exclude each other; give one of them');
  }
  if (answers !== undefined) return loadAnswers(resolve(cwd, answers));
  if (preset !== undefined)
    return checkTexts(await (await import('../../venues/preset.js')).loadPreset(preset));
  return undefined;
}

/** The description under another name, or as another kind; its text is edited, so its comments stay. */
export async function adapt(
  venue: LoadedVenue,
  { name, kind }: { readonly name?: string | undefined; readonly kind?: Kind | undefined },
): Promise<LoadedVenue> {
  const { description } = venue;
  const edits = { venue: name ?? description.venue, kind: kind ?? description.kind };
  venueName(edits.venue);
  if (edits.venue === description.venue && edits.kind === description.kind) return venue;
  const { parseDocument } = await import('yaml');
  const document = parseDocument(venue.text);
  for (const [key, value] of Object.entries(edits)) document.set(key, value);
  return { ...venue, text: document.toString({ lineWidth: 0 }), description: { ...description, ...edits } };
}

async function loadAnswers(file: string): Promise<LoadedVenue> {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new UserError(`--answers: ${file} does not exist; give the path of a venue.yaml`);
  if (!stat.isDirectory() && !/\.ya?ml$/.test(file)) {
    throw new UserError(`--answers: ${file} is no YAML file; give the path of a venue.yaml`);
  }
  const { loadVenue } = await import('../../venues/index.js');
  return checkTexts(await loadVenue(file));
}

function checkTexts(venue: LoadedVenue): LoadedVenue {
  const { name, docs } = venue.description;
  for (const [key, text] of Object.entries({ name, docs })) {
    const problem = freeTextProblem(text);
    if (problem !== undefined) throw new UserError(`${venue.file} ${key}: ${problem}`);
  }
  venueName(venue.description.venue, `${venue.file} venue`);
  return venue;
}
