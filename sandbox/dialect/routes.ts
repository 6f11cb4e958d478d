import {
  isRecord,
  ORDER_CONDITIONS,
  type Endpoint,
  type EndpointName,
  type OrderCondition,
  type ParameterValue,
  type Rows,
  type ServedEndpoint,
  type VenueDescription,
} from '../../venues/index.js';
import { conditionals, type Parameters } from './bind-parameters.js';
import { impliedBindings } from './implied-bindings.js';
import { decode } from './request-values.js';
import { scalarText } from './read-field.js';
import { isTemplateList } from './template-kinds.js';
import { pathPattern, templateMatcher, type Binding, type KnownTexts } from './template-matcher.js';

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
  /** Whether its path takes only texts that begin as our ids do: another one on the same place takes the rest. */
  readonly isNarrow: boolean;
  /** The endpoints that the same request asks for: an order may be looked for in the list of open ones. */
  readonly alike: readonly string[];
  /** What an order's request line tells of it by itself. */
  readonly implied?: readonly Binding[];
}

export function routesOf(description: VenueDescription): readonly Route[] {
  const known = knownTexts(description);
  const own = endpointEntries(description).flatMap(([name, endpoint]) =>
    requestLines(endpoint).map(([when, line]) => ({
      ...routeTo(name, name, endpoint, known, line),
      implied: impliedBindings(when, description),
    })),
  );
  const routes = [
    ...own,
    ...description.serves.map((served) => routeTo(served.request, served.like ?? 'static', served, known)),
  ];
  return routes.map((route) => ({
    ...route,
    alike: routes.filter((other) => requestOf(other) === requestOf(route)).map(({ name }) => name),
  }));
}

function requestOf({ line, endpoint }: Route): string {
  return JSON.stringify([line, endpoint.params ?? {}]);
}

/** What a path's words can be, so that `/{side}/{symbol}` takes no other endpoint's path. */
function knownTexts({ orders, intervals }: VenueDescription): KnownTexts {
  const interval = {
    orAny: Object.values(intervals)
      .map(String)
      .filter((text) => text.includes('/')),
  };
  if (orders === undefined) return { interval };
  const { prefix } = orders.client_id;
  const sides = Object.values(orders.sides);
  return {
    interval,
    ...(prefix === undefined ? {} : { client_order_id: { prefix } }),
    side: [...sides, ...sides.flatMap((word) => [word.toLowerCase(), word.toUpperCase()])],
  };
}

type RequestLine = readonly [when: OrderCondition | undefined, line: string];

/** The request lines that an order decides on, and the usual one with what is left for it. */
function requestLines({ request, request_when: lines = {} }: Endpoint): readonly RequestLine[] {
  const special = ORDER_CONDITIONS.flatMap((when): readonly RequestLine[] => {
    const line = lines[when];
    return line === undefined ? [] : [[when, line]];
  });
  const [only] = special;
  const rest = special.length === 1 && only?.[0] !== undefined ? COMPLEMENTS[only[0]] : undefined;
  return [...special, [rest, request]];
}

const COMPLEMENTS: Partial<Readonly<Record<OrderCondition, OrderCondition>>> = {
  limit: 'market',
  market: 'limit',
  buy: 'sell',
  sell: 'buy',
};

/** Of routes that share a request line, the one whose constant parameters the client sent. */
export function bestRoute(
  routes: readonly Route[],
  values: Readonly<Record<string, unknown>>,
): Route | undefined {
  const [first] = routes;
  if (routes.length < 2) return first;
  const scores = routes.map((route) =>
    lacksOrder(route, values)
      ? -Infinity
      : constantScore(route.endpoint.params ?? {}, values) + (namesOrder(route, values) ? 2 : 0),
  );
  return routes[scores.indexOf(Math.max(...scores))] ?? first;
}

/** The values of a path's placeholders, and what the request line tells besides. */
export function pathBindings(route: Route, path: string): readonly Binding[] {
  const { implied = [] } = route;
  if (!route.hasPlaceholders) return implied;
  const groups = route.pattern.exec(path) ?? route.pattern.exec(path.replace(/\/$/, ''));
  if (groups === null) return implied;
  const { placeholders } = templateMatcher(route.pathTemplate);
  const given = placeholders.map((placeholder, index) => ({
    ...placeholder,
    text: decode(groups[index + 1] ?? ''),
  }));
  return [...implied, ...given];
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
  known: KnownTexts,
  line = endpoint.request,
): Route {
  const [method = 'GET', path = '/'] = line.split(' ');
  return {
    name,
    line,
    method,
    purpose,
    endpoint,
    response: endpoint.response,
    pattern: pathPattern(path, known),
    pathTemplate: path,
    alike: [],
    hasPlaceholders: path.includes('{'),
    isNarrow: known['client_order_id'] !== undefined && path.includes('{client_order_id'),
  };
}

/** Where one order is asked for, the request names it; a list of orders may stand under the same request line. */
function lacksOrder(route: Route, values: Readonly<Record<string, unknown>>): boolean {
  const names = orderNames(route);
  return names.length > 0 && names.every((name) => values[name] === undefined);
}

/** A request that names its order means that one, whatever it says of a list. */
function namesOrder(route: Route, values: Readonly<Record<string, unknown>>): boolean {
  return orderNames(route).some((name) => values[name] !== undefined);
}

/** The parameters that name the order which is asked for. */
function orderNames({ purpose, endpoint, pathTemplate }: Route): readonly string[] {
  if (purpose !== 'get_order' || ORDER_ID.test(pathTemplate)) return [];
  return Object.entries({ ...endpoint.accepts, ...endpoint.params }).flatMap(([name, template]) =>
    ORDER_ID.test(JSON.stringify(template)) ? [name] : [],
  );
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
  if (isTemplateList(template)) return Array.isArray(value) ? listAgreement(template, value) : 0;
  if (isRecord(template)) {
    return isRecord(value) ? 0.1 + constantScore(template, value) : -1;
  }
  const text = scalarText(template);
  if (text === undefined) return 0;
  if (templateMatcher(text).placeholders.length > 0) return value === undefined ? 0 : 0.1;
  return scalarText(value) === text ? 1 : -1;
}

/** A list of one stands for one value, a list of two for several. */
function listAgreement(template: readonly ParameterValue[], value: readonly unknown[]): number {
  return template.length > 1 === value.length > 1 ? 0.2 : -1;
}

const CHANGING_ORDERS: ReadonlySet<Purpose> = new Set([
  'place_order',
  'cancel_order',
  'cancel_open_orders',
  'amend_order',
  'replace_order',
]);

/** Whether it places, changes or cancels orders: a key that only reads may not. */
export function changesOrders({ purpose }: Route): boolean {
  return CHANGING_ORDERS.has(purpose);
}
