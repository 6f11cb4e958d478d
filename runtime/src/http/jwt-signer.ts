import { jwtKey, type JwtAlgorithm } from './jwt-key.js';
import type { Params } from './params.js';
import type { RequestSigner } from './signer.js';
import { SigningContext } from './signing-context.js';
import { keyedHasher, type KeySource, type SignaturePayload } from './signing-key.js';
import { stampText, type StampUnit } from './stamp.js';

export type JwtValue = string | number | boolean | readonly JwtValue[] | undefined;

/** Members that are undefined are left out. */
export type JwtFields = Readonly<Record<string, JwtValue>>;

/** How a venue wants its tokens made. */
export interface JwtRecipe {
  readonly algorithm: JwtAlgorithm;
  /** ES256: a PEM. EdDSA: a PEM or the key's 32 or 64 bytes. HS256, HS512: the shared secret. */
  readonly key: KeySource;
  /** Unit of `stamp`; default s, which is what a token's times are in. */
  readonly stamp?: StampUnit;
  /** Joins the request's own parameters before the claims are made. */
  readonly params?: (context: SigningContext) => Params;
  /** Besides `alg` and `typ`. */
  readonly header?: (context: SigningContext) => JwtFields;
  readonly claims: (context: SigningContext) => JwtFields;
  /** Where the token goes, which the context has as `signature`; default: `Authorization: Bearer`. */
  readonly place?: (context: SigningContext) => JwtPlace;
}

interface JwtPlace {
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Params;
}

export interface JwtSigner extends RequestSigner {
  /** A token that belongs to no request, for logins over a stream. */
  token(claims: JwtFields, header?: JwtFields): string;
}

/**
 * A signer that gives every request a JSON Web Token of its own (RFC 7519, compact form). A token is three base64url
 * parts and `node:crypto` has every algorithm that venues use, so this takes no library into production.
 */
export function jwtSigner(recipe: JwtRecipe): JwtSigner {
  const { algorithm, key, claims, header, place = bearer } = recipe;
  const signature = jwtKey(algorithm, key);
  const unit = recipe.stamp ?? 's';
  const hmac = keyedHasher(key);
  const token = (payload: JwtFields, more?: JwtFields): string => {
    const input = `${part({ alg: algorithm, typ: 'JWT', ...more })}.${part(payload)}`;
    return `${input}.${signature(input)}`;
  };
  return {
    isOrdered: false,
    token,
    signature: (payload) => signature(textOf(payload)),
    stamp: (nowMs) => stampText(nowMs, unit),
    nonce: () => '',
    request(request, nowMs) {
      const context = new SigningContext(request, stampText(nowMs, unit), '', hmac);
      context.write(recipe.params?.(context));
      context.signature = token(claims(context), header?.(context));
      const { headers, params } = place(context);
      if (params !== undefined) context.append(params);
      const { query, body, contentType } = context;
      return {
        method: request.method,
        path: request.path,
        query,
        body,
        headers: contentType === '' ? { ...headers } : { 'content-type': contentType, ...headers },
      };
    },
  };
}

function part(fields: JwtFields): string {
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

function bearer({ signature }: SigningContext): JwtPlace {
  return { headers: { Authorization: `Bearer ${signature}` } };
}

function textOf(payload: SignaturePayload): string {
  if (typeof payload === 'string') return payload;
  const parts = payload instanceof Uint8Array ? [payload] : payload;
  return Buffer.concat(parts.map((each) => Buffer.from(each))).toString();
}
