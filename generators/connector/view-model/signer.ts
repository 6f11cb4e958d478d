import { UserError } from '../../cli/errors.js';
import { literal } from '../../naming/literal.js';
import type {
  Auth,
  DigestPart,
  ParametersText,
  PayloadPart,
  VenueDescription,
} from '../../../venues/index.js';
import { objectLiteral, propertyKey, templateExpression, text, type Scope } from './expression.js';
import { identifiersIn } from './identifiers.js';
import { parameterCode, parametersCode, type Parameters } from './parameters.js';
import { signingScope } from './scopes.js';
import { durationMs } from './time.js';

/** What makes the signer, and its recipe, option by option. */
export interface SignerView {
  readonly maker: 'requestSigner' | 'jwtSigner' | 'customSigner';
  readonly options: readonly string[];
  /** Where the connector has a function of its own for it: what that is told, as plain text. */
  readonly custom: CustomSignature | undefined;
}

interface CustomSignature {
  /** How the venue wants it. */
  readonly describe: string;
  /** What of the moment the request has. */
  readonly moment: string;
}

export function signerView(description: VenueDescription): SignerView | undefined {
  const { auth } = description;
  if (auth === undefined) return undefined;
  const { signature } = auth;
  if ('claims' in signature) return jwtView(description, auth, signature);
  if (!('payload' in signature)) return customView(description, auth, signature);
  const scope = signingScope(description);
  const hash = signature.algorithm.startsWith('hmac-')
    ? signature.algorithm.slice('hmac-'.length)
    : undefined;
  return {
    maker: 'requestSigner',
    custom: undefined,
    options: options({
      stamp: stampUnit(auth),
      nonce: auth.nonce?.kind === 'rising' ? `'rising'` : undefined,
      params: callback(parametersCode(auth.params, scope, 'auth.params')),
      paramsIn: auth.params_in && literal(auth.params_in),
      payload: callback(payloadCode(signature.payload, scope, 'auth.signature.payload')),
      hash: hash === undefined ? undefined : literal(hash),
      algorithm: hash === undefined ? literal(signature.algorithm) : undefined,
      key: `{ ${KEY_FORMS[signature.secret]}: this.config.api_secret }`,
      encoding: literal(signature.encoding),
      place: placeCode(auth, scope, hash, signature.encoding),
    }),
  };
}

/** A token of its own for every request. */
function jwtView(description: VenueDescription, auth: Auth, signature: JwtSignature): SignerView {
  const { signature: message } = description.streams.orders ?? {};
  if (message !== undefined && 'payload' in message)
    throw new UserError(
      'streams.orders.signature: a payload signed beside JWTs cannot be generated; give the claims of a token',
    );
  const scope = { ...signingScope(description), token: text('signature') };
  const claims = claimsCode(signature.claims, scope);
  const place = placeCode(auth, scope, undefined, 'hex');
  return {
    maker: 'jwtSigner',
    custom: undefined,
    options: options({
      algorithm: literal(JWT_ALGORITHMS[signature.algorithm]),
      key: `{ ${signature.secret === 'base64' ? 'base64' : 'text'}: this.config.api_secret }`,
      params: callback(parametersCode(auth.params, scope, 'auth.params')),
      header: callback(parametersCode(signature.header, scope, 'auth.signature.header')),
      claims: callback(withTimes(claims, signature.lifetime)),
      place: place === USUAL_PLACE ? undefined : place,
    }),
  };
}

/** A digest among them is left out where nothing is digested. */
function claimsCode(claims: JwtSignature['claims'], scope: Scope): string {
  const where = 'auth.signature.claims';
  const entries = Object.entries(claims).map(([name, value]) => {
    const code = isDigest(value)
      ? `hasParams ? ${partCode(value, scope, `${where}.${name}`)} : undefined`
      : parameterCode(value, scope, `${where}.${name}`);
    return [name, code] as const;
  });
  return objectLiteral(entries) ?? '{}';
}

