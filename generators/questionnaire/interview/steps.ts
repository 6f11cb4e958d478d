import { ROLE_NAMES, type Role } from '../../../venues/infer/roles.js';
import { INTERVAL_SECONDS, isRecord } from '../../../venues/index.js';
import { freeTextProblem } from '../../naming/text.js';
import { venueNameProblem } from '../../naming/venue-name.js';
import type { Answers, Style } from './draft-parts.js';
import { intervalsOf } from './spelling.js';
import { errorSteps, signingSteps, streamSteps, wordSteps } from './live-steps.js';
import { NONE } from './pairs.js';
import { lacking, readRequest } from './request-example.js';
import type { ParameterName } from './request-parameters.js';
import type { Signings } from './signing.js';
import type { Proposals } from './proposals.js';
import { assumedStep, choiceStep, pagesStep, sampleStep, textStep, type Step } from './step.js';

/**
 * The questions that these answers lead to, in their order. `style` is known once `start` is answered.
 * @param found what documents and pasted pages propose: asked about as a whole
 */
export function stepsFor(
  answers: Answers,
  style: Style,
  signings: Signings,
  found: Proposals = {},
): readonly Step[] {
  const isFeed = style.name === FEED;
  const isLive = style.name === SCRATCH;
  const differ = answers.differs ?? '';
  const differs = (part: string): boolean => isLive || listed(differ).includes(part);
  const roles: readonly Role[] = isFeed ? FEED_ROLES : isLive ? LIVE_ROLES : differing(differ);
  return [
    ...(isFeed || isLive ? [pagesStep('pages', PAGES, roles)] : []),
    ...takeSteps(found),
    assumedStep(
      textStep('title', 'The venue’s name as it writes it itself?', plain, titleOf(answers.name ?? '')),
      'from its folder’s name',
    ),
    textStep(
      'docs',
      'The address of its API documentation (such as https://docs.example.com)?',
      url('http:', 'https:'),
    ),
    textStep(
      'rest',
      'The address of its REST API (such as https://api.example.com)?',
      url('http:', 'https:'),
    ),
    ...hostSteps(style),
    textStep('symbol', 'How does it write BTC/USDT (such as BTC-USDT or btcusdt)?', symbol, 'BTC-USDT'),
    textStep(
      'intervals',
      'Its intervals, ours=theirs (such as 1m=1min 1h=1hour)?',
      intervals,
      '1m=1m 5m=5m 1h=1h 1d=1d',
    ),
    ...(isFeed || isLive
      ? [textStep('page', 'How many candles at most does one answer hold?', count, '500')]
      : [
          textStep(
            'differs',
            `What differs from the style’s: endpoints, ${PARTS.join(', ')} (names, or none)?`,
            partNames,
            NONE,
          ),
        ]),
    ...(differs('signing') ? signingSteps(answers, style, signings) : []),
    ...roles.flatMap((role) => endpointSteps(role, style, answers)),
    ...(differs('words') ? wordSteps(answers, style) : []),
    ...(isFeed ? [sampleStep('error', 'error', 'A documented answer of an error')] : []),
    ...(differs('errors') ? errorSteps(isLive) : []),
    ...(isLive ? streamSteps(answers) : []),
  ];
}

const PAGES =
  'Its documentation: a file, a folder, or paste it: requests with their answers, tables, curl, many at once. End with a line that is only a dot (ENTER: I am asked for each)';

/** One yes for all that was found and is sure; or what is to be asked about all the same. */
function takeSteps(found: Proposals): readonly Step[] {
  const sure = Object.entries(found).filter(([, { isSure }]) => isSure);
  if (sure.length === 0) return [];
  const roles = ROLE_NAMES.filter((role) => sure.some(([id]) => id.split(':')[1] === role));
  return [
    choiceStep('take', 'Is that right?', {
      yes: 'take it; it can still be changed at the end',
      ...Object.fromEntries(roles.map((role) => [role, `is wrong: ask me about ${role}, take the rest`])),
      no: 'ask me about each',
    }),
  ];
}

