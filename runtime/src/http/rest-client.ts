import { backoffDelay } from '../backoff.js';
import { sleep } from '../clock.js';
import { milliseconds, type Duration } from '../duration.js';
import type { ExchangeEnvironment } from '../environment.js';
import { MalformedAnswerException, NetworkException, VenueException } from '../exceptions.js';
import { lifetime } from '../lifetime.js';
import { maskSecrets } from '../logging/logger.js';
import { holdProcess } from '../hold-process.js';
import { Answer } from './answer.js';
import { statusKind, type FailureReader, type VenueFailure } from './failure-reader.js';
import { Mutex } from './mutex.js';
import type { ParamEncoding, Params, PercentEncode } from './params.js';
import { RateLimiter, type Lane, type RateLimit } from './rate-limiter.js';
import { retryAfterMs } from './retry-after.js';
import type { RequestSigner } from './signer.js';
import { Transport, type TransportAnswer } from './transport.js';
import { unsignedWire, type HttpMethod, type UnsignedRequest, type WireRequest } from './wire-request.js';

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
  /** Default: the query for GET and DELETE, JSON for all else. */
  readonly encode?: ParamEncoding;
  /** Parameters for the query besides those of the body. */
  readonly query?: Params;
  /** Against the rate limits; default 1. */
  readonly weight?: number;
  /** Default: `market` for GET, `orders` for all else. */
  readonly lane?: Lane;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A venue's REST interface. Every failure is an AtsException: VenueException (the venue said no),
 * NetworkException and RequestTimeoutException (no answer), MalformedAnswerException (no JSON).
 *
 * Tried again, a bounded number of times: what the venue certainly did not act on (rate limit, clock skew)
 * for every method, and any network or server failure for GET. A POST whose outcome is unknown is never
 * tried again.
 */
export class RestClient {
  private readonly options: RestClientOptions;
  private readonly environment: ExchangeEnvironment;
  private readonly host: string;
  private readonly prefix: string;
  private readonly transport: Transport;
  private readonly limiter: RateLimiter;
  private readonly signing = new Mutex();
  private offset = 0;
  private resync: (() => Promise<void>) | undefined;
  private resyncing: Promise<void> | undefined;
  private life = lifetime();

