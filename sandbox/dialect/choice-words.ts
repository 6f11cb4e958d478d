import { isRecord, readPath, type ParameterValue } from '../../venues/index.js';
import { conditionals, type Parameters } from './bind-parameters.js';
import { scalarText } from './read-field.js';
import type { Route } from './routes.js';
import { templateMatcher } from './template-matcher.js';

/** A parameter that tells what a request line is asked for, and the words that it can be. */
interface Choice {
  readonly path: string;
  readonly words: ReadonlySet<string>;
}

/**
 * What is wrong with the word that tells the endpoints of one request line apart (`type: l2Book`): no endpoint has it.
 * `undefined` where nothing is. `routes`: those of the venue.
 */
export function unknownChoice(
  given: Readonly<Record<string, unknown>>,
  route: Route,
  routes: readonly Route[],
): string | undefined {
  for (const { path, words } of choicesOf(route, routes)) {
    const word = scalarText(readPath(given, path));
    if (word !== undefined && !words.has(word)) return `${path}: no endpoint is called ${word.slice(0, 40)}`;
  }
  return undefined;
}

function choicesOf(route: Route, routes: readonly Route[]): readonly Choice[] {
  const known = choices.get(route);
  if (known !== undefined) return known;
  const shared = routes.filter(({ line }) => line === route.line);
  const found = new Set(shared.map(({ purpose }) => purpose)).size < 2 ? [] : commonChoices(shared);
  choices.set(route, found);
  return found;
}

const choices = new WeakMap<Route, readonly Choice[]>();

/** Where every route has a constant, and not the same one. */
function commonChoices(shared: readonly Route[]): readonly Choice[] {
  const constants = shared.map(({ endpoint }) => new Map(constantsIn(endpoint.params ?? {})));
  const [first = new Map<string, string>()] = constants;
  return [...first.keys()]
    .filter((path) => constants.every((each) => each.has(path)))
    .map((path) => ({ path, words: new Set(constants.map((each) => each.get(path) ?? '')) }))
    .filter(({ words }) => words.size > 1);
}

function constantsIn(params: Parameters, before = ''): readonly (readonly [path: string, word: string])[] {
  return Object.entries(params).flatMap(([name, value]) => constantsAt(value, `${before}${name}`));
}

function constantsAt(value: ParameterValue, path: string): ReturnType<typeof constantsIn> {
  if (conditionals(value) !== undefined || Array.isArray(value)) return [];
  if (isRecord(value)) return constantsIn(value, `${path}.`);
  const word = scalarText(value);
  return word === undefined || templateMatcher(word).placeholders.length > 0 ? [] : [[path, word]];
}
