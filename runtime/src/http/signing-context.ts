import { randomUUID } from 'node:crypto';
import { encodePairs, type Params } from './params.js';
import { plainHasher, type DigestName, type Hasher } from './signing-key.js';
import {
  FORM_TYPE,
  joined,
  mergedParams,
  wireTexts,
  type HttpMethod,
  type UnsignedRequest,
} from './wire-request.js';

/** What a signing recipe sees of the request: every text exactly as it is sent. */
export class SigningContext {
  /** The venue's time in the recipe's unit. */
  readonly stamp: string;
  /** Rising; empty where the recipe asks for none. */
  readonly nonce: string;
  /** Without the question mark. */
  query = '';
  body = '';
  /** Of the body; empty without one. */
  contentType = '';
  /** A digest without a key: bytes, or text in the encoding given. */
  readonly hash: Hasher<DigestName>;
  /** A digest with the recipe's key. */
  readonly hmac: Hasher;
  /** Empty until the payload is signed. */
  signature = '';
  private readonly request: UnsignedRequest;
  private readonly isExtraInQuery: boolean;
  private extra: Params | undefined;
  private id: string | undefined;

  constructor(
    request: UnsignedRequest,
    stamp: string,
    nonce: string,
    hmac: Hasher,
    extraIn: 'query' | undefined = undefined,
  ) {
    this.request = request;
    this.isExtraInQuery = extraIn === 'query';
    this.stamp = stamp;
    this.nonce = nonce;
    this.hash = plainHasher;
    this.hmac = hmac;
  }

  get method(): HttpMethod {
    return this.request.method;
  }

  get host(): string {
    return this.request.host;
  }

  get path(): string {
    return this.request.path;
  }

  /** What the venue calls this request where it is signed. */
  get signedAs(): string {
    return this.request.signedAs ?? '';
  }

  get pathWithQuery(): string {
    return this.query === '' ? this.path : `${this.path}?${this.query}`;
  }

  /** The query as it is sent, its parameters sorted by name. */
  get sortedQuery(): string {
    const pairs = this.query.split('&').map((pair) => [pair.replace(/=.*$/s, ''), pair] as const);
    return pairs
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, pair]) => pair)
      .join('&');
  }

  /** With what the recipe's `params` added. */
  get params(): Params {
    return mergedParams(this.request.params, this.extra);
  }

  get hasParams(): boolean {
    return Object.values(this.params).some((value) => value !== undefined);
  }

  /** The query before percent-encoding, for the venues that sign it so. */
  get rawQuery(): string {
    const { query, encode } = this.request;
    const fixed = query === undefined ? '' : encodePairs(query, asIs);
    return encode === 'query' ? joined(fixed, encodePairs(this.params, asIs)) : fixed;
  }

  /** Made for this request alone. */
  get uuid(): string {
    this.id ??= randomUUID();
    return this.id;
  }

  /** Writes query and body, with the extra parameters among the request's own. */
  write(extra: Params | undefined): void {
    this.extra = extra;
    const { request } = this;
    const { query, body, contentType } = this.isExtraInQuery
      ? wireTexts({ ...request, query: mergedParams(request.query, extra) })
      : wireTexts(request, extra);
    this.query = query;
    this.body = body;
    this.contentType = contentType;
  }

  /** Appends to what is written, so that the signed bytes stay what they are. */
  append(params: Params): void {
    const { encode, percentEncode } = this.request;
    if (encode === 'query' || this.isExtraInQuery) {
      this.query = encodePairs(params, percentEncode, this.query);
    } else if (encode === 'json') {
      this.write(mergedParams(this.extra, params));
    } else {
      this.body = encodePairs(params, percentEncode, this.body);
      this.contentType = FORM_TYPE;
    }
  }
}

function asIs(text: string): string {
  return text;
}
