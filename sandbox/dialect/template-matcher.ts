import { parseTemplate, type Placeholder, type TemplatePart } from '../../venues/index.js';

/** A value that a template's placeholder took from a text. */
export interface Binding extends Placeholder {
  readonly text: string;
}

/** Templates read backwards, compiled once each. */
export interface TemplateMatcher {
  readonly placeholders: readonly Placeholder[];
  /** What the placeholders stand for in `text`; `undefined` where the text does not fit. */
  match(text: string): readonly Binding[] | undefined;
}

export function templateMatcher(template: string): TemplateMatcher {
  const known = compiled.get(template);
  if (known !== undefined) return known;
  const matcher = compile(template);
  compiled.set(template, matcher);
  return matcher;
}

/**
 * The same for a path: a placeholder takes one segment, percent-decoded by the caller. `known`: the texts that a
 * placeholder can stand for, or how they begin, where that is known.
 */
export function pathPattern(template: string, known: KnownTexts = {}): RegExp {
  const pattern = parseTemplate(template).map((part) =>
    typeof part === 'string' ? escaped(part) : `(${placeholderPattern(known[part.name])})`,
  );
  return new RegExp(`^${pattern.join('')}$`);
}

/** Placeholder name → its texts, or what they begin with. */
export type KnownTexts = Readonly<
  Record<string, readonly string[] | { readonly prefix: string } | { readonly orAny: readonly string[] }>
>;

function placeholderPattern(known: KnownTexts[string] | undefined): string {
  if (known === undefined) return '[^/]+';
  // Words of several segments, or any other that is one.
  if ('orAny' in known) return [...known.orAny.map(escaped), '[^/]+'].join('|');
  return 'prefix' in known ? `${escaped(known.prefix)}[^/]+` : known.map(escaped).join('|');
}

/** A template's texts and placeholders, parsed once. */
export function templateParts(template: string): readonly TemplatePart[] {
  const known = parsed.get(template);
  if (known !== undefined) return known;
  const parts = parseTemplate(template);
  parsed.set(template, parts);
  return parts;
}

const parsed = new Map<string, readonly TemplatePart[]>();
const compiled = new Map<string, TemplateMatcher>();

function compile(template: string): TemplateMatcher {
  const parts = templateParts(template);
  const placeholders = parts.filter((part) => typeof part !== 'string');
  const [only] = placeholders;
  if (only !== undefined && parts.length === 1) {
    return { placeholders, match: (text) => [bindingOf(only, text)] };
  }
  if (placeholders.length === 0)
    return { placeholders, match: (text) => (text === template ? [] : undefined) };
  const pattern = new RegExp(
    `^${parts.map((part) => (typeof part === 'string' ? escaped(part) : part.name === 'limit' ? '(\\d+)' : '(.*?)')).join('')}$`,
    's',
  );
  return {
    placeholders,
    match(text) {
      const groups = pattern.exec(text);
      if (groups === null) return undefined;
      return placeholders.map((placeholder, index) => bindingOf(placeholder, groups[index + 1] ?? ''));
    },
  };
}

function bindingOf({ name, filter }: Placeholder, text: string): Binding {
  return filter === undefined ? { name, text } : { name, filter, text };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
