import {
  isRecord,
  type Endpoint,
  type EndpointName,
  type ParameterValue,
  type Rows,
  type ServedEndpoint,
  type VenueDescription,
} from '../../venues/index.js';
import { conditionals, type Parameters } from './bind-parameters.js';
import { decode } from './request-values.js';
import { scalarText } from './read-field.js';
import { pathPattern, templateMatcher, type Binding } from './template-matcher.js';

/** What an endpoint does; `static` answers its sample as it stands. */
export type Purpose = EndpointName | NonNullable<ServedEndpoint['like']> | 'static';

/** One described request line. */
export interface Route {
  /** The endpoint's name, or the request line of one that only other clients ask for. */
  readonly name: string;
  readonly line: string;
  readonly method: string;
  readonly purpose: Purpose;
  readonly endpoint: Endpoint | ServedEndpoint;
  readonly response: Rows | undefined;
  readonly pattern: RegExp;
  readonly pathTemplate: string;
  readonly hasPlaceholders: boolean;
}

export function routesOf(description: VenueDescription): readonly Route[] {
  const prefix = description.orders?.client_id.prefix;
  const prefixes = prefix === undefined ? {} : { client_order_id: prefix };
  const own = endpointEntries(description).map(([name, endpoint]) => routeTo(name, name, endpoint, prefixes));
  return [
    ...own,
    ...description.serves.map((served) => routeTo(served.request, served.like ?? 'static', served, prefixes)),
  ];
}

/** The routes of a path, best first: the given method's, then (public ones) those that may answer any method. */
export function candidates(routes: readonly Route[], method: string, path: string): readonly Route[] {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  const onPath = routes.filter(
    (route) => isOnPath(route, path) || (trimmed !== path && isOnPath(route, trimmed)),
  );
  const exact = onPath.filter((candidate) => candidate.method === method);
  if (exact.length > 0) return exact;
  return onPath.filter(({ endpoint }) => endpoint.signed !== true && (method === 'POST' || method === 'GET'));
}

function isOnPath({ hasPlaceholders, pathTemplate, pattern }: Route, path: string): boolean {
  return hasPlaceholders ? pattern.test(path) : path === pathTemplate;
}

/** Of routes that share a request line, the one whose constant parameters the client sent. */
export function bestRoute(
  routes: readonly Route[],
  values: Readonly<Record<string, unknown>>,
): Route | undefined {
  const [first] = routes;
  if (routes.length < 2) return first;
  const scores = routes.map((route) =>
    lacksOrder(route, values) ? -Infinity : constantScore(route.endpoint.params ?? {}, values),
  );
  return routes[scores.indexOf(Math.max(...scores))] ?? first;
}

/** The values of a path's placeholders. */
export function pathBindings(route: Route, path: string): readonly Binding[] {
  if (!route.hasPlaceholders) return [];
  const groups = route.pattern.exec(path) ?? route.pattern.exec(path.replace(/\/$/, ''));
  if (groups === null) return [];
  const { placeholders } = templateMatcher(route.pathTemplate);
  return placeholders.map((placeholder, index) => ({
    ...placeholder,
    text: decode(groups[index + 1] ?? ''),
  }));
}

function endpointEntries(description: VenueDescription): readonly (readonly [EndpointName, Endpoint])[] {
  const entries: (readonly [EndpointName, Endpoint])[] = [];
  let name: EndpointName;
  for (name in description.endpoints) {
    const endpoint = description.endpoints[name];
    if (endpoint !== undefined) entries.push([name, endpoint]);
  }
  return entries;
}

function routeTo(
  name: string,
  purpose: Purpose,
  endpoint: Endpoint | ServedEndpoint,
  prefixes: Readonly<Record<string, string>>,
): Route {
  const [method = 'GET', path = '/'] = endpoint.request.split(' ');
  return {
    name,
    line: endpoint.request,
    method,
    purpose,
    endpoint,
    response: endpoint.response,
    pattern: pathPattern(path, prefixes),
    pathTemplate: path,
    hasPlaceholders: path.includes('{'),
  };
}

/** Where one order is asked for, the request names it; a list of orders may stand under the same request line. */
function lacksOrder(
  { purpose, endpoint, pathTemplate }: Route,
  values: Readonly<Record<string, unknown>>,
): boolean {
  if (purpose !== 'get_order' || ORDER_ID.test(pathTemplate)) return false;
  const named = Object.entries({ ...endpoint.accepts, ...endpoint.params }).filter(([, template]) =>
    ORDER_ID.test(JSON.stringify(template)),
  );
  return named.length > 0 && named.every(([name]) => values[name] === undefined);
}

const ORDER_ID = /\{(client_)?order_id/;

function constantScore(params: Parameters, values: Readonly<Record<string, unknown>>): number {
  return Object.entries(params).reduce(
    (score, [name, template]) => score + agreement(template, values[name]),
    0,
  );
}

function agreement(template: ParameterValue, value: unknown): number {
  if (conditionals(template) !== undefined) return value === undefined ? 0 : 0.1;
  if (isRecord(template) && !Array.isArray(template)) {
    return isRecord(value) ? 0.1 : -1;
  }
  const text = scalarText(template);
  if (text === undefined) return 0;
  if (templateMatcher(text).placeholders.length > 0) return value === undefined ? 0 : 0.1;
  return scalarText(value) === text ? 1 : -1;
}
