import { createHash, createPrivateKey, hash as hashOnce, sign } from 'node:crypto';
import {
  hmacOf,
  payloadParts,
  type DigestForm,
  type HashName,
  type Hmac,
  type SignaturePayload,
} from './hmac.js';

export type { HashName, SignaturePayload } from './hmac.js';
export type DigestText = 'hex' | 'base64';

/** A secret as the venue hands it out: used as it is, or decoded first. Ed25519 and RSA keys: PEM as text. */
export type KeySource = { readonly text: string } | { readonly base64: string } | { readonly hex: string };

export interface Hasher {
  (algorithm: HashName, data: SignaturePayload): Buffer;
  (algorithm: HashName, data: SignaturePayload, encoding: DigestText): string;
}

/** Signs a payload with the key: HMAC with `hash`, or the private key's own algorithm. */
export type PayloadSigner = (payload: SignaturePayload) => string;

export function hmacSigner(hash: HashName, source: KeySource, encoding: DigestText): PayloadSigner {
  const hmac = hmacOf(hash, keyBytes(source));
  return (payload) => hmac(payload, encoding);
}

export function privateKeySigner(
  algorithm: 'ed25519' | 'rsa-sha256',
  source: KeySource,
  encoding: DigestText,
): PayloadSigner {
  const key = createPrivateKey(keyBytes(source));
  const digest = algorithm === 'ed25519' ? null : 'sha256';
  return (payload) => sign(digest, bytes(payload), key).toString(encoding);
}

/** Hashes without a key. */
export const plainHasher: Hasher = hasher((algorithm, data, form) => {
  if (typeof data === 'string' || data instanceof Uint8Array) return hashOnce(algorithm, data, form);
  const state = createHash(algorithm);
  for (const part of data) state.update(part);
  return form === 'buffer' ? state.digest() : state.digest(form);
});

/** HMACs with the key, for venues that hash more than the payload with it (a passphrase). */
export function keyedHasher(source: KeySource): Hasher {
  const secret = keyBytes(source);
  const hmacs = new Map<HashName, Hmac>();
  return hasher((algorithm, data, form) => {
    const hmac = hmacs.get(algorithm) ?? hmacOf(algorithm, secret);
    hmacs.set(algorithm, hmac);
    return hmac(data, form);
  });
}

function hasher(
  of: (algorithm: HashName, data: SignaturePayload, form: DigestForm) => string | Buffer,
): Hasher {
  function digest(algorithm: HashName, data: SignaturePayload): Buffer;
  function digest(algorithm: HashName, data: SignaturePayload, encoding: DigestText): string;
  function digest(algorithm: HashName, data: SignaturePayload, encoding?: DigestText): Buffer | string {
    return of(algorithm, data, encoding ?? 'buffer');
  }
  return digest;
}

function keyBytes(source: KeySource): Buffer {
  if ('text' in source) return Buffer.from(source.text, 'utf8');
  return 'base64' in source ? Buffer.from(source.base64, 'base64') : Buffer.from(source.hex, 'hex');
}

function bytes(payload: SignaturePayload): Buffer {
  return Buffer.concat(payloadParts(payload).map((part) => Buffer.from(part)));
}
