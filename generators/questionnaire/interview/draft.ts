import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRecord } from '../../../venues/index.js';
import type { Answers, DraftFiles } from './draft-parts.js';
import type { Proposal, Proposals } from './proposals.js';

/** An interview that is under way: `<name>.draft/` with the description so far, its samples and the answers. */
export function draftFolder(cwd: string, name: string): string {
  return join(cwd, `${name}.draft`);
}

/** Each file is whole, or as it was: an interrupted run leaves a draft that can be gone on with. */
export async function saveDraft(
  folder: string,
  answers: Answers,
  { text, samples }: DraftFiles,
): Promise<void> {
  await mkdir(join(folder, 'samples'), { recursive: true });
  for (const [file, content] of samples) await replace(join(folder, file), content);
  await replace(join(folder, 'venue.yaml'), text);
  await replace(join(folder, 'answers.json'), `${JSON.stringify(answers, null, 2)}\n`);
}

/** What documents propose for the questions that are still open. */
export async function saveProposals(folder: string, proposals: Proposals): Promise<void> {
  await replace(join(folder, PROPOSALS), `${JSON.stringify(proposals, null, 2)}\n`);
}

export async function loadProposals(folder: string): Promise<Proposals> {
  const parsed = (await readJson(join(folder, PROPOSALS))) ?? {};
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([id, proposal]) =>
      isProposal(proposal) ? [[id, proposal] as const] : [],
    ),
  );
}

/** The answers of an earlier run; nothing when there are none, or none that can be read. */
export async function loadDraft(folder: string): Promise<Answers | undefined> {
  const parsed = await readJson(join(folder, 'answers.json'));
  if (parsed === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([id, answer]) =>
      typeof answer === 'string' ? [[id, answer] as const] : [],
    ),
  );
}

const PROPOSALS = 'proposals.json';

async function readJson(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isProposal(value: unknown): value is Proposal {
  return (
    isRecord(value) &&
    typeof value.answer === 'string' &&
    typeof value.reason === 'string' &&
    typeof value.isSure === 'boolean'
  );
}

async function replace(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}
