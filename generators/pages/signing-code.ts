/** What a code sample or a sentence says of signing; what it does not say is not there. */
export interface ReadSigning {
  readonly algorithm?: string;
  readonly encoding?: string;
  readonly payload?: string;
  readonly stamp?: string;
  readonly headers?: string;
  readonly sent?: string;
  readonly credentials?: string;
  readonly isToken: boolean;
}

/** No page about signing is longer, and what reads it looks at each place more than once. */
const LONGEST = 100_000;

/** Reads how requests are signed from a documentation's code sample or words. */
export function readSigning(whole: string): ReadSigning {
  const text = whole.slice(0, LONGEST);
  const isToken = /\bjwt\b|jsonwebtoken|json web token/i.test(text);
  const headers = headersIn(text);
  const sent = headers.some(([, value]) => value === '{signature}') ? undefined : sentIn(text);
  const payload = payloadIn(text);
  const placed = `${headers.map((pair) => pair.join('=')).join(' ')} ${sent ?? ''} ${payload ?? ''}`;
  return given({
    isToken,
    algorithm: isToken ? tokenAlgorithm(text) : algorithmIn(text),
    encoding: encodingIn(text),
    payload,
    stamp: /\{stamp\}/.test(placed) ? unitIn(text) : undefined,
    headers: headers.length === 0 ? undefined : headers.map((pair) => pair.join('=')).join(' '),
    sent,
    credentials: placed.includes('{passphrase}') ? 'api_key api_secret passphrase' : 'api_key api_secret',
  });
}

function given(
  read: { readonly [Key in keyof ReadSigning]: ReadSigning[Key] | undefined } & { isToken: boolean },
): ReadSigning {
  const { isToken, ...rest } = read;
  return { isToken, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) };
}

function algorithmIn(text: string): string | undefined {
  if (/ed25519/i.test(text) && !/hmac/i.test(text)) return 'ed25519';
  const [, bits] = /(?:hmac|sha)[^\n]{0,60}?(256|384|512)/i.exec(text) ?? [];
  return bits === undefined ? undefined : `hmac-sha${bits}`;
}

function tokenAlgorithm(text: string): string | undefined {
  const [, name = ''] = /\b(HS256|HS512|ES256|EdDSA)\b/i.exec(text) ?? [];
  return name === '' ? undefined : `jwt-${name.toLowerCase()}`;
}

function encodingIn(text: string): string | undefined {
  const hex = /hexdigest|\bhex\b|hexadecimal|tohexstring|encodehex|%x/i.test(text);
  const base64 = /base-?64|b64encode/i.test(text);
  return hex === base64 ? undefined : hex ? 'hex' : 'base64';
}

function unitIn(text: string): string | undefined {
  if (/toISOString|isoformat|ISO ?8601/i.test(text)) return 'iso';
  if (/Date\.now\(\)\s*\/\s*1000|\bin seconds\b|unix\(\)|getTime\(\)\s*\/\s*1000/i.test(text)) return 's';
  if (/Date\.now\(\)|getTime\(\)|currentTimeMillis|\*\s*1000\b|1e3|milliseconds?\b|UnixMilli/i.test(text))
    return 'ms';
  return /int\(time\.time\(\)\)|time\(\)/.test(text) ? 's' : undefined;
}

/** `'X-KEY': apiKey`, `X-SIGN: …` → what each header holds, told by its name. */
function headersIn(text: string): readonly (readonly [name: string, value: string])[] {
  const found = new Map<string, string>();
  const lines = text.matchAll(
    /["'`]?\b([A-Za-z][A-Za-z0-9]{0,30}(?:-[A-Za-z0-9]{1,30}){1,6})["'`]?\]?\s*[:=,|\t]\s*["'`]?([^\n,}"'`]{1,200})/g,
  );
  for (const [, name = '', value = ''] of lines) {
    const means = meaningOf(name) ?? (/^\d{1,6}$/.test(value.trim()) ? value.trim() : undefined);
    if (
      means !== undefined &&
      !OTHERS.test(name) &&
      ![...found.keys()].some((known) => known.toLowerCase() === name.toLowerCase())
    )
      found.set(name, means);
  }
  const [, bearer] = /Authorization["'`]?\]?\s*[:=]\s*[f`"']*\s*(Bearer)\b/i.exec(text) ?? [];
  return [...found, ...(bearer === undefined ? [] : [['Authorization', 'Bearer {token}'] as const])];
}

