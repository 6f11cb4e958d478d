import {
  isRecord,
  readPath,
  type Endpoint,
  type ErrorCase,
  type LoadedVenue,
  type ServedEndpoint,
} from '../../venues/index.js';
import { describedRefusal } from './described-refusal.js';
import type { RefusedRequest } from './refusal-text.js';
import type { WireReply } from './wire.js';
import { copy, replaceAt } from './write-rows.js';

type Given = Readonly<Record<string, unknown>>;

/** Failures in the venue's own shape: its sample with the case's code and words. */
export class ErrorReplies {
  readonly #venue: LoadedVenue;
  readonly #stamped: (document: unknown, given: Given) => unknown;
  readonly #worded: (message: string, request: RefusedRequest) => string;

  /**
   * `stamped` writes what every answer of the venue has, and what refusals repeat of the request; `worded` a message with
   * what it says of the request.
   */
  constructor(
    venue: LoadedVenue,
    stamped: (document: unknown, given: Given) => unknown,
    worded: (message: string, request: RefusedRequest) => string = (message) => message,
  ) {
    this.#venue = venue;
    this.#stamped = stamped;
    this.#worded = worded;
  }

  /**
   * The reply for a case; a case that the description does not list takes the nearest one that it does. `asked`: what
   * the client sent, and what of it is wrong.
   */
  reply(
    wanted: ErrorCase,
    endpoint?: Endpoint | ServedEndpoint,
    headers: Readonly<Record<string, string>> = {},
    asked: Omit<RefusedRequest, 'endpoint'> = { given: {} },
  ): WireReply {
    const { errors } = this.#venue.description;
    const { answer } = errors;
    const { status, code, message, sample } = describedRefusal(wanted, errors);
    // An endpoint that fails inside its answer has places of its own for code and words.
    const failure = endpoint !== undefined && 'failure' in endpoint ? (endpoint.failure ?? answer) : answer;
    const document = copy(this.#venue.samples.get(sample) ?? {});
    const coded = writeFirst(document, failure.code, code, answer.code);
    const words = this.#worded(message, { ...asked, endpoint });
    const worded = writeFirst(coded, failure.message, words, answer.message);
    const body = JSON.stringify(this.#stamped(worded, asked.given));
    return { status, headers: { 'content-type': 'application/json', ...headers }, body };
  }

  /** The answer of an endpoint that tells such a case as it tells anything else; `undefined` where it does not. */
  inside(
    wanted: ErrorCase,
    endpoint: Endpoint | ServedEndpoint,
    headers: Readonly<Record<string, string>>,
  ): WireReply | undefined {
    const shape = 'refused_inside' in endpoint ? endpoint.refused_inside : undefined;
    const code = shape?.codes[wanted];
    if (shape === undefined || code === undefined) return undefined;
    const document = replaceAt(copy(this.#venue.samples.get(shape.sample)), shape.code, code);
    return {
      status: endpoint.status ?? 200,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(document),
    };
  }

  /** The words and code of a case, for a stream's refusal. */
  words(wanted: ErrorCase): { readonly code: string | number; readonly message: string } {
    const { code, message } = describedRefusal(wanted, this.#venue.description.errors);
    return { code, message: this.#worded(message, { endpoint: undefined, given: {} }) };
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
