import { isRecord, loadPreset, type Auth, type PayloadPart, type Signature } from '../../../venues/index.js';
import type { Answers } from './draft-parts.js';
import { pairsOf, pairsText } from './pairs.js';

/** Ways to sign, by name: those of the venues that are known, a token for each request, and a recipe of one's own. */
export type Signings = ReadonlyMap<string, Auth>;

export async function loadSignings(presets: readonly string[]): Promise<Signings> {
  const venues = await Promise.all(presets.map((name) => loadPreset(name)));
  return new Map([
    ...venues.flatMap(({ description: { venue, auth } }) =>
      auth === undefined ? [] : [[venue, auth] as const],
    ),
    ['jwt', JWT] as const,
    ['custom', CUSTOM] as const,
  ]);
}

/** A way to sign in a few words. */
export function signingText({ signature }: Auth): string {
  if ('claims' in signature) return `${signature.algorithm}, a token for each request`;
  if (!('payload' in signature)) return signature.describe;
  return `${signature.algorithm} of ${payloadText(signature.payload)}, as ${signature.encoding}`;
}

/** What the answers say of signing, as `auth` of venue.yaml; nothing before the way is chosen. */
export function authOf(answers: Answers, signings: Signings): Auth | undefined {
  const like = signings.get(answers.signing ?? '');
  if (like === undefined) return undefined;
  const { vectors: _theirs, stamp: _stamp, nonce: _nonce, params: _params, ...kept } = like;
  const { credentials, headers, sent } = { ...defaultsOf(like), ...given(answers) };
  const placed = pairsOf(sent);
  const signed = placed.filter(([, value]) => !value.includes('{signature}'));
  const result = placed.filter(([, value]) => value.includes('{signature}'));
  const headerValues = pairsOf(headers);
  return {
    ...kept,
    credentials: CREDENTIALS.filter((name) => credentials.split(/[\s,]+/).includes(name)),
    ...timeOf(answers.stamp ?? defaultsOf(like).stamp, like),
    ...(signed.length === 0 ? {} : { params: Object.fromEntries(signed) }),
    signature: signatureOf(answers, like.signature),
    place: {
      ...(headerValues.length === 0
        ? {}
        : { headers: Object.fromEntries(headerValues.map(([name, value]) => [name, headerOf(value)])) }),
      ...(result.length === 0 ? {} : { params: Object.fromEntries(result) }),
    },
  };
}

export const CREDENTIALS = ['api_key', 'api_secret', 'passphrase', 'account_id', 'wallet_address'] as const;

export interface SigningTexts {
  readonly credentials: string;
  readonly stamp: string;
  readonly headers: string;
  readonly sent: string;
}

/** How a known way answers the questions about signing. */
export function defaultsOf({ credentials, stamp, nonce, params, place }: Auth): SigningTexts {
  const texts = Object.entries({ ...params, ...place.params }).map(
    ([name, value]) => [name, String(value)] as const,
  );
  return {
    credentials: credentials.join(' '),
    stamp: stamp?.unit ?? (nonce?.kind === 'rising' ? 'nonce' : 'none'),
    headers: pairsText(
      Object.entries(place.headers ?? {}).map(([name, value]) => [
        name,
        typeof value === 'string'
          ? value
          : 'hmac' in value
            ? `hmac(${value.hmac})`
            : `base64(${value.base64})`,
      ]),
    ),
    sent: pairsText(texts),
  };
}

/** `{stamp} + {method} + sha512({body})` → its pieces; `\n` is a line's end. Nothing where it is none. */
export function payloadOf(text: string): readonly PayloadPart[] | undefined {
  const parts = text.split(/\s+\+\s+/).map((piece): PayloadPart | undefined => {
    const [, digest, of, as] =
      /^(sha256|sha384|sha512)\(([^()]+)\)(?: as (raw|hex|base64))?$/.exec(piece) ?? [];
    if (digest !== undefined && of !== undefined)
      return { digest: DIGESTS[digest] ?? 'sha256', of: [lines(of)], as: FORMS[as ?? 'hex'] ?? 'hex' };
    return piece === '' || /[()]/.test(piece) ? undefined : lines(piece);
  });
  const good = parts.filter((part) => part !== undefined);
  return good.length === parts.length ? good : undefined;
}

