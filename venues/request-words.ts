import { isRecord } from './paths.js';
import type { EndpointName } from './schema/endpoints.js';
import type { VenueDescription } from './schema/venue.js';
import type { Finding } from './problem.js';

/**
 * What a request has to say: without its side an order would be the venue's choice, without an interval candles would be
 * of another length. The mock exchange knows no more than the description, so nothing later would notice.
 */
export function requestWords(description: VenueDescription): readonly Finding[] {
  const { kind, auth } = description;
  return [
    ...candleRequest(description),
    ...(kind === 'live' ? [...orderRequest(description), ...unsigned(description)] : []),
    ...(auth === undefined ? [] : [...signing(auth), ...signedWords(description, auth)]),
  ];
}

const MARKET = ['{symbol', '{market_index', '{base'];

function candleRequest({ endpoints, intervals, streams }: VenueDescription): readonly Finding[] {
  const { subscribe, path, only } = streams.candles ?? {};
  const streamed = only ?? Object.keys(intervals);
  return [
    ...missing(endpoints.candles, ['endpoints', 'candles'], candleNeeds(Object.keys(intervals).length)),
    ...(streams.candles === undefined
      ? []
      : unsaid([subscribe, path], candleNeeds(streamed.length)).map((what): Finding => [
          ['streams', 'candles', 'subscribe'],
          `does not say ${what}`,
        ])),
  ];
}

function candleNeeds(intervals: number): readonly Need[] {
  const market = { words: MARKET, what: 'the market, as {symbol}' };
  return intervals > 1 ? [market, { words: ['{interval'], what: 'the interval, as {interval}' }] : [market];
}

function orderRequest({ endpoints, orders }: VenueDescription): readonly Finding[] {
  const isCost = orders?.market_buy === 'quote';
  return [
    ...missing(
      endpoints.place_order,
      ['endpoints', 'place_order'],
      [
        { words: MARKET, what: 'the market, as {symbol}' },
        { words: SIDE, what: 'the side, as {side} or by when: buy' },
        { words: ['{size'], what: 'how much, as {size}' },
        { words: ['{price'], what: 'the price, as { value: "{price}", when: limit }' },
        { words: ['{client_order_id'], what: 'our id of the order, as {client_order_id}' },
        ...(isCost ? [{ words: ['{quote_size'], what: 'the cost of a market buy, as {quote_size}' }] : []),
      ],
    ),
    ...missing(
      endpoints.cancel_order,
      ['endpoints', 'cancel_order'],
      [{ words: ['{order_id', '{client_order_id'], what: 'the order, as {order_id} or {client_order_id}' }],
    ),
  ];
}

/** That a market order alone depends on its side tells nothing of a limit order's. */
const SIDE = [
  '{side',
  ...['buy', 'sell', 'limit_buy', 'limit_sell'].flatMap((when) => [`"when":"${when}"`, `"${when}":`]),
];

interface Need {
  /** One of them is enough. */
  readonly words: readonly string[];
  readonly what: string;
}

function missing(
  endpoint: VenueDescription['endpoints'][EndpointName],
  path: readonly string[],
  needs: readonly Need[],
): readonly Finding[] {
  if (endpoint === undefined) return [];
  const { request, request_when: lines, params } = endpoint;
  return unsaid([request, lines, params], needs).map((what): Finding => [
    path,
    `its request does not say ${what}; put it among params or on the path`,
  ]);
}

function unsaid(parts: readonly unknown[], needs: readonly Need[]): readonly string[] {
  const text = JSON.stringify(parts);
  return needs.flatMap(({ words, what }) => (words.some((word) => text.includes(word)) ? [] : [what]));
}

/** What is about an account is signed, or names the account's address. */
function unsigned({ endpoints }: VenueDescription): readonly Finding[] {
  return PRIVATE.flatMap((name): readonly Finding[] => {
    const endpoint = endpoints[name];
    if (endpoint === undefined || endpoint.signed === true) return [];
    if (/\{(wallet_address|token)/.test(JSON.stringify([endpoint.request, endpoint.params]))) return [];
    return [[['endpoints', name], 'is about an account and would go out unsigned; write signed: true']];
  });
}

const PRIVATE: readonly EndpointName[] = [
  'place_order',
  'cancel_order',
  'get_order',
  'open_orders',
  'finished_orders',
  'listed_orders',
  'order_fills',
  'balances',
];

type Auth = NonNullable<VenueDescription['auth']>;

function signing(auth: Auth): readonly Finding[] {
  const { place, signature, nonce } = auth;
  const placed = JSON.stringify(place);
  const findings: Finding[] = secretsSent(auth, ['auth']).concat();
  if (signature.algorithm !== 'custom' && placed !== '{}' && !placed.includes('{signature'))
    findings.push([['auth', 'place'], 'has no {signature}; name the header or parameter that takes it']);
  if (signature.algorithm === 'rsa-sha256' && signature.secret !== 'utf8')
    findings.push([
      ['auth', 'signature', 'secret'],
      `is ${signature.secret}, but an RSA key is given as PEM; drop secret`,
    ]);
  if (nonce === undefined && JSON.stringify(auth).includes('{nonce'))
    findings.push([
      ['auth', 'nonce'],
      'is missing; {nonce} would be empty. Write nonce: { kind: rising, unit: ms }',
    ]);
  if (
    'encoding' in signature &&
    signature.encoding === 'base64' &&
    /\{signature\|(upper|lower)\}/.test(placed)
  )
    findings.push([
      ['auth', 'place'],
      'changes the case of a signature in base64, which is another one then; that is for encoding: hex',
    ]);
  return findings;
}

/** Where what is signed has a word for each request, none may lack it. */
function signedWords({ endpoints }: VenueDescription, auth: Auth): readonly Finding[] {
  const isUsed = JSON.stringify(auth).includes('{signed_as');
  return Object.entries(endpoints).flatMap(([name, endpoint]): readonly Finding[] => {
    const path = ['endpoints', name, 'signed_as'];
    if (isUsed && endpoint?.signed === true && endpoint.signed_as === undefined)
      return [[path, 'is missing; auth signs {signed_as}, so give the venue’s word for this request']];
    return !isUsed && endpoint?.signed_as !== undefined
      ? [
          [
            path,
            'is given, but auth does not sign {signed_as}; put it into auth.signature.payload or drop it',
          ],
        ]
      : [];
  });
}

function secretsSent(value: unknown, path: readonly string[]): readonly Finding[] {
  if (typeof value === 'string' && path.at(-1) !== 'describe')
    return /\{api_secret[|}]/.test(value)
      ? [
          [
            path,
            '{api_secret} is never sent or written into what is signed; where a venue wants that, write algorithm: custom',
          ],
        ]
      : [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => secretsSent(item, [...path, String(index)]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => secretsSent(item, [...path, key]));
}
