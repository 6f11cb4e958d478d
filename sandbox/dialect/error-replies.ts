import {
  isRecord,
  readPath,
  type Endpoint,
  type ErrorCase,
  type LoadedVenue,
  type ServedEndpoint,
} from '../../venues/index.js';
import { describedRefusal } from './described-refusal.js';
import type { WireReply } from './wire.js';
import { copy, replaceAt } from './write-rows.js';

type Given = Readonly<Record<string, unknown>>;

/** Failures in the venue's own shape: its sample with the case's code and words. */
export class ErrorReplies {
  readonly #venue: LoadedVenue;
  readonly #stamped: (document: unknown, given: Given) => unknown;

  /** `stamped` writes what every answer of the venue has, and what refusals repeat of the request. */
  constructor(venue: LoadedVenue, stamped: (document: unknown, given: Given) => unknown) {
    this.#venue = venue;
    this.#stamped = stamped;
  }

  /**
   * The reply for a case; a case that the description does not list takes the nearest one that it does. `given`: what
   * the client sent.
   */
  reply(
    wanted: ErrorCase,
    endpoint?: Endpoint | ServedEndpoint,
    headers: Readonly<Record<string, string>> = {},
    given: Given = {},
  ): WireReply {
    const { errors } = this.#venue.description;
    const { answer } = errors;
    const { status, code, message, sample } = describedRefusal(wanted, errors);
    // An endpoint that fails inside its answer has places of its own for code and words.
    const failure = endpoint !== undefined && 'failure' in endpoint ? (endpoint.failure ?? answer) : answer;
    const document = copy(this.#venue.samples.get(sample) ?? {});
    const coded = writeFirst(document, failure.code, code, answer.code);
    const worded = writeFirst(coded, failure.message, message, answer.message);
    const body = JSON.stringify(this.#stamped(worded, given));
    return { status, headers: { 'content-type': 'application/json', ...headers }, body };
  }

  /** The words and code of a case, for a stream's refusal. */
  words(wanted: ErrorCase): { readonly code: string | number; readonly message: string } {
    const described = this.#venue.description.errors.cases[wanted];
    return { code: described?.code ?? wanted, message: described?.message ?? wanted.replaceAll('_', ' ') };
  }
}

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
