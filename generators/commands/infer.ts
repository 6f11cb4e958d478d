import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { infer } from '../../venues/infer/infer.js';
import { MAX_SAMPLE_BYTES, parseSample } from '../../venues/infer/parse-sample.js';
import { ROLE_NAMES } from '../../venues/infer/roles.js';
import type { CommandContext } from '../cli/context.js';
import { ExitCode, UserError, codeOf } from '../cli/errors.js';
import { suggestion } from '../naming/suggestion.js';
import type { InferResult } from '../report/results.js';

export interface InferOptions {
  readonly role: string;
  /** Absent or `-`: standard input. */
  readonly file?: string | undefined;
}

/** The mapping that a documented sample shows. */
export async function inferSample(
  { role, file }: InferOptions,
  { cwd }: Pick<CommandContext, 'cwd'>,
  input: Readable = process.stdin,
): Promise<InferResult> {
  const known = ROLE_NAMES.find((name) => name === role);
  if (known === undefined)
    throw new UserError(`unknown role ${JSON.stringify(role)}; ${suggestion(role, ROLE_NAMES)}`);
  const fromInput = file === undefined || file === '-';
  const text = fromInput ? await readInput(input) : await readSample(resolve(cwd, file), file);
  const parsed = parseSample(text);
  if ('problem' in parsed) throw new UserError(`${fromInput ? 'the sample' : file} ${parsed.problem}`);
  return { command: 'infer', exitCode: ExitCode.clean, ...infer(known, parsed.sample) };
}

async function readSample(path: string, shown: string): Promise<string> {
  try {
    const { size } = await stat(path);
    // Read no more than is needed to say that it is too large.
    if (size > MAX_SAMPLE_BYTES) return ' '.repeat(MAX_SAMPLE_BYTES + 1);
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(
      `${shown} cannot be read (${codeOf(cause) ?? 'unknown'}); give a file with the documented answer`,
      {
        cause,
      },
    );
  }
}

async function readInput(input: Readable): Promise<string> {
  if ('isTTY' in input && input.isTTY === true)
    throw new UserError('no sample was given; name a file with the documented answer, or pipe it in');
  let text = '';
  input.setEncoding('utf8');
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > MAX_SAMPLE_BYTES) break;
  }
  return text;
}
