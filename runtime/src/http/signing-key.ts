import { createHash, createHmac, createPrivateKey, createSecretKey, sign, type KeyObject } from 'node:crypto';

export type HashName = 'sha256' | 'sha384' | 'sha512';
export type DigestText = 'hex' | 'base64';

/** What is hashed or signed: a text (as UTF-8), bytes, or several of them one after the other. */
export type SignaturePayload = string | Uint8Array | readonly (string | Uint8Array)[];

/** A secret as the venue hands it out: used as it is, or decoded first. Ed25519 and RSA keys: PEM as text. */
export type KeySource = { readonly text: string } | { readonly base64: string } | { readonly hex: string };

export interface Hasher {
  (algorithm: HashName, data: SignaturePayload): Buffer;
  (algorithm: HashName, data: SignaturePayload, encoding: DigestText): string;
}

/** Signs a payload with the key: HMAC with `hash`, or the private key's own algorithm. */
export type PayloadSigner = (payload: SignaturePayload) => string;

export function hmacSigner(hash: HashName, source: KeySource, encoding: DigestText): PayloadSigner {
  const key = secretKey(source);
  return (payload) => {
    const hmac = createHmac(hash, key);
    if (typeof payload === 'string') return hmac.update(payload).digest(encoding);
    for (const part of parts(payload)) hmac.update(part);
    return hmac.digest(encoding);
  };
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
export const plainHasher: Hasher = hasher((algorithm) => createHash(algorithm));

/** HMACs with the key, for venues that hash more than the payload with it (a passphrase). */
export function keyedHasher(source: KeySource): Hasher {
  const key = secretKey(source);
  return hasher((algorithm) => createHmac(algorithm, key));
}

interface Digest {
  update(data: string | Uint8Array): unknown;
  digest(): Buffer;
}

function hasher(create: (algorithm: HashName) => Digest): Hasher {
  function digest(algorithm: HashName, data: SignaturePayload): Buffer;
  function digest(algorithm: HashName, data: SignaturePayload, encoding: DigestText): string;
  function digest(algorithm: HashName, data: SignaturePayload, encoding?: DigestText): Buffer | string {
    const state = create(algorithm);
    for (const part of parts(data)) state.update(part);
    const result = state.digest();
    return encoding === undefined ? result : result.toString(encoding);
  }
  return digest;
}

function secretKey(source: KeySource): KeyObject {
  return createSecretKey(keyBytes(source));
}

function keyBytes(source: KeySource): Buffer {
  if ('text' in source) return Buffer.from(source.text, 'utf8');
  return 'base64' in source ? Buffer.from(source.base64, 'base64') : Buffer.from(source.hex, 'hex');
}

function parts(payload: SignaturePayload): readonly (string | Uint8Array)[] {
  return typeof payload === 'string' || payload instanceof Uint8Array ? [payload] : payload;
}

function bytes(payload: SignaturePayload): Buffer {
  return Buffer.concat(parts(payload).map((part) => Buffer.from(part)));
}
