import { createHash } from 'node:crypto';
import { isRecord, type ParametersText, type PayloadPart, type Placeholder } from '../../venues/index.js';
import { templateParts } from './template-matcher.js';

/** What a payload's placeholders stand for in one request, as bytes. */
export type PayloadSource = (name: string) => Buffer | string | undefined;

/** A request's parameters, without its signature. */
export type PayloadValues = Readonly<Record<string, unknown>>;

/** The exact bytes that the venue's recipe signs; an absent value is empty. */
export function signedPayload(
  parts: readonly PayloadPart[],
  source: PayloadSource,
  values: PayloadValues = {},
): Buffer {
  return joined(parts.map((part) => partBytes(part, source, values)));
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [only, ...others] = pieces.filter((piece) => piece.length > 0);
  return only !== undefined && others.length === 0 ? only : Buffer.concat(pieces);
}

function partBytes(part: PayloadPart, source: PayloadSource, values: PayloadValues): Buffer {
  if (typeof part === 'string') return textBytes(part, source);
  if ('base64' in part) return Buffer.from(signedPayload(part.base64, source, values).toString('base64'));
  if ('text_of' in part)
    return Buffer.from(
      flatText(part.text_of === '' ? pairsOf(part, source, values) : values[part.text_of], part),
    );
  const digest = createHash(part.digest)
    .update(signedPayload(part.of, source, values))
    .digest();
  if (part.as === 'raw') return digest;
  return Buffer.from(
    part.as === 'hex_upper' ? digest.toString('hex').toUpperCase() : digest.toString(part.as),
  );
}

/** All parameters, or the body as one of them, and what is signed beside them. */
function pairsOf(
  { with: beside = {}, body_as: bodyName }: ParametersText,
  source: PayloadSource,
  values: PayloadValues,
): PayloadValues {
  const body = bodyName === undefined ? '' : String(source('body') ?? '');
  const more = Object.entries(beside).map(([name, template]) => [
    name,
    textBytes(template, source).toString(),
  ]);
  return {
    ...(bodyName === undefined || body === '' ? values : { [bodyName]: body }),
    ...Object.fromEntries(more),
  };
}

function flatText(value: unknown, form: ParametersText): string {
  if (Array.isArray(value)) return value.map((item) => flatText(item, form)).join('');
  if (!isRecord(value)) return value === undefined ? '' : String(value);
  const entries = Object.entries(value);
  if (form.order === undefined) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const { pair = '', between = '' } = form;
  return entries.map(([name, each]) => `${name}${pair}${flatText(each, form)}`).join(between);
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
  const at = name === undefined ? -1 : text.indexOf(name);
  if (name === undefined || at < 0) return text;
  // Nearly every client adds it at the end.
  const isLast = text.indexOf('&', at) < 0 && text[at - 1] === '&' && text[at + name.length] === '=';
  if (isLast) return text.slice(0, at - 1);
  return text
    .split('&')
    .filter((pair) => pair !== name && !pair.startsWith(`${name}=`))
    .join('&');
}
