import { isRecord, type DigestPart } from '../../venues/index.js';
import type { SeeminglySigned } from './explain-signature.js';
import type { KeyRing } from './key-ring.js';
import { isJwtSignature, type JwtSignature } from './prove.js';
import { parseJson } from './request-values.js';
import { scalarText } from './read-field.js';
import { renderTemplate } from '../../venues/index.js';
import { signedPayload } from './signed-payload.js';
import { templateMatcher } from './template-matcher.js';
import { failed, hostsOf, type SignatureVerdict, type SignedInput } from './verify-signature.js';

type Claims = JwtSignature['claims'];
type Decoded = Readonly<Record<string, unknown>>;

interface JwtOptions {
  readonly recipe: JwtSignature;
  readonly now: number;
  /** How far the clocks of clients are behind the venue's, ms. */
  readonly clientLag?: number;
  readonly keys: KeyRing;
  /** A token's nonce may come again: a stream's token is good for several connections. */
  readonly mayRepeat?: boolean;
}

/** Proves a bearer token: its key, its signature, the claims that the recipe names, its times. */
export function verifyJwt(
  input: SignedInput,
  { recipe, now, clientLag = 0, keys, mayRepeat = false }: JwtOptions,
): SignatureVerdict {
  const token = input.given.get('token') ?? input.given.get('signature') ?? '';
  const [head = '', body = '', signature] = token.split('.');
  const header = decodePart(head);
  const claims = decodePart(body);
  if (signature === undefined || header === undefined || claims === undefined)
    return failed('bad_signature', 'the request carries no JWT');
  const apiKey = boundKey(recipe.header ?? {}, header) ?? boundKey(recipe.claims, claims);
  const holder = apiKey === undefined ? undefined : keys.find(apiKey);
  if (holder === undefined || apiKey === undefined) return failed('bad_key', 'the token names no known key');
  const expectedPayload = [
    decodedText({ ...header, alg: ALGORITHMS[recipe.algorithm] }),
    decodedText({ ...claims, ...expectedClaims(recipe.claims, claims, input) }),
  ].join('\n');
  const explain = (): SeeminglySigned => {
    const payload = [decodedText(header), decodedText(claims)].join('\n');
    const isSame = payload === expectedPayload;
    return { payload, difference: isSame ? 'the key or the times, not what is signed' : DECODED };
  };
  if (
    header['alg'] !== ALGORITHMS[recipe.algorithm] ||
    !isJwtSignature(token, holder.credentials['api_secret'] ?? '', recipe)
  ) {
    return {
      ...failed('bad_signature', 'the token is not signed with the key’s secret'),
      expectedPayload,
      explain,
    };
  }
  const wrong = wrongClaim(recipe.claims, claims, input);
  if (wrong !== undefined) return { ...failed('bad_signature', wrong), expectedPayload, explain };
  const late = checkTimes(claims, now, clientLag);
  if (late !== undefined) return { ...late, expectedPayload, explain };
  const nonce = scalarText(header['nonce'] ?? (recipe.claims['nonce'] && claims['nonce']));
  if (!mayRepeat && nonce !== undefined && !keys.takeOnce(apiKey, nonce))
    return { ...failed('replayed_nonce', 'the token’s nonce was used before'), expectedPayload };
  return { ok: true, holder, expectedPayload };
}

const ALGORITHMS = {
  'jwt-es256': 'ES256',
  'jwt-hs256': 'HS256',
  'jwt-hs512': 'HS512',
  'jwt-eddsa': 'EdDSA',
} as const;

/** A part of a token as it was before it was encoded. */
function decodedText(part: Decoded): string {
  return JSON.stringify(part);
}

const DECODED = 'the token’s header and claims, decoded';

/** Clients' clocks may be this far ahead, seconds. */
const LEEWAY = 30;

function decodePart(text: string): Decoded | undefined {
  const document = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  return isRecord(document) ? document : undefined;
}

function boundKey(templates: Claims, values: Decoded): string | undefined {
  for (const [name, template] of Object.entries(templates)) {
    const text = scalarText(values[name]);
    if (typeof template !== 'string' || text === undefined) continue;
    const key = templateMatcher(template)
      .match(text)
      ?.find((binding) => binding.name === 'api_key');
    if (key !== undefined) return key.text;
  }
  return undefined;
}

/** A claim that is not as the request has it, in words. */
function wrongClaim(templates: Claims, claims: Decoded, input: SignedInput): string | undefined {
  const [wrong] = Object.entries(expectedClaims(templates, claims, input)).filter(
    ([name, wanted]) => scalarText(claims[name]) !== wanted,
  );
  return wrong && `the claim ${wrong[0]} is not ${JSON.stringify(wrong[1])}`;
}

/** Texts made of the request's own parts must stand as the recipe has them; constants may be another client's own. */
function expectedClaims(
  templates: Claims,
  claims: Decoded,
  input: SignedInput,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(templates).flatMap(([name, template]) => {
      if (isDigest(template)) return [[name, digestClaim(template, input)]];
      const texts = typeof template === 'string' ? possibleTexts(template, input) : [];
      const given = scalarText(claims[name]);
      if (texts.length === 0) return [];
      return [[name, texts.find((text) => text === given) ?? texts[0]]];
    }),
  );
}

/** What a claim may be that is made of parts of the request; empty where it is made of something else. */
function possibleTexts(template: string, input: SignedInput): readonly (string | undefined)[] {
  const names = templateMatcher(template).placeholders.map((placeholder) => placeholder.name);
  if (names.length === 0 || names.some((placeholder) => !REQUEST_PARTS.has(placeholder))) return [];
  // Clients that only cut `https://` off an address leave the mock's own `http://` on.
  const called = hostsOf(input);
  const hosts = [...called, ...called.map((host) => `http://${host}`)];
  return hosts.map((host) =>
    renderTemplate(template, (placeholder) =>
      placeholder.name === 'host' ? host : input.source(placeholder.name)?.toString(),
    ),
  );
}

function isDigest(template: unknown): template is DigestPart {
  return isRecord(template) && 'digest' in template && 'of' in template;
}

/** A request without parameters has none. */
function digestClaim(template: DigestPart, { source, values = {} }: SignedInput): string | undefined {
  return Object.keys(values).length === 0 ? undefined : signedPayload([template], source, values).toString();
}

const REQUEST_PARTS = new Set(['method', 'host', 'path', 'query', 'path_query', 'body', 'content_type']);

function checkTimes(claims: Decoded, now: number, clientLag: number): SignatureVerdict | undefined {
  const { exp, nbf } = claims;
  if (typeof exp === 'number' && (now - Math.max(0, clientLag)) / 1000 > exp)
    return failed('stale_timestamp', 'the token has expired');
  if (typeof nbf === 'number' && (now + Math.max(0, -clientLag)) / 1000 + LEEWAY < nbf)
    return failed('stale_timestamp', 'the token is not valid yet');
  return undefined;
}
