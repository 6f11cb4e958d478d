import { NotSupportedException } from '../exceptions.js';
import type { Params } from './params.js';
import { risingNonce, type RequestSigner } from './signer.js';
import { SigningContext } from './signing-context.js';
import { stampText, type StampUnit } from './stamp.js';
import type { HttpMethod } from './wire-request.js';

/** A request as it is about to go out: every text is exactly what is sent. */
export interface RequestToSign {
  readonly method: HttpMethod;
  /** With the port, where it is not the scheme's own. */
  readonly host: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly pathWithQuery: string;
  readonly body: string;
  /** Of the body; empty without one. */
  readonly contentType: string;
  /** What query or body were written from. */
  readonly params: Params;
  /** The venue's time in the unit that was asked for. */
  readonly stamp: string;
  /** A number that rises with every request; empty where none was asked for. */
  readonly nonce: string;
  /** Made for this request alone. */
  readonly uuid: string;
}

/** What a signature adds to a request. */
export interface SignatureParts {
  readonly headers?: Readonly<Record<string, string>>;
  /** Appended to the request's own parameters: in the query, the form or the JSON body. */
  readonly params?: Params;
}

/** A signature that no recipe describes. */
export interface CustomRecipe {
  /** Unit of `stamp`; default ms. */
  readonly stamp?: StampUnit;
  /** Asks for a nonce; such requests go out one at a time. */
  readonly nonce?: 'rising';
  /** Joins the request's own parameters before it is signed. */
  readonly params?: (request: RequestToSign) => Params;
  /** Called once for each signed request, and again for one that is sent again. */
  readonly sign: (request: RequestToSign) => SignatureParts;
}

/** A signer that leaves the signature to a function of the connector's own. */
export function customSigner(recipe: CustomRecipe): RequestSigner {
  const unit = recipe.stamp ?? 'ms';
  const nextNonce = risingNonce();
  const nonceAt = (nowMs: number): string => (recipe.nonce === undefined ? '' : nextNonce(nowMs));
  return {
    isOrdered: recipe.nonce === 'rising',
    signature: refuse,
    stamp: (nowMs) => stampText(nowMs, unit),
    nonce: nonceAt,
    request(request, nowMs) {
      const nonce = nonceAt(nowMs);
      const context = new SigningContext(request, stampText(nowMs, unit), nonce, refuse);
      context.write(recipe.params?.(context));
      const { headers, params } = recipe.sign(context);
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

function refuse(): never {
  throw new NotSupportedException('a custom signature signs requests, not texts');
}
