import { documentationOf, isPath, secretProblem } from './documentation.js';
import type { InterviewOptions } from './interview.js';
import { BACK, type Step } from './step.js';

/** Documentation in any form, until something of it can be used; `''` where a person would rather be asked. */
export async function askPages(step: Step, options: InterviewOptions): Promise<string> {
  return step.id === 'signing_docs' ? askSigning(step, options) : askEndpoints(step, options);
}

/** Pages are added to each other until nothing is missing, or the person goes on. */
async function askEndpoints({ message, wanted = [] }: Step, options: InterviewOptions): Promise<string> {
  const { terminal } = options;
  const { pagesProposals } = await import('../../pages/index.js');
  let pages = '';
  for (;;) {
    const typed = await pasted(pages === '' ? message : MORE, options);
    if (typed === BACK) return BACK;
    if (typed === '') return pages;
    const documentation = await documentationOf(typed, options.cwd);
    const problem = 'problem' in documentation ? documentation.problem : secretProblem(documentation.text);
    if (problem !== undefined || 'problem' in documentation) {
      terminal.show([`✗ ${problem ?? ''}`]);
      continue;
    }
    const together = pages === '' ? documentation.text : `${pages}\n\n${documentation.text}`;
    const found = pagesProposals(together);
    const roles = wanted.filter(
      (role) => found[`request:${role}`] !== undefined || found[`sample:${role}`] !== undefined,
    );
    if (roles.length === 0) {
      terminal.show([`✗ ${NOTHING}`]);
      continue;
    }
    pages = together;
    const missing = wanted.filter((role) => !roles.includes(role));
    if (missing.length === 0) return pages;
    terminal.show([`Found ${roles.join(', ')}; not yet ${missing.join(', ')}.`]);
  }
}

const MORE =
  'More of it, ended with a line that is only a dot (ENTER: go on; what is not there is asked for)';
const NOTHING =
  'no endpoint was found in it: it needs request lines such as GET /api/candles, or curl, with the JSON of their answers';

/** A code sample or a worked example; the recipe is shown, and whether a documented signature came out again. */
async function askSigning({ message }: Step, options: InterviewOptions): Promise<string> {
  const { terminal } = options;
  const { signingIn } = await import('../../pages/signing.js');
  for (;;) {
    const typed = await pasted(message, options);
    if (typed === BACK || typed === '') return typed;
    const documentation = await documentationOf(typed, options.cwd, 'raw');
    if ('problem' in documentation) {
      terminal.show([`✗ ${documentation.problem}`]);
      continue;
    }
    if (/-----BEGIN [A-Z ]*PRIVATE KEY/.test(documentation.text)) {
      terminal.show([
        '✗ that holds a private key; nothing was kept: leave it out, and replace it at the venue',
      ]);
      continue;
    }
    const { answers, isProven, isWhole } = signingIn(documentation.text);
    if (answers.algorithm === undefined && answers.payload === undefined) {
      terminal.show([
        '✗ no way to sign was found in it; paste the code that builds the signature, or press ENTER to choose',
      ]);
      continue;
    }
    terminal.show([
      ...Object.entries(answers).map(([id, answer]) => `  ${id.padEnd(12)} ${answer}`),
      isProven
        ? '✓ checked: the documented signature came out again (its secret was not kept)'
        : '! not checked: no worked example (secret, text and signature) was pasted with it',
      ...(isWhole ? [] : ['! what it does not say is asked for next']),
    ]);
    const decision = await terminal.choose({
      message: 'Does it sign like that?',
      choices: [
        { value: 'yes', name: 'yes' },
        { value: 'no', name: 'no: paste something else, or choose' },
      ],
    });
    if (decision === 'yes') return JSON.stringify(answers);
  }
}

async function pasted(message: string, { terminal, cwd }: InterviewOptions): Promise<string> {
  return (await terminal.paste(message, (line) => isPath(cwd, line))).trim();
}
