import { UserError } from '../../cli/errors.js';
import { literal } from '../../naming/literal.js';
import type {
  CandleStreamDescription,
  KeepAlive,
  Match,
  OrderStreamDescription,
  VenueDescription,
} from '../../../venues/index.js';
import { objectLiteral, templateExpression, text, type Scope } from './expression.js';
import { argument } from './fields.js';
import { parameterCode } from './parameters.js';
import { methodName } from './stream-tokens.js';

type Stream = CandleStreamDescription | OrderStreamDescription;

/** What every stream of the runtime takes: where it is, how it is kept alive, what a refusal looks like. */
export interface StreamView {
  readonly url: string;
  /** The frame that the venue sends first. */
  readonly greeted: string | undefined;
  readonly acknowledged: string | undefined;
  readonly refused: string | undefined;
  readonly keepAlive: string;
  readonly silenceAfter: string | undefined;
  readonly compression: string | undefined;
}

export function streamView(
  description: VenueDescription,
  stream: Stream,
  scope: Scope,
  where: string,
): StreamView {
  return {
    url: urlCode(description, stream, scope, where),
    greeted: greetedCode(stream, scope, where),
    acknowledged: confirmationCode(stream.acknowledged, scope, `${where}.acknowledged`),
    refused: refusedCode(stream, scope, where),
    keepAlive: keepAliveCode(stream.keep_alive, scope, `${where}.keep_alive`),
    silenceAfter: silenceCode(stream),
    compression:
      stream.compression === undefined || stream.compression === 'none'
        ? undefined
        : literal(stream.compression),
  };
}

/** The condition for a frame to be the one meant: `frame.matches({ channel: 'ohlc', success: true })`. */
export function matchCode(match: Match, scope: Scope, where: string): string {
  const flags: string[] = [];
  const fields: (readonly [string, string])[] = [];
  for (const [path, wanted] of Object.entries(match)) {
    // The venue's true may be a JSON one.
    if (wanted === 'true' || wanted === 'false')
      flags.push(`frame.optionalFlag(${literal(path)}) === ${wanted}`);
    else if (typeof wanted === 'object' && wanted !== null && 'is' in wanted)
      flags.push(`frame.kind(${argument(path)}) === ${literal(wanted.is)}`);
    else if (typeof wanted !== 'string') fields.push([path, literal(wanted)]);
    else fields.push([path, templateExpression(wanted, scope, `${where}.match.${path}`).code]);
  }
  const rest = objectLiteral(fields);
  const conditions = [...(rest === undefined ? [] : [`frame.matches(${rest})`]), ...flags];
  return conditions.length === 0 ? 'true' : conditions.join(' && ');
}

function urlCode(description: VenueDescription, stream: Stream, scope: Scope, where: string): string {
  if (stream.host === 'token')
    return `() => this.${methodName(description, stream === description.streams.orders ? 'orders' : 'candles')}()`;
  const address = description.hosts[stream.host];
  if (address === undefined) throw new UserError(`hosts.${stream.host}: is missing; ${where} connects to it`);
  const host = `this.host(${literal(stream.host)}, ${literal(address)})`;
  if (stream.path === undefined || stream.path === '') return host;
  const path = templateExpression(stream.path, inAddress(scope), `${where}.path`).code;
  const url = `\`\${${host}}${path.startsWith('`') ? path.slice(1, -1) : path.startsWith("'") ? path.slice(1, -1) : `\${${path}}`}\``;
  return path.includes('await ') ? `async () => ${url}` : url;
}

/** A token may hold what an address does not. */
function inAddress(scope: Scope): Scope {
  const { token } = scope;
  return token === undefined ? scope : { ...scope, token: text(`encodeURIComponent(${token.code})`) };
}

/** The venue's first frame, where the client has to wait for it. */
function greetedCode({ greeting }: Stream, scope: Scope, where: string): string | undefined {
  const match = greeting?.match;
  return match && `(frame) => ${matchCode(match, scope, `${where}.greeting`)}`;
}

/** Tells by a frame whether it confirms what was sent. */
export function confirmationCode(
  confirmation: { readonly match: Match } | undefined,
  scope: Scope,
  where: string,
): string | undefined {
  return confirmation && `(frame) => ${matchCode(confirmation.match, scope, where)}`;
}

function refusedCode({ refused }: Stream, scope: Scope, where: string): string | undefined {
  if (refused === undefined) return undefined;
  const condition = matchCode(refused.match, scope, `${where}.refused`);
  return `(frame) => (${condition} ? frame.text(${argument(refused.message)}) : undefined)`;
}

function keepAliveCode(keepAlive: KeepAlive, scope: Scope, where: string): string {
  switch (keepAlive.kind) {
    case 'none':
    case 'beats':
      return `{ kind: 'none' }`;
    case 'server_ping':
      return `{ kind: 'server-ping' }`;
    case 'client_ping':
      return `{ kind: 'frame-ping', every: ${literal(keepAlive.every)} }`;
    case 'message':
      return messageKeepAlive(keepAlive, scope, where);
    case 'answer':
      return answerKeepAlive(keepAlive, where);
    case 'subscription':
      return `{ kind: 'subscription', send: () => (${parameterCode(keepAlive.send, scope, `${where}.send`)}) }`;
  }
}

function messageKeepAlive(keepAlive: KeepAlive & { kind: 'message' }, scope: Scope, where: string): string {
  const { send, expect, every } = keepAlive;
  const messageScope = {
    ...scope,
    stamp: text('String(this.clock.now())'),
    uuid: text('crypto.randomUUID()'),
  };
  const message = parameterCode(send, messageScope, `${where}.send`);
  if (typeof send !== 'string') return `{ kind: 'json', send: () => (${message}), every: ${literal(every)} }`;
  const parts: (readonly [string, string])[] = [
    ['kind', `'text'`],
    ['send', message],
  ];
  if (typeof expect === 'string') parts.push(['expect', literal(expect)]);
  return objectLiteral([...parts, ['every', literal(every)]]) ?? '';
}

/** `{ ping: '{stamp}' }` is answered with what `send` makes of the value at the same name. */
function answerKeepAlive({ receive, send }: KeepAlive & { kind: 'answer' }, where: string): string {
  if (typeof receive === 'string') {
    const reply = parameterCode(send, {}, `${where}.send`);
    return `{ kind: 'text-answer', receive: ${literal(receive)}, send: ${reply} }`;
  }
  const entries = Object.entries(receive ?? {});
  if (entries.length === 0) throw new UserError(`${where}.receive: names nothing to wait for`);
  const varying = entries.filter(([, value]) => typeof value === 'string' && /^\{[a-z_]+\}$/.test(value));
  const scope = Object.fromEntries(
    varying.map(([path, value]) => [String(value).slice(1, -1), text(`frame.raw(${literal(path)})`)]),
  );
  const conditions = entries.map(([path, value]) =>
    varying.some(([name]) => name === path)
      ? `frame.has(${literal(path)})`
      : `frame.optionalText(${literal(path)}) === ${literal(String(value))}`,
  );
  const reply = parameterCode(send, scope, `${where}.send`);
  return `{ kind: 'answer', when: (frame) => (${conditions.join(' && ')} ? ${reply} : undefined) }`;
}

/** Longer than this without a frame, a ping among them, and the connection counts as dead. */
function silenceCode({ silence, keep_alive: keepAlive }: Stream): string | undefined {
  if (silence !== undefined) return literal(silence);
  return keepAlive.kind === 'server_ping' || keepAlive.kind === 'beats'
    ? literal(keepAlive.timeout)
    : undefined;
}
