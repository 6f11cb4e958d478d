import { encodePairs, type ParamEncoding, type Params, type PercentEncode } from './params.js';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';

/** A request before it is signed. `path` as the venue documents it, without the query. */
export interface UnsignedRequest {
  readonly method: HttpMethod;
  /** With the port, where it is not the scheme's own. */
  readonly host: string;
  readonly path: string;
  /** Parameters that go into the query whatever `encode` says. */
  readonly query?: Params | undefined;
  readonly params?: Params | undefined;
  readonly encode: ParamEncoding;
  /** Default: encodeURIComponent. */
  readonly percentEncode?: PercentEncode | undefined;
  /** A word of the request's own that is signed and not sent. */
  readonly signedAs?: string | undefined;
}

/** A request as it goes out; `query` without the question mark. */
export interface WireRequest {
  readonly method: HttpMethod;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The texts of a request's query and body, and what the body is. */
export interface WireTexts {
  readonly query: string;
  readonly body: string;
  readonly contentType: string;
}

/** Writes the parameters where they belong; `extra` after the request's own. */
export function wireTexts(request: UnsignedRequest, extra?: Params): WireTexts {
  const { encode, percentEncode, params } = request;
  const fixed = request.query === undefined ? '' : encodePairs(request.query, percentEncode);
  if (params === undefined && extra === undefined) return { query: fixed, body: '', contentType: '' };
  if (encode === 'json') {
    return {
      query: fixed,
      body: JSON.stringify(extra === undefined ? params : mergedParams(params, extra)),
      contentType: JSON_TYPE,
    };
  }
  const pairs = parameterPairs(params, extra, percentEncode);
  if (encode === 'query') return { query: joined(fixed, pairs), body: '', contentType: '' };
  return { query: fixed, body: pairs, contentType: pairs === '' ? '' : FORM_TYPE };
}

/** Both as one; a name that is in both keeps its place and takes the extra value. */
export function mergedParams(params: Params | undefined, extra: Params | undefined): Params {
  return { ...params, ...extra };
}

function parameterPairs(
  params: Params | undefined,
  extra: Params | undefined,
  encode?: PercentEncode,
): string {
  if (params === undefined || extra === undefined) return encodePairs(params ?? extra ?? {}, encode);
  for (const name in extra) {
    if (Object.hasOwn(params, name)) return encodePairs(mergedParams(params, extra), encode);
  }
  return encodePairs(extra, encode, encodePairs(params, encode));
}

/** The request without a signature. */
export function unsignedWire(request: UnsignedRequest): WireRequest {
  const { query, body, contentType } = wireTexts(request);
  const headers = contentType === '' ? {} : { 'content-type': contentType };
  return { method: request.method, path: request.path, query, body, headers };
}

/** Two pieces of a query or form as one. */
export function joined(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first}&${second}`;
}

export const FORM_TYPE = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
