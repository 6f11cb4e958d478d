import {
  isRecord,
  readPath,
  type LoadedVenue,
  type OrderStreamDescription,
  type ParameterValue,
} from '../../venues/index.js';
import { milliseconds } from 'ats-runtime';
import type { Bindings } from '../dialect/bind-parameters.js';
import { isTemplateList, isTemplateRecord } from '../dialect/template-kinds.js';
import { venueHosts } from '../dialect/authority.js';
import type { KeyRing } from '../dialect/key-ring.js';
import { sortedParameters } from '../dialect/signed-payload.js';
import { scalarText } from '../dialect/read-field.js';
import { verifyJwt } from '../dialect/verify-jwt.js';
import {
  failed,
  verifySignature,
  type SignatureVerdict,
  type SignedInput,
} from '../dialect/verify-signature.js';

interface ProofContext {
  readonly venue: LoadedVenue;
  readonly stream: Pick<OrderStreamDescription, 'signature'>;
  readonly keys: KeyRing;
  readonly now: number;
  /** How far the clocks of clients are behind the venue's, ms. */
  readonly clientLag?: number;
}

/** Proves a login or a signed subscription on a private stream. */
export function proveMessage(
  { venue, stream, keys, now, clientLag = 0 }: ProofContext,
  template: ParameterValue,
  message: unknown,
  bound: Bindings,
): SignatureVerdict {
  const { auth } = venue.description;
  const [holder] = keys.holders;
  if (auth === undefined || holder === undefined)
    return failed('bad_key', 'this venue has no private streams');
  const place = signaturePlace(template, '');
  const signed = place === undefined ? message : readPath(message, place.holder);
  const values = isRecord(signed) ? signed : {};
  const input: SignedInput = {
    given: new Map([...bound].map(([name, { text }]) => [name, text])),
    venueHosts: venueHosts(venue),
    ...receiveWindow(values),
    source: (name) =>
      name === 'sorted_params' ? sortedParameters(values, place?.name) : bound.get(name)?.text,
  };
  const { signature } = auth;
  if (signature.algorithm === 'custom')
    return { ok: true, holder, reason: 'a custom signature: not checked' };
  if ('claims' in signature) {
    const claims = stream.signature && 'claims' in stream.signature ? stream.signature.claims : {};
    return verifyJwt(input, { recipe: { ...signature, claims }, now, clientLag, keys, mayRepeat: true });
  }
  const own = stream.signature !== undefined && 'payload' in stream.signature ? stream.signature : undefined;
  const ahead = own?.ahead === undefined ? 0 : milliseconds(own.ahead);
  return verifySignature(input, {
    // A stream's login is not counted against the requests' nonces.
    auth: {
      ...auth,
      nonce: undefined,
      // A stamp that lies ahead is when the login expires: it may not be past.
      ...(ahead > 0 && auth.stamp
        ? { stamp: { ...auth.stamp, past: '0ms', future: `${ahead + 60_000}ms` } }
        : {}),
    },
    recipe: signature,
    payload: own?.payload ?? signature.payload,
    stampUnit: own?.stamp ?? auth.stamp?.unit,
    now,
    clientLag,
    keys,
  });
}

interface SignaturePlace {
  /** The path of the object that holds the signature. */
  readonly holder: string;
  readonly name: string;
}

function signaturePlace(template: ParameterValue, path: string): SignaturePlace | undefined {
  const entries: readonly (readonly [string, ParameterValue])[] = isTemplateList(template)
    ? template.map((part, index) => [`[${index}]`, part])
    : isTemplateRecord(template)
      ? Object.entries(template)
      : [];
  for (const [name, part] of entries) {
    if (typeof part === 'string' && part.includes('{signature')) return { holder: path, name };
    const step = name.startsWith('[') || path === '' ? name : `.${name}`;
    const inside = signaturePlace(part, `${path}${step}`);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function receiveWindow(values: Readonly<Record<string, unknown>>): { readonly receiveWindowMs?: number } {
  const [, value] = Object.entries(values).find(([name]) => /^recv[-_]?window$/i.test(name)) ?? [];
  const text = scalarText(value);
  return text !== undefined && /^\d{1,9}(\.\d{1,3})?$/.test(text) ? { receiveWindowMs: Number(text) } : {};
}
