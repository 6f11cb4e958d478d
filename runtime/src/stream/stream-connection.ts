import { WebSocket } from 'ws';
import { backoffDelay } from '../backoff.js';
import type { Timer } from '../clock.js';
import { milliseconds, type Duration } from '../duration.js';
import type { ExchangeEnvironment } from '../environment.js';
import { AtsException } from '../exceptions.js';
import { Answer } from '../http/answer.js';
import { frameText, type FrameCompression } from './frame-text.js';
import { KeepAliveRunner, type KeepAlive, type StreamMessage } from './keep-alive.js';

/** An address, or what makes one for each connection (with a fresh token, say). */
export type StreamUrl = string | (() => string | Promise<string>);

/** Sends an object as JSON, a text as it is. */
export type SendMessage = (message: StreamMessage) => void;

export interface StreamConnectionOptions {
  readonly url: StreamUrl;
  readonly environment: ExchangeEnvironment;
  /** Default: `server-ping`. */
  readonly keepAlive?: KeepAlive | undefined;
  /** A connection on which nothing at all comes for so long, a ping's pong neither, is dead. Default 60 s. */
  readonly silenceAfter?: Duration | undefined;
  /** Of binary frames. */
  readonly compression?: FrameCompression | undefined;
  /** Default 4 MiB. */
  readonly maxFrameBytes?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Logs in and subscribes, on every new connection; what it throws ends the connection. */
  readonly onOpen?: ((send: SendMessage) => void | Promise<void>) | undefined;
  /** What it throws is logged; the stream goes on. */
  readonly onFrame: (frame: Answer) => void;
  readonly onClose?: (() => void) | undefined;
}

/** A WebSocket that comes back: with back-off and chance after each loss, until it is stopped. */
export class StreamConnection {
  private readonly options: StreamConnectionOptions;
  private readonly environment: ExchangeEnvironment;
  private readonly keepAlive: KeepAliveRunner;
  private readonly maxFrameBytes: number;
  private socket: WebSocket | undefined;
  private retry: Timer | undefined;
  private handshake: Timer | undefined;
  private failures = 0;
  private openedAt = 0;
  private isRunning = false;
  /** Tells attempts apart: what belongs to an earlier one is void. */
  private attempt = 0;

  constructor(options: StreamConnectionOptions) {
    this.options = options;
    this.environment = options.environment;
    this.maxFrameBytes = options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES;
    this.keepAlive = new KeepAliveRunner({
      clock: options.environment.clock,
      keepAlive: options.keepAlive ?? { kind: 'server-ping' },
      silenceMs: milliseconds(options.silenceAfter ?? DEFAULT_SILENCE),
      ping: () => this.ping(),
      send: (message) => this.send(message),
      isDead: (why) => this.restart(why),
    });
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Connects, and goes on connecting; does nothing where it already does. */
  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.failures = 0;
    this.connect();
  }

  /** Returns whether there was a connection to send it on. */
  send(message: StreamMessage): boolean {
    const { socket } = this;
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return true;
  }

  /** Drops the connection, and connects again after a pause. */
  restart(why: string): void {
    if (this.socket === undefined) return;
    this.environment.logger.warn({ why }, 'the stream is connected again');
    this.lost();
  }

  /** Ends the connection and every timer. Resolves when the socket is gone; nothing is delivered afterwards. */
  async stop(): Promise<void> {
    this.isRunning = false;
    this.attempt += 1;
    this.retry?.cancel();
    await this.drop();
  }

  private connect(): void {
    const attempt = ++this.attempt;
    this.resolveUrl().then(
      (url) => {
        if (attempt === this.attempt && this.isRunning) this.open(url, attempt);
      },
      (error: unknown) => {
        if (attempt === this.attempt && this.isRunning) this.failed('the stream has no address', error);
      },
    );
  }

  private async resolveUrl(): Promise<string> {
    const { url } = this.options;
    return typeof url === 'string' ? url : url();
  }

