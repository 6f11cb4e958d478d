import { stringify } from 'yaml';
import { infer } from '../../../venues/infer/infer.js';
import { ROLE_NAMES, type Role } from '../../../venues/infer/roles.js';
import { isRecord } from '../../../venues/index.js';
import { hasStream } from './candle-stream.js';
import { liveParts, sizedByCost } from './describe-live.js';
import { errorsOf } from './error-cases.js';
import { intervalsOf, symbolOf } from './spelling.js';
import { NONE } from './pairs.js';
import type { Answers, DraftFiles, Style } from './draft-parts.js';
import { readRequest } from './request-example.js';
import type { Signings } from './signing.js';

/** The description that the answers so far give. */
export function describeVenue(answers: Answers, style: Style, signings: Signings): DraftFiles {
  const samples = new Map(style.samples);
  const endpoints = { ...record(style.description.endpoints) };
  for (const [id, answer] of Object.entries(answers)) {
    const [part, name] = id.split(':');
    const role = ROLE_NAMES.find((known) => known === name);
    if (part === 'sample' && FRAMES.includes(name ?? '') && answer !== '')
      samples.set(`samples/documented_${name}.json`, answer);
    if (role === undefined || answer === '' || FRAMES.includes(role) || answers[`request:${role}`] === NONE)
      continue;
    if (part === 'request')
      endpoints[role] = { ...record(endpoints[role]), ...readRequest(answer, role), ...signedAs(role) };
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
  const errorText = answers['sample:error'] ?? '';
  if (errorText !== '') samples.set('samples/error.json', errorText);
  const description = {
    ...style.description,
    ...given('venue', answers.name),
    ...given('name', answers.title),
    ...given('docs', answers.docs),
    ...(answers.rest === undefined ? {} : { hosts: { rest: answers.rest, ...streamHosts(answers) } }),
    ...(answers.symbol === undefined ? {} : { symbol: symbolOf(answers.symbol) }),
    ...(answers.intervals === undefined ? {} : { intervals: intervalsOf(answers.intervals) }),
    errors: errorsOf(answers, record(style.description.errors)),
    ...liveParts(answers, style, signings),
    endpoints: sizedByCost(endpoints, answers),
  };
  return { text: stringify(description, { aliasDuplicateObjects: false, lineWidth: 110 }), samples };
}

/** Parts of a stream; no endpoint has them. */
const FRAMES: readonly string[] = ['stream_candle', 'acknowledged'];

/** What anyone may ask is not signed. */
function signedAs(role: Role): { signed?: true } {
  return PUBLIC.includes(role) ? {} : { signed: true };
}

const PUBLIC: readonly Role[] = ['server_time', 'instruments', 'candles', 'stream_token'];

/** A file of its own: the style's other parts may be proved by a file of the endpoint's name. */
function sampleFile(role: Role): string {
  return `samples/documented_${role}.json`;
}

function mappingOf(role: Role, sample: string): { response?: unknown } {
  return { response: infer(role, JSON.parse(sample)).rows };
}

function streamHosts(answers: Answers): Record<string, string> {
  const { stream, private_stream } = answers;
  return {
    ...(hasStream(answers) ? given('stream', stream) : {}),
    ...given('private_stream', private_stream),
  };
}

function given(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value };
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
