import { backoffDelay } from '../backoff.js';
import { sleep } from '../clock.js';
import { milliseconds, type Duration } from '../duration.js';
import type { ExchangeEnvironment } from '../environment.js';
import { NetworkException, VenueException } from '../exceptions.js';
import { lifetime } from '../lifetime.js';
import { holdProcess } from '../hold-process.js';
import type { Answer } from './answer.js';
import type { FailureReader } from './failure-reader.js';
import type { ParamEncoding, Params, PercentEncode } from './params.js';
import type { Lane, RateLimit } from './rate-limiter.js';
import { DEFAULT_TIMEOUT_MS, RequestSender, type Attempt, type Call } from './request-sender.js';
import type { RequestSigner } from './signer.js';
import type { HttpMethod } from './wire-request.js';

export interface RestClientOptions {
  /** `https://api.venue.com`; a path in it stands before every request's path and is not signed. */
  readonly baseUrl: string;
  readonly environment: ExchangeEnvironment;
  readonly sign?: RequestSigner;
  /** How the venue spells errors; without it only the HTTP status tells. */
  readonly failure?: FailureReader;
  readonly limits?: readonly RateLimit[];
  /** How old a signed request may be when it arrives; a slower line is warned of. */
  readonly receiveWindow?: Duration;
  /** Default 10 s. */
  readonly timeoutMs?: number;
  /** Default 8 MiB. */
  readonly maxAnswerBytes?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: encodeURIComponent. */
  readonly percentEncode?: PercentEncode;
}

export interface RequestOptions {
  readonly signed?: boolean;
  /** A word for this request that the venue signs and that is not sent (`orderExecute`). */
  readonly signedAs?: string;
  /** Default: the query for GET and DELETE, JSON for all else. */
  readonly encode?: ParamEncoding;
  /** Parameters for the query besides those of the body. */
  readonly query?: Params;
  /** Against the rate limits; default 1. */
  readonly weight?: number;
  /** Default: `market` for GET, `orders` for all else. A question in the lane `market` is asked again like a GET. */
  readonly lane?: Lane;
  /** Nothing is read from the answer: a success without a body is one too. */
  readonly mayBeEmpty?: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Gives the request up while it waits for its turn; one that was sent runs to its end. */
  readonly withdrawn?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A venue's REST interface. Every failure is an AtsException: VenueException (the venue said no),
 * NetworkException and RequestTimeoutException (no answer), MalformedAnswerException (no JSON).
 *
 * Tried again, a bounded number of times: what the venue certainly did not act on (rate limit, clock skew)
 * for every method, and any network or server failure for questions. A POST whose outcome is unknown is never
 * tried again. An action (an order, a cancellation) waits no longer than its time-out for the venue's leave: then the
 * refusal is thrown. A pause that the venue asks for holds for the lane that it was asked in.
 *
 * Where a venue takes only rising nonces (`RequestSigner.isOrdered`), signed requests go one after the other, in the
 * order in which they were asked for; one that hangs holds the others for a second at most.
 */
export class RestClient {
  private readonly options: RestClientOptions;
  private readonly environment: ExchangeEnvironment;
  private readonly sender: RequestSender;
  private offset = 0;
  private resync: (() => Promise<void>) | undefined;
  private resyncing: Promise<void> | undefined;
  private life = lifetime();

  constructor(options: RestClientOptions) {
    this.options = options;
    this.environment = options.environment;
    this.sender = new RequestSender(options, () => this.serverTime());
  }

  get(path: string, params?: Params, options?: RequestOptions): Promise<Answer> {
    return this.request('GET', path, params, options);
  }

  post(path: string, params?: Params, options?: RequestOptions): Promise<Answer> {
    return this.request('POST', path, params, options);
  }

  put(path: string, params?: Params, options?: RequestOptions): Promise<Answer> {
    return this.request('PUT', path, params, options);
  }

  delete(path: string, params?: Params, options?: RequestOptions): Promise<Answer> {
    return this.request('DELETE', path, params, options);
  }

  async request(
    method: HttpMethod,
    path: string,
    params?: Params,
    options: RequestOptions = {},
  ): Promise<Answer> {
    return (await this.insist({ method, path, params, options })).answer;
  }

  /**
   * Measures how far the venue's clock is ahead of ours and stamps with its time from now on.
   * `read` gives the answer's time in milliseconds; half the round trip is taken off.
   */
  async syncClock(path: string, read: (answer: Answer) => number): Promise<void> {
    this.resync = async () => {
      const { answer, sentAt, answeredAt } = await this.insist({
        method: 'GET',
        path,
        params: undefined,
        options: {},
      });
      this.offset = Math.round(read(answer) - (sentAt + answeredAt) / 2);
      this.warnOfSlowLine(answeredAt - sentAt);
    };
    await this.resync();
  }

  /** The venue's time as far as it is known, in milliseconds since 1970. */
  serverTime(): number {
    return this.environment.clock.now() + this.offset;
  }

  /** Ends all connections. What is under way or waiting rejects; the next request opens new ones. */
  async close(): Promise<void> {
    const { life } = this;
    this.life = lifetime();
    life.abort(
      new NetworkException('the client was closed before the answer came', { outcomeUnknown: true }),
    );
    await this.sender.close();
  }

