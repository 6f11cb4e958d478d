import type { Auth } from '../../venues/index.js';
import { scalarText } from './read-field.js';
import { sortedParameters, withoutParameter } from './signed-payload.js';
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
  for (const [name, template] of Object.entries(auth.place.headers ?? {})) {
    const text = request.headers.get(name.toLowerCase());
    if (text !== undefined) bind(typeof template === 'string' ? template : template.hmac, text, given);
  }
  for (const [name, template] of Object.entries({ ...auth.params, ...auth.place.params })) {
    const text = scalarText(values[name]);
    if (typeof template === 'string' && text !== undefined) bind(template, text, given);
  }
  const signatureName = signatureParameter(auth);
  const query = withoutParameter(request.query, signatureName);
  const isForm = !/^\s*[[{]/.test(request.body.toString('latin1', 0, 64));
  const body =
    isForm && signatureName !== undefined
      ? Buffer.from(withoutParameter(request.body.toString('latin1'), signatureName), 'latin1')
      : request.body;
  const window = receiveWindow(request, values, auth);
  return {
    given,
    hosts: [...new Set([request.host, ...venueHosts])],
    ...(window.ms === undefined ? {} : { receiveWindowMs: window.ms }),
    source(name) {
      switch (name) {
        case 'method':
          return request.method;
        case 'path':
          return request.path;
        case 'query':
          return query;
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
    },
  };
}

/** The parameter that carries the signature, where one does. */
function signatureParameter(auth: Auth): string | undefined {
  return Object.entries(auth.place.params ?? {}).find(([, template]) => template.includes('{signature'))?.[0];
}

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
  return /^\d{1,6}(\.\d{1,3})?$/.test(text) ? { text, ms: Number(text) } : { text };
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
