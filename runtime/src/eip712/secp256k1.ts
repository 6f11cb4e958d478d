import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak } from './keccak.js';

/** A signature from which its signer's address can be recovered. */
export interface RecoverableSignature {
  /** `0x` and 64 hex digits. */
  readonly r: string;
  /** Likewise; in the lower half of the curve's order. */
  readonly s: string;
  readonly v: 27 | 28;
}

/**
 * Signs a 32-byte digest (RFC 6979, low s).
 * @param privateKey 64 hex digits, with or without `0x`
 * @throws RangeError, without the key's text, where it is no private key
 */
export function signDigest(digest: Uint8Array, privateKey: string): RecoverableSignature {
  const bytes = secp256k1.sign(digest, keyBytes(privateKey), { prehash: false, format: 'recovered' });
  return { r: hex(bytes.subarray(1, 33)), s: hex(bytes.subarray(33, 65)), v: bytes[0] === 0 ? 27 : 28 };
}

/** The address of a private key: `0x` and 40 lower-case hex digits. */
export function ethereumAddress(privateKey: string): string {
  const point = secp256k1.getPublicKey(keyBytes(privateKey), false);
  return hex(keccak(point.subarray(1)).subarray(12));
}

function keyBytes(privateKey: string): Uint8Array {
  const [, digits] = /^(?:0x)?([0-9a-f]{64})$/i.exec(privateKey.trim()) ?? [];
  const key = digits === undefined ? undefined : Uint8Array.from(Buffer.from(digits, 'hex'));
  if (key === undefined || !secp256k1.utils.isValidSecretKey(key))
    throw new RangeError('the private key is no number of 64 hex digits on the curve secp256k1');
  return key;
}

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
