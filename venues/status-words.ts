import { parseTemplate } from './templates.js';

/**
 * A venue's word for a status as a table has it: `FILLED`, or `FILLED @ *` where values of the order follow
 * (`FILLED @ {fill_price}`), or any text (`FILLED*`).
 */
export function statusPattern(word: string): string {
  const [first = '', ...others] = parseTemplate(word);
  if (typeof first !== 'string') return '*';
  return others.length === 0 ? first : `${first}*`;
}

/** What a status means: by its whole word, else by the longest beginning. */
export function statusMeaning<T>(statuses: Readonly<Record<string, T>>, text: string): T | undefined {
  const fitting = Object.entries(statuses)
    .map(([word, meaning]) => ({ pattern: statusPattern(word), meaning }))
    .filter(({ pattern }) =>
      pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern,
    );
  return fitting.toSorted((a, b) => rank(b.pattern) - rank(a.pattern))[0]?.meaning;
}

function rank(pattern: string): number {
  return pattern.endsWith('*') ? pattern.length : Infinity;
}
