import { createHash, createHmac } from 'node:crypto';
import { timeUnitOf } from '../../venues/infer/values.js';

/** A documented signature that was computed again: what signs, and what is signed. */
export interface ProvenSigning {
  readonly algorithm: 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512';
  readonly encoding: 'hex' | 'base64';
  readonly secret: 'utf8' | 'base64' | 'hex';
  /** As the interview writes it: `{stamp} + {method} + {path_query} + {body}`. */
  readonly payload: string;
  readonly stamp?: string;
  /** Parameters that sign a request, where it is a form that is signed. */
  readonly sent?: string;
}

interface Token {
  readonly name: string;
  readonly text: string;
}

const MOST = { tokens: 80, secrets: 40, signatures: 6 } as const;

/** Finds secret, text and signature of a worked example among its words; nothing of them is kept. */
export function provenSigning(whole: string): ProvenSigning | undefined {
  const text = whole.slice(0, 40_000);
  const tokens = tokensOf(text);
  const signatures = tokens.filter(({ text: one }) => digestOf(one) !== undefined).slice(0, MOST.signatures);
  const secrets = tokens
    .filter(({ text: one }) => /^\S{6,200}$/.test(one))
    .toSorted((a, b) => Number(/secret|private/i.test(b.name)) - Number(/secret|private/i.test(a.name)))
    .slice(0, MOST.secrets);
  const messages = [
    ...new Set([...tokens.map(({ text: one }) => one), ...wholeLines(text), ...joined(tokens)]),
  ];
  for (const signature of signatures) {
    const shape = digestOf(signature.text);
    if (shape === undefined) continue;
    for (const secret of secrets.filter((one) => one.text !== signature.text)) {
      for (const form of ['utf8', 'base64', 'hex'] as const) {
        const key = keyOf(secret.text, form);
        const message =
          key === undefined
            ? undefined
            : messages.find(
                (one) =>
                  one !== secret.text &&
                  one.length > 5 &&
                  shape.matches(createHmac(shape.hash, key).update(one)),
              );
        if (message === undefined) continue;
        return {
          algorithm: `hmac-${shape.hash}`,
          encoding: shape.encoding,
          secret: form,
          ...payloadOf(message, tokens),
        };
      }
    }
  }
  return undefined;
}

function keyOf(secret: string, form: 'utf8' | 'base64' | 'hex'): Buffer | undefined {
  if (form === 'hex' && !/^(?:[0-9a-f]{2})+$/i.test(secret)) return undefined;
  if (form === 'base64' && !/^[A-Za-z0-9+/]{8,}={0,2}$/.test(secret)) return undefined;
  return Buffer.from(secret, form);
}

interface Digest {
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  readonly encoding: 'hex' | 'base64';
  readonly matches: (hmac: ReturnType<typeof createHmac>) => boolean;
}

function digestOf(text: string): Digest | undefined {
  const isHex = /^[0-9a-f]+$/i.test(text);
  const bytes = isHex
    ? text.length / 2
    : /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0
      ? Buffer.from(text, 'base64').length
      : 0;
  const hash = HASH_BY_BYTES.get(bytes);
  if (hash === undefined) return undefined;
  const encoding = isHex ? 'hex' : 'base64';
  return {
    hash,
    encoding,
    matches: (hmac) => hmac.digest(encoding) === (isHex ? text.toLowerCase() : text),
  };
}

const HASH_BY_BYTES: ReadonlyMap<number, Digest['hash']> = new Map([
  [32, 'sha256'],
  [48, 'sha384'],
  [64, 'sha512'],
]);

