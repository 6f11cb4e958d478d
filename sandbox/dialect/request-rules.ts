import { milliseconds } from 'ats-runtime';
import type { VenueDescription } from '../../venues/index.js';
import { refused, type Refusal } from './answer.js';
import { scalarText } from './read-field.js';
import { decode } from './request-values.js';
import type { Route } from './routes.js';
import type { WireRequest } from './wire.js';

type Given = Readonly<Record<string, unknown>>;

/**
 * Why a venue refuses a request for its parameters alone, before it looks at what they say. `routes`: those of the
 * same request line.
 */
export function brokenRule(
  request: WireRequest,
  given: Given,
  route: Route,
  routes: readonly Route[],
  description: VenueDescription,
): Refusal | undefined {
  const { unknown, duplicate } = description.parameters ?? {};
  if (duplicate === 'refused') {
    const name = repeatedName(request.query) ?? repeatedName(formBody(request));
    if (name !== undefined) return refused('duplicate_parameter', name);
  }
  const window = overlongWindow(given, description);
  if (window !== undefined) return refused('window_too_long', window);
  if (unknown === 'refused') {
    const known = knownNames(route, routes, description);
    const stranger = Object.keys(given).find((name) => !known.has(name));
    if (stranger !== undefined) return refused('unknown_parameter', stranger);
  }
  for (const { when = {}, needs = [], forbids = [] } of route.endpoint.rules ?? []) {
    if (!holds(when, given)) continue;
    const missing = needs.find((name) => textOf(given, name) === '');
    if (missing !== undefined) return refused('missing_parameter', missing);
    const unwanted = forbids.find((name) => textOf(given, name) !== '');
    if (unwanted !== undefined) return refused('unwanted_parameter', unwanted);
  }
  return undefined;
}

/** Whether the parameters are as a description says; one that was not sent counts as empty. */
export function holds(when: Readonly<Record<string, string>>, given: Given): boolean {
  return Object.entries(when).every(([name, text]) => textOf(given, name) === text);
}

/** Whether the parameters say so, each alone or as one of a list with commas. */
export function says(rule: Readonly<Record<string, string>>, given: Given): boolean {
  return Object.entries(rule).every(([name, text]) => textOf(given, name).split(',').includes(text));
}

function textOf(given: Given, name: string): string {
  return scalarText(given[name]) ?? '';
}

function repeatedName(text: string): string | undefined {
  const seen = new Set<string>();
  for (const pair of text.split('&')) {
    const name = decode(pair.split('=', 1)[0] ?? '');
    if (name !== '' && seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

function formBody({ body }: WireRequest): string {
  const text = body.toString('latin1');
  return /^\s*[[{]/.test(text) ? '' : text;
}

function overlongWindow(given: Given, { auth }: VenueDescription): string | undefined {
  const longest = auth?.stamp?.longest_window;
  if (longest === undefined) return undefined;
  const name = Object.keys(given).find((each) => /^recv[-_]?window$/i.test(each));
  if (name === undefined) return undefined;
  return Number(textOf(given, name)) > milliseconds(longest) ? `${name} is above ${longest}` : undefined;
}

function knownNames(route: Route, routes: readonly Route[], { auth }: VenueDescription): ReadonlySet<string> {
  const known = namesOf.get(route);
  if (known !== undefined) return known;
  const shared = routes.filter(({ line }) => line === route.line);
  const names = new Set([
    ...shared.flatMap(({ endpoint }) => Object.keys({ ...endpoint.params, ...endpoint.accepts })),
    ...(route.endpoint.signed === true ? Object.keys({ ...auth?.params, ...auth?.place.params }) : []),
  ]);
  namesOf.set(route, names);
  return names;
}

const namesOf = new WeakMap<Route, ReadonlySet<string>>();
