import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SourceLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** The text of a connector: its TypeScript files, tests left out. */
export interface Sources {
  readonly files: ReadonlyMap<string, string>;
  readonly lines: readonly SourceLine[];
}

export async function readSources(folder: string): Promise<Sources> {
  const names = (await readdir(folder)).filter(
    (name) => /\.[cm]?ts$/.test(name) && !name.endsWith('.test.ts'),
  );
  const files = new Map<string, string>();
  for (const name of names.sort()) files.set(name, await readFile(join(folder, name), 'utf8'));
  const lines = [...files].flatMap(([file, text]) =>
    text.split('\n').map((line, index) => ({ file, line: index + 1, text: line })),
  );
  return { files, lines };
}

/** `exchange.ts:12: …` */
export function at(line: SourceLine): string {
  return `${line.file}:${line.line}: ${line.text.trim()}`;
}
