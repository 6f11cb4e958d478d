import type { ErrorCase } from '../../../venues/index.js';
import { hasStream, KEEP_ALIVE, subscribeProblem } from './candle-stream.js';
import type { Answers, Style } from './draft-parts.js';
import { codesProblem, NEEDED_CASES } from './error-cases.js';
import { defaultWords, statusesProblem, twoWordsProblem } from './order-words.js';
import { NONE, pairsProblem, pairsText } from './pairs.js';
import {
  ALGORITHMS,
  CREDENTIALS,
  defaultsOf,
  JWT_ALGORITHMS,
  payloadOf,
  signingText,
  UNITS,
  type Signings,
} from './signing.js';
import { assumedStep, choiceStep, pagesStep, sampleStep, textStep, type Step } from './step.js';

/** How a request is signed: a known way with the venue's own names, a token, or a recipe. */
export function signingSteps(answers: Answers, style: Style, signings: Signings): readonly Step[] {
  const ways = Object.fromEntries([...signings].map(([name, auth]) => [name, signingText(auth)] as const));
  const chosen = signings.get(answers.signing ?? '');
  const isOwn = style.name === 'scratch';
  const pages = isOwn ? [pagesStep('signing_docs', SIGNING)] : [];
  const first = choiceStep('signing', 'How does it sign a request? Like', ways, style.name);
  if (chosen === undefined) return [...pages, first];
  const usual = defaultsOf(chosen);
  const { signature } = chosen;
  const claims =
    'claims' in signature ? pairsText(Object.entries(signature.claims).map(([k, v]) => [k, String(v)])) : '';
  return [
    ...pages,
    first,
    ...(answers.signing === 'jwt'
      ? [
          choiceStep('algorithm', 'Which algorithm signs its tokens?', named(JWT_ALGORITHMS)),
          textStep('claims', `What does a token claim (such as ${claims})?`, pairs(claims), claims),
        ]
      : []),
    ...(answers.signing === 'custom'
      ? [
          choiceStep('algorithm', 'Which algorithm signs?', named(ALGORITHMS)),
          textStep(
            'payload',
            'What is signed, its pieces joined by + (such as {stamp} + {method} + {path_query} + sha512({body}))?',
            payload,
            '{stamp} + {method} + {path_query} + {body}',
          ),
          choiceStep('encoding', 'How is the signature written?', named(['hex', 'base64'])),
        ]
      : []),
    textStep(
      'credentials',
      `Its credentials (of ${CREDENTIALS.join(', ')})?`,
      credentials,
      usual.credentials,
    ),
    choiceStep('stamp', 'What tells when a request was signed?', STAMPS, usual.stamp),
    textStep(
      'headers',
      'The headers of a signed request, name=value (such as X-KEY={api_key} X-SIGN={signature}), or none?',
      (text) => headers(text, answers),
      usual.headers,
    ),
    textStep(
      'sent',
      'The parameters that sign a request, name=value (such as timestamp={stamp} signature={signature}), or none?',
      (text) => sent(text, answers),
      usual.sent,
    ),
  ];
}

const SIGNING =
  'How it signs a request: a file, or paste its code sample or worked example (checked, and no key in it is kept). End with a line that is only a dot (ENTER: choose from the known ways)';

/** The venue's words for orders: those that its samples show are the defaults. */
export function wordSteps(answers: Answers, style: Style): readonly Step[] {
  const words = defaultWords(answers, style);
  const shown = (step: Step): Step =>
    words.shown.includes(step.id) ? assumedStep(step, 'as the pasted orders have it') : step;
  const feeAsset = choiceStep('fee_asset', 'In which asset does it take its fee?', {
    received: 'what the order receives',
    quote: 'always the quote asset',
  });
  const clientIds = textStep(
    'client_id',
    'Which characters may a client order id have, and how many?',
    clientId,
    'A-Za-z0-9_- 32',
  );
  return [
    shown(
      textStep(
        'sides',
        'Its words for the sides?',
        (text) => twoWordsProblem(text, ['buy', 'sell']),
        words.sides,
      ),
    ),
    shown(
      textStep(
        'types',
        'Its words for the types?',
        (text) => twoWordsProblem(text, ['limit', 'market']),
        words.types,
      ),
    ),
    shown(textStep('statuses', 'What do its statuses mean (theirs=OURS)?', statusesProblem, words.statuses)),
    style.name === 'scratch' ? assumedStep(clientIds, '! the usual ones; look its rule up') : clientIds,
    words.shown.includes('fee_asset')
      ? assumedStep(feeAsset, 'an order names the asset of its fee; this is where it does not')
      : feeAsset,
    choiceStep('market_buy', 'What is the size of a market buy?', {
      base: 'an amount of the base asset',
      quote: 'a cost in the quote asset',
    }),
  ];
}