function isDigest(value: unknown): value is DigestPart {
  return typeof value === 'object' && value !== null && 'digest' in value && 'of' in value;
}

/** What no recipe says is a function in a file of its own, which a person fills in. */
function customView(
  description: VenueDescription,
  auth: Auth,
  { describe }: Extract<Auth['signature'], { readonly describe: unknown }>,
): SignerView {
  if (description.streams.orders?.signature !== undefined)
    throw new UserError('streams.orders.signature: a message under a custom signature cannot be generated');
  const { nonce } = auth;
  return {
    maker: 'customSigner',
    custom: { describe, moment: momentText(auth) },
    options: options({
      stamp: stampUnit(auth),
      nonce: nonce?.kind === 'rising' ? `'rising'` : undefined,
      params: callback(parametersCode(auth.params, signingScope(description), 'auth.params')),
      sign: '(request) => signRequest(request, this.config)',
    }),
  };
}

function momentText({ stamp, nonce }: Auth): string {
  const time = `the venue's time as \`stamp\` (${stamp?.unit ?? 'ms'})`;
  return nonce?.kind === 'rising' ? `${time} and a \`nonce\` that rises` : `${time} and a fresh \`uuid\``;
}

/** The token of a stream's message, where requests carry one too: with claims of its own. */
export function streamTokenCode(description: VenueDescription, claims: Parameters, scope: Scope): string {
  const signature = description.auth?.signature;
  if (signature === undefined || !('claims' in signature))
    throw new UserError('streams.orders.signature: claims need auth.signature to be one of jwt-…');
  const where = 'streams.orders.signature';
  const uuid = text('crypto.randomUUID()');
  const tokenScope = { ...scope, uuid, nonce: text(`${uuid.code}.replaceAll('-', '')`) };
  const written = parametersCode(claims, tokenScope, `${where}.claims`) ?? '{}';
  const header = parametersCode(signature.header, tokenScope, 'auth.signature.header');
  const list = [withTimes(written, signature.lifetime), header].filter((code) => code !== undefined);
  return `this.signer.token(${list.join(', ')})`;
}

function stampUnit({ stamp }: Auth): string | undefined {
  return stamp && literal(stamp.short === true && stamp.unit === 'iso' ? 'iso_seconds' : stamp.unit);
}

/** `nbf` is the moment, `exp` the end (RFC 7519, 4.1). */
function withTimes(claims: string, lifetime: string | undefined): string {
  if (lifetime === undefined) return claims;
  const times = `nbf: Number(stamp), exp: Number(stamp) + ${durationMs(lifetime) / 1000}`;
  return claims === '{}' ? `{ ${times} }` : claims.replace(/ \}$/, `, ${times} }`);
}

type JwtSignature = Extract<Auth['signature'], { readonly claims: unknown }>;

const JWT_ALGORITHMS = {
  'jwt-es256': 'ES256',
  'jwt-hs256': 'HS256',
  'jwt-hs512': 'HS512',
  'jwt-eddsa': 'EdDSA',
} as const;

/** What the runtime does by itself. */
const USUAL_PLACE = '({ signature }) => ({ headers: { Authorization: `Bearer ${signature}` } })';

function options(codes: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(codes).flatMap(([name, code]) => (code === undefined ? [] : [`${name}: ${code}`]));
}

/** What is signed, as one text, or as a list where bytes are among it. */
export function payloadCode(parts: readonly PayloadPart[], scope: Scope, where: string): string {
  const codes = parts.map((part) => partCode(part, scope, where));
  return parts.some(isBytes) ? `[${codes.join(', ')}]` : codes.join(' + ');
}

