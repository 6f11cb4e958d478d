import { isRecord, type ParameterValue } from '../../venues/index.js';
import type { Bindings } from '../dialect/bind-parameters.js';
import { isTemplateList, isTemplateRecord } from '../dialect/template-kinds.js';
import { scalarText } from '../dialect/read-field.js';
import { templateMatcher, type Binding } from '../dialect/template-matcher.js';

/** How a client's message fits a template: once per element where it lists several of what the template lists one. */
export interface MessageMatch {
  readonly matches: readonly Bindings[];
  /** Where in the message's list each of them stands. */
  readonly places: readonly number[];
  /** List elements that are none of this template's. */
  readonly strangers: readonly unknown[];
}

/**
 * Fits a message to a template by structure: constant texts must be equal, placeholders take what stands there,
 * further keys are the client's own. Constant numbers and flags are options that a client may choose otherwise,
 * and so is what stands at a `free` key (ids that are echoed).
 */
export function matchMessage(
  template: ParameterValue,
  message: unknown,
  free: ReadonlySet<string>,
): MessageMatch | undefined {
  if (typeof template === 'string') return matchText(template, message);
  if (typeof template === 'number' || typeof template === 'boolean' || template === null) return ONE;
  if (isTemplateList(template))
    return Array.isArray(message) ? matchList(template, message, free) : undefined;
  return isTemplateRecord(template) && isRecord(message) ? matchRecord(template, message, free) : undefined;
}

/** What varies in a message without options is there all the same. */
export function lacksMembers(template: ParameterValue, message: unknown): boolean {
  return (
    isTemplateRecord(template) &&
    Object.keys(template).some((name) => !isRecord(message) || !(name in message))
  );
}

const ONE: MessageMatch = { matches: [new Map()], places: [0], strangers: [] };

function matchText(template: string, message: unknown): MessageMatch | undefined {
  const text = scalarText(message);
  const found = text === undefined ? undefined : templateMatcher(template).match(text);
  if (found === undefined) return undefined;
  return {
    matches: [new Map(found.map((binding) => [binding.name, binding]))],
    places: [0],
    strangers: [],
  };
}

function matchList(
  template: readonly ParameterValue[],
  message: readonly unknown[],
  free: ReadonlySet<string>,
): MessageMatch | undefined {
  const [only] = template;
  if (only === undefined) return message.length === 0 ? ONE : undefined;
  if (template.length === 1) {
    const found = message.map((element) => ({ element, match: matchMessage(only, element, free) }));
    return {
      matches: found.flatMap(({ match }) => match?.matches ?? []),
      places: found.flatMap(({ match }, place) => (match?.matches ?? []).map(() => place)),
      strangers: found.flatMap(({ element, match }) => (match === undefined ? [element] : match.strangers)),
    };
  }
  let result: MessageMatch | undefined = ONE;
  template.forEach((part, index) => {
    result = result && combine(result, matchMessage(part, message[index], free));
  });
  return result;
}

function matchRecord(
  template: { readonly [name: string]: ParameterValue },
  message: Readonly<Record<string, unknown>>,
  free: ReadonlySet<string>,
): MessageMatch | undefined {
  let result: MessageMatch | undefined = ONE;
  for (const [name, part] of Object.entries(template)) {
    if (free.has(name)) continue;
    if (!Object.hasOwn(message, name)) {
      if (isOptional(part)) continue;
      return undefined;
    }
    result = result && combine(result, matchMessage(part, message[name], free));
  }
  return result;
}

function isOptional(part: ParameterValue): boolean {
  if (typeof part === 'string') return templateMatcher(part).placeholders.length > 0;
  return typeof part !== 'object' || part === null || (isTemplateList(part) && part.length === 0);
}

function combine(left: MessageMatch, right: MessageMatch | undefined): MessageMatch | undefined {
  if (right === undefined) return undefined;
  const matches = left.matches.flatMap((one) =>
    right.matches.map((other): ReadonlyMap<string, Binding> => new Map([...one, ...other])),
  );
  const places = left.matches.flatMap((_, one) =>
    right.matches.map(
      (__, other) => (right.matches.length > 1 ? right.places[other] : left.places[one]) ?? 0,
    ),
  );
  return { matches, places, strangers: [...left.strangers, ...right.strangers] };
}
