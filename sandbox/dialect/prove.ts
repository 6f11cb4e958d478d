import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Signature } from '../../venues/index.js';

export type PlainSignature = Extract<Signature, { readonly encoding: unknown }>;
export type JwtSignature = Extract<Signature, { readonly claims: unknown }>;

/** Whether `given` is the recipe's signature of `payload` under the secret. */
export function isSignatureOf(
  payload: Buffer,
  given: string,
  secret: string,
  recipe: PlainSignature,
): boolean {
  const { algorithm, encoding } = recipe;
  if (algorithm === 'ed25519' || algorithm === 'rsa-sha256') {
    const key = publicKeyOf(secret, recipe.secret);
    return (
      key !== undefined &&
      verify(algorithm === 'ed25519' ? null : 'sha256', payload, key, Buffer.from(given, encoding))
    );
  }
  const expected = hmacText(payload, secret, recipe);
  return equalTexts(expected, encoding === 'hex' ? given.toLowerCase() : given);
}

export function hmacText(payload: Buffer | string, secret: string, recipe: PlainSignature): string {
  const hash = recipe.algorithm.slice('hmac-'.length);
  return createHmac(hash, secretKey(secret, recipe.secret)).update(payload).digest(recipe.encoding);
}

/** Made once: a key object spares each signature the secret's decoding. The sandbox has a handful of secrets. */
function secretKey(secret: string, encoding: PlainSignature['secret']): KeyObject {
  let ofEncoding = secretKeys.get(encoding);
  if (ofEncoding === undefined) secretKeys.set(encoding, (ofEncoding = new Map<string, KeyObject>()));
  let key = ofEncoding.get(secret);
  if (key === undefined) ofEncoding.set(secret, (key = createSecretKey(Buffer.from(secret, encoding))));
  return key;
}

const secretKeys = new Map<PlainSignature['secret'], Map<string, KeyObject>>();

/** Whether the last part of a compact JWT signs the others. */
export function isJwtSignature(token: string, secret: string, recipe: JwtSignature): boolean {
  const end = token.lastIndexOf('.');
  const signed = token.slice(0, end);
  const given = token.slice(end + 1);
  if (recipe.algorithm === 'jwt-hs256' || recipe.algorithm === 'jwt-hs512') {
    const key = Buffer.from(secret, recipe.secret === 'base64' ? 'base64' : 'utf8');
    const hash = recipe.algorithm === 'jwt-hs256' ? 'sha256' : 'sha512';
    return equalTexts(createHmac(hash, key).update(signed).digest('base64url'), given);
  }
  const key = publicKeyOf(secret);
  if (key === undefined) return false;
  const signature = Buffer.from(given, 'base64url');
  return recipe.algorithm === 'jwt-eddsa'
    ? verify(null, Buffer.from(signed), key, signature)
    : verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Compares without telling by its time where the texts differ. */
export function equalTexts(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const publicKeys = new Map<string, KeyObject | undefined>();

function publicKeyOf(secret: string, form: PlainSignature['secret'] = 'utf8'): KeyObject | undefined {
  if (!publicKeys.has(secret)) publicKeys.set(secret, readPublicKey(secret, form));
  return publicKeys.get(secret);
}

function readPublicKey(secret: string, form: PlainSignature['secret']): KeyObject | undefined {
  try {
    return createPublicKey(
      form === 'utf8' ? createPrivateKey(secret) : ed25519Key(Buffer.from(secret, form)),
    );
  } catch {
    return undefined;
  }
}

/** A raw private key, its first 32 bytes, in the envelope of RFC 8410. */
function ed25519Key(bytes: Buffer): KeyObject {
  const key = Buffer.from(`302e020100300506032b657004220420${bytes.toString('hex', 0, 32)}`, 'hex');
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}
