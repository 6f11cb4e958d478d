import { UserError } from '../../cli/errors.js';
import { literal } from '../../naming/literal.js';
import type { CandlesEndpoint, Endpoint } from '../../../venues/index.js';
import { ORDER_CONDITIONS } from '../../../venues/words.js';
import { number, objectLiteral, templateExpression, text, type Scope } from './expression.js';
import { conditionCode, parametersCode } from './parameters.js';

/** A call of the REST client: `this.rest.get('/api/v3/order', { … }, { signed: true })`, or of all its pages. */
export function requestCode(endpoint: Endpoint | CandlesEndpoint, scope: Scope, where: string): string {
  return 'pages' in endpoint && endpoint.pages !== undefined
    ? pagesCode(endpoint, endpoint.pages, scope, where)
    : callCode(endpoint, scope, where);
}

/** All rows of a list that comes in pages; an endpoint's call gives them in place of an answer. */
function pagesCode(
  endpoint: Endpoint,
  pages: NonNullable<Endpoint['pages']>,
  common: Scope,
  where: string,
): string {
  const { items, key, where: only } = endpoint.response;
  if (only !== undefined) throw new UserError(`${where}.response.where: cannot go with pages; drop one`);
  const scope = { ...common, limit: number(literal(pages.limit)), cursor: text('cursor') };
  const recipe: (readonly [string, string])[] = [['rows', literal(items ?? '')]];
  if (key !== undefined) recipe.push(['key', literal(key)]);
  recipe.push(...nextPageEntries(pages));
  for (const name of ['encoded', 'first', 'more'] as const)
    if (pages[name] !== undefined) recipe.push([name, literal(pages[name])]);
  return `allRows((cursor) => ${callCode(endpoint, scope, where)}, ${objectLiteral(recipe)})`;
}

function nextPageEntries({
  next,
  limit,
}: NonNullable<Endpoint['pages']>): readonly (readonly [string, string])[] {
  if (typeof next === 'string') return [['next', literal(next)]];
  const entries = Object.entries(next).map(([name, value]) => [name, literal(value)] as const);
  return [...entries, ['limit', literal(limit)]];
}

function callCode(endpoint: Endpoint | CandlesEndpoint, scope: Scope, where: string): string {
  const [method = '', path = ''] = endpoint.request.split(' ');
  const params = parametersCode(endpoint.params, scope, `${where}.params`);
  const options = optionsCode(endpoint, method, where);
  const rest = options === undefined ? [params] : [params ?? '{}', options];
  const list = [requestPath(endpoint, path, scope, where), ...rest].filter((code) => code !== undefined);
  return `this.rest.${method.toLowerCase()}(${list.join(', ')})`;
}

/** Options that differ from the client's own choice. */
function optionsCode(
  { signed, signed_as: signedAs, encode, weight }: Endpoint | CandlesEndpoint,
  method: string,
  where: string,
): string | undefined {
  const usual = method === 'GET' || method === 'DELETE' ? 'query' : 'json';
  const options: (readonly [string, string])[] = [];
  if (signed) options.push(['signed', 'true']);
  if (signedAs !== undefined) options.push(['signedAs', literal(signedAs)]);
  if (encode !== undefined && encode !== usual) options.push(['encode', literal(encode)]);
  // An order that is cancelled while it waits for its turn is not sent any more.
  if (where === 'endpoints.place_order') options.push(['withdrawn', 'withdrawn']);
  // The client takes what is no GET for an order, which goes ahead of questions.
  if (method !== 'GET' && QUESTIONS.has(where)) options.push(['lane', `'market'`]);
  if (UNREAD.has(where)) options.push(['mayBeEmpty', 'true']);
  if (weight !== undefined && weight !== 1) options.push(['weight', literal(weight)]);
  return objectLiteral(options);
}

/** The path; the order's own where the request line depends on it. */
function requestPath(
  { request_when: lines = {} }: Endpoint | CandlesEndpoint,
  path: string,
  scope: Scope,
  where: string,
): string {
  const usual = pathCode(path, scope, `${where}.request`);
  return ORDER_CONDITIONS.reduceRight((otherwise, when) => {
    const line = lines[when];
    if (line === undefined) return otherwise;
    const special = pathCode(line.split(' ')[1] ?? '', scope, `${where}.request_when.${when}`);
    return `${conditionCode(when)} ? ${special} : ${otherwise}`;
  }, usual);
}

function pathCode(path: string, scope: Scope, where: string): string {
  const escaped = Object.fromEntries(
    Object.entries(scope).map(([name, expression]) => [
      name,
      OWN_WORDS.has(name) ? expression : { ...expression, code: `pathSegment(${expression.code})` },
    ]),
  );
  if (/[{}]/.test(path) && !/\{[a-z_]+\}/.test(path))
    throw new UserError(`${where}: ${path} has a lone brace`);
  return templateExpression(path, escaped, where).code;
}

/** What the description itself spells needs no escaping. */
const OWN_WORDS: ReadonlySet<string> = new Set(['side', 'type', 'interval', 'time_in_force']);

/** Endpoints that some venues want asked by POST. */
const QUESTIONS: ReadonlySet<string> = new Set(
  [
    'server_time',
    'instruments',
    'candles',
    'open_orders',
    'order_fills',
    'balances',
    'fees',
    'stream_token',
    'private_stream_token',
    'renew_stream_token',
    'release_stream_token',
  ].map((name) => `endpoints.${name}`),
);

/** Nothing is read from their answers, and some venues send none. */
const UNREAD: ReadonlySet<string> = new Set([
  'endpoints.renew_stream_token',
  'endpoints.release_stream_token',
]);
