import { isRecord } from '../paths.js';

/**
 * Where a sample holds what looks like a credential in use; nothing where it does not. A documented sample has none,
 * and one that was pasted must not be kept.
 */
export function findSecret(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return isSecret(path, value) ? path : undefined;
  if (Array.isArray(value)) return first(value.map((item, index) => [`${path}[${index}]`, item] as const));
  if (isRecord(value))
    return first(
      Object.entries(value).map(([key, item]) => [path === '' ? key : `${path}.${key}`, item] as const),
    );
  return undefined;
}

function first(entries: readonly (readonly [path: string, value: unknown])[]): string | undefined {
  for (const [path, value] of entries) {
    const found = findSecret(value, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

const SECRET_NAME = /(secret|private_?key|passphrase|password|api_?key)[^.]*$/i;
/** Names of what only looks random: an answer's own identifiers. */
const PUBLIC_NAME = /(hash|cursor|token|sign|url|endpoint|id|trace|nonce)[^.]*$/i;
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const RANDOM = [/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/=_-]{40,}$/, /^(0x)?[0-9a-f]{64}$/];

/** Letters and digits as only a machine puts them together. */
export function isRandomWord(word: string): boolean {
  return RANDOM.some((shape) => shape.test(word));
}

function isSecret(path: string, text: string): boolean {
  if (PEM.test(text)) return true;
  // A placeholder such as "your-api-secret" or "masked" is what a documentation prints.
  if (SECRET_NAME.test(path))
    return text.length >= 16 && /\d/.test(text) && !/your|example|\*{3}|<|x{4}/i.test(text);
  return !PUBLIC_NAME.test(path) && isRandomWord(text);
}
