import { literal } from '../../naming/literal.js';
import type { OrderStreamDescription, ParameterValue, VenueDescription } from '../../../venues/index.js';
import { renewedStreamToken } from '../../../venues/stream-token.js';
import { UserError } from '../../cli/errors.js';
import { text, type Scope } from './expression.js';
import { decimalCode, fieldOf, optionalDecimalCode } from './fields.js';
import { parameterCode } from './parameters.js';
import { identifiersIn } from './identifiers.js';
import type { OrdersContext } from './orders.js';
import { readerCall, readerMapper } from './readers.js';
import { clientIdEntry, fillEntries, objectCode, reportEntries, reportSource } from './reports.js';
import { listCode, placedFields, rowFields } from './rows.js';
import { commonScope } from './scopes.js';
import { payloadCode, streamTokenCode } from './signer.js';
import { confirmationCode, matchCode, streamView, type StreamView } from './streams.js';
import { tokenExpression } from './stream-tokens.js';
import { durationMs, stampCode } from './time.js';

export interface OrderEventsView extends StreamView {
  readonly login: MessageView | undefined;
  readonly loggedIn: string | undefined;
  readonly subscribe: MessageView | undefined;
  readonly match: string;
  readonly reports: string;
  /** Where its token is renewed. */
  readonly token: string | undefined;
  readonly expired: string | undefined;
}

/** A message, and what has to be computed before it can be written. */
interface MessageView {
  readonly isAsync: boolean;
  readonly steps: readonly string[];
  readonly message: string;
}

export function orderEventsView(context: OrdersContext): OrderEventsView | undefined {
  const { description } = context;
  const stream = description.streams.orders;
  if (stream === undefined) return undefined;
  const where = 'streams.orders';
  const scope = { ...commonScope(description), token: tokenExpression(description, 'orders') };
  const base = streamView(description, stream, scope, where);
  return {
    ...base,
    login: messageView(description, stream, stream.login, scope, `${where}.login`),
    loggedIn: confirmationCode(stream.logged_in, scope, `${where}.logged_in`) ?? base.greeted,
    subscribe: messageView(description, stream, stream.subscribe, scope, `${where}.subscribe`),
    match: matchCode(stream.frame.match, scope, `${where}.frame`),
    reports: reportsCode(context, stream, where),
    ...tokenCode(description, where),
  };
}

function tokenCode(description: VenueDescription, where: string): Pick<OrderEventsView, 'token' | 'expired'> {
  const token = renewedStreamToken(description);
  return {
    token: token && 'this.streamToken',
    expired: confirmationCode(token?.expired, commonScope(description), `${where}.token.expired`),
  };
}

function messageView(
  description: VenueDescription,
  stream: OrderStreamDescription,
  message: ParameterValue | undefined,
  common: Scope,
  where: string,
): MessageView | undefined {
  if (message === undefined) return undefined;
  const name = stream.signature !== undefined && 'claims' in stream.signature ? 'jwt' : 'signature';
  const isRising = description.auth?.nonce?.kind === 'rising';
  const scope = {
    ...common,
    stamp: STAMP,
    ...(isRising ? { nonce: NONCE } : {}),
    signature: text(name),
    uuid: text('crypto.randomUUID()'),
  };
  const code = parameterCode(message, scope, where);
  const steps: string[] = [];
  if (identifiersIn(code).has(name)) {
    if (stream.signature === undefined)
      throw new UserError(`${where}: {signature} needs streams.orders.signature`);
    steps.push(`const ${name} = ${signatureCode(description, stream.signature, message, scope, where)};`);
  }
  const asks = (word: string): boolean => [code, ...steps].some((part) => identifiersIn(part).has(word));
  if (isRising && asks('nonce')) steps.unshift('const nonce = this.signer.nonce(this.rest.serverTime());');
  if (asks('stamp')) steps.unshift(`const stamp = ${streamStampCode(description, stream)};`);
  return { isAsync: code.includes('await '), steps, message: code };
}