function payloadText(parts: readonly PayloadPart[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part.replaceAll('\n', String.raw`\n`);
      if ('text_of' in part) return part.text_of === '' ? 'all parameters' : `parameter ${part.text_of}`;
      return 'digest' in part
        ? `${part.digest}(${payloadText(part.of)})`
        : `base64(${payloadText(part.base64)})`;
    })
    .join(' + ');
}

function given({ credentials, headers, sent }: Answers): Partial<SigningTexts> {
  return {
    ...(credentials === undefined ? {} : { credentials }),
    ...(headers === undefined ? {} : { headers }),
    ...(sent === undefined ? {} : { sent }),
  };
}

function timeOf(stamp: string, like: Auth): Pick<Auth, 'stamp' | 'nonce'> {
  if (stamp === 'nonce') return { nonce: like.nonce ?? { kind: 'rising', unit: 'ms' } };
  const unit = UNITS.find((known) => known === stamp);
  const isOnce = like.nonce?.kind === 'uuid' ? { nonce: like.nonce } : {};
  return unit === undefined
    ? isOnce
    : { ...isOnce, stamp: { past: '5s', future: '5s', ...like.stamp, unit } };
}

export const UNITS = ['ms', 's', 'us', 'ns', 'iso'] as const;

function signatureOf(
  { algorithm, encoding, payload, claims, signing_docs }: Answers,
  like: Signature,
): Signature {
  if ('claims' in like) {
    const known = JWT_ALGORITHMS.find((name) => name === algorithm) ?? like.algorithm;
    return {
      ...like,
      algorithm: known,
      secret: known === 'jwt-es256' || known === 'jwt-eddsa' ? 'pem' : 'utf8',
      ...(claims === undefined ? {} : { claims: Object.fromEntries(pairsOf(claims)) }),
    };
  }
  if (!('payload' in like)) return like;
  const parts = payload === undefined ? undefined : payloadOf(payload);
  return {
    ...like,
    ...secretForm(signing_docs),
    algorithm: ALGORITHMS.find((name) => name === algorithm) ?? like.algorithm,
    encoding: encoding === undefined ? like.encoding : encoding === 'hex' ? 'hex' : 'base64',
    ...(parts === undefined ? {} : { payload: [...parts] }),
  };
}

/** How a secret becomes a key: a worked example alone tells. */
function secretForm(signing: string | undefined): { secret?: 'utf8' | 'base64' | 'hex' } {
  const parsed: unknown = signing === undefined || signing === '' ? undefined : JSON.parse(signing);
  const secret = isRecord(parsed) ? parsed.secret : undefined;
  return secret === 'utf8' || secret === 'base64' || secret === 'hex' ? { secret } : {};
}

function headerOf(value: string): string | { hmac: string } {
  const inner = /^hmac\((.+)\)$/.exec(value)?.[1];
  return inner === undefined ? value : { hmac: inner };
}

function lines(text: string): string {
  return text.replaceAll(String.raw`\n`, '\n');
}

export const ALGORITHMS = ['hmac-sha256', 'hmac-sha384', 'hmac-sha512', 'ed25519', 'rsa-sha256'] as const;
export const JWT_ALGORITHMS = ['jwt-hs256', 'jwt-hs512', 'jwt-es256', 'jwt-eddsa'] as const;
const DIGESTS: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512'>> = {
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
};
const FORMS: Readonly<Record<string, 'raw' | 'hex' | 'base64'>> = {
  raw: 'raw',
  hex: 'hex',
  base64: 'base64',
};

const JWT: Auth = {
  credentials: ['api_key', 'api_secret'],
  nonce: { kind: 'uuid' },
  signature: {
    algorithm: 'jwt-hs256',
    claims: { access_key: '{api_key}', nonce: '{nonce}' },
    secret: 'utf8',
  },
  place: { headers: { Authorization: 'Bearer {token}' } },
};

const CUSTOM: Auth = {
  credentials: ['api_key', 'api_secret'],
  stamp: { unit: 'ms', past: '5s', future: '5s' },
  signature: {
    algorithm: 'hmac-sha256',
    payload: ['{stamp}', '{method}', '{path_query}', '{body}'],
    secret: 'utf8',
    encoding: 'hex',
  },
  place: { headers: { 'X-API-KEY': '{api_key}', 'X-SIGNATURE': '{signature}', 'X-TIMESTAMP': '{stamp}' } },
};
