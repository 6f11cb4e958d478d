import { squeeze } from '../../venues/infer/names.js';
import type { Role } from '../../venues/infer/roles.js';
import { wordMeaning } from '../../venues/infer/words.js';
import { isRecord, placeholders, type ParameterValue } from '../../venues/index.js';
import { parameterFor } from '../questionnaire/interview/request-parameters.js';
import type { Operation, Parameter } from './operations.js';

/** An operation as the answer to the question for a request: `GET /api/v3/order?symbol={symbol}`. */
export function requestText(operation: Asked, role: Role): string {
  const { method, encode, inPath, inBody = [], inQuery = [] } = operation;
  const sent = sentParameters({ inBody, inQuery }, role);
  const path = operation.path.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
    const known = inPath.find((one) => one.name === name);
    const value = parameterFor(name, exampleOf(known), role);
    return typeof value === 'string' && placeholders(value).length > 0
      ? value
      : whole.replaceAll(/[^A-Za-z_{}]/g, '');
  });
  const head = `${method} ${path}`;
  if (sent.length === 0) return head;
  if (encode === 'json' && inBody.length > 0) return `${head} ${JSON.stringify(Object.fromEntries(sent))}`;
  const pairs = sent.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join('&');
  return encode === 'form' && inBody.length > 0 ? `${head} ${pairs}` : `${head}?${pairs}`;
}

type Asked = Pick<Operation, 'method' | 'path' | 'inPath'> &
  Partial<Pick<Operation, 'encode' | 'inQuery' | 'inBody'>>;

/** What has to be sent, and what else means something to us; of several for one meaning the better one. */
function sentParameters(
  operation: Pick<Operation, 'inQuery' | 'inBody'>,
  role: Role,
): readonly (readonly [name: string, value: string])[] {
  const taken = new Set<string>();
  const inOrder = [...operation.inQuery, ...operation.inBody].filter(({ name }) => !ofSigning(name));
  const names = inOrder.map(({ name }) => meaningOf(name, role));
  // A cancel that takes either id is given the venue's.
  const unwanted = [
    ...(UNWANTED[role] ?? []),
    ...(role === 'cancel_order' && names.includes('order_id') ? ['client_order_id'] : []),
  ];
  return inOrder.flatMap((parameter): readonly (readonly [string, string])[] => {
    const value = templateOf(parameter, role);
    const [meaning] = placeholders(value).map(({ name }) => name);
    if (meaning === undefined) {
      const isGtc = wordMeaning('time_in_force', value) === 'gtc' && /force|tif/i.test(parameter.name);
      return parameter.required || isGtc || spotOf(parameter) !== undefined ? [[parameter.name, value]] : [];
    }
    if (taken.has(meaning) || unwanted.includes(meaning)) return [];
    if (role === 'instruments' && !parameter.required && !SYMBOL.test(squeeze(parameter.name))) return [];
    taken.add(meaning);
    return [[parameter.name, value]];
  });
}

/** `market` and `pair` may be a group of markets where the markets are listed. */
const SYMBOL = /^(symbol|instid|productid|currencypair)$/;

/** Where several parameters name an order, the connector knows it by this one. */
const UNWANTED: Readonly<Partial<Record<Role, readonly string[]>>> = {
  place_order: ['order_id', 'limit'],
  get_order: ['order_id', 'side', 'type', 'price', 'size'],
  cancel_order: ['side', 'type', 'price', 'size'],
  open_orders: ['order_id', 'client_order_id', 'side', 'type', 'price', 'size'],
  balances: ['symbol', 'type', 'side', 'size', 'price', 'order_id', 'client_order_id'],
  fees: ['type', 'side', 'size', 'price', 'order_id', 'client_order_id'],
};

function meaningOf(name: string, role: Role): string | undefined {
  return placeholders(textOf(parameterFor(name, '', role)))[0]?.name;
}

function templateOf(parameter: Parameter, role: Role): string {
  const spot = spotOf(parameter);
  if (spot !== undefined) return spot;
  const value = parameterFor(parameter.name, exampleOf(parameter), role);
  return withUnit(textOf(value), parameter);
}

function textOf(value: ParameterValue): string {
  if (isRecord(value) && 'value' in value) return String(value.value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** A time's unit stands in its description where no example shows it. */
function withUnit(template: string, { description, example }: Parameter): string {
  const isShown = /^\d{10,}$/.test(String(example));
  return !isShown && /\bsec(ond)?s?\b/i.test(description) ? template.replace('|ms}', '|s}') : template;
}

/** A kind of market that is asked for by name. */
function spotOf({ allowed, name, required, description }: Parameter): string | undefined {
  const named = allowed.length < 2 ? undefined : allowed.map(String).find((word) => /^spot$/i.test(word));
  if (named !== undefined || !required || allowed.length > 0) return named;
  return /category|insttype|markettype|producttype/i.test(name)
    ? /\bspot\b/i.exec(description)?.[0]
    : undefined;
}

function exampleOf(parameter: Parameter | undefined): string {
  const { allowed = [], example, name = '' } = parameter ?? {};
  // Of the words that are allowed, the one that a limit order that stays has.
  const word = allowed.map(String).find((one) => /^(limit|gtc)$/i.test(one) && /type|force|tif/i.test(name));
  const value = word ?? example;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** What signs a request is no part of what it asks for. */
export function ofSigning(name: string): boolean {
  return /^(signature|sign|timestamp|recvwindow|nonce|apikey|accesskey|secret|passphrase)$/.test(
    squeeze(name),
  );
}