/** `my_coins` → `My Coins`. */
function titleOf(name: string): string {
  return name.replaceAll('_', ' ').replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** Starts that are no venue: candles alone, and a venue that is asked about in full. */
export const FEED = 'nothing';
export const SCRATCH = 'scratch';

const FEED_ROLES: readonly Role[] = ['instruments', 'candles'];
const LIVE_ROLES: readonly Role[] = [
  'server_time',
  ...FEED_ROLES,
  'place_order',
  'cancel_order',
  'get_order',
  'open_orders',
  'balances',
  'fees',
];
/** What need not be there. */
const OPTIONAL: readonly Role[] = ['server_time', 'fees'];
/** What may differ from a style's besides its endpoints. */
const PARTS: readonly string[] = ['signing', 'words', 'errors'];

function hostSteps(style: Style): readonly Step[] {
  const hosts = [
    ['stream', 'The address of its public stream (such as wss://stream.example.com)?'],
    ['private_stream', 'The address of its private stream (such as wss://private.example.com)?'],
  ] as const;
  return hosts
    .filter(([host]) => style.hosts.includes(host))
    .map(([host, message]) => textStep(host, message, url('ws:', 'wss:')));
}

function endpointSteps(role: Role, style: Style, answers: Answers): readonly Step[] {
  const own = requestOf(style, role);
  const example = own === undefined ? EXAMPLES[role] : undefined;
  const isOptional = OPTIONAL.includes(role);
  const hint = example === undefined || isOptional ? '' : ` (such as ${example})`;
  return [
    textStep(
      `request:${role}`,
      `The request of ${role}, as documented${isOptional ? ', or none' : ''}${hint}?`,
      (answer) => (isOptional && answer === NONE ? undefined : request(answer, role, answers)),
      own ?? (isOptional ? NONE : undefined),
    ),
    ...(answers[`request:${role}`] === NONE
      ? []
      : [
          sampleStep(
            role,
            role,
            `A documented answer of ${role}`,
            own === undefined ? undefined : 'keeps the style’s',
          ),
        ]),
  ];
}

const EXAMPLES: Readonly<Partial<Record<Role, string>>> = {
  instruments: 'GET /markets',
  candles: 'GET /candles?symbol=BTC-USDT&interval=1m&limit=500',
  place_order:
    'POST /orders {"symbol":"BTC-USDT","side":"buy","type":"limit","size":"1","price":"9","clientOrderId":"x"}',
  cancel_order: 'DELETE /orders?orderId=1',
  get_order: 'GET /order?clientOrderId=x',
  open_orders: 'GET /orders?symbol=BTC-USDT',
  balances: 'GET /balances',
};

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

function request(answer: string, role: Role, { sent }: Answers): string | undefined {
  const read = readRequest(answer, role);
  if (read === undefined)
    return 'write a method and a path, such as GET /api/candles?symbol=BTC-USDT&interval=1m or POST /orders {"symbol":"BTC-USDT"}';
  if (read.encode === 'json' && sent?.includes('{signature}') === true)
    return 'its signature is a parameter, so a JSON body cannot be what is signed; write a form, such as POST /orders pair=BTC-USDT&side=buy';
  const missing = lacking(read, NEEDED[role] ?? []);
  return missing.length === 0
    ? undefined
    : `no parameter is ${missing.join(', ')}; write it as name={${missing[0] ?? ''}}`;
}

/** Without these no order can be placed or found again. */
const NEEDED: Readonly<Partial<Record<Role, readonly ParameterName[]>>> = {
  candles: ['symbol', 'interval'],
  place_order: ['symbol', 'side', 'type', 'size', 'price', 'client_order_id'],
  get_order: ['client_order_id'],
};

function partNames(answer: string): string | undefined {
  const odd = listed(answer).find((name) => !PARTS.includes(name) && differing(name).length === 0);
  return odd === undefined
    ? undefined
    : `there is no endpoint ${odd}; known: ${[...PARTS, ...ENDPOINTS].join(', ')}, or none`;
}

const ENDPOINTS: readonly Role[] = ROLE_NAMES.filter((name) => !name.includes('stream'));

function differing(answer: string): readonly Role[] {
  const names = listed(answer);
  return ENDPOINTS.filter((role) => names.includes(role));
}

function listed(answer: string): readonly string[] {
  return answer.split(/[\s,]+/).filter((name) => name !== '' && name !== NONE);
}

function requestOf({ description }: Style, role: Role): string | undefined {
  const endpoint = isRecord(description.endpoints) ? description.endpoints[role] : undefined;
  return isRecord(endpoint) && typeof endpoint.request === 'string' ? endpoint.request : undefined;
}
