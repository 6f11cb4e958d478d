import { createHash, createPrivateKey, hash as hashOnce, sign, type KeyObject } from 'node:crypto';
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

/**
 * A secret as the venue hands it out: used as it is, or decoded first. Ed25519 and RSA keys: PEM as text; of Ed25519 also
 * the raw key (32 bytes, the public one behind it or not) in base64 or hex.
 */
export type KeySource = { readonly text: string } | { readonly base64: string } | { readonly hex: string };

/** What a digest without a key may be: those that venues no longer make HMACs with too. */
export type DigestName = HashName | 'md5' | 'sha1';

export interface Hasher<Name = HashName> {
  (algorithm: Name, data: SignaturePayload): Buffer;
  (algorithm: Name, data: SignaturePayload, encoding: DigestText): string;
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
  const key = 'text' in source ? createPrivateKey(source.text) : rawEd25519(keyBytes(source));
  const digest = algorithm === 'ed25519' ? null : 'sha256';
  return (payload) => sign(digest, bytes(payload), key).toString(encoding);
}

/** PKCS#8 (RFC 8410) around a raw private key. */
function rawEd25519(secret: Buffer): KeyObject {
  const key = Buffer.concat([PKCS8_HEAD, secret.subarray(0, RAW_KEY_BYTES)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const RAW_KEY_BYTES = 32;

/** Hashes without a key. */
export const plainHasher: Hasher<DigestName> = hasher<DigestName>((algorithm, data, form) => {
  if (typeof data === 'string' || data instanceof Uint8Array) return hashOnce(algorithm, data, form);
  const state = createHash(algorithm);
  for (const part of data) state.update(part);
  return form === 'buffer' ? state.digest() : state.digest(form);
});

/** HMACs with the key, for venues that hash more than the payload with it (a passphrase). */
export function keyedHasher(source: KeySource): Hasher {
  const secret = keyBytes(source);
  const hmacs = new Map<HashName, Hmac>();
  return hasher<HashName>((algorithm, data, form) => {
    const hmac = hmacs.get(algorithm) ?? hmacOf(algorithm, secret);
    hmacs.set(algorithm, hmac);
    return hmac(data, form);
  });
}

function hasher<Name>(
  of: (algorithm: Name, data: SignaturePayload, form: DigestForm) => string | Buffer,
): Hasher<Name> {
  function digest(algorithm: Name, data: SignaturePayload): Buffer;
  function digest(algorithm: Name, data: SignaturePayload, encoding: DigestText): string;
  function digest(algorithm: Name, data: SignaturePayload, encoding?: DigestText): Buffer | string {
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
