import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { infer } from '../../../venues/infer/infer.js';
import { parseSample } from '../../../venues/infer/parse-sample.js';
import { askPages } from './ask-pages.js';
import type { InterviewOptions } from './interview.js';
import { sampleProblem } from './samples.js';
import { BACK, type Step } from './step.js';

/** One question, until its answer is good. @param earlier the answer of before a step back */
export async function askStep(
  step: Step,
  earlier: string | undefined,
  options: InterviewOptions,
): Promise<string> {
  if (step.kind === 'sample') return askSample(step, options);
  if (step.kind === 'pages') return askPages(step, options);
  if (step.kind === 'choice') return options.terminal.choose(choiceOf(step, earlier));
  const fallback = earlier ?? step.default;
  const check = (text: string): string | undefined => (text === BACK ? undefined : step.check(text));
  return options.terminal.text({
    message: step.message,
    check,
    ...(fallback === undefined ? {} : { default: fallback }),
  });
}

/** The answer of before, or the usual one, comes first; the way back last. */
function choiceOf({ message, choices = [] }: Step, earlier: string | undefined) {
  const ordered = choices.toSorted((a, b) => Number(b.value === earlier) - Number(a.value === earlier));
  return { message, choices: [...ordered, { value: BACK, name: `${BACK} one question back` }] };
}

/** Until a sample is there that reads as the person says it should. */
async function askSample(
  { message, role = 'error', optional, default: proposed, checkSample }: Step,
  options: InterviewOptions,
): Promise<string> {
  const { terminal, cwd, preview } = options;
  for (;;) {
    const given = (await terminal.paste(message)).trim();
    const typed = given === '' ? (proposed ?? '') : given;
    if (typed === BACK || (typed === '' && optional === true)) return typed;
    const text =
      /^[[{]/.test(typed) || typed === ''
        ? typed
        : await readFile(resolve(cwd, typed), 'utf8').catch(() => undefined);
    const parsed =
      text === undefined ? { problem: 'is no file that can be read, and no JSON' } : parseSample(text);
    const problem =
      'problem' in parsed
        ? parsed.problem
        : (sampleProblem(role, parsed.sample) ?? checkSample?.(parsed.sample));
    if (problem !== undefined || 'problem' in parsed) {
      terminal.show([`✗ the sample ${problem ?? ''}`]);
      continue;
    }
    if (role !== 'error' && role !== 'message') {
      terminal.show(preview(infer(role, parsed.sample)));
      const choices = [
        { value: 'yes', name: 'yes' },
        { value: 'no', name: 'no: give another sample' },
      ];
      if ((await terminal.choose({ message: 'Is that right?', choices })) === 'no') continue;
    }
    return JSON.stringify(parsed.sample, null, 2);
  }
}
