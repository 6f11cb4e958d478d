import { createHmac, createPrivateKey, ECDH, createECDH } from 'node:crypto';
import type { VenueDescription } from '../../venues/index.js';
import { rsaPem } from './rsa-key.js';

/** Config key → credential: `api_key`, `api_secret`, `passphrase`, … */
export type Credentials = Readonly<Record<string, string>>;

/** A client that the sandbox knows. */
export interface KeyHolder {
  readonly credentials: Credentials;
  /** The engine's account. */
  readonly account: string;
  readonly mayTrade: boolean;
}

/** Credentials in the look that the venue's signature recipe needs; the same seed and label give the same ones. */
export function makeCredentials(description: VenueDescription, seed: number, label: string): Credentials {
  const { auth } = description;
  if (auth === undefined) return {};
  const bytes = (name: string, length: number): Buffer =>
    seededBytes(`${description.venue}/${seed}/${label}/${name}`, length);
  const credentials: Record<string, string> = {};
  for (const name of auth.credentials) {
    credentials[name] = name === 'api_secret' ? secretFor(auth.signature, bytes) : nameFor(name, bytes);
  }
  return credentials;
}

/** The text with every credential in it replaced by its name, and every token made of them. */
export function maskCredentials(text: string, holders: readonly KeyHolder[]): string {
  let masked = text;
  for (const { credentials } of holders) {
    for (const [name, value] of Object.entries(credentials)) {
      if (value === '') continue;
      for (const spelled of new Set([value, encodeURIComponent(value)]))
        masked = masked.replaceAll(spelled, `<${name}>`);
    }
  }
  return masked.replace(JWT, '<jwt>');
}

/** It has the key in it, and is good for a request as long as it lives. */
const JWT = /\beyJ[\w-]{4,}\.eyJ[\w-]{4,}\.[\w-]+/g;

type Signature = NonNullable<VenueDescription['auth']>['signature'];

const LENGTHS: Readonly<Record<string, number>> = {
  api_key: 64,
  passphrase: 16,
  account_id: 12,
};

function nameFor(name: string, bytes: (name: string, length: number) => Buffer): string {
  // An address as Ethereum and its like have it.
  if (name === 'wallet_address') return `0x${bytes(name, 20).toString('hex')}`;
  return letters(bytes(name, LENGTHS[name] ?? 32));
}

function secretFor(signature: Signature, bytes: (name: string, length: number) => Buffer): string {
  const { algorithm } = signature;
  if (algorithm === 'ed25519' && signature.secret !== 'utf8')
    return bytes('api_secret', 32).toString(signature.secret);
  if (algorithm === 'ed25519' || algorithm === 'jwt-eddsa') return ed25519Pem(bytes('api_secret', 32));
  if (algorithm === 'jwt-es256') return es256Pem(bytes('api_secret', 32));
  if (algorithm === 'rsa-sha256') return rsaPem((name, length) => bytes(`api_secret/${name}`, length));
  if (algorithm === 'custom') return bytes('api_secret', 32).toString('hex');
  if (signature.secret === 'base64') return bytes('api_secret', 64).toString('base64');
  return signature.secret === 'hex'
    ? bytes('api_secret', 32).toString('hex')
    : letters(bytes('api_secret', 64));
}

function seededBytes(label: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < length; block += 1) {
    blocks.push(createHmac('sha256', 'sandbox credentials').update(`${label}/${block}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function letters(bytes: Buffer): string {
  return [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** PKCS#8 (RFC 8410) around a raw private key. */
function ed25519Pem(key: Buffer): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), key]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

function es256Pem(scalar: Buffer): string {
  const curve: ECDH = createECDH('prime256v1');
  curve.setPrivateKey(scalar);
  const point = curve.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: scalar.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'sec1' }).toString();
}