function signatureCode(
  description: VenueDescription,
  signature: NonNullable<OrderStreamDescription['signature']>,
  message: ParameterValue,
  scope: Scope,
  where: string,
): string {
  if ('claims' in signature) return streamTokenCode(description, signature.claims, scope);
  const isSorted = JSON.stringify(signature.payload).includes('{sorted_params}');
  const payloadScope = isSorted
    ? { ...scope, sorted_params: text(sortedCode(message, scope, where)) }
    : scope;
  return `this.signer.signature(${payloadCode(signature.payload, payloadScope, 'streams.orders.signature.payload')})`;
}

const STAMP = { ...text('stamp'), filters: { number: { code: 'Number(stamp)', type: 'number' } } } as const;
const NONCE = { ...text('nonce'), filters: { number: { code: 'Number(nonce)', type: 'number' } } } as const;

function streamStampCode(description: VenueDescription, { signature }: OrderStreamDescription): string {
  const usual = description.auth?.stamp?.unit ?? 'ms';
  const { stamp: unit = usual, ahead: before = undefined } =
    signature !== undefined && 'payload' in signature ? signature : {};
  // A stamp that lies ahead is when the login expires.
  const ahead = before === undefined ? '' : ` + ${grouped(durationMs(before))}`;
  const time = `this.rest.serverTime()${ahead}`;
  return unit === usual ? `this.signer.stamp(${time})` : stampCode(ahead === '' ? time : `(${time})`, unit);
}

/** 10000 → `10_000` */
function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_');
}

/** The parameters beside the signature, sorted by name, as `a=1&b=2`. */
function sortedCode(message: ParameterValue, scope: Scope, where: string): string {
  const params = signedObject(message);
  if (params === undefined)
    throw new UserError(`${where}: {sorted_params} needs an object that holds {signature}`);
  const pieces = Object.entries(params)
    .filter(([, value]) => value !== '{signature}')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${literal(name).slice(1, -1)}=\${${parameterCode(value, scope, where)}}`);
  return `\`${pieces.join('&')}\``;
}

function signedObject(value: ParameterValue): Readonly<Record<string, ParameterValue>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: [string, ParameterValue][] = Object.entries(value);
  if (!Array.isArray(value) && entries.some(([, item]) => item === '{signature}'))
    return Object.fromEntries(entries);
  return entries.map(([, item]) => signedObject(item)).find((found) => found !== undefined);
}

/** The reports of a frame; a row that tells of a fill brings it along. */
function reportsCode(
  { orders, readers }: OrdersContext,
  stream: OrderStreamDescription,
  where: string,
): string {
  const { rows } = stream.frame;
  const { place, fields } =
    rows.items === undefined ? placedFields(rows.fields) : { place: '', fields: rowFields(rows) };
  const source = reportSource(place === '' ? rows : {}, fields, orders, where);
  const told = readers.extended(objectCode(reportEntries('row', source)), clientIdEntry('row', fields));
  const extra: (readonly [string, string])[] = [];
  const size = fieldOf(fields, 'fill_size');
  if (size !== undefined && fields.fill_price !== undefined) {
    const fill = readers.reader('readEventFill', 'Fill', objectCode(fillEntries('row', source)), EVENTS);
    const isNone = size.optional
      ? `${optionalDecimalCode('row', size)}?.isZero() ?? true`
      : `${decimalCode('row', size)}.isZero()`;
    extra.push(['fills', `${isNone} ? [] : [${readerCall(fill, 'row', 'symbol')}]`]);
  }
  const reader = readers.reader('readEvent', 'OrderReport', readers.extended(told, extra), EVENTS);
  if (rows.items !== undefined) return `${listCode('frame', rows)}.map(${readerMapper(reader)})`;
  return `[${readerCall(reader, place === '' ? 'frame' : `frame.at(${literal(place)})`)}]`;
}

/** What an order event's readers read. */
const EVENTS = 'the private stream';
