import { milliseconds } from 'ats-runtime';
import type { VenueDescription } from '../../venues/index.js';
import { refused, refusedFor, type Refusal } from './answer.js';
import { unknownChoice } from './choice-words.js';
import { scalarText } from './read-field.js';
import { valuesIn } from './several.js';
import { decode, looksLikeJson } from './request-values.js';
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
  if (duplicate === 'refused' && mayRepeat(request, given)) {
    const name = repeatedName(request.query) ?? repeatedName(formBody(request));
    if (name !== undefined) return refused('duplicate_parameter', name);
  }
  const choice = unknownChoice(given, route, routes);
  if (choice !== undefined) return refused('bad_parameter', choice);
  const window = overlongWindow(given, description);
  if (window !== undefined) return refused('window_too_long', window);
  if (unknown === 'refused') {
    const known = knownNames(route, routes, description);
    const stranger = Object.keys(given).find((name) => !known.has(name));
    if (stranger !== undefined) return refused('unknown_parameter', stranger);
  }
  return undefined;
}

/** Why one request is refused for parameters that are missing, that do not go with others, or that are too many. */
export function brokenTerms(given: Given, { endpoint }: Route): Refusal | undefined {
  const isEmpty = (name: string): boolean => textOf(given, name) === '';
  const isGiven = (name: string): boolean => !isEmpty(name);
  for (const { when, given: sent, needs, forbids, takes, most } of endpoint.rules ?? []) {
    if ((when !== undefined && !holds(when, given)) || sent?.some(isEmpty) === true) continue;
    const missing = needs?.find(isEmpty);
    if (missing !== undefined) return refusedFor('missing_parameter', missing);
    const unwanted = forbids?.find(isGiven);
    if (unwanted !== undefined) return refusedFor('unwanted_parameter', unwanted);
    const other = Object.entries(takes ?? {}).find(([name, words]) => !words.includes(textOf(given, name)));
    if (other !== undefined) return refusedFor('bad_parameter', other[0]);
    const long = Object.entries(most ?? {}).find(([name, count]) => valuesIn(given[name]).length > count);
    if (long !== undefined) return refused('bad_parameter', `${long[0]}: more than ${long[1]}`, long[0]);
  }
  return undefined;
}

/** Whether the parameters are as a description says; one that was not sent counts as empty. */
export function holds(when: Readonly<Record<string, string>>, given: Given): boolean {
  for (const name in when) if (textOf(given, name) !== when[name]) return false;
  return true;
}

/** Whether the parameters say so, each alone or as one of a list with commas. */
export function says(rule: Readonly<Record<string, string>>, given: Given): boolean {
  return Object.entries(rule).every(([name, text]) => textOf(given, name).split(',').includes(text));
}

function textOf(given: Given, name: string): string {
  return scalarText(given[name]) ?? '';
}

/** There are more pairs than parameters; a quick look that most requests pass. */
function mayRepeat(request: WireRequest, given: Given): boolean {
  if (looksLikeJson(request.text)) return request.query !== '';
  let left = pairsIn(request.query) + pairsIn(request.text);
  for (const name in given) if (Object.hasOwn(given, name)) left -= 1;
  return left > 0;
}

function pairsIn(text: string): number {
  if (text === '') return 0;
  let pairs = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) pairs += 1;
  return pairs;
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

function formBody({ text }: WireRequest): string {
  return looksLikeJson(text) ? '' : text;
}

function overlongWindow(given: Given, { auth }: VenueDescription): string | undefined {
  const longest = auth?.stamp?.longest_window;
  if (longest === undefined) return undefined;
  for (const name in given) {
    if (isWindowName(name))
      return Number(textOf(given, name)) > milliseconds(longest) ? `${name} is above ${longest}` : undefined;
  }
  return undefined;
}

/** The length spares nearly every name the pattern. */
function isWindowName(name: string): boolean {
  return name.length >= 10 && name.length <= 11 && /^recv[-_]?window$/i.test(name);
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