function partCode(part: PayloadPart, scope: Scope, where: string): string {
  if (typeof part === 'string') return templateExpression(part, scope, where).code;
  if ('base64' in part) return `Buffer.from(${payloadCode(part.base64, scope, where)}).toString('base64')`;
  if ('text_of' in part) return parametersTextCode(part, scope, where);
  const encoding = part.as === 'raw' ? '' : `, ${literal(part.as === 'hex_upper' ? 'hex' : part.as)}`;
  const code = `hash(${literal(part.digest)}, ${payloadCode(part.of, scope, where)}${encoding})`;
  return part.as === 'hex_upper' ? `${code}.toUpperCase()` : code;
}

/** `flatText(params.method)` */
function parametersTextCode(
  { text_of: name, pair, between, order, with: beside, body_as: bodyName }: ParametersText,
  scope: Scope,
  where: string,
): string {
  if (scope['path'] === undefined)
    throw new UserError(`${where}: text_of is for requests; write out what a message signs`);
  const own = name === '' ? 'params' : `params${memberCode(name)}`;
  const sent = bodyName === undefined ? own : `(body === '' ? params : { ${propertyKey(bodyName)}: body })`;
  const pairs = Object.entries(beside ?? {}).map(
    ([each, template]) =>
      `${propertyKey(each)}: ${templateExpression(template, scope, `${where}.with.${each}`).code}`,
  );
  const value = pairs.length === 0 ? sent : `{ ...${sent}, ${pairs.join(', ')} }`;
  const form = options({
    pair: pair && literal(pair),
    between: between && literal(between),
    order: order && literal(order),
  });
  return `flatText(${form.length === 0 ? value : `${value}, { ${form.join(', ')} }`})`;
}

function memberCode(name: string): string {
  const key = propertyKey(name);
  return key === name ? `.${name}` : key.startsWith('[') ? key : `[${key}]`;
}

function isBytes(part: PayloadPart): boolean {
  return typeof part !== 'string' && 'digest' in part && part.as === 'raw';
}

function placeCode({ place }: Auth, scope: Scope, hash: string | undefined, encoding: string): string {
  const headers = Object.entries(place.headers ?? {}).map(([name, value]) => {
    const where = `auth.place.headers.${name}`;
    if (typeof value === 'string') return [name, templateExpression(value, scope, where).code] as const;
    if ('base64' in value)
      return [
        name,
        `Buffer.from(${templateExpression(value.base64, scope, where).code}).toString('base64')`,
      ] as const;
    const signed = templateExpression(value.hmac, scope, where).code;
    return [name, `hmac(${literal(hash ?? 'sha256')}, ${signed}, ${literal(encoding)})`] as const;
  });
  const { payload_header: payloadHeader } = place;
  if (payloadHeader !== undefined) headers.push([payloadHeader, `Buffer.from(body).toString('base64')`]);
  const params = parametersCode(place.params, scope, 'auth.place.params');
  const parts: (readonly [string, string])[] = [];
  const headersCode = objectLiteral(headers);
  if (headersCode !== undefined) parts.push(['headers', headersCode]);
  if (params !== undefined) parts.push(['params', params]);
  if (payloadHeader !== undefined) parts.push(['body', `''`]);
  return callback(objectLiteral(parts) ?? '{}') ?? '';
}

/** An arrow function that takes what it uses out of the signing context. */
function callback(body: string | undefined): string | undefined {
  if (body === undefined) return undefined;
  const used = [...identifiersIn(body)].filter((name) => CONTEXT_NAMES.has(name));
  const head = used.length === 0 ? '()' : `({ ${used.join(', ')} })`;
  return `${head} => ${body.startsWith('{') ? `(${body})` : body}`;
}

/** What the runtime's signing context has. */
const CONTEXT_NAMES: ReadonlySet<string> = new Set([
  'stamp',
  'nonce',
  'uuid',
  'method',
  'host',
  'path',
  'params',
  'hasParams',
  'query',
  'pathWithQuery',
  'sortedQuery',
  'body',
  'contentType',
  'signedAs',
  'signature',
  'hash',
  'hmac',
]);

const KEY_FORMS = { utf8: 'text', base64: 'base64', hex: 'hex' } as const;
