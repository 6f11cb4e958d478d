import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { ConfigValidationException } from '../exceptions.js';
import { hmacOf } from './hmac.js';
import type { KeySource } from './signing-key.js';

/** RFC 7518 and RFC 8037, section 3.1 each. */
export type JwtAlgorithm = 'ES256' | 'HS256' | 'HS512' | 'EdDSA';

/** Signs a token's first two parts; the signature in base64url. */
export type JwtKey = (input: string) => string;

/** @throws ConfigValidationException where the secret is no key of that kind; the message does not show it */
export function jwtKey(algorithm: JwtAlgorithm, source: KeySource): JwtKey {
  switch (algorithm) {
    case 'HS256':
    case 'HS512': {
      const hmac = hmacOf(algorithm === 'HS256' ? 'sha256' : 'sha512', bytesOf(source));
      return (input) => hmac(input, 'base64url');
    }
    case 'ES256': {
      const key = checked(
        pemKey(source),
        'ec',
        'ES256: the secret must be a PEM private key of the curve P-256',
      );
      // r and s as 32 bytes each (RFC 7518, 3.4), where OpenSSL's own way is DER.
      return (input) =>
        sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    }
    case 'EdDSA': {
      const key = checked(
        pemKey(source) ?? seedKey(source),
        'ed25519',
        'EdDSA: the secret must be a PEM private key or the 32 or 64 bytes of an Ed25519 key',
      );
      return (input) => sign(null, Buffer.from(input), key).toString('base64url');
    }
  }
}

function bytesOf(source: KeySource): Buffer {
  if ('text' in source) return Buffer.from(source.text, 'utf8');
  return 'base64' in source ? Buffer.from(source.base64, 'base64') : Buffer.from(source.hex, 'hex');
}

/** SEC1 or PKCS#8, also on one line with `\n` spelled out. */
function pemKey(source: KeySource): KeyObject | undefined {
  const text = bytesOf(source).toString().replaceAll('\\n', '\n');
  if (!text.includes('-----BEGIN')) return undefined;
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw new ConfigValidationException('the secret is a PEM that holds no private key', { cause });
  }
}

/** An Ed25519 key as its bare bytes, in base64 unless the source says how they are written. */
function seedKey(source: KeySource): KeyObject | undefined {
  const bytes = 'text' in source ? Buffer.from(source.text, 'base64') : bytesOf(source);
  if (bytes.length < SEED_BYTES) return undefined;
  const der = Buffer.concat([ED25519_PKCS8, bytes.subarray(0, SEED_BYTES)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function checked(key: KeyObject | undefined, type: 'ec' | 'ed25519', message: string): KeyObject {
  const curve = key?.asymmetricKeyDetails?.namedCurve;
  if (key?.asymmetricKeyType === type && (type !== 'ec' || curve === 'prime256v1')) return key;
  throw new ConfigValidationException(message);
}

const SEED_BYTES = 32;
/** What stands before the seed in PKCS#8 (RFC 8410, section 7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
