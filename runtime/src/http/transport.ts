import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Agent, Dispatcher } from 'undici';
import type { Clock } from '../clock.js';
import type { Lane } from './rate-limiter.js';
import type { HttpMethod } from './wire-request.js';
import { MalformedAnswerException, NetworkException, RequestTimeoutException } from '../exceptions.js';

export interface TransportOptions {
  readonly origin: string;
  readonly clock: Clock;
  readonly maxAnswerBytes: number;
}

export interface TransportRequest {
  readonly method: HttpMethod;
  /** With the query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly lane: Lane;
  /** Ends the request; its reason is what the request rejects with. */
  readonly signal: AbortSignal;
  /** What the request is called in messages: never with its query. */
  readonly source: string;
}

export interface TransportAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** Connections to one host. Follows no redirect, reads no more than it is told to, verifies certificates. */
export class Transport {
  private readonly options: TransportOptions;
  /** One for each lane: a hundred requests for market data that hang hold no connection of an order. */
  private agents: Partial<Record<Lane, Agent>> = {};

  constructor(options: TransportOptions) {
    this.options = options;
  }

  /** Throws NetworkException, RequestTimeoutException, MalformedAnswerException. */
  async send(call: TransportRequest): Promise<TransportAnswer> {
    const ending = new AbortController();
    const onAbort = (): void => ending.abort(call.signal.reason);
    if (call.signal.aborted) throw call.signal.reason;
    call.signal.addEventListener('abort', onAbort, { once: true });
    const timer = this.options.clock.schedule(call.timeoutMs, () => ending.abort(timeout(call)));
    try {
      return await this.exchange(call, ending.signal);
    } catch (error) {
      if (ending.signal.aborted) throw ending.signal.reason;
      throw error instanceof MalformedAnswerException ? error : networkException(call, error);
    } finally {
      timer.cancel();
      call.signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends every connection; the next request opens new ones. */
  async close(): Promise<void> {
    const agents = Object.values(this.agents);
    this.agents = {};
    await Promise.all(agents.map((agent) => agent.destroy()));
  }

  private async exchange(call: TransportRequest, signal: AbortSignal): Promise<TransportAnswer> {
    const undici = loadUndici();
    const agent = (this.agents[call.lane] ??= new undici.Agent(AGENT_OPTIONS));
    const answer = await undici.request(`${this.options.origin}${call.target}`, {
      dispatcher: agent,
      method: call.method,
      headers: call.headers,
      body: call.body === '' ? null : call.body,
      signal,
    });
    const header = (name: string): string | undefined => [answer.headers[name]].flat()[0];
    const bytes = await this.readBody(call, answer, Number(header('content-length') ?? 0));
    const text = await this.decode(call, bytes, header('content-encoding'));
    return { status: answer.statusCode, header, text };
  }

  private async readBody(
    call: TransportRequest,
    answer: Dispatcher.ResponseData,
    announced: number,
  ): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = announced;
    if (size <= this.options.maxAnswerBytes) {
      size = 0;
      for await (const chunk of answer.body) {
        const bytes = Buffer.from(chunk);
        size += bytes.length;
        if (size > this.options.maxAnswerBytes) break;
        chunks.push(bytes);
      }
      if (size <= this.options.maxAnswerBytes) return Buffer.concat(chunks);
    }
    answer.body.on('error', ignore).destroy();
    throw tooLarge(call, this.options.maxAnswerBytes);
  }

  private async decode(call: TransportRequest, bytes: Buffer, encoding: string | undefined): Promise<string> {
    const decompress = encoding === undefined ? undefined : DECOMPRESS[encoding.toLowerCase()];
    if (decompress === undefined || bytes.length === 0) return bytes.toString('utf8');
    try {
      return (await decompress(bytes, { maxOutputLength: this.options.maxAnswerBytes })).toString('utf8');
    } catch (error) {
      throw new MalformedAnswerException(`${call.source}: the compressed answer cannot be read`, {
        cause: error,
      });
    }
  }
}

/** Loaded by the first request: it takes a tenth of a second, and much of what the runtime offers makes none. */
function loadUndici(): typeof import('undici') {
  return createRequire(import.meta.url)('undici');
}

/** Time-outs are the clock's, not undici's; certificates are verified whatever the environment says. */
const AGENT_OPTIONS: Agent.Options = {
  headersTimeout: 0,
  bodyTimeout: 0,
  connections: 64,
  connect: { rejectUnauthorized: true, timeout: 10_000 },
};

const DECOMPRESS: Readonly<
  Record<string, (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

function timeout(call: TransportRequest): RequestTimeoutException {
  return new RequestTimeoutException(`${call.source}: no answer within ${call.timeoutMs} ms`, {
    outcomeUnknown: true,
  });
}

function tooLarge(call: TransportRequest, limit: number): MalformedAnswerException {
  return new MalformedAnswerException(`${call.source}: the answer is larger than ${limit} bytes`);
}

/** Failures that come before a byte of the request is sent. */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|ERR_INVALID_\w+|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

function networkException(call: TransportRequest, error: unknown): NetworkException {
  const code = codeOf(error);
  const outcomeUnknown = !BEFORE_SENDING.test(code);
  const what = outcomeUnknown
    ? 'the connection broke before the answer was complete'
    : 'not sent, no connection';
  return new NetworkException(`${call.source}: ${what} (${code})`, { cause: error, outcomeUnknown });
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const isCoded = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return isCoded ? String(error.code) : 'unknown';
}

function ignore(): void {
  // The body is given up on purpose.
}
