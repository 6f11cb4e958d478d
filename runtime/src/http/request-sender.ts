import type { ExchangeEnvironment } from '../environment.js';
import { MalformedAnswerException, NetworkException, VenueException } from '../exceptions.js';
import { maskSecrets } from '../logging/logger.js';
import { Answer } from './answer.js';
import { statusKind, type VenueFailure } from './failure-reader.js';
import { OrderedLane } from './ordered-lane.js';
import type { Params } from './params.js';
import { RateLimiter, type Lane, type RequestKind } from './rate-limiter.js';
import type { RequestOptions, RestClientOptions } from './rest-client.js';
import { retryAfterMs } from './retry-after.js';
import { Transport, type TransportAnswer } from './transport.js';
import { unsignedWire, type HttpMethod, type UnsignedRequest, type WireRequest } from './wire-request.js';

export interface Call {
  readonly method: HttpMethod;
  readonly path: string;
  readonly params: Params | undefined;
  readonly options: RequestOptions;
}

export interface Attempt {
  readonly answer: Answer;
  /** On our clock. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** One request, once: in its turn, signed, sent, its answer read or its failure told. */
export class RequestSender {
  private readonly options: RestClientOptions;
  private readonly environment: ExchangeEnvironment;
  private readonly serverTime: () => number;
  private readonly host: string;
  private readonly prefix: string;
  private readonly transport: Transport;
  private readonly limiter: RateLimiter;
  private readonly ordered: OrderedLane;
  private readonly mask = (text: string): string => maskSecrets(this.environment.logger, text);

  constructor(options: RestClientOptions, serverTime: () => number) {
    const url = new URL(options.baseUrl);
    const { clock } = options.environment;
    this.options = options;
    this.environment = options.environment;
    this.serverTime = serverTime;
    this.host = url.host;
    this.prefix = url.pathname.replace(/\/$/, '');
    this.transport = new Transport({
      origin: url.origin,
      clock,
      maxAnswerBytes: options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES,
    });
    this.limiter = new RateLimiter(clock, options.limits ?? []);
    this.ordered = new OrderedLane(clock);
  }

  /** None of the requests in this one's lane goes for so long: the venue asked for it. */
  pause(delayMs: number, call: Call): void {
    this.limiter.pause(delayMs, laneOf(call));
  }

  /** How long this request would wait for a pause to end, in milliseconds. */
  pauseLeft(call: Call): number {
    return this.limiter.pauseLeft(laneOf(call));
  }

  /** Ends all connections; the next request opens new ones. */
  close(): Promise<void> {
    return this.transport.close();
  }

  /** Waits for its turn, signs, sends once, and reads the answer. */
  async attempt(call: Call, life: AbortSignal): Promise<Attempt> {
    const { options } = call;
    const signal = anyOf(life, options.signal);
    const release = await beforeSending(
      this.limiter.take(options.weight ?? 1, kindOf(call), anyOf(signal, options.withdrawn)),
      this.sourceOf(call),
    );
    try {
      const isOrdered = options.signed === true && this.options.sign?.isOrdered === true;
      return isOrdered
        ? await this.ordered.run(() => this.send(call, signal))
        : await this.send(call, signal);
    } finally {
      release();
    }
  }

  /** The request in a message; a path may name the account. */
  private sourceOf({ method, path }: Call): string {
    return this.mask(`${method} ${path}`);
  }

  private async send(call: Call, signal: AbortSignal): Promise<Attempt> {
    const source = this.sourceOf(call);
    const { withdrawn } = call.options;
    if (signal.aborted) throw notSent(signal.reason, source);
    if (withdrawn?.aborted === true) throw notSent(withdrawn.reason, source);
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
        lane: laneOf(call),
        signal,
        source,
      })
      .catch((error: unknown) => Promise.reject(asException(error, source)));
    const answeredAt = clock.now();
    this.limiter.note(kindOf(call), answer.header);
    logger.debug({ request: source, status: answer.status, ms: answeredAt - sentAt }, 'answered');
    return { answer: this.read(answer, source, call.options), sentAt, answeredAt };
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
      signedAs: options.signedAs,
    };
    const signer = options.signed === true ? this.options.sign : undefined;
    return signer === undefined ? unsignedWire(request) : signer.request(request, this.serverTime());
  }

  private read(raw: TransportAnswer, source: string, { mayBeEmpty = false }: RequestOptions): Answer {
    const { status } = raw;
    if (status >= 300 && status < 400) {
      throw this.failed(raw, source, {
        kind: 'other',
        code: '',
        message: 'a redirect, which is not followed',
      });
    }
    if (status < 300) {
      if (mayBeEmpty && raw.text === '') return new Answer({}, source);
      const answer = Answer.parse(raw.text, source, this.mask);
      const failure = this.options.failure?.(answer, status);
      if (failure !== undefined) throw this.failed(raw, source, failure);
      return answer;
    }
    const failure = this.options.failure?.(errorBody(raw, source), status);
    throw this.failed(raw, source, failure ?? { kind: statusKind(status), code: '', message: '' });
  }

  private failed(raw: TransportAnswer, source: string, failure: VenueFailure): VenueException {
    const { kind } = failure;
    // Some venues tell the key or the payload again, in the code too where it is a sentence.
    const [code, message] = [this.mask(failure.code), this.mask(failure.message)];
    const words = [message, code === '' || code === message ? '' : `code ${code}`, `HTTP ${raw.status}`];
    return new VenueException(`${source}: ${words.filter((word) => word !== '').join(', ')}`, {
      kind,
      status: raw.status,
      venueCode: code,
      venueMessage: message,
      ...(failure.isRefusal === true ? { outcomeUnknown: false } : {}),
      retryAfterMs: retryAfterMs(raw.header('retry-after'), this.environment.clock.now()),
    });
  }
}

export const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_ANSWER_BYTES = 8 * 1024 * 1024;

function anyOf(first: AbortSignal, second: AbortSignal | undefined): AbortSignal {
  return second === undefined ? first : AbortSignal.any([first, second]);
}

function kindOf(call: Call): RequestKind {
  if (laneOf(call) === 'orders') return 'orders';
  return call.options.signed === true ? 'private' : 'public';
}

function laneOf({ method, options }: Call): Lane {
  return options.lane ?? (method === 'GET' ? 'market' : 'orders');
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
