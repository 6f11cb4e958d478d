import { decimalText } from '../decimal.js';

export type ParamValue = string | number | boolean | ParamList | ParamObject;
type ParamList = readonly (ParamValue | undefined)[];
interface ParamObject {
  readonly [name: string]: ParamValue | undefined;
}

/** A request's parameters in the order they are sent; undefined ones are not sent. */
export type Params = ParamObject;

/** Where parameters go: the query, or the body as a form or as JSON. */
export type ParamEncoding = 'query' | 'form' | 'json';

/** How names and values are percent-encoded. */
export type PercentEncode = (text: string) => string;

/** A value as one segment of a path: `/orders/${pathSegment(id)}`. */
export function pathSegment(value: string): string {
  // A dot segment would be resolved away, and with it the signed path.
  return encodeURIComponent(value).replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%2E'));
}

/** `a=1&b=x%20y`; numbers as plain decimals, lists and objects as JSON. Goes on from the pairs in `before`. */
export function encodePairs(params: Params, encode: PercentEncode = encodeURIComponent, before = ''): string {
  let text = before;
  for (const name in params) {
    const value = params[name];
    if (value === undefined) continue;
    const label = labels.get(name) ?? labelOf(name, encode);
    const written = encoded(typeof value === 'string' ? value : plainText(value), encode);
    text = text === '' ? label.slice(1) + written : text + label + written;
  }
  return text;
}

/** `&symbol=` by name, of names that every encoding leaves as they are: they are the same few all the time. */
const labels = new Map<string, string>();
const MOST_LABELS = 1_000;

function labelOf(name: string, encode: PercentEncode): string {
  if (!isPlain(name)) return `&${encode(name)}=`;
  const label = `&${name}=`;
  if (labels.size < MOST_LABELS) labels.set(name, label);
  return label;
}

function encoded(text: string, encode: PercentEncode): string {
  return isPlain(text) ? text : encode(text);
}

function isPlain(text: string): boolean {
  return !RESERVED.test(text);
}

/** All but what every encoding leaves as it is (RFC 3986, 2.3): most names and values have none of it. */
const RESERVED = /[^A-Za-z0-9\-._~]/;

/** Without percent-encoding: numbers as plain decimals, lists and objects as JSON. */
export function plainText(value: ParamValue): string {
  if (typeof value === 'number') return decimalText(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
