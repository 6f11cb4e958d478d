import type { Auth } from '../../venues/index.js';
import { scalarText } from './read-field.js';
import {
  signedPayload,
  sortedPairs,
  sortedParameters,
  withoutParameter,
  type PayloadValues,
} from './signed-payload.js';
import { templateMatcher } from './template-matcher.js';
import type { SignedInput } from './verify-signature.js';
import type { WireRequest } from './wire.js';

/** Reads key, stamp, nonce and signature off a request, and what the recipe's payload consists of. */
export function signedInput(
  request: WireRequest,
  values: Readonly<Record<string, unknown>>,
  auth: Auth,
  venueHosts: readonly string[],
): SignedInput {
  const given = new Map<string, string>();
  const { headers, params, copies, signatureName } = placesOf(auth);
  for (const [name, template] of headers) {
    const text = request.headers.get(name);
    if (text !== undefined) bind(template, text, given);
  }
  for (const [name, template] of params) {
    const text = scalarText(values[name]);
    if (text !== undefined) bind(template, text, given);
  }
  const query = withoutParameter(request.query, signatureName);
  const isForm = !/^\s*[[{]/.test(request.body.toString('latin1', 0, 64));
  const body =
    isForm && signatureName !== undefined
      ? Buffer.from(withoutParameter(request.body.toString('latin1'), signatureName), 'latin1')
      : request.body;
  const window = receiveWindow(request, values, auth);
  const source = (name: string): Buffer | string | undefined => {
    switch (name) {
      case 'method':
        return request.method;
      case 'path':
        return request.path;
      case 'query':
        return query;
      case 'sorted_query':
        return sortedPairs(query);
      case 'path_query':
        return query === '' ? request.path : `${request.path}?${query}`;
      case 'body':
        return body;
      case 'content_type':
        return request.headers.get('content-type') ?? '';
      case 'receive_window':
        return window.text;
      case 'sorted_params':
        return sortedParameters(values, signatureName);
      default:
        return given.get(name);
    }
  };
  const wrong = copies.find(
    ([name, template]) => request.headers.get(name) !== signedPayload([template], source).toString('base64'),
  );
  return {
    given,
    source,
    ...(wrong === undefined ? {} : { wrongHeader: wrong[0] }),
    values: signatureName === undefined ? values : withoutMember(values, signatureName),
    hosts: [request.host, ...venueHosts],
    ...(window.ms === undefined ? {} : { receiveWindowMs: window.ms }),
  };
}

function withoutMember(values: PayloadValues, name: string): PayloadValues {
  const rest: Record<string, unknown> = Object.create(null);
  for (const other of Object.keys(values)) if (other !== name) rest[other] = values[other];
  return rest;
}

interface Places {
  /** Lower-case names, and what stands there. */
  readonly headers: readonly (readonly [name: string, template: string])[];
  readonly params: readonly (readonly [name: string, template: string])[];
  /** Headers that repeat what is signed, as base64, and what that is. */
  readonly copies: readonly (readonly [name: string, template: string])[];
  /** The parameter that carries the signature, where one does. */
  readonly signatureName: string | undefined;
}

/** Where a venue's requests carry what proves them; read off its description once. */
function placesOf(auth: Auth): Places {
  const known = places.get(auth);
  if (known !== undefined) return known;
  const { headers = {}, params = {} } = auth.place;
  const found = {
    headers: Object.entries(headers).flatMap(([name, value]) => {
      if (typeof value !== 'string' && 'base64' in value) return [];
      return [[name.toLowerCase(), typeof value === 'string' ? value : value.hmac] as const];
    }),
    copies: Object.entries(headers).flatMap(([name, value]) =>
      typeof value !== 'string' && 'base64' in value ? [[name.toLowerCase(), value.base64] as const] : [],
    ),
    params: Object.entries({ ...auth.params, ...params }).flatMap(([name, template]) =>
      typeof template === 'string' ? [[name, template] as const] : [],
    ),
    signatureName: Object.entries(params).find(([, template]) => template.includes('{signature'))?.[0],
  };
  places.set(auth, found);
  return found;
}

const places = new WeakMap<Auth, Places>();

function bind(template: string, text: string, given: Map<string, string>): void {
  for (const binding of templateMatcher(template).match(text) ?? []) {
    if (!given.has(binding.name)) given.set(binding.name, binding.text);
  }
}

interface ReceiveWindow {
  readonly text: string;
  readonly ms?: number;
}

/** The client's own receive window, ms: what a parameter or header carries that is mapped to it or called so. */
function receiveWindow(
  request: WireRequest,
  values: Readonly<Record<string, unknown>>,
  auth: Auth,
): ReceiveWindow {
  const { parameter, header } = windowPlace(auth);
  const inHeader = header === undefined ? undefined : request.headers.get(header.toLowerCase());
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
    header: Object.entries(auth.place.headers ?? {}).find(isWindow)?.[0],
  };
  windowPlaces.set(auth, place);
  return place;
}

function isWindow([name, template]: readonly [string, unknown]): boolean {
  const isMapped = typeof template === 'string' && template.includes('{receive_window');
  return isMapped || /recv[-_]?window/i.test(name);
}
