import type { Auth, ErrorCase, VenueDescription } from '../../venues/index.js';
import { failed, type SignatureVerdict } from './verify-signature.js';
import { templateMatcher } from './template-matcher.js';
import { headerOf, type WireRequest } from './wire.js';

/**
 * What a venue refuses of a signed request before it looks at what is signed: headers that are missing, another
 * version, a nonce that is no such text, a content type where there is no body. Only cases that the venue describes.
 */
export function wrongForm(
  request: WireRequest,
  { auth, errors }: VenueDescription,
): SignatureVerdict | undefined {
  if (auth === undefined || !OF_FORM.some((failing) => errors.cases[failing] !== undefined)) return undefined;
  const isKnown = (failing: ErrorCase): boolean => errors.cases[failing] !== undefined;
  for (const [name, template] of Object.entries(auth.place.headers ?? {})) {
    if (typeof template !== 'string') continue;
    const wrong = wrongHeader(template, headerOf(request, name.toLowerCase()) ?? '', auth);
    if (wrong !== undefined && isKnown(wrong)) return failed(wrong, `the header ${name} is missing or wrong`);
  }
  const isTyped = request.body.length === 0 && headerOf(request, 'content-type') !== undefined;
  return isTyped && isKnown('unwanted_content_type')
    ? failed('unwanted_content_type', 'there is a content type, but no body')
    : undefined;
}

function wrongHeader(template: string, sent: string, { nonce }: Auth): ErrorCase | undefined {
  const names = templateMatcher(template).placeholders.map((placeholder) => placeholder.name);
  if (sent === '') {
    const [missing] = names.flatMap((name) => MISSING[name] ?? []);
    return names.length === 0 ? 'missing_version' : missing;
  }
  if (names.length === 0) return sent === template ? undefined : 'bad_version';
  return names.includes('nonce') && nonce?.kind === 'uuid' && !LIKE_UUID.test(sent)
    ? 'replayed_nonce'
    : undefined;
}

const MISSING: Readonly<Record<string, ErrorCase>> = {
  api_key: 'missing_key',
  signature: 'missing_signature',
  nonce: 'missing_nonce',
  stamp: 'missing_stamp',
  passphrase: 'missing_passphrase',
};

/** The cases that this can come to. */
const OF_FORM: readonly ErrorCase[] = [
  ...Object.values(MISSING),
  'missing_version',
  'bad_version',
  'replayed_nonce',
  'unwanted_content_type',
];

/** As long as a UUID, and without capitals as one is written. */
const LIKE_UUID = /^[^A-Z]{36}$/;