  private open(url: string, attempt: number): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, {
        maxPayload: this.maxFrameBytes,
        perMessageDeflate: false,
        followRedirects: false,
        rejectUnauthorized: true,
        headers: { ...this.options.headers },
      });
    } catch (error) {
      return this.failed('the stream address cannot be used', error);
    }
    this.socket = socket;
    this.handshake = this.environment.clock.schedule(HANDSHAKE_MS, () => this.restart('no handshake'));
    socket.on('error', (error) => {
      if (socket === this.socket) this.failed('the stream failed', error);
    });
    socket.on('close', (code) => {
      if (socket === this.socket) this.failed(`the stream was closed (${code})`, undefined);
    });
    for (const event of ['ping', 'pong'] as const) {
      socket.on(event, () => {
        if (socket === this.socket) this.keepAlive.seen();
      });
    }
    socket.on('message', (data, isBinary) => {
      if (socket === this.socket) this.receive(asBuffer(data), isBinary);
    });
    socket.on('open', () => {
      if (socket === this.socket) void this.opened(attempt);
    });
  }

  private async opened(attempt: number): Promise<void> {
    this.handshake?.cancel();
    this.openedAt = this.environment.clock.now();
    this.keepAlive.start();
    try {
      await this.options.onOpen?.((message) => this.send(message));
    } catch (error) {
      if (attempt === this.attempt) this.failed('the stream could not be set up', error);
    }
  }

  private receive(bytes: Buffer, isBinary: boolean): void {
    this.keepAlive.seen();
    try {
      const text = frameText(bytes, isBinary, {
        compression: this.options.compression,
        maxBytes: this.maxFrameBytes,
      });
      if (this.keepAlive.isAnswer(text)) return;
      const frame = Answer.parse(text, 'stream frame');
      if (!this.keepAlive.reply(frame)) this.options.onFrame(frame);
    } catch (error) {
      this.environment.logger.warn({ err: error, bytes: bytes.length }, 'a stream frame could not be used');
    }
  }

  private ping(): void {
    if (this.isOpen) this.socket?.ping();
  }

  private failed(what: string, error: unknown): void {
    const reason = error === undefined ? {} : { err: asLogged(error) };
    this.environment.logger.warn({ ...reason, failures: this.failures + 1 }, `${what}; connecting again`);
    this.lost();
  }

  private lost(): void {
    const { clock, random } = this.environment;
    const wasStable = this.openedAt > 0 && clock.now() - this.openedAt >= STABLE_MS;
    this.failures = wasStable ? 1 : this.failures + 1;
    this.attempt += 1;
    void this.drop();
    if (!this.isRunning) return;
    const delay = backoffDelay(this.failures - 1, RECONNECT, random);
    this.retry?.cancel();
    this.retry = clock.schedule(delay, () => this.connect());
    this.options.onClose?.();
  }

  /** Takes the socket down at once; a closing handshake could wait for ever on a dead line. */
  private drop(): Promise<void> {
    const { socket } = this;
    this.socket = undefined;
    this.openedAt = 0;
    this.handshake?.cancel();
    this.keepAlive.stop();
    if (socket === undefined || socket.readyState === WebSocket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once('close', () => resolve());
      if (socket.readyState === WebSocket.OPEN) socket.close(NORMAL_CLOSURE);
      socket.terminate();
    });
  }
}

const DEFAULT_MAX_FRAME_BYTES = 4 * 1024 * 1024;
const DEFAULT_SILENCE = '60s';
const HANDSHAKE_MS = 10_000;
const STABLE_MS = 10_000;
const RECONNECT = { firstMs: 500, maxMs: 30_000 };
const NORMAL_CLOSURE = 1000;

function asBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** An address may carry a token: of network errors only the message is logged. */
function asLogged(error: unknown): unknown {
  if (error instanceof AtsException) return error;
  return error instanceof Error ? error.message : String(error);
}
