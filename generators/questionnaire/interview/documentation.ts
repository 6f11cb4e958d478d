import { readdir, readFile, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MAX_SAMPLE_BYTES } from '../../../venues/infer/parse-sample.js';
import { secretInText } from '../../../venues/infer/secret-text.js';

export type Documentation = { readonly text: string } | { readonly problem: string };

/**
 * What a person pasted or named; a folder's files are read as one, each under its own name.
 * @param form `raw` is looked at and forgotten; of what is `kept` the values of headers are dropped
 */
export async function documentationOf(
  typed: string,
  cwd: string,
  form: 'kept' | 'raw' = 'kept',
): Promise<Documentation> {
  const named = /^[^\n]{1,1000}$/.test(typed) ? await readNamed(resolve(cwd, typed)) : undefined;
  if (named === undefined && /^\S{1,300}$/.test(typed) && !/[{=]/.test(typed))
    return { problem: `${typed} is no file or folder that can be read, and no documentation` };
  const text = named ?? typed;
  if (Buffer.byteLength(text) > MAX_SAMPLE_BYTES)
    return { problem: 'that is larger than 1 MB; give the pages of the endpoints that are asked for' };
  return { text: form === 'raw' ? text : withoutHeaders(text) };
}

/** Is this line a file or a folder, so that nothing else is to come? */
export function isPath(cwd: string, line: string): boolean {
  return line !== '' && line.length <= 1000 && !/[{}\0]/.test(line) && existsSync(resolve(cwd, line));
}

/** What of a text is not kept, and why. */
export function secretProblem(text: string): string | undefined {
  const found = secretInText(text);
  return found === undefined
    ? undefined
    : `line ${found.line} looks like ${found.looks}; nothing was kept: leave that line out, and replace the key at the venue if it is yours`;
}

const READ = /\.(md|markdown|txt|text|json|http|curl|sh|rst|html?)$/i;

async function readNamed(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true)
    return found.size > MAX_SAMPLE_BYTES ? ' '.repeat(MAX_SAMPLE_BYTES + 1) : readFile(path, 'utf8');
  if (found?.isDirectory() !== true) return undefined;
  const files = (await readdir(path)).filter((name) => READ.test(name)).toSorted();
  let text = '';
  for (const file of files) {
    const { size } = await stat(join(path, file));
    if (text.length + size > MAX_SAMPLE_BYTES) return ' '.repeat(MAX_SAMPLE_BYTES + 1);
    text += `# ${file.replace(/\.\w+$/, '').replace(/^\d+[-_ ]/, '')}\n${await readFile(join(path, file), 'utf8')}\n`;
  }
  return text;
}

/** The values of headers are a person's own as often as not, and nothing needs them. */
function withoutHeaders(text: string): string {
  return text
    .replaceAll(/((?:-H|--header)\s+(["'])[A-Za-z][\w-]*:)[^"'\n]*\2/g, '$1 …$2')
    .replaceAll(/^(\s*(?:[A-Za-z]+-)+[A-Za-z]+:)\s*\S{12,}\s*$/gm, '$1 …');
}
