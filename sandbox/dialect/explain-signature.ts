import type { PayloadPart } from '../../venues/index.js';
import { isSignatureOf, type PlainSignature } from './prove.js';
import { signedPayload, type PayloadSource, type PayloadValues } from './signed-payload.js';

/** What a refused client seems to have signed. */
export interface SeeminglySigned {
  readonly payload: string;
  /** How it was signed otherwise than the venue does, in words. */
  readonly difference: string;
}

interface GivenSignature {
  readonly signature: string;
  readonly secret: string;
  readonly recipe: PlainSignature;
  readonly parts: readonly PayloadPart[];
  readonly source: PayloadSource;
  readonly values?: PayloadValues | undefined;
}

/**
 * Tries the mistakes that clients make, one at a time, until one gives the signature that came; `undefined` where none
 * does (another secret, most often).
 */
export function explainSignature(given: GivenSignature): SeeminglySigned | undefined {
  const { signature, secret, recipe, parts, source, values } = given;
  const right = signedPayload(parts, source, values);
  for (const [difference, payload] of payloadMistakes(parts, source, values)) {
    if (!payload.equals(right) && isSignatureOf(payload, signature, secret, recipe))
      return { payload: payload.toString(), difference };
  }
  for (const [difference, other] of recipeMistakes(recipe)) {
    if (isSignatureOf(right, signature, secret, other)) return { payload: right.toString(), difference };
  }
  return undefined;
}

type Mistake<T> = readonly [difference: string, made: T];

function* payloadMistakes(
  parts: readonly PayloadPart[],
  source: PayloadSource,
  values: PayloadValues | undefined,
): Generator<Mistake<Buffer>> {
  for (const [name, difference, change] of TEXT_MISTAKES) {
    const changed: PayloadSource = (asked) =>
      asked === name || (asked === 'path_query' && name === 'query')
        ? changedText(asked, source, change)
        : source(asked);
    yield [difference, signedPayload(parts, changed, values)];
  }
  const right = signedPayload(parts, source, values);
  yield ['the parts stand in the reverse order', signedPayload(parts.toReversed(), source, values)];
  yield ['a line break stands at the end', Buffer.concat([right, Buffer.from('\n')])];
  yield ['a question mark stands before it', Buffer.concat([Buffer.from('?'), right])];
  yield [
    'an ampersand stands between query and body',
    signedPayload(parts, ampersandAfterQuery(source), values),
  ];
  yield ['it is the query alone', bytesOf(source('query'))];
  yield ['it is the body alone', bytesOf(source('body'))];
  yield ['nothing was signed', Buffer.alloc(0)];
}

type TextMistake = readonly [name: string, difference: string, change: (text: string) => string];

const TEXT_MISTAKES: readonly TextMistake[] = [
  ['query', 'the query is left out', () => ''],
  ['query', 'the parameters are sorted by name', (text) => text.split('&').toSorted().join('&')],
  ['query', 'the parameters are percent-decoded', decoded],
  ['query', 'the parameters are percent-encoded', encoded],
  ['query', 'a question mark stands before the query', (text) => `?${text}`],
  ['body', 'the body is left out', () => ''],
  ['body', 'the body’s parameters are sorted by name', (text) => text.split('&').toSorted().join('&')],
  ['body', 'the body is percent-decoded', decoded],
  ['body', 'the body has no blanks', (text) => respaced(text, (value) => JSON.stringify(value))],
  ['body', 'the body has blanks after commas and colons', (text) => respaced(text, spacedJson)],
  ['body', 'the body is {}', () => '{}'],
  ['path', 'the path is left out', () => ''],
  ['path', 'the path has lost its first part', (text) => text.replace(/^\/[^/]+/, '')],
  ['path', 'the path has no slash before it', (text) => text.replace(/^\//, '')],
  ['method', 'the method is in lower case', (text) => text.toLowerCase()],
  ['method', 'the method is left out', () => ''],
  ['stamp', 'the timestamp is left out', () => ''],
  ['stamp', 'the timestamp is in seconds', (text) => secondsOf(text, 1)],
  ['stamp', 'the timestamp is in milliseconds', (text) => secondsOf(text, 1000)],
  ['stamp', 'the timestamp is ISO text', isoOf],
  ['nonce', 'the nonce is left out', () => ''],
  ['api_key', 'the API key is left out', () => ''],
  ['receive_window', 'the receive window is left out', () => ''],
  ['content_type', 'the content type is left out', () => ''],
];

function changedText(
  name: string,
  source: PayloadSource,
  change: (text: string) => string,
): string | undefined {
  if (name === 'path_query') {
    const path = source('path')?.toString() ?? '';
    const query = change(source('query')?.toString() ?? '');
    return query === '' ? path : `${path}?${query}`;
  }
  const value = source(name);
  return value === undefined ? undefined : change(value.toString());
}

function* recipeMistakes(recipe: PlainSignature): Generator<Mistake<PlainSignature>> {
  if (recipe.algorithm === 'ed25519' || recipe.algorithm === 'rsa-sha256') return;
  for (const encoding of ['hex', 'base64'] as const) {
    if (encoding !== recipe.encoding) yield [`the signature is in ${encoding}`, { ...recipe, encoding }];
  }
  for (const secret of ['utf8', 'base64', 'hex'] as const) {
    if (secret !== recipe.secret) yield [`the secret is taken as ${secret}`, { ...recipe, secret }];
  }
  for (const algorithm of ['hmac-sha256', 'hmac-sha384', 'hmac-sha512'] as const) {
    if (algorithm !== recipe.algorithm) yield [`the algorithm is ${algorithm}`, { ...recipe, algorithm }];
  }
}

function ampersandAfterQuery(source: PayloadSource): PayloadSource {
  return (name) => (name === 'query' ? `${source('query')?.toString() ?? ''}&` : source(name));
}

function bytesOf(value: Buffer | string | undefined): Buffer {
  return typeof value === 'string' ? Buffer.from(value) : (value ?? Buffer.alloc(0));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  return text
    .split('&')
    .map((pair) => pair.split('=').map(encodeURIComponent).join('='))
    .join('&');
}

function respaced(text: string, write: (value: unknown) => string): string {
  try {
    return write(JSON.parse(text));
  } catch {
    return text;
  }
}

/** As Python's json.dumps writes it. */
function spacedJson(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/([[{]) /g, '$1')
    .replace(/ ([\]}])/g, '$1');
}

function millisecondsOf(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) return Date.parse(text);
  return Number(text) < 1e11 ? Number(text) * 1000 : Number(text);
}

function secondsOf(text: string, factor: number): string {
  const ms = millisecondsOf(text);
  return Number.isFinite(ms) ? String(Math.floor((ms / 1000) * factor)) : text;
}

function isoOf(text: string): string {
  const ms = millisecondsOf(text);
  return Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : text;
}
