import type { Auth } from '../../venues/index.js';
import { scalarText } from './read-field.js';
import { looksLikeJson } from './request-values.js';
import {
  signedPayload,
  sortedPairs,
  sortedParameters,
  withoutParameter,
  type PayloadValues,
} from './signed-payload.js';
import { templateMatcher, type TemplateMatcher } from './template-matcher.js';
import type { SignedInput } from './verify-signature.js';
import { headerOf, type WireRequest } from './wire.js';

/**
 * Reads key, stamp, nonce and signature off a request, and what the recipe's payload consists of; `signedAs` is the
 * venue's word for the request where it is signed.
 */
export function signedInput(
  request: WireRequest,
  values: PayloadValues,
  auth: Auth,
  venueHosts: readonly string[],
  signedAs = '',
): SignedInput {
  const given = new Map<string, string>();
  const { headers, params, copies, signatureName } = placesOf(auth);
  for (const { name, matcher } of headers) bind(matcher, headerOf(request, name), given);
  for (const { name, matcher } of params) bind(matcher, scalarText(values[name]), given);
  const window = receiveWindow(request, values, auth);
  const sources = new RequestSources(request, values, signatureName);
  const source = (name: string): Buffer | string | undefined =>
    name === 'signed_as'
      ? signedAs
      : name === 'receive_window'
        ? window.text
        : (sources.of(name) ?? given.get(name));
  const wrong = copies.find(
    ([name, template]) => headerOf(request, name) !== signedPayload([template], source).toString('base64'),
  );
  return {
    given,
    source,
    ...(wrong === undefined ? {} : { wrongHeader: wrong[0] }),
    get values() {
      return signatureName === undefined ? values : withoutMember(values, signatureName);
    },
    host: request.host,
    venueHosts,
    ...(window.ms === undefined ? {} : { receiveWindowMs: window.ms }),
  };
}

/** What a payload may take from a request, its signature left out. */
class RequestSources {
  readonly #request: WireRequest;
  readonly #values: PayloadValues;
  readonly #signatureName: string | undefined;

  constructor(request: WireRequest, values: PayloadValues, signatureName: string | undefined) {
    this.#request = request;
    this.#values = values;
    this.#signatureName = signatureName;
  }

  /** `undefined`: what is called so is no part of the request itself. */
  of(name: string): Buffer | string | undefined {
    switch (name) {
      case 'method':
        return this.#request.method;
      case 'path':
        return this.#request.path;
      case 'query':
        return this.#query;
      case 'sorted_query':
        return sortedPairs(this.#query);
      case 'path_query':
        return this.#query === '' ? this.#request.path : `${this.#request.path}?${this.#query}`;
      case 'body':
        return this.#body;
      case 'content_type':
        return headerOf(this.#request, 'content-type') ?? '';
      case 'sorted_params':
        return sortedParameters(this.#values, this.#signatureName);
      default:
        return undefined;
    }
  }

  get #query(): string {
    return withoutParameter(this.#request.query, this.#signatureName);
  }

  get #body(): Buffer {
    const { body, text } = this.#request;
    if (this.#signatureName === undefined || body.length === 0 || looksLikeJson(text)) return body;
    const bytes = body.toString('latin1');
    const rest = withoutParameter(bytes, this.#signatureName);
    return bytes.startsWith(rest) ? body.subarray(0, rest.length) : Buffer.from(rest, 'latin1');
  }
}

function withoutMember(values: PayloadValues, name: string): PayloadValues {
  const rest: Record<string, unknown> = Object.create(null);
  for (const other of Object.keys(values)) if (other !== name) rest[other] = values[other];
  return rest;
}

interface Places {
  /** Lower-case names. */
  readonly headers: readonly Place[];
  readonly params: readonly Place[];
  /** Headers that repeat what is signed, as base64, and what that is. */
  readonly copies: readonly (readonly [name: string, template: string])[];
  /** The parameter that carries the signature, where one does. */
  readonly signatureName: string | undefined;
}

interface Place {
  readonly name: string;
  /** Reads what stands there. */
  readonly matcher: TemplateMatcher;
}

/** Where a venue's requests carry what proves them; read off its description once. */
function placesOf(auth: Auth): Places {
  const known = places.get(auth);
  if (known !== undefined) return known;
  const { headers = {}, params = {} } = auth.place;
  const found = {
    headers: Object.entries(headers).flatMap(([name, value]) => {
      if (typeof value !== 'string' && 'base64' in value) return [];
      const matcher = templateMatcher(typeof value === 'string' ? value : value.hmac);
      return [{ name: name.toLowerCase(), matcher }];
    }),
    copies: Object.entries(headers).flatMap(([name, value]) =>
      typeof value !== 'string' && 'base64' in value ? [[name.toLowerCase(), value.base64] as const] : [],
    ),
    params: Object.entries({ ...auth.params, ...params }).flatMap(([name, template]) =>
      typeof template === 'string' ? [{ name, matcher: templateMatcher(template) }] : [],
    ),
    signatureName: Object.entries(params).find(([, template]) => template.includes('{signature'))?.[0],
  };
  places.set(auth, found);
  return found;
}

const places = new WeakMap<Auth, Places>();

function bind(matcher: TemplateMatcher, text: string | undefined, given: Map<string, string>): void {
  if (text === undefined || matcher.placeholders.length === 0) return;
  for (const binding of matcher.match(text) ?? []) {
    if (!given.has(binding.name)) given.set(binding.name, binding.text);
  }
}

interface ReceiveWindow {
  readonly text: string;
  readonly ms?: number;
}

/** The client's own receive window, ms: what a parameter or header carries that is mapped to it or called so. */
function receiveWindow(request: WireRequest, values: PayloadValues, auth: Auth): ReceiveWindow {
  const { parameter, header } = windowPlace(auth);
  const inHeader = header === undefined ? undefined : headerOf(request, header);
  const text = inHeader ?? (parameter === undefined ? undefined : scalarText(values[parameter])) ?? '';
  return /^\d{1,9}(\.\d{1,3})?$/.test(text) ? { text, ms: Number(text) } : { text };
}

interface WindowPlace {
  readonly parameter: string | undefined;
  readonly header: string | undefined;
}

const windowPlaces = new WeakMap<Auth, WindowPlace>();

function windowPlace(auth: Auth): WindowPlace {
  const known = windowPlaces.get(auth);
  if (known !== undefined) return known;
  const place = {
    parameter: Object.entries({ ...auth.params, ...auth.place.params }).find(isWindow)?.[0],
    header: Object.entries(auth.place.headers ?? {})
      .find(isWindow)?.[0]
      .toLowerCase(),
  };
  windowPlaces.set(auth, place);
  return place;
}

function isWindow([name, template]: readonly [string, unknown]): boolean {
  const isMapped = typeof template === 'string' && template.includes('{receive_window');
  return isMapped || /recv[-_]?window/i.test(name);
}
