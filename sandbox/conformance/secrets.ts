/** Shapes of keys that are known: PEM blocks, JSON web tokens, cloud and repository tokens. */
const KNOWN_SHAPES =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.[\w-]{10,}\.|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b/;
const QUOTED = /(['"`])((?:(?!\1)[^\\]|\\.)*)\1/g;
const SHORTEST = 24;
/** Words and versions between slashes: `/0/private/GetWebSocketsToken`. */
const REQUEST_PATH = /^(\/([A-Za-z]+|v?\d{1,3}))+$/;
/** Bits per character; prose and identifiers stay below, keys of 24 and more characters come out above. */
const HIGH_ENTROPY = 3.7;

/** True where a line holds a literal that looks like a credential. */
export function looksSecret(line: string): boolean {
  if (KNOWN_SHAPES.test(line)) return true;
  return [...line.matchAll(QUOTED)].some(([, , text]) => text !== undefined && isKeyLike(text));
}

function isKeyLike(text: string): boolean {
  if (text.length < SHORTEST || REQUEST_PATH.test(text) || !/^[A-Za-z0-9+/=_-]+$/.test(text)) return false;
  const mixes = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
  const isHex = /^[0-9a-f]+$|^[0-9A-F]+$/.test(text) && /\d/.test(text);
  return isHex ? text.length >= 32 : mixes === 3 && entropy(text) >= HIGH_ENTROPY;
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (bits, count) => bits - (count / text.length) * Math.log2(count / text.length),
    0,
  );
}
