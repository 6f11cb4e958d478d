import { UserError } from '../../cli/errors.js';
import { literal } from '../../naming/literal.js';
import type { CandlesEndpoint, Endpoint } from '../../../venues/index.js';
import { objectLiteral, templateExpression, type Scope } from './expression.js';
import { parametersCode } from './parameters.js';

/** A call of the REST client: `this.rest.get('/api/v3/order', { … }, { signed: true })`. */
export function requestCode(endpoint: Endpoint | CandlesEndpoint, scope: Scope, where: string): string {
  const [method = '', path = ''] = endpoint.request.split(' ');
  const params = parametersCode(endpoint.params, scope, `${where}.params`);
  const options = optionsCode(endpoint, method, where);
  const rest = options === undefined ? [params] : [params ?? '{}', options];
  const list = [pathCode(path, scope, `${where}.request`), ...rest].filter((code) => code !== undefined);
  return `this.rest.${method.toLowerCase()}(${list.join(', ')})`;
}

/** Options that differ from the client's own choice. */
function optionsCode(
  { signed, encode, weight }: Endpoint | CandlesEndpoint,
  method: string,
  where: string,
): string | undefined {
  const usual = method === 'GET' || method === 'DELETE' ? 'query' : 'json';
  const options: (readonly [string, string])[] = [];
  if (signed) options.push(['signed', 'true']);
  if (encode !== undefined && encode !== usual) options.push(['encode', literal(encode)]);
  // The client takes what is no GET for an order, which goes ahead of questions.
  if (method !== 'GET' && QUESTIONS.has(where)) options.push(['lane', `'market'`]);
  if (weight !== undefined && weight !== 1) options.push(['weight', literal(weight)]);
  return objectLiteral(options);
}

function pathCode(path: string, scope: Scope, where: string): string {
  const escaped = Object.fromEntries(
    Object.entries(scope).map(([name, expression]) => [
      name,
      { ...expression, code: `pathSegment(${expression.code})` },
    ]),
  );
  if (/[{}]/.test(path) && !/\{[a-z_]+\}/.test(path))
    throw new UserError(`${where}: ${path} has a lone brace`);
  return templateExpression(path, escaped, where).code;
}

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
  ].map((name) => `endpoints.${name}`),
);
