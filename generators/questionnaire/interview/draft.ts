import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRecord } from '../../../venues/index.js';
import type { Answers, DraftFiles } from './describe.js';

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

/** The answers of an earlier run; nothing when there are none, or none that can be read. */
export async function loadDraft(folder: string): Promise<Answers | undefined> {
  const file = join(folder, 'answers.json');
  if (!existsSync(file)) return undefined;
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!isRecord(parsed)) return undefined;
    return Object.fromEntries(
      Object.entries(parsed).flatMap(([id, answer]) =>
        typeof answer === 'string' ? [[id, answer] as const] : [],
      ),
    );
  } catch {
    return undefined;
  }
}

async function replace(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}
