import { createHash } from 'node:crypto';
import type { PayloadPart, Placeholder } from '../../venues/index.js';
import { templateParts } from './template-matcher.js';

/** What a payload's placeholders stand for in one request, as bytes. */
export type PayloadSource = (name: string) => Buffer | string | undefined;

/** The exact bytes that the venue's recipe signs; an absent value is empty. */
export function signedPayload(parts: readonly PayloadPart[], source: PayloadSource): Buffer {
  return joined(parts.map((part) => partBytes(part, source)));
}

function joined(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

function partBytes(part: PayloadPart, source: PayloadSource): Buffer {
  if (typeof part === 'string') return textBytes(part, source);
  if ('base64' in part) return Buffer.from(signedPayload(part.base64, source).toString('base64'));
  const digest = createHash(part.digest).update(signedPayload(part.of, source)).digest();
  return part.as === 'raw' ? digest : Buffer.from(digest.toString(part.as));
}

function textBytes(template: string, source: PayloadSource): Buffer {
  const pieces = templateParts(template).map((part) =>
    typeof part === 'string' ? Buffer.from(part) : filtered(source(part.name) ?? '', part),
  );
  return joined(pieces);
}

function filtered(value: Buffer | string, { filter }: Placeholder): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  if (filter === 'lower') return Buffer.from(bytes.toString().toLowerCase());
  if (filter === 'upper') return Buffer.from(bytes.toString().toUpperCase());
  return bytes;
}

/** All parameters but the signature, sorted by name, `k=v` joined by `&`. */
export function sortedParameters(
  values: Readonly<Record<string, unknown>>,
  signatureName: string | undefined,
): string {
  return Object.entries(values)
    .filter(([name, value]) => name !== signatureName && (typeof value !== 'object' || value === null))
    .map(([name, value]): readonly [string, string] => [name, String(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Form text, its pairs sorted by name; their bytes stay as they are. */
export function sortedPairs(text: string): string {
  return text.split('&').toSorted(byName).join('&');
}

function byName(a: string, b: string): number {
  const [first = ''] = a.split('=');
  const [second = ''] = b.split('=');
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Form text without one of its parameters; the others' bytes stay as they are. */
export function withoutParameter(text: string, name: string | undefined): string {
  if (name === undefined || !text.includes(name)) return text;
  return text
    .split('&')
    .filter((pair) => pair !== name && !pair.startsWith(`${name}=`))
    .join('&');
}