/** `name = value`, `name: value`, cells of a table and quoted texts. */
function tokensOf(text: string): readonly Token[] {
  const found = new Map<string, Token>();
  const add = (name: string, value: string): void => {
    const one = value
      .trim()
      .replaceAll(/^["'`]+|["'`,;]+$/g, '')
      .replaceAll(String.raw`\n`, '\n')
      .replaceAll(String.raw`\"`, '"');
    if (one.length > 2 && one.length < 4000 && !found.has(one) && found.size < MOST.tokens)
      found.set(one, { name, text: one });
  };
  for (const line of text.split('\n').slice(0, 400)) {
    const [, name = '', value = ''] =
      /^[\s|*>#-]*["'`]?([A-Za-z][\w -]{0,40}?)["'`*]*\s*(?:[:=|\t]|\s{2,})\s*(\S.*?)\s*\|?$/.exec(
        line.slice(0, 4000),
      ) ?? [];
    if (value !== '') add(name, value);
  }
  for (const [, double, single, back] of text
    .slice(0, 40_000)
    .matchAll(/"((?:[^"\\\n]|\\.){3,2000})"|'([^'\n]{3,2000})'|`([^`\n]{3,2000})`/g))
    add('', double ?? single ?? back ?? '');
  for (const [word] of text.matchAll(/[^\s"'`,|]{16,2000}/g)) add('', word);
  return [...found.values()];
}

function wholeLines(text: string): readonly string[] {
  return text
    .split('\n')
    .slice(0, 400)
    .map((line) => line.trim())
    .filter((line) => line.length > 8 && line.length < 4000);
}

/** Where no line is what was signed: its named parts, one after another in the orders that venues use. */
function joined(tokens: readonly Token[]): readonly string[] {
  const part = (names: RegExp, shape: RegExp): string =>
    tokens.find(({ name, text }) => names.test(name) && shape.test(text))?.text ?? '';
  const parts = {
    stamp: part(/time|stamp|nonce|^ts$/i, /^[\d.:TZ-]{10,30}$/),
    method: part(/method|verb/i, /^(GET|POST|PUT|DELETE)$/),
    path: part(/path|url|uri|endpoint/i, /^\//),
    query: part(/query|param/i, /=/),
    body: part(/body|data|payload/i, /^[{[]|=/),
    key: part(/key/i, /^\S{6,}$/),
  };
  const path = parts.query === '' ? parts.path : `${parts.path}?${parts.query}`;
  const orders = [
    [parts.stamp, parts.method, path, parts.body],
    [parts.method, path, parts.stamp, parts.body],
    [parts.method, path, parts.body, parts.stamp],
    [parts.key, parts.stamp, parts.body],
    [parts.stamp, parts.key, parts.body],
    [parts.stamp, path, parts.body],
    [path, parts.stamp, parts.body],
    [parts.stamp, parts.body],
  ];
  return orders.flatMap((pieces) => [pieces.join(''), pieces.filter((piece) => piece !== '').join('\n')]);
}

/** What was signed, with its parts as placeholders. */
function payloadOf(
  message: string,
  tokens: readonly Token[],
): Pick<ProvenSigning, 'payload' | 'stamp' | 'sent'> {
  if (/^[\w.%[\]-]+=[^&\n]*(?:&[\w.%[\]-]+=[^&\n]*)*$/.test(message)) return signedForm(message, tokens);
  const key = tokens.find(
    ({ name, text }) => /key/i.test(name) && !/secret|private/i.test(name) && message.includes(text),
  )?.text;
  const body =
    tokens.find(({ text }) => /^[{[]/.test(text) && message.includes(text))?.text ??
    /[{[][^]*[}\]]$/.exec(message)?.[0];
  const digests = (['sha256', 'sha384', 'sha512'] as const).flatMap((hash) =>
    ['', ...tokens.map(({ text }) => text)].map((text) => ({
      hash,
      hex: createHash(hash).update(text).digest('hex'),
    })),
  );
  let stamp: string | undefined;
  const shapes: readonly (readonly [RegExp | string | undefined, (found: string) => string])[] = [
    [body, () => '{body}'],
    [key, () => '{api_key}'],
    [
      /\b[0-9a-f]{64,128}\b/,
      (found) => {
        const digest = digests.find(({ hex }) => hex === found);
        return digest === undefined ? found : `${digest.hash}({body})`;
      },
    ],
    [/\/[\w./-]*\w(?:\?[^\s{"]+)?/, () => '{path_query}'],
    [
      /\d{4}-\d\d-\d\dT[\d:.]+Z?|(?<!\d)\d{10,19}(?:\.\d+)?/,
      (found) => {
        stamp = timeUnitOf(found);
        return '{stamp}';
      },
    ],
    [/(?:GET|POST|PUT|DELETE)(?![a-z])/, () => '{method}'],
  ];
  let pieces: readonly (string | { readonly done: string })[] = [message];
  for (const [shape, replace] of shapes) {
    if (shape === undefined) continue;
    pieces = pieces.flatMap((piece) => {
      if (typeof piece !== 'string') return [piece];
      const found = typeof shape === 'string' ? shape : shape.exec(piece)?.[0];
      const at = found === undefined ? -1 : piece.indexOf(found);
      if (found === undefined || at < 0) return [piece];
      return [piece.slice(0, at), { done: replace(found) }, piece.slice(at + found.length)].filter(
        (one) => one !== '',
      );
    });
  }
  const texts = pieces.map((piece) =>
    typeof piece === 'string' ? piece.replaceAll('\n', String.raw`\n`) : piece.done,
  );
  // An example without a body says nothing of one, and nearly every venue signs it last.
  const all = texts.some((text) => text.includes('{body}')) ? texts : [...texts, '{body}'];
  return { payload: all.join(' + '), ...(stamp === undefined ? {} : { stamp }) };
}

/** A query or a form that is signed as it is sent, and has the signature as its last parameter. */
function signedForm(
  message: string,
  tokens: readonly Token[],
): Pick<ProvenSigning, 'payload' | 'stamp' | 'sent'> {
  const pairs = [...new URLSearchParams(message)];
  const [name, time] =
    pairs.find(([key, value]) => /time|stamp|nonce|^ts$/i.test(key) && timeUnitOf(value) !== undefined) ?? [];
  const key = pairs.find(
    ([one, value]) => /key/i.test(one) && tokens.some(({ text }) => text === value),
  )?.[0];
  return {
    payload: '{query} + {body}',
    ...(time === undefined ? {} : { stamp: timeUnitOf(time) ?? 'ms' }),
    sent: [
      ...(key === undefined ? [] : [`${key}={api_key}`]),
      ...(name === undefined ? [] : [`${name}={stamp}`]),
      'signature={signature}',
    ].join(' '),
  };
}
