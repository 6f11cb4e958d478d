/** A JSON value that stands in a text, and where. */
export interface FoundJson {
  readonly value: object;
  readonly start: number;
  readonly end: number;
}

/** A page that opens more braces than this without a value has none to find. */
const MOST_FAILURES = 200;
/** What may stand before a value on its line: nothing, a label, or what quotes it. */
const BEFORE = /(?:^|[:=>`'"]|-d|--data(?:-raw|-binary)?|\bjson)\s*$/i;

/** The objects and lists that a documentation's text prints, each as a whole, with its comments left out. */
export function jsonIn(text: string): readonly FoundJson[] {
  const found: FoundJson[] = [];
  let failures = 0;
  let line = 0;
  for (let at = 0; at < text.length && failures < MOST_FAILURES; at += 1) {
    if (text[at] === '\n') line = at + 1;
    if ((text[at] !== '{' && text[at] !== '[') || !BEFORE.test(text.slice(Math.max(line, at - 200), at)))
      continue;
    const end = endOf(text, at);
    const value = end === undefined ? undefined : parseLoosely(text.slice(at, end));
    if (end === undefined || value === undefined) {
      failures += 1;
      continue;
    }
    found.push({ value, start: at, end });
    // Nothing else begins on the line on which a value ends, but a value that is labelled.
    line = end;
    at = end - 1;
  }
  return found;
}

/** JSON as documentations print it: with comments, commas too many, and dots for what was left out. */
export function parseLoosely(text: string): object | undefined {
  for (const attempt of [text, cleaned(text)]) {
    try {
      const parsed: unknown = JSON.parse(attempt);
      return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
    } catch {
      // Not as it stands; without its comments it may be.
    }
  }
  return undefined;
}

const STRING = '"(?:[^"\\\\\\n]|\\\\.)*"';

/** Strings are matched first, so that what stands inside one is left alone. */
function cleaned(text: string): string {
  return text
    .replaceAll(
      new RegExp(`(${STRING})|/\\*[^]*?\\*/|(?://|#)[^\\n]*|\\.{3,}`, 'g'),
      (_whole, kept: string | undefined) => kept ?? '',
    )
    .replaceAll(
      new RegExp(`(${STRING})|,(?:\\s*,)*(?=\\s*[}\\]])`, 'g'),
      (_whole, kept: string | undefined) => kept ?? '',
    );
}

/** Where the value that opens at `start` ends; nothing where it does not. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const one = text[at];
    if (inString) {
      if (one === '\\') at += 1;
      else if (one === '"' || one === '\n') inString = false;
    } else if (one === '"') inString = true;
    else if (one === '/' && text[at + 1] === '/') at = lineEnd(text, at);
    else if (one === '{' || one === '[') depth += 1;
    else if (one === '}' || one === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
