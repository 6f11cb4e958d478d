import type { Endpoint, ServedEndpoint } from '../../venues/index.js';
import { refused, type Answer } from './answer.js';
import { scalarText } from './read-field.js';

type Given = Readonly<Record<string, unknown>>;

/** The answer to a request for what is not there at all, told by a word that is none of the endpoint's own. */
export function answerToOtherWord(
  given: Given,
  { params = {}, other_words: others = {} }: Endpoint | ServedEndpoint,
): Answer | undefined {
  for (const [name, answer] of Object.entries(others)) {
    const word = scalarText(given[name]) ?? '';
    if (word === '' || word === scalarText(params[name])) continue;
    if (answer === 'empty') return { rows: [] };
    if (typeof answer === 'object') return { rows: [], repeats: { [answer.empty]: { sent: name } } };
    return refused(answer, `${name} ${JSON.stringify(word.slice(0, 60))}`, name);
  }
  return undefined;
}

/** The parameters without those that say nothing. */
export function saying(given: Given, nothing: readonly string[] = []): Given {
  if (nothing.length === 0) return given;
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => typeof value !== 'string' || !nothing.includes(value)),
  );
}
