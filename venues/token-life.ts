import { readPath } from './paths.js';
import { placeholders } from './templates.js';
import type { Endpoint } from './schema/endpoints.js';
import type { VenueDescription } from './schema/venue.js';
import { streamTokenEndpoint } from './stream-token.js';
import type { Finding } from './problem.js';

const TOKEN = ['streams', 'orders', 'token'];

/** What a token's life needs: requests that name it, a stream that carries it, a renewal in time. */
export function tokenLife(description: VenueDescription): readonly Finding[] {
  const { endpoints, streams } = description;
  const { token } = streams.orders ?? {};
  const requests = (['renew_stream_token', 'release_stream_token'] as const).flatMap((name) => {
    const endpoint = endpoints[name];
    return endpoint === undefined ? [] : requestFindings(name, endpoint, token !== undefined);
  });
  if (token === undefined) return requests;
  return [...requests, ...stayingFindings(description), ...renewalFindings(description)];
}

function requestFindings(name: string, endpoint: Endpoint, isDescribed: boolean): readonly Finding[] {
  if (!isDescribed)
    return [[['endpoints', name], 'is of no use; give streams.orders.token with the lifetime']];
  return namesToken([endpoint.request, endpoint.params])
    ? []
    : [[['endpoints', name], 'does not name the token; give it {token}, among its params or on its path']];
}

/** Where the token comes from, and where it goes. */
function stayingFindings(description: VenueDescription): readonly Finding[] {
  const { orders } = description.streams;
  const findings: Finding[] = [];
  if (orders === undefined) return findings;
  if (streamTokenEndpoint(description, 'orders') === undefined)
    findings.push([TOKEN, 'comes from nowhere; give endpoints.stream_token or private_stream_token']);
  const carries = namesToken([orders.path, orders.login, orders.subscribe]) || orders.host === 'token';
  if (!carries) findings.push([TOKEN, 'is carried by nothing; give streams.orders.path a {token}']);
  return findings;
}

function renewalFindings({ endpoints, streams }: VenueDescription): readonly Finding[] {
  const { host, token } = streams.orders ?? {};
  if (token === undefined) return [];
  const { lifetime, renew_every: every, at_expiry: end } = token;
  const endpoint = endpoints.renew_stream_token;
  if (every === undefined) {
    const unused = 'is never asked; give streams.orders.token.renew_every';
    return endpoint === undefined ? [] : [[['endpoints', 'renew_stream_token'], unused]];
  }
  const findings: Finding[] = [];
  const at = [...TOKEN, 'renew_every'];
  if (endpoint === undefined)
    findings.push([at, 'needs endpoints.renew_stream_token, which extends the token']);
  if (milliseconds(every) === 0) findings.push([at, 'is no time at all; give an interval such as 30m']);
  if (milliseconds(every) >= milliseconds(lifetime))
    findings.push([at, `comes too late: the token lives for ${lifetime}; give a shorter one`]);
  if (end === 'stays')
    findings.push([[...TOKEN, 'at_expiry'], 'is stays: such a token needs no renewal; drop one of them']);
  if (host === 'token')
    findings.push([
      ['streams', 'orders', 'host'],
      'is token, but the token is renewed; name a host whose address does not change with it',
    ]);
  return findings;
}

/** The frame that tells of the expiry is a documented one. */
export function expiredFrame(
  { streams }: VenueDescription,
  samples: ReadonlyMap<string, unknown>,
): readonly Finding[] {
  const { match = {}, sample = '' } = streams.orders?.token?.expired ?? {};
  const document = samples.get(sample);
  return Object.entries(match).flatMap(([path, wanted]): readonly Finding[] => {
    const value = readPath(document, path);
    if (value !== undefined && (isTemplate(wanted) || String(value) === String(wanted))) return [];
    const found = value === undefined ? 'is not' : `is ${JSON.stringify(value)}`;
    return [[[...TOKEN, 'expired', 'match', path], `${path} ${found} in the sample (${sample})`]];
  });
}

function isTemplate(wanted: unknown): boolean {
  return typeof wanted === 'string' && placeholders(wanted).length > 0;
}

function namesToken(parts: unknown): boolean {
  return JSON.stringify(parts).includes('{token}');
}

function milliseconds(duration: string): number {
  const [, count = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(duration) ?? [];
  return Number(count) * (UNITS[unit] ?? 0);
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
