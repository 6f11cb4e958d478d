import { infer } from '../../../venues/infer/infer.js';
import { ROLE_NAMES, type Role } from '../../../venues/infer/roles.js';
import { findSecret } from '../../../venues/infer/secrets.js';
import { INTERVAL_SECONDS, isRecord } from '../../../venues/index.js';
import { freeTextProblem } from '../../naming/text.js';
import { venueNameProblem } from '../../naming/venue-name.js';
import { intervalsOf, type Answers, type Style } from './describe.js';
import { readRequest } from './request-example.js';

/** One question. */
export interface Step {
  readonly id: string;
  readonly message: string;
  readonly kind: 'text' | 'sample';
  readonly default?: string;
  /** Of a sample: what it is of; the empty answer keeps the style's own where there is one. */
  readonly role?: Role | 'error';
  readonly optional?: boolean;
  /** What is wrong with an answer; nothing when it is good. */
  readonly check: (text: string) => string | undefined;
}

/** The questions that these answers lead to, in their order. `style` is known once `start` is answered. */
export function stepsFor(answers: Answers, style: Style): readonly Step[] {
  const isFeed = style.name === 'nothing';
  const roles: readonly Role[] = isFeed ? ['instruments', 'candles'] : differing(answers.differs ?? '');
  return [
    text('title', 'The venue’s name as it writes it itself?', plain, answers.name),
    text('docs', 'The address of its API documentation?', url('http:', 'https:'), 'https://docs.example.com'),
    text('rest', 'The address of its REST API?', url('http:', 'https:'), 'https://api.example.com'),
    ...hostSteps(style),
    text('symbol', 'How does it write BTC/USDT (such as BTC-USDT or btcusdt)?', symbol, 'BTC-USDT'),
    text(
      'intervals',
      'Its intervals, ours=theirs (such as 1m=1min 1h=1hour)?',
      intervals,
      '1m=1m 5m=5m 1h=1h 1d=1d',
    ),
    ...(isFeed
      ? [text('page', 'How many candles at most does one answer hold?', count, '500')]
      : [text('differs', 'Which endpoints differ from the style’s (names, or none)?', roleNames, 'none')]),
    ...roles.flatMap((role) => endpointSteps(role, style)),
    ...(isFeed ? [sample('error', 'an error', false)] : []),
  ];
}

function hostSteps(style: Style): readonly Step[] {
  const hosts = [
    ['stream', 'The address of its public stream?', 'wss://stream.example.com'],
    ['private_stream', 'The address of its private stream?', 'wss://private.example.com'],
  ] as const;
  return hosts
    .filter(([host]) => style.hosts.includes(host))
    .map(([host, message, example]) => text(host, message, url('ws:', 'wss:'), example));
}

function endpointSteps(role: Role, style: Style): readonly Step[] {
  const own = requestOf(style, role);
  const example =
    own ?? (role === 'candles' ? 'GET /candles?symbol=BTC-USDT&interval=1m&limit=500' : 'GET /markets');
  return [
    text(`request:${role}`, `The request of ${role}, as documented?`, request, example),
    sample(role, role, own !== undefined),
  ];
}

function text(
  id: string,
  message: string,
  check: (text: string) => string | undefined,
  fallback?: string,
): Step {
  const checked = (answer: string): string | undefined =>
    findSecret(answer) === undefined
      ? check(answer)
      : 'looks like a key or secret; it was not kept: a description never holds one';
  return {
    id,
    message,
    kind: 'text',
    check: checked,
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

function sample(role: Role | 'error', what: string, optional: boolean): Step {
  const message = `A documented answer of ${what}: a file, or paste it and end with an empty line${optional ? ' (ENTER keeps the style’s)' : ''}`;
  return { id: `sample:${role}`, message, kind: 'sample', role, optional, check: () => undefined };
}

/** Nothing where a sample holds what its role needs. */
export function sampleProblem(role: Role | 'error', parsed: unknown): string | undefined {
  if (role === 'error') return undefined;
  const { fields, warnings } = infer(role, parsed);
  const missing = warnings.filter(({ message }) => message.startsWith('was not found'));
  if (fields.length > 0 && missing.length === 0) return undefined;
  return `does not hold ${missing.map(({ field }) => field).join(', ') || `anything of ${role}`}; is it the answer of ${role}?`;
}

function plain(answer: string): string | undefined {
  return answer === '' ? 'give a name' : freeTextProblem(answer);
}

export function nameProblem(answer: string): string | undefined {
  return venueNameProblem(answer);
}

function url(...protocols: readonly string[]): (text: string) => string | undefined {
  return (answer) => {
    const good =
      URL.canParse(answer) && protocols.includes(new URL(answer).protocol) && !/[\s`"'\\<>{}@]/.test(answer);
    return good ? undefined : `give an address such as ${protocols.at(-1) ?? ''}//host`;
  };
}

function symbol(answer: string): string | undefined {
  return /^[A-Za-z]*btc[-_/:.]?usdt$/i.test(answer)
    ? undefined
    : 'write it with BTC first and USDT last, such as BTC-USDT';
}

function intervals(answer: string): string | undefined {
  const known = Object.keys(INTERVAL_SECONDS);
  const names = Object.keys(intervalsOf(answer));
  const odd = names.find((name) => !known.includes(name));
  if (odd !== undefined) return `there is no interval ${odd}; ours are ${known.join(', ')}`;
  return names.length === 0 ? 'give at least one, such as 1m=1m' : undefined;
}

function count(answer: string): string | undefined {
  return /^\d{1,5}$/.test(answer) && Number(answer) >= 1 && Number(answer) <= 10_000
    ? undefined
    : 'give a whole number from 1 to 10000';
}

function request(answer: string): string | undefined {
  return readRequest(answer) === undefined
    ? 'write a method and a path, such as GET /api/candles?symbol=BTC-USDT&interval=1m'
    : undefined;
}

function roleNames(answer: string): string | undefined {
  const odd = listed(answer).find((name) => !differing(name).length);
  return odd === undefined
    ? undefined
    : `there is no endpoint ${odd}; known: ${ENDPOINTS.join(', ')}, or none`;
}

const ENDPOINTS: readonly Role[] = ROLE_NAMES.filter((name) => !name.includes('stream'));

function differing(answer: string): readonly Role[] {
  const names = listed(answer);
  return ENDPOINTS.filter((role) => names.includes(role));
}

function listed(answer: string): readonly string[] {
  return answer.split(/[\s,]+/).filter((name) => name !== '' && name !== 'none');
}

function requestOf({ description }: Style, role: Role): string | undefined {
  const endpoint = isRecord(description.endpoints) ? description.endpoints[role] : undefined;
  return isRecord(endpoint) && typeof endpoint.request === 'string' ? endpoint.request : undefined;
}