  constructor(options: RestClientOptions) {
    const url = new URL(options.baseUrl);
    const clock = options.environment.clock;
    this.options = options;
    this.environment = options.environment;
    this.host = url.host;
    this.prefix = url.pathname.replace(/\/$/, '');
    this.transport = new Transport({
      origin: url.origin,
      clock,
      maxAnswerBytes: options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES,
    });
    this.limiter = new RateLimiter(clock, options.limits ?? []);
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
    await this.transport.close();
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
    let hasResynced = false;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(call, signal);
      } catch (error) {
        if (signal.aborted || call.options.signal?.aborted) throw error;
        if (isKind(error, 'clock-skew') && this.resync !== undefined && !hasResynced) {
          hasResynced = true;
          // Where the clock cannot be asked, the refusal stays the answer: the venue did not act.
          await this.resyncOnce().catch(() => Promise.reject(error));
        } else if (isKind(error, 'rate-limit') && attempt < RATE_LIMIT_RETRIES) {
          await this.obeyLimit(error, attempt);
        } else if (call.method === 'GET' && isPassing(error) && attempt < READ_RETRIES) {
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

  private async attempt(call: Call, life: AbortSignal): Promise<Attempt> {
    const { method, path, options } = call;
    const signal = options.signal === undefined ? life : AbortSignal.any([life, options.signal]);
    const lane = options.lane ?? (method === 'GET' ? 'market' : 'orders');
    const release = await beforeSending(
      this.limiter.take(options.weight ?? 1, lane, signal),
      `${method} ${path}`,
    );
    try {
      const isOrdered = options.signed === true && this.options.sign?.isOrdered === true;
      return isOrdered
        ? await this.signing.run(() => this.send(call, signal))
        : await this.send(call, signal);
    } finally {
      release();
    }
  }

  private async send(call: Call, signal: AbortSignal): Promise<Attempt> {
    const source = `${call.method} ${call.path}`;
    if (signal.aborted) throw notSent(signal.reason, source);
    const { clock, logger } = this.environment;
    const wire = this.wire(call);
    const sentAt = clock.now();
    const answer = await this.transport
      .send({
        method: wire.method,
        target: `${this.prefix}${wire.path}${wire.query === '' ? '' : `?${wire.query}`}`,
        headers: { ...this.options.headers, ...call.options.headers, ...wire.headers },
        body: wire.body,
        timeoutMs: call.options.timeoutMs ?? this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        signal,
        source,
      })
      .catch((error: unknown) => Promise.reject(asException(error, source)));
    const answeredAt = clock.now();
    this.limiter.note(answer.header);
    logger.debug({ request: source, status: answer.status, ms: answeredAt - sentAt }, 'answered');
    return { answer: this.read(answer, source), sentAt, answeredAt };
  }

  private wire(call: Call): WireRequest {
    const { method, path, params, options } = call;
    const request: UnsignedRequest = {
      method,
      host: this.host,
      path,
      query: options.query,
      params,
      encode: options.encode ?? (method === 'GET' || method === 'DELETE' ? 'query' : 'json'),
      percentEncode: this.options.percentEncode,
    };
    const signer = options.signed === true ? this.options.sign : undefined;
    return signer === undefined ? unsignedWire(request) : signer.request(request, this.serverTime());
  }

  private read(raw: TransportAnswer, source: string): Answer {
    const { status } = raw;
    if (status >= 300 && status < 400) {
      throw this.failed(raw, source, {
        kind: 'other',
        code: '',
        message: 'a redirect, which is not followed',
      });
    }
    if (status < 300) {
      const answer = Answer.parse(raw.text, source);
      const failure = this.options.failure?.(answer, status);
      if (failure !== undefined) throw this.failed(raw, source, failure);
      return answer;
    }
    const failure = this.options.failure?.(errorBody(raw, source), status);
    throw this.failed(raw, source, failure ?? { kind: statusKind(status), code: '', message: '' });
  }

  private failed(raw: TransportAnswer, source: string, failure: VenueFailure): VenueException {
    const { kind, code } = failure;
    const message = maskSecrets(this.environment.logger, failure.message);
    const words = [message, code === '' || code === message ? '' : `code ${code}`, `HTTP ${raw.status}`];
    return new VenueException(`${source}: ${words.filter((word) => word !== '').join(', ')}`, {
      kind,
      status: raw.status,
      venueCode: code,
      venueMessage: message,
      retryAfterMs: retryAfterMs(raw.header('retry-after'), this.environment.clock.now()),
    });
  }

  private async obeyLimit(error: VenueException, attempt: number): Promise<void> {
    const delay = error.retryAfterMs ?? backoffDelay(attempt, LIMIT_BACKOFF, this.environment.random);
    this.limiter.pause(delay);
    this.environment.logger.warn(
      { code: error.venueCode, waitMs: delay },
      'the venue limits requests; waiting',
    );
    if (delay > LONGEST_PAUSE_MS) throw error;
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

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const READ_RETRIES = 3;
const READ_BACKOFF = { firstMs: 250, maxMs: 5_000 };
const RATE_LIMIT_RETRIES = 5;
const LIMIT_BACKOFF = { firstMs: 1_000, maxMs: 60_000 };
/** A ban is told at once instead of waited for. */
const LONGEST_PAUSE_MS = 120_000;

interface Call {
  readonly method: HttpMethod;
  readonly path: string;
  readonly params: Params | undefined;
  readonly options: RequestOptions;
}

interface Attempt {
  readonly answer: Answer;
  /** On our clock. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

function isKind(error: unknown, kind: 'clock-skew' | 'rate-limit'): error is VenueException {
  return error instanceof VenueException && error.kind === kind;
}

function isPassing(error: unknown): boolean {
  if (error instanceof VenueException) return error.kind === 'unavailable' || error.status >= 500;
  return error instanceof NetworkException;
}

/** What ends a request that waits for its turn: it was certainly not sent. */
function beforeSending<T>(turn: Promise<T>, source: string): Promise<T> {
  return turn.catch((error: unknown) => Promise.reject(notSent(error, source)));
}

function notSent(reason: unknown, source: string): NetworkException {
  return new NetworkException(`${source}: given up before it was sent`, {
    cause: reason,
    outcomeUnknown: false,
  });
}

/** A caller's signal may carry any reason. */
function asException(error: unknown, source: string): Error {
  if (error instanceof NetworkException || error instanceof MalformedAnswerException) return error;
  return new NetworkException(`${source}: ended by the caller`, { cause: error, outcomeUnknown: true });
}

/** An error's body, where it is JSON; else nothing. */
function errorBody(raw: TransportAnswer, source: string): Answer {
  try {
    return Answer.parse(raw.text, source);
  } catch (error) {
    if (error instanceof MalformedAnswerException) return new Answer({}, source);
    throw error;
  }
}