  /** Sends until there is an answer, or a failure that trying again does not mend or must not try to. */
  private async insist(call: Call): Promise<Attempt> {
    // Waiting for a turn is no reason for the process to end.
    const letGo = holdProcess();
    try {
      return await this.attemptAgain(call);
    } finally {
      letGo();
    }
  }

  private async attemptAgain(call: Call): Promise<Attempt> {
    const { signal } = this.life;
    const since = this.environment.clock.now();
    let hasResynced = false;
    for (let attempt = 0; ; attempt++) {
      this.refuseLongPause(call);
      try {
        return await this.sender.attempt(call, signal);
      } catch (error) {
        if (signal.aborted || call.options.signal?.aborted) throw error;
        if (!isQuestion(call) && isOutcomeUnknown(error)) throw error;
        if (isKind(error, 'clock-skew') && this.mayMend(call) && !hasResynced) {
          hasResynced = true;
          // Where the clock cannot be asked, the refusal stays the answer: the venue did not act.
          await this.mendTime(signal).catch(() => Promise.reject(error));
        } else if (isKind(error, 'rate-limit') && attempt < RATE_LIMIT_RETRIES) {
          this.obeyLimit(error, attempt, call, since);
        } else if (isQuestion(call) && isPassing(error) && attempt < READ_RETRIES) {
          await sleep(
            this.environment.clock,
            backoffDelay(attempt, READ_BACKOFF, this.environment.random),
            signal,
          );
        } else {
          throw error;
        }
      }
    }
  }

  /** The next attempt waits in the limiter; throws where it would wait too long. */
  private obeyLimit(error: VenueException, attempt: number, call: Call, since: number): void {
    const { clock, logger, random } = this.environment;
    const delay = error.retryAfterMs ?? backoffDelay(attempt, LIMIT_BACKOFF, random);
    this.sender.pause(delay, call);
    const patience = isQuestion(call)
      ? LONGEST_PAUSE_MS
      : (call.options.timeoutMs ?? this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS) - (clock.now() - since);
    const isGivenUp = delay > patience;
    const words = isGivenUp ? 'the venue limits requests; given up' : 'the venue limits requests; waiting';
    logger.warn({ code: error.venueCode, waitMs: delay }, words);
    if (isGivenUp) throw error;
  }

  /** What would wait for minutes is refused at once: a caller has time to do something else. */
  private refuseLongPause(call: Call): void {
    const pauseMs = this.sender.pauseLeft(call);
    if (pauseMs <= LONGEST_PAUSE_MS) return;
    const words = `not sent, the venue asked to be left alone for another ${Math.ceil(pauseMs / 1000)} s`;
    throw new VenueException(`${call.method} ${call.path}: ${words}`, {
      kind: 'rate-limit',
      status: 0,
      venueCode: '',
      venueMessage: words,
      retryAfterMs: pauseMs,
      outcomeUnknown: false,
    });
  }

  /** Whether another try can have a better stamp or nonce. */
  private mayMend({ options }: Call): boolean {
    const isNumbered = options.signed === true && this.options.sign?.isOrdered === true;
    return this.resync !== undefined || isNumbered;
  }

  /** Asks for the venue's time; where it has no clock to ask, lets time pass, so that a nonce rises above earlier ones. */
  private mendTime(signal: AbortSignal): Promise<void> {
    return this.resync === undefined
      ? sleep(this.environment.clock, NONCE_PAUSE_MS, signal)
      : this.resyncOnce();
  }

  private resyncOnce(): Promise<void> {
    this.resyncing ??= (this.resync?.() ?? Promise.resolve()).finally(() => {
      this.resyncing = undefined;
    });
    return this.resyncing;
  }

  private warnOfSlowLine(roundTripMs: number): void {
    const { receiveWindow } = this.options;
    if (receiveWindow === undefined || roundTripMs < milliseconds(receiveWindow)) return;
    this.environment.logger.warn(
      { roundTripMs, receiveWindow },
      'the line is slower than the receive window',
    );
  }
}

const READ_RETRIES = 3;
const READ_BACKOFF = { firstMs: 250, maxMs: 5_000 };
const RATE_LIMIT_RETRIES = 5;
const LIMIT_BACKOFF = { firstMs: 1_000, maxMs: 60_000 };
/** More than the requests of one moment are ahead of the clock by. */
const NONCE_PAUSE_MS = 1_000;
/** A ban is told at once instead of waited for. */
const LONGEST_PAUSE_MS = 120_000;

function isKind(error: unknown, kind: 'clock-skew' | 'rate-limit'): error is VenueException {
  return error instanceof VenueException && error.kind === kind;
}

function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof VenueException && error.outcomeUnknown;
}

/** Whoever asks twice does nothing twice. */
function isQuestion({ method, options }: Call): boolean {
  return method === 'GET' || options.lane === 'market';
}

function isPassing(error: unknown): boolean {
  if (error instanceof VenueException) {
    return error.kind === 'unavailable' || (error.status >= 500 && error.outcomeUnknown);
  }
  return error instanceof NetworkException;
}
