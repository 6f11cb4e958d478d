import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

export type HashName = 'sha256' | 'sha384' | 'sha512';

/** What is hashed or signed: a text (as UTF-8), bytes, or several of them one after the other. */
export type SignaturePayload = string | Uint8Array | readonly (string | Uint8Array)[];

/** How a digest is written; `buffer`: its bytes. */
export type DigestForm = 'hex' | 'base64' | 'base64url' | 'buffer';

/** The HMAC of a payload. */
export interface Hmac {
  (payload: SignaturePayload, form: Exclude<DigestForm, 'buffer'>): string;
  (payload: SignaturePayload, form: 'buffer'): Buffer;
  (payload: SignaturePayload, form: DigestForm): string | Buffer;
}

/**
 * HMAC with one key (RFC 2104): a hash of a hash, each by Node's one-shot `hash` over bytes that begin with the padded
 * key. Setting up an `Hmac` object takes Node longer than hashing an order does; it is left what is long.
 */
export function hmacOf(algorithm: HashName, secret: Uint8Array): Hmac {
  const { block, digest: size } = BYTES[algorithm];
  const key = secret.length > block ? hash(algorithm, secret, 'buffer') : secret;
  const inner = padded(key, INNER_PAD, block, ROOM);
  const outer = padded(key, OUTER_PAD, block, size);
  const whole = createSecretKey(secret);

  function digest(payload: SignaturePayload, form: Exclude<DigestForm, 'buffer'>): string;
  function digest(payload: SignaturePayload, form: 'buffer'): Buffer;
  function digest(payload: SignaturePayload, form: DigestForm): string | Buffer;
  function digest(payload: SignaturePayload, form: DigestForm): string | Buffer {
    const end = endOf(payload, inner, block);
    if (end === undefined) return longDigest(algorithm, whole, payload, form);
    outer.write(hash(algorithm, inner.subarray(0, end), 'binary'), block, 'binary');
    return hash(algorithm, outer, form);
  }

  return digest;
}

/** The pieces of a payload. */
export function payloadParts(payload: SignaturePayload): readonly (string | Uint8Array)[] {
  return typeof payload === 'string' || payload instanceof Uint8Array ? [payload] : payload;
}

/** FIPS 180-4. */
const BYTES: Readonly<Record<HashName, { readonly block: number; readonly digest: number }>> = {
  sha256: { block: 64, digest: 32 },
  sha384: { block: 128, digest: 48 },
  sha512: { block: 128, digest: 64 },
};
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** For the payload, behind the key. */
const ROOM = 4096;
/** A UTF-16 code unit comes to no more bytes of UTF-8. */
const MOST_BYTES = 3;

function padded(key: Uint8Array, pad: number, block: number, room: number): Buffer {
  const bytes = Buffer.alloc(block + room).fill(pad, 0, block);
  for (const [at, byte] of key.entries()) bytes[at] = byte ^ pad;
  return bytes;
}

/** Writes the payload behind the key, and tells where it ends; undefined where it may not fit. */
function endOf(payload: SignaturePayload, into: Buffer, start: number): number | undefined {
  if (typeof payload === 'string') return endOfPart(payload, into, start);
  let end: number | undefined = start;
  for (const part of payloadParts(payload)) {
    end = endOfPart(part, into, end);
    if (end === undefined) return undefined;
  }
  return end;
}

function endOfPart(part: string | Uint8Array, into: Buffer, start: number): number | undefined {
  if (typeof part === 'string') {
    return start + part.length * MOST_BYTES > into.length ? undefined : start + into.write(part, start);
  }
  if (start + part.length > into.length) return undefined;
  into.set(part, start);
  return start + part.length;
}

function longDigest(
  algorithm: HashName,
  key: KeyObject,
  payload: SignaturePayload,
  form: DigestForm,
): string | Buffer {
  const hmac = createHmac(algorithm, key);
  for (const part of payloadParts(payload)) hmac.update(part);
  return form === 'buffer' ? hmac.digest() : hmac.digest(form);
}
