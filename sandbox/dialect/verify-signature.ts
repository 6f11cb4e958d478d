import type { Auth, ErrorCase, PayloadPart, TimeUnit } from '../../venues/index.js';
import type { KeyHolder } from './credentials.js';
import { explainSignature, type SeeminglySigned } from './explain-signature.js';
import type { KeyRing } from './key-ring.js';
import { equalTexts, hmacText, isSignatureOf, type PlainSignature } from './prove.js';
import { checkStamp } from './stamp-window.js';
import { signedPayload, type PayloadSource, type PayloadValues } from './signed-payload.js';

/** What a signed request or message carries, and what its recipe may sign. */
export interface SignedInput {
  readonly given: ReadonlyMap<string, string>;
  readonly source: PayloadSource;
  /** The parameters beside the signature. */
  readonly values?: PayloadValues;
  /** The host that the client called, and the venue's own: it may have signed any of them. */
  readonly host?: string;
  readonly venueHosts: readonly string[];
  readonly receiveWindowMs?: number;
  /** A header that does not repeat what is signed, though it must. */
  readonly wrongHeader?: string;
}

export interface SignatureVerdict {
  readonly ok: boolean;
  readonly holder?: KeyHolder;
  /** The case that the venue answers. */
  readonly failed?: ErrorCase;
  /** In words, for whoever debugs a client. */
  readonly reason?: string;
  /** What the venue's own words may say besides. */
  readonly told?: Readonly<Record<string, string>>;
  /** What the venue would have signed, as text. */
  readonly expectedPayload?: string;
  /** Works out what a refused client signed instead. */
  readonly explain?: () => SeeminglySigned | undefined;
}

interface VerifyOptions {
  readonly auth: Auth;
  readonly recipe: PlainSignature;
  readonly payload: readonly PayloadPart[];
  readonly stampUnit: TimeUnit | undefined;
  readonly now: number;
  /** How far the clocks of clients are behind the venue's, ms. */
  readonly clientLag?: number;
  readonly keys: KeyRing;
}

/** Proves key, passphrase, signature, stamp and nonce of a signed request, in this order. */
export function verifySignature(sent: SignedInput, options: VerifyOptions): SignatureVerdict {
  const { given } = sent;
  const apiKey = given.get('api_key') ?? given.get('wallet_address');
  if (apiKey === undefined || apiKey === '') return failed('missing_key', 'the request carries no API key');
  const holder = options.keys.find(apiKey);
  if (holder === undefined) return failed('bad_key', 'the API key is unknown');
  const input = withUnsent(sent, holder, options.auth);
  const signature = given.get('signature');
  if (signature === undefined || signature === '')
    return failed('missing_signature', 'the request carries no signature');
  if (input.wrongHeader !== undefined)
    return failed('bad_signature', `the header ${input.wrongHeader} does not repeat what is signed`);
  if (given.get('passphrase') === undefined && needsPassphrase(holder, options.auth))
    return failed('missing_passphrase', 'the request carries no passphrase');
  if (!passphraseFits(given.get('passphrase'), holder, options))
    return failed('bad_passphrase', 'the passphrase is wrong');
  const payloads = possiblePayloads(input, options.payload);
  const secret = holder.credentials['api_secret'] ?? '';
  const expectedPayload = payloads[0]?.toString() ?? '';
  if (!payloads.some((payload) => isSignatureOf(payload, signature, secret, options.recipe))) {
    return {
      ...failed('bad_signature', 'the signature is not the one of the expected payload'),
      expectedPayload,
      explain: () =>
        explainSignature({
          signature,
          secret,
          recipe: options.recipe,
          parts: options.payload,
          values: input.values,
          source: (name) => (name === 'host' ? hostsOf(input)[0] : input.source(name)),
        }),
    };
  }
  const late = checkStamp(given.get('stamp'), {
    unit: options.stampUnit,
    receiveWindowMs: input.receiveWindowMs,
    auth: options.auth,
    now: options.now,
    clientLag: options.clientLag,
  });
  if (late !== undefined) return { ...late, expectedPayload };
  const replayed = checkNonce(given, apiKey, options);
  return replayed === undefined ? { ok: true, holder, expectedPayload } : { ...replayed, expectedPayload };
}

