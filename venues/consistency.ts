import { namesAssets, sampleMarket } from './asset-paths.js';
import { placeholders } from './templates.js';
import { listPages } from './list-pages.js';
import { isRecord } from './paths.js';
import type { Locate } from './parse.js';
import type { Finding, Problem } from './problem.js';
import { channels } from './channels.js';
import { errorCases } from './error-cases.js';
import { marketRows } from './market-rows.js';
import { orderTerms } from './order-terms.js';
import { FIELD_KINDS } from './field-kinds.js';
import { nearest } from './nearest.js';
import { requestWords } from './request-words.js';
import { streamTokenEndpoint } from './stream-token.js';
import { symbolAliases } from './symbol-aliases.js';
import { tokenLife } from './token-life.js';
import type { EndpointName } from './schema/endpoints.js';
import type { Rows } from './schema/fields.js';
import type { VenueDescription } from './schema/venue.js';

/** What a single key cannot tell: parts that need each other, placeholders nobody fills, two fields on one path. */
export function checkConsistency(
  description: VenueDescription,
  file: string,
  locate: Locate,
): readonly Problem[] {
  const problem = (path: readonly string[], message: string): Problem => ({
    file,
    ...locate(path),
    key: path.join('.'),
    message,
  });
  return [
    ...neededParts(description),
    ...unknownPlaceholders(description, []),
    ...assetPaths(description),
    ...requestLines(description),
    ...listPages(description),
    ...symbolAliases(description),
    ...sharedPaths(description),
    ...marketRows(description),
    ...orderTerms(description),
    ...tokenLife(description),
    ...channels(description),
    ...errorCases(description),
    ...requestWords(description),
    ...secrets(description, []),
  ].map(([path, message]) => problem(path, message));
}

const TRADING: readonly EndpointName[] = [
  'place_order',
  'cancel_order',
  'get_order',
  'open_orders',
  'balances',
];

function neededParts(description: VenueDescription): readonly Finding[] {
  const findings: Finding[] = [];
  const { endpoints, streams, hosts, auth, orders, kind } = description;
  if (kind === 'live') {
    for (const name of TRADING) {
      if (endpoints[name] === undefined)
        findings.push([['endpoints', name], `is missing; a live venue needs it (or set kind: data_feed)`]);
    }
    if (auth === undefined)
      findings.push([['auth'], 'is missing; a live venue signs its requests (or set kind: data_feed)']);
    if (orders === undefined)
      findings.push([
        ['orders'],
        'is missing; a live venue needs its sides, types and statuses (or set kind: data_feed)',
      ]);
  }
  const isPlaced = Object.keys({ ...auth?.place.headers, ...auth?.place.params }).length > 0;
  if (auth !== undefined && auth.signature.algorithm !== 'custom' && !isPlaced)
    findings.push([['auth', 'place'], 'is empty; name the header or parameter that takes {signature}']);
  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (endpoint?.signed === true && auth === undefined)
      findings.push([['endpoints', name, 'signed'], 'is set, but there is no auth part that says how']);
  }
  for (const name of ['candles', 'orders'] as const) {
    const stream = streams[name];
    if (stream === undefined) continue;
    if (stream.host === 'token') {
      const endpoint = streamTokenEndpoint(description, name);
      if (endpoint?.response.fields.endpoint === undefined)
        findings.push([['streams', name, 'host'], 'is token; the stream_token endpoint must map endpoint']);
    } else if (hosts[stream.host] === undefined) {
      findings.push([['streams', name, 'host'], `names ${stream.host}, which hosts does not give`]);
    }
  }
  for (const name of streams.candles?.only ?? []) {
    if (!Object.hasOwn(description.intervals, name))
      findings.push([['streams', 'candles', 'only'], `has ${name}, which intervals lacks`]);
  }
  const streamed = streams.candles?.intervals;
  for (const name of streamed === undefined ? [] : Object.keys(description.intervals)) {
    if (!Object.hasOwn(streamed ?? {}, name))
      findings.push([['streams', 'candles', 'intervals'], `has no ${name}, which intervals has`]);
  }
  if (Object.keys(description.intervals).length === 0)
    findings.push([['intervals'], 'is empty; give at least one, such as 1m: 1m']);
  if (!placeholders(description.symbol.template).some(({ name }) => name === 'base')) {
    findings.push([['symbol', 'template'], 'has no {base}; write it as "{base}{quote}" or "{base}-{quote}"']);
  }
  const order = orders?.statuses;
  if (order !== undefined) {
    const known = new Set(Object.values(order));
    for (const status of ['PENDING', 'COMPLETED', 'CANCELLED'] as const) {
      if (!known.has(status))
        findings.push([['orders', 'statuses'], `maps no status of the venue to ${status}`]);
    }
  }
  return findings;
}

const PLACEHOLDERS = [
  'symbol symbols market_index base quote interval start end limit cursor side type time_in_force expires_in size quote_size price client_order_id order_tag order_id fill_id cancel_id channel submitted newer_than sort replaced_client_id status asset self_trade min_notional wallet_id expires',
  'api_key api_secret passphrase account_id wallet_address stamp nonce uuid signature token method host path query path_query',
  'body content_type receive_window signed_as sorted_params sorted_query',
].flatMap((names) => names.split(' '));

