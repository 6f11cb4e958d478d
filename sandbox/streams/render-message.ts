import { readPath, renderTemplate, type Match, type ParameterValue } from '../../venues/index.js';
import { isTemplateList, isTemplateRecord } from '../dialect/template-kinds.js';
import { copy, replaceAt } from '../dialect/write-rows.js';

/** What a placeholder stands for; `undefined` leaves the sample's value. */
export type PlaceholderText = (name: string, filter: string | undefined) => string | undefined;

/** A message from its template; absent values are left out. */
export function renderMessage(template: ParameterValue, text: PlaceholderText): unknown {
  if (typeof template === 'string')
    return renderTemplate(template, ({ name, filter }) => text(name, filter)) ?? '';
  if (isTemplateList(template)) return template.map((part) => renderMessage(part, text));
  if (!isTemplateRecord(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, part]) => [name, renderMessage(part, text)]),
  );
}

/** A frame's sample with the texts that its `match` names, as the client expects to find them. */
export function stampMatch(sample: unknown, match: Match, text: PlaceholderText): unknown {
  let document = copy(sample);
  for (const [path, template] of Object.entries(match)) {
    // One of several words, or any value of a kind, is written by whoever knows which.
    if (typeof template === 'object' && template !== null) continue;
    const value =
      typeof template !== 'string'
        ? template
        : renderTemplate(template, ({ name, filter }) => text(name, filter));
    if (value === undefined) continue;
    document = replaceAt(document, path, like(readPath(document, path), value));
  }
  return document;
}

/** Copies what the client sent to where the venue repeats it; what it did not send stays as in the sample. */
export function echo(
  document: unknown,
  paths: Readonly<Record<string, string>> | undefined,
  message: unknown,
): unknown {
  let result = document;
  for (const [to, from] of Object.entries(paths ?? {})) {
    const value = readPath(message, from);
    if (value !== undefined) result = replaceAt(result, to, value);
  }
  return result;
}

function like(sample: unknown, value: string | boolean | null): unknown {
  if (typeof value !== 'string') return value;
  if (typeof sample === 'number') return Number(value);
  return typeof sample === 'boolean' ? value === 'true' : value;
}
