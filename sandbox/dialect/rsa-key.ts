import { checkPrimeSync, createPrivateKey } from 'node:crypto';

const PRIME_BYTES = 128;
const EXPONENT = 65_537n;

/** A 2048-bit RSA key in PKCS#8 PEM; the same bytes give the same key. `bytes`: so many of a name. */
export function rsaPem(bytes: (name: string, length: number) => Buffer): string {
  const [start, other] = [bytes('p', PRIME_BYTES), bytes('q', PRIME_BYTES)];
  const known = keys.get(start.toString('hex'));
  if (known !== undefined) return known;
  const pem = pemOf(primeFrom(start), primeFrom(other));
  keys.set(start.toString('hex'), pem);
  return pem;
}

/** By where its search began, which takes a moment. */
const keys = new Map<string, string>();

function pemOf(p: bigint, q: bigint): string {
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const key = {
    kty: 'RSA',
    n: text(p * q),
    e: text(EXPONENT),
    d: text(d),
    p: text(p),
    q: text(q),
    dp: text(d % (p - 1n)),
    dq: text(d % (q - 1n)),
    qi: text(inverse(q, p)),
  };
  return createPrivateKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** The first fitting prime from there on; its two highest bits are set, so that the product has all its bits. */
function primeFrom(start: Buffer): bigint {
  const high = 3n << BigInt(8 * PRIME_BYTES - 2);
  let candidate = BigInt(`0x${start.toString('hex')}`) | high | 1n;
  while (candidate % EXPONENT === 1n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

/** By Euclid's extended algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [old, rest] = [modulus, value];
  let [before, after] = [0n, 1n];
  while (rest !== 0n) {
    const quotient = old / rest;
    [old, rest] = [rest, old - quotient * rest];
    [before, after] = [after, before - quotient * after];
  }
  return ((before % modulus) + modulus) % modulus;
}

function text(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex').toString('base64url');
}
