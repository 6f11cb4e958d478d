import { stringify } from 'yaml';
import { infer } from '../../../venues/infer/infer.js';
import { ROLE_NAMES, type Role } from '../../../venues/infer/roles.js';
import { isRecord } from '../../../venues/index.js';
import { errorAnswer } from './error-answer.js';
import { readRequest } from './request-example.js';

/** What was answered: the question's id → the text; of a sample its JSON. */
export type Answers = Readonly<Record<string, string>>;

/** What the interview starts from: a venue of the same style, or nothing but what every venue has. */
export interface Style {
  readonly name: string;
  readonly description: Readonly<Record<string, unknown>>;
  /** Which hosts such a venue has; their addresses are never kept, since requests there are meant for another venue. */
  readonly hosts: readonly string[];
  /** `samples/x.json` → its text. */
  readonly samples: ReadonlyMap<string, string>;
}

export interface DraftFiles {
  readonly text: string;
  readonly samples: ReadonlyMap<string, string>;
}

/** The description that the answers so far give. */
export function describeVenue(answers: Answers, style: Style): DraftFiles {
  const samples = new Map(style.samples);
  const endpoints = { ...record(style.description.endpoints) };
  for (const [id, answer] of Object.entries(answers)) {
    const [part, name] = id.split(':');
    const role = ROLE_NAMES.find((known) => known === name);
    if (role === undefined || answer === '') continue;
    if (part === 'request') endpoints[role] = { ...record(endpoints[role]), ...readRequest(answer) };
    if (part === 'sample') {
      samples.set(sampleFile(role), answer);
      endpoints[role] = {
        ...record(endpoints[role]),
        ...mappingOf(role, answer),
        sample: sampleFile(role),
      };
    }
  }
  if (answers.page !== undefined) {
    const candles = record(endpoints.candles);
    endpoints.candles = { ...candles, page: { ...record(candles.page), limit: Number(answers.page) } };
  }
  const errorText = answers['sample:error'];
  if (errorText !== undefined && errorText !== '') samples.set('samples/error.json', errorText);
  const description = {
    ...style.description,
    ...given('venue', answers.name),
    ...given('name', answers.title),
    ...given('docs', answers.docs),
    ...(answers.rest === undefined ? {} : { hosts: { rest: answers.rest, ...streamHosts(answers) } }),
    ...(answers.symbol === undefined ? {} : { symbol: symbolOf(answers.symbol) }),
    ...(answers.intervals === undefined ? {} : { intervals: intervalsOf(answers.intervals) }),
    ...(errorText === undefined || errorText === ''
      ? {}
      : {
          errors: {
            ...record(style.description.errors),
            answer: errorAnswer(JSON.parse(errorText)),
            sample: 'samples/error.json',
          },
        }),
    endpoints,
  };
  return { text: stringify(description, { aliasDuplicateObjects: false, lineWidth: 110 }), samples };
}

/** A file of its own: the style's other parts may be proved by a file of the endpoint's name. */
function sampleFile(role: Role): string {
  return `samples/documented_${role}.json`;
}

function mappingOf(role: Role, sample: string): { response?: unknown } {
  return { response: infer(role, JSON.parse(sample)).rows };
}

function streamHosts({ stream, private_stream }: Answers): Record<string, string> {
  return { ...given('stream', stream), ...given('private_stream', private_stream) };
}

/** How `BTC/USDT` is written there → the template: `btc_usdt` is `{base}_{quote}` in lower case. */
export function symbolOf(example: string): { template: string; case: 'upper' | 'lower' } {
  const template = example.replace(/btc/i, '{base}').replace(/usdt/i, '{quote}');
  return { template, case: /[a-z]/.test(example.replace(/[^a-zA-Z]/g, '')) ? 'lower' : 'upper' };
}

/** `1m=1min 1h=60` → `{ 1m: '1min', 1h: '60' }`. */
export function intervalsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(/[\s,]+/).flatMap((pair) => {
      const [ours, theirs] = pair.split('=');
      return ours === undefined || ours === '' ? [] : [[ours, theirs ?? ours] as const];
    }),
  );
}

function given(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value };
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