const OTHERS = /^(content|accept|user|cache|hmac|sha|utf|base|date-now)/i;

function meaningOf(name: string): string | undefined {
  if (/version|type|window/i.test(name)) return undefined;
  if (/sign/i.test(name)) return '{signature}';
  if (/pass/i.test(name)) return '{passphrase}';
  if (/time|stamp|nonce|\bts\b/i.test(name)) return '{stamp}';
  return /key|access/i.test(name) ? '{api_key}' : undefined;
}

/** A signature that is a parameter, and the time that is sent with it. */
function sentIn(text: string): string | undefined {
  const [, sign] = /["'`&?.]?\b(signature|sign|sig)\b["'`\]]*\s*[=:]/i.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const [, time] =
    /["'`&?.]?\b(timestamp|nonce|req_?time|request_?time|ts|time)\b["'`\]]*\s*[=:]/i.exec(text) ?? [];
  return `${time === undefined ? '' : `${time}={stamp} `}${sign}={signature}`;
}

/** The longest chain of pieces that all have a meaning: `timestamp + method + path + body`, `f"{a}{b}"`. */
function payloadIn(text: string): string | undefined {
  const sums = [
    ...text.matchAll(/(?<![\w.$])[\w.$()[\]'"\\&?*]{1,80}(?:\s{0,4}\+\s{0,4}[\w.$()[\]'"\\&?*]{1,80}){1,9}/g),
  ].map(([chain]) => chain.split(/\s*\+\s*/));
  const templates = [...text.matchAll(/[f`]["']?((?:\$?\{[\w.()]+\}(?:\\n|[&?|:])*){2,9})/g)].map(
    ([, chain = '']) =>
      [...chain.matchAll(/\$?\{([\w.()]+)\}|\\n|[&?|:]/g)].map(
        ([whole, name]) => name ?? JSON.stringify(whole).replaceAll('\\\\', '\\'),
      ),
  );
  const [best] = [...sums, ...templates]
    .map((pieces) => pieces.map(pieceOf))
    .filter(
      (pieces) =>
        pieces.every((piece) => piece !== undefined) &&
        pieces.some((piece) => /\{(stamp|path|query|method)/.test(piece ?? '')),
    )
    .toSorted((a, b) => b.length - a.length);
  if (best === undefined) return undefined;
  const chain = best.join(' + ');
  return chain.includes('{query}')
    ? chain
        .replace(/\{path_query\}(?: \+ \?)?(?= \+ \{query\})/, '{path}')
        .replace(/\{path\} \+ \{query\}/, '{path_query}')
    : chain;
}

function pieceOf(piece: string): string | undefined {
  const [, literal] = /^["'](.*)["']$/.exec(piece.trim()) ?? [];
  // A sample that signs one request writes that one's method and path.
  if (/^(GET|POST|PUT|DELETE)$/.test(literal ?? '')) return '{method}';
  if (literal !== undefined)
    return literal === '' ? undefined : /^\/\w/.test(literal) ? '{path_query}' : literal;
  const name = piece.toLowerCase().replaceAll(/[^a-z]/g, '');
  return PIECES.find(([names]) => names.test(name))?.[1];
}

const PIECES: readonly (readonly [RegExp, string])[] = [
  [/timestamp|nonce|^strtime|^ts$|^time|reqtime|^now|expires/, '{stamp}'],
  [/method|verb/, '{method}'],
  [/query|^qs/, '{query}'],
  [/body|payload|^json|^data|postdata/, '{body}'],
  [/path|uri|^url|endpoint/, '{path_query}'],
  [/apikey|accesskey|^key/, '{api_key}'],
  [/params/, '{query}'],
];
