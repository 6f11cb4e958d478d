import {
  isRecord,
  readPath,
  type Endpoint,
  type ErrorCase,
  type LoadedVenue,
  type ServedEndpoint,
} from '../../venues/index.js';
import type { WireReply } from './wire.js';
import { copy, replaceAt } from './write-rows.js';

/** Failures in the venue's own shape: its sample with the case's code and words. */
export class ErrorReplies {
  readonly #venue: LoadedVenue;
  readonly #stamped: (document: unknown) => unknown;

  /** `stamped` writes what every answer of the venue has. */
  constructor(venue: LoadedVenue, stamped: (document: unknown) => unknown) {
    this.#venue = venue;
    this.#stamped = stamped;
  }

  /** The reply for a case; a case that the description does not list takes the nearest one that it does. */
  reply(
    wanted: ErrorCase,
    endpoint?: Endpoint | ServedEndpoint,
    headers: Readonly<Record<string, string>> = {},
  ): WireReply {
    const { cases, answer, sample } = this.#venue.description.errors;
    const found = [wanted, ...(FALLBACKS[wanted] ?? []), 'bad_parameter', 'internal'] as const;
    const described = found.map((name) => cases[name]).find((one) => one !== undefined);
    const status = described?.status ?? DEFAULT_STATUS[wanted] ?? 400;
    // An endpoint that fails inside its answer has places of its own for code and words.
    const failure = endpoint !== undefined && 'failure' in endpoint ? (endpoint.failure ?? answer) : answer;
    const document = copy(this.#venue.samples.get(described?.sample ?? sample) ?? {});
    const code = described?.code ?? wanted;
    const message = described?.message ?? wanted.replaceAll('_', ' ');
    const coded = writeFirst(document, failure.code, code, answer.code);
    const body = JSON.stringify(this.#stamped(writeFirst(coded, failure.message, message, answer.message)));
    return { status, headers: { 'content-type': 'application/json', ...headers }, body };
  }

  /** The words and code of a case, for a stream's refusal. */
  words(wanted: ErrorCase): { readonly code: string | number; readonly message: string } {
    const described = this.#venue.description.errors.cases[wanted];
    return { code: described?.code ?? wanted, message: described?.message ?? wanted.replaceAll('_', ' ') };
  }
}

const FALLBACKS: Partial<Record<ErrorCase, readonly ErrorCase[]>> = {
  bad_passphrase: ['bad_key', 'bad_signature'],
  bad_account: ['bad_key', 'bad_signature'],
  bad_key: ['bad_signature'],
  missing_permission: ['bad_key'],
  replayed_nonce: ['stale_timestamp', 'bad_signature'],
  stale_timestamp: ['bad_signature'],
  missing_parameter: ['bad_parameter'],
  size_precision: ['below_minimum_size'],
  not_fillable: ['would_cross'],
  unknown_parameter: ['unwanted_parameter'],
  below_minimum_notional: ['below_minimum_size'],
  above_maximum_size: ['size_precision'],
  get_unknown_order: ['cancel_unknown_order'],
  cancel_unknown_order: ['get_unknown_order'],
  unknown_stream_token: ['not_found'],
  maintenance: ['internal'],
};

const DEFAULT_STATUS: Partial<Record<ErrorCase, number>> = {
  rate_limit: 429,
  internal: 500,
  maintenance: 503,
  not_found: 404,
  bad_key: 401,
  bad_signature: 401,
};

/** Writes at the first of the paths that the document has, and at the others that say the same. */
function writeFirst(
  document: unknown,
  paths: readonly string[],
  value: string | number,
  common: readonly string[],
): unknown {
  const path =
    [...paths, ...common].find((candidate) => readPath(document, candidate) !== undefined) ??
    common[0] ??
    'code';
  const sample = readPath(document, path);
  const written = typeof sample === 'string' ? String(value) : value;
  const holder = isRecord(document) || Array.isArray(document) ? document : {};
  // Some venues say the same in two places.
  const others = sample === undefined ? [] : paths.filter((other) => readPath(document, other) === sample);
  return [path, ...others].reduce<unknown>((done, place) => replaceAt(done, place, written), holder);
}
