import { isRecord } from '../../venues/index.js';
import { headerOf, type WireRequest } from './wire.js';

/** What a client sent, decoded: by name, from the query and the body. */
export interface RequestValues {
  /** The query's value wins over the body's. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The objects of a JSON array in the body: a batch. */
  readonly batch?: readonly Readonly<Record<string, unknown>>[];
  /** The body looks like JSON and is none. */
  readonly malformed: boolean;
}

/** Goes by what the body is rather than by its content type: clients send forms typed JSON and the reverse. */
export function requestValues(request: WireRequest): RequestValues {
  const query = formValues(request.query);
  const { text: body } = request;
  if (body === '') return { values: query, malformed: false };
  if (!looksLikeJson(body)) {
    const isJson = headerOf(request, 'content-type')?.includes('json') === true;
    return { values: formValues(body, query), malformed: isJson && !body.includes('=') };
  }
  const document = parseJson(body);
  if (Array.isArray(document)) {
    const rows = document.filter(isRecord);
    return {
      values: { ...rows[0], ...query },
      batch: rows,
      malformed: rows.length === 0 || rows.length < document.length,
    };
  }
  return isRecord(document)
    ? { values: { ...document, ...query }, malformed: false }
    : { values: query, malformed: true };
}

/** Whether a body begins as an object or a list does: then it is no form. */
export function looksLikeJson(body: string): boolean {
  return JSON_BEGIN.test(body);
}

const JSON_BEGIN = /^\s*[[{]/;

/**
 * The parameters of `a=1&b=2`, percent-decoded, added to those that are known already; of a name given twice the first
 * counts. Never throws.
 */
export function formValues(
  text: string,
  values: Record<string, string> = Object.create(null),
): Record<string, string> {
  for (let start = 0; start < text.length;) {
    const next = text.indexOf('&', start);
    const end = next < 0 ? text.length : next;
    const mark = text.indexOf('=', start);
    const equals = mark < 0 || mark > end ? end : mark;
    const name = decode(text.slice(start, equals));
    if (name !== '' && !(name in values)) values[name] = decode(text.slice(equals + 1, end));
    start = end + 1;
  }
  return values;
}

/** Percent-decoded text; what is not decodable stays as it is. */
export function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

export function parseJson(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return document;
  } catch {
    return undefined;
  }
}
