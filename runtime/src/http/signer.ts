import type { Params } from './params.js';
import { SigningContext } from './signing-context.js';
import {
  hmacSigner,
  keyedHasher,
  privateKeySigner,
  type DigestText,
  type HashName,
  type KeySource,
  type PayloadSigner,
  type SignaturePayload,
} from './signing-key.js';
import { stampText, type StampUnit } from './stamp.js';
import type { UnsignedRequest, WireRequest } from './wire-request.js';

/** How a venue wants its requests signed, step by step. */
export interface SignerRecipe {
  /** Unit of `stamp`; default ms. */
  readonly stamp?: StampUnit;
  /** A number that rises with every request, whatever the clock does; such requests go out one at a time. */
  readonly nonce?: 'rising';
  /** Joins the request's own parameters before the payload is made; a name that is there keeps its place. */
  readonly params?: (context: SigningContext) => Params;
  /** What the recipe adds goes into the query, whatever the request's own parameters do. */
  readonly paramsIn?: 'query';
  /** What is signed. */
  readonly payload: (context: SigningContext) => SignaturePayload;
  /** Of the HMAC; default sha256. */
  readonly hash?: HashName;
  /** Instead of an HMAC: a signature by a private key. */
  readonly algorithm?: 'ed25519' | 'rsa-sha256';
  readonly key: KeySource;
  readonly encoding: DigestText;
  /** Where the signature goes: headers, or parameters appended to the request's own. */
  readonly place: (context: SigningContext) => {
    readonly headers?: Readonly<Record<string, string>>;
    readonly params?: Params;
    /** What is sent for a body, where that is not what was written: a venue may want it in a header. */
    readonly body?: string;
  };
}

export interface RequestSigner {
  /** The request with its signature, stamped with `nowMs` (milliseconds since 1970, the venue's time). */
  request(request: UnsignedRequest, nowMs: number): WireRequest;
  /** The signature of a text, for logins over a stream. */
  signature(payload: SignaturePayload): string;
  /** `nowMs` in the recipe's unit. */
  stamp(nowMs: number): string;
  /** The next of the recipe's nonces, for logins over a stream; empty where it asks for none. */
  nonce(nowMs: number): string;
  /** True where requests must arrive in the order they were signed. */
  readonly isOrdered: boolean;
}

/** A signer by recipe. The secret stays inside. */
export function requestSigner(recipe: SignerRecipe): RequestSigner {
  const signature = payloadSigner(recipe);
  const hmac = keyedHasher(recipe.key);
  const unit = recipe.stamp ?? 'ms';
  const nextNonce = risingNonce();
  const nonceAt = (nowMs: number): string => (recipe.nonce === undefined ? '' : nextNonce(nowMs));
  return {
    isOrdered: recipe.nonce === 'rising',
    signature,
    stamp: (nowMs) => stampText(nowMs, unit),
    nonce: nonceAt,
    request(request, nowMs) {
      const nonce = nonceAt(nowMs);
      const context = new SigningContext(request, stampText(nowMs, unit), nonce, hmac, recipe.paramsIn);
      context.write(recipe.params?.(context));
      context.signature = signature(recipe.payload(context));
      const { headers, params, body: placed } = recipe.place(context);
      if (params !== undefined) context.append(params);
      const { query, body: written, contentType } = context;
      return {
        method: request.method,
        path: request.path,
        query,
        body: placed ?? written,
        headers: contentType === '' ? (headers ?? NO_HEADERS) : { 'content-type': contentType, ...headers },
      };
    },
  };
}

const NO_HEADERS: Readonly<Record<string, string>> = {};

function payloadSigner(recipe: SignerRecipe): PayloadSigner {
  const { algorithm, key, encoding } = recipe;
  return algorithm === undefined
    ? hmacSigner(recipe.hash ?? 'sha256', key, encoding)
    : privateKeySigner(algorithm, key, encoding);
}

/** Milliseconds, or one more than the last where the clock did not move on. */
export function risingNonce(): (nowMs: number) => string {
  let last = 0;
  return (nowMs) => {
    last = Math.max(last + 1, Math.floor(nowMs));
    return String(last);
  };
}