/** A passphrase that is signed and not sent (BitMart's memo) is the key's own. */
function withUnsent(sent: SignedInput, { credentials }: KeyHolder, auth: Auth): SignedInput {
  if (!auth.credentials.includes('passphrase') || isPassphraseSent(auth)) return sent;
  const { given, venueHosts, host, receiveWindowMs, wrongHeader, values } = sent;
  return {
    given,
    source: (name) => (name === 'passphrase' ? credentials['passphrase'] : sent.source(name)),
    venueHosts,
    ...(host === undefined ? {} : { host }),
    ...(receiveWindowMs === undefined ? {} : { receiveWindowMs }),
    ...(wrongHeader === undefined ? {} : { wrongHeader }),
    ...(values === undefined ? {} : { values }),
  };
}

/** Whether it goes out with requests, or is only part of what they sign. */
function isPassphraseSent({ place, params }: Auth): boolean {
  return JSON.stringify([place, params]).includes('{passphrase');
}

/** Where the host is part of what is signed, each of the venue's own may be. */
function possiblePayloads(input: SignedInput, parts: readonly PayloadPart[]): readonly Buffer[] {
  const { signsHost, signsValues } = needsOf(parts);
  const values = signsValues ? input.values : undefined;
  if (!signsHost) return [signedPayload(parts, input.source, values)];
  const hosts = hostsOf(input);
  const [called = ''] = hosts;
  // A client that takes `https://` off an address leaves the scheme of a plain one.
  return [...hosts, `http://${called}`].map((host) =>
    signedPayload(parts, (name) => (name === 'host' ? host : input.source(name)), values),
  );
}

/** The hosts that a client may have signed, the one it called first. */
export function hostsOf({ host, venueHosts }: SignedInput): readonly string[] {
  return host === undefined ? venueHosts : [host, ...venueHosts];
}

interface PayloadNeeds {
  readonly signsHost: boolean;
  readonly signsValues: boolean;
}

function needsOf(parts: readonly PayloadPart[]): PayloadNeeds {
  const known = payloadNeeds.get(parts);
  if (known !== undefined) return known;
  const text = JSON.stringify(parts);
  const needs = { signsHost: text.includes('{host'), signsValues: text.includes('"text_of"') };
  payloadNeeds.set(parts, needs);
  return needs;
}

const payloadNeeds = new WeakMap<readonly PayloadPart[], PayloadNeeds>();

export function failed(errorCase: ErrorCase, reason: string): SignatureVerdict {
  return { ok: false, failed: errorCase, reason };
}

function needsPassphrase({ credentials }: KeyHolder, auth: Auth): boolean {
  return credentials['passphrase'] !== undefined && isPassphraseSent(auth);
}

/** A passphrase goes over the wire as it is, or signed with the secret. */
function passphraseFits(
  given: string | undefined,
  holder: KeyHolder,
  { auth, recipe }: VerifyOptions,
): boolean {
  const own = holder.credentials['passphrase'];
  if (own === undefined || (given === undefined && !isPassphraseSent(auth))) return true;
  const isSigned = Object.values(auth.place.headers ?? {}).some(
    (value) => typeof value !== 'string' && 'hmac' in value,
  );
  const expected = isSigned ? hmacText(own, holder.credentials['api_secret'] ?? '', recipe) : own;
  return given !== undefined && equalTexts(expected, given);
}

/** `undefined` while the nonce is one that the key has not used. */
export function checkNonce(
  given: ReadonlyMap<string, string>,
  apiKey: string,
  { auth, keys }: Pick<VerifyOptions, 'auth' | 'keys'>,
): SignatureVerdict | undefined {
  if (auth.nonce === undefined) return undefined;
  const nonce = given.get('nonce') ?? given.get('uuid');
  if (nonce === undefined || nonce === '') return failed('missing_parameter', 'the request carries no nonce');
  const fresh = auth.nonce.kind === 'rising' ? keys.takeRising(apiKey, nonce) : keys.takeOnce(apiKey, nonce);
  return fresh
    ? undefined
    : failed('replayed_nonce', `the nonce ${nonce} was used, or is not above the last one`);
}
