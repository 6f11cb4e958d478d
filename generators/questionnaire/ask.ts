import { folderProblem } from '../workspace/target.js';
import { snakeCase, venueNameProblem } from '../naming/venue-name.js';
import type { Kind } from './answers.js';

/** What is asked when it was not given. */
export interface Asked {
  readonly dir?: string | undefined;
  readonly preset?: string | undefined;
  readonly kind?: Kind | undefined;
  readonly name?: string | undefined;
}

export interface Questions {
  readonly cwd: string;
  readonly presets: readonly string[];
  readonly wants: {
    readonly dir: boolean;
    readonly preset: boolean;
    readonly kind: boolean;
    readonly name: boolean;
  };
  readonly force: boolean;
  readonly defaultFolder: string;
}

/** The answer of a person whose venue is no preset: no venue's name, since it is not snake_case. */
export const OTHER_VENUE = '(another)';

const KINDS: readonly { readonly value: Kind; readonly name: string }[] = [
  { value: 'live', name: 'live       trades on the venue' },
  { value: 'paper', name: 'paper      the venue’s candles, simulated fills' },
  { value: 'backtest', name: 'backtest   replays a candle file' },
  { value: 'data_feed', name: 'data_feed  candles only' },
];

/** Asks at the terminal; every answer is checked as it is typed. Rejects with inquirer's ExitPromptError on Ctrl-C. */
export async function ask({ cwd, presets, wants, force, defaultFolder }: Questions): Promise<Asked> {
  const { default: inquirer } = await import('inquirer');
  return inquirer.prompt<Asked>([
    {
      type: 'select',
      name: 'preset',
      message: 'Which venue?',
      pageSize: 16,
      choices: [
        ...presets.map((value) => ({ value, name: value })),
        { value: OTHER_VENUE, name: 'another one, from its documentation' },
      ],
      when: wants.preset,
    },
    {
      type: 'select',
      name: 'kind',
      message: 'What is the connector?',
      choices: KINDS,
      when: ({ preset }: Asked) => wants.kind && preset !== OTHER_VENUE,
    },
    {
      type: 'input',
      name: 'name',
      message: 'The venue’s name (snake_case, its folder’s name)?',
      default: (answers: Asked) => answers.preset ?? '',
      validate: (text: string) => correction(venueNameProblem(text), snakeCase(text)),
      when: ({ preset }: Asked) => wants.name && preset !== OTHER_VENUE,
    },
    {
      type: 'input',
      name: 'dir',
      message: 'The workspace’s folder?',
      default: defaultFolder,
      validate: (text: string) => correction(folderProblem(cwd, text, force)),
      when: wants.dir,
    },
  ]);
}

/** What inquirer shows under the answer; `true` accepts it. */
function correction(problem: string | undefined, better?: string): string | true {
  if (problem === undefined) return true;
  return better === undefined || problem.includes(better) ? problem : `${problem}; write ${better}`;
}