/** How it tells of errors, and which codes mean what. */
export function errorSteps(isFromScratch: boolean): readonly Step[] {
  const needed: readonly ErrorCase[] = isFromScratch ? NEEDED_CASES : [];
  return [
    sampleStep(
      'error',
      'error',
      'A documented answer of an error',
      isFromScratch ? undefined : 'keeps the style’s',
    ),
    textStep(
      'codes',
      'What do its error codes mean, case=code or case=status/code (such as insufficient_balance=2010, get_unknown_order=404/2013)?',
      (text) => codesProblem(text, needed),
    ),
  ];
}

/** Candles from a stream, where it has one; orders are asked for by polling. */
export function streamSteps(answers: Answers): readonly Step[] {
  return [
    textStep(
      'stream',
      'The address of its public candle stream (none: candles are polled)?',
      streamUrl,
      NONE,
    ),
    ...(hasStream(answers)
      ? [
          sampleStep('subscribe', 'message', 'The message that subscribes to candles', undefined, (sample) =>
            subscribeProblem(sample, answers),
          ),
          sampleStep('acknowledged', 'message', 'The frame that confirms it', 'if there is none'),
          sampleStep('stream_candle', 'stream_candle', 'A documented frame with a candle'),
          choiceStep('keep_alive', 'What keeps the connection alive?', KEEP_ALIVE_TEXTS),
        ]
      : []),
  ];
}

const KEEP_ALIVE_TEXTS: Readonly<Record<keyof typeof KEEP_ALIVE, string>> = {
  server_ping: 'the venue sends ping frames',
  client_ping: 'the client sends ping frames',
  text_ping: 'the client sends the text ping, the venue answers pong',
  none: 'nothing',
};

const STAMPS: Readonly<Record<string, string>> = {
  ...named(UNITS, (unit) =>
    unit === 'iso' ? 'a time such as 2024-01-01T00:00:00.000Z' : `a time in ${unit}`,
  ),
  nonce: 'a nonce: a number that always rises',
  none: 'nothing',
};

function named(names: readonly string[], text = (name: string) => name): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, text(name)]));
}

function pairs(example: string): (text: string) => string | undefined {
  return (text) => pairsProblem(text, example);
}

function payload(text: string): string | undefined {
  return payloadOf(text) === undefined
    ? 'write placeholders and texts joined by +, such as {stamp} + {method} + {path_query} + {body}'
    : undefined;
}

function credentials(text: string): string | undefined {
  const names = text.split(/[\s,]+/);
  const odd = names.find((name) => CREDENTIALS.every((known) => known !== name));
  if (odd !== undefined) return `there is no credential ${odd}; known: ${CREDENTIALS.join(', ')}`;
  return names.includes('api_secret') ? undefined : 'a request is signed with api_secret; name it';
}

function headers(text: string, answers: Answers): string | undefined {
  const form = pairsProblem(text, 'X-KEY={api_key} X-SIGN={signature}');
  return form ?? needsCredential(text, answers);
}

function sent(text: string, answers: Answers): string | undefined {
  const form = pairsProblem(text, 'timestamp={stamp} signature={signature}');
  if (form !== undefined) return form;
  const all = `${answers.headers ?? ''} ${text}`;
  if (!/\{(signature|token)\}/.test(all))
    return 'neither a header nor a parameter is {signature}; one has to be';
  return needsCredential(all, answers);
}

/** A passphrase that is sent but is no credential, or the other way round. */
function needsCredential(text: string, answers: Answers): string | undefined {
  const names = (answers.credentials ?? '').split(/[\s,]+/);
  const unknown = ['passphrase', 'account_id', 'wallet_address'].find(
    (name) => text.includes(`{${name}}`) && !names.includes(name),
  );
  return unknown === undefined ? undefined : `{${unknown}} is none of the credentials (${names.join(' ')})`;
}

function clientId(text: string): string | undefined {
  const [, charset = '', length = ''] = /^([A-Za-z0-9_.:/-]+) (\d{1,3})$/.exec(text) ?? [];
  if (charset === '') return 'write the characters and a number, such as A-Za-z0-9_- 32';
  return Number(length) >= 8 && Number(length) <= 128 ? undefined : 'give a length from 8 to 128';
}

function streamUrl(text: string): string | undefined {
  if (text === NONE) return undefined;
  const good = URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol) && !/[\s`"'\\<>{}@]/.test(text);
  return good ? undefined : 'give an address such as wss://host, or none';
}
