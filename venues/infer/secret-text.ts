import { isRandomWord } from './secrets.js';

/** Where a text holds what looks like a credential in use, and what it looks like. Never the credential. */
export interface SecretInText {
  /** From 1. */
  readonly line: number;
  readonly looks: string;
}

const NAMED =
  /(secret|private[_ -]?key|passphrase|password|api[_ -]?key|access[_ -]?key)[\w -]{0,20}["'`*]*\s*(?:[:=|\t]|\s{2})[\s"'`]*(?:0x)?([A-Za-z0-9+/=_-]{16,})/i;
const TOKEN = /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/;
const PEM = /-----BEGIN [A-Z ]*(?:PRIVATE KEY|CERTIFICATE)-----/;

/**
 * What of free text nobody should keep: PEM keys, tokens, and long random words after a name such as secret. Random
 * words alone are left: documentation is full of ids, hashes and signatures.
 */
export function secretInText(text: string): SecretInText | undefined {
  for (const [index, line] of text.split('\n').entries()) {
    const looks = looksOf(line.slice(0, 20_000));
    if (looks !== undefined) return { line: index + 1, looks };
  }
  return undefined;
}

/** The same for a short answer, where a long random word is nobody's sample; one that is named as a signature is. */
export function secretInAnswer(text: string): string | undefined {
  const named = secretInText(text)?.looks;
  if (named !== undefined) return named;
  const words = text.split(/[\s,;=:?&"'`(){}[\]]+|\/+/);
  const found = words.some((word, index) => isRandomWord(word) && !NOT_SECRET.test(words[index - 1] ?? ''));
  return found ? 'a key or secret' : undefined;
}

const NOT_SECRET = /(hash|cursor|sign(?:ature)?|trace|nonce|id)$/i;

function looksOf(line: string): string | undefined {
  if (PEM.test(line)) return 'a private key';
  if (TOKEN.test(line)) return 'a signed token';
  const [, name = '', value = ''] = NAMED.exec(line) ?? [];
  const isRandom =
    /\d/.test(value) && /[A-Za-z]/.test(value) && !/your|example|x{4}|test|demo|-key|_key/i.test(value);
  return isRandom ? `a credential after “${name.toLowerCase()}”` : undefined;
}