const FILTERS = ['lower', 'upper', 'ours', 'number', 'negated', 'list', 's', 'ms', 'us', 'ns', 'iso'];

function unknownPlaceholders(value: unknown, path: readonly string[]): readonly Finding[] {
  if (path[0] === 'docs' || path[0] === 'name' || path.at(-1) === 'describe' || path.at(-1) === 'message')
    return [];
  if (typeof value === 'string') {
    return placeholders(value).flatMap(({ name, filter }): readonly Finding[] => {
      const isField = path.at(-1) === 'text' && Object.hasOwn(FIELD_KINDS, name);
      if (!isField && !PLACEHOLDERS.includes(name)) {
        const [best] = nearest(name, PLACEHOLDERS, 1);
        return [
          [path, `{${name}} is no placeholder${best === undefined ? '' : `; did you mean {${best}}?`}`],
        ];
      }
      if (filter !== undefined && !FILTERS.includes(filter))
        return [[path, `|${filter} is no filter; known: ${FILTERS.join(', ')}`]];
      if (filter === 'list' && path[0] === 'endpoints' && path[2] !== 'accepts')
        return [[path, '|list is for what other clients send; put it under accepts']];
      return [];
    });
  }
  if (Array.isArray(value))
    return value.flatMap((item, index) => unknownPlaceholders(item, [...path, String(index)]));
  if (isRecord(value))
    return Object.entries(value).flatMap(([key, item]) => unknownPlaceholders(item, [...path, key]));
  return [];
}

/** Members named after the market's assets: where an order's rows and fills may have them, and what they need. */
function assetPaths(description: VenueDescription): readonly Finding[] {
  const { endpoints, symbol, sandbox } = description;
  return Object.entries(endpoints).flatMap(([name, endpoint]): readonly Finding[] => {
    const at = ['endpoints', name, 'response'];
    if (endpoint === undefined || !namesAssets(JSON.stringify(mappedPlaces(endpoint.response)))) return [];
    if (!ORDER_ROWS.has(name))
      return [[at, `names a member after an asset; that is for ${[...ORDER_ROWS].join(' and ')} only`]];
    if (symbol.aliases !== undefined)
      return [[at, 'names a member after an asset, but symbol.aliases gives assets other names; drop one']];
    if (sampleMarket(sandbox) === undefined)
      return [
        [at, 'names a member after an asset; give sandbox.prices, whose first market the samples show'],
      ];
    return [];
  });
}

function mappedPlaces({ items, fields, fills }: Rows): readonly unknown[] {
  return [items, Object.values(fields), fills?.items, Object.values(fills?.fields ?? {})];
}

const ORDER_ROWS: ReadonlySet<string> = new Set(['get_order', 'order_fills']);

/** A request line that depends on the order stands where orders are placed, and keeps the method. */
function requestLines({ endpoints }: VenueDescription): readonly Finding[] {
  return Object.entries(endpoints).flatMap(([name, endpoint]): readonly Finding[] => {
    if (endpoint?.request_when === undefined) return [];
    const at = ['endpoints', name, 'request_when'];
    if (name !== 'place_order')
      return [[at, 'is for place_order only: an order decides on the request line']];
    const [method] = endpoint.request.split(' ');
    return Object.entries(endpoint.request_when).flatMap(([when, line]): readonly Finding[] =>
      line.startsWith(`${method} `)
        ? []
        : [[[...at, when], `has another method than request; give a line that begins with ${method}`]],
    );
  });
}

/** Two fields that the connector reads from one path: one of them is wrong. */
function sharedPaths(description: VenueDescription): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [name, endpoint] of Object.entries(description.endpoints)) {
    if (endpoint === undefined) continue;
    const seen = new Map<string, string>();
    for (const [field, mapping] of Object.entries(endpoint.response.fields)) {
      if (typeof mapping !== 'string') continue;
      const other = seen.get(mapping);
      if (other !== undefined) {
        findings.push([
          ['endpoints', name, 'response', 'fields', field],
          `reads ${mapping}, which ${other} reads too; one of them is wrong`,
        ]);
      }
      seen.set(mapping, field);
    }
  }
  return findings;
}

const SECRET_SHAPES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // Long runs that mix cases and digits: what API secrets look like.
  /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/=_-]{40,}$/,
  /^[0-9a-f]{64}$/,
];

function secrets(value: unknown, path: readonly string[]): readonly Finding[] {
  if (typeof value === 'string' && SECRET_SHAPES.some((shape) => shape.test(value))) {
    return [
      [
        path,
        'looks like a key or secret; remove it (and replace it at the venue): a description never holds one',
      ],
    ];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => secrets(item, [...path, String(index)]));
  if (isRecord(value)) return Object.entries(value).flatMap(([key, item]) => secrets(item, [...path, key]));
  return [];
}
