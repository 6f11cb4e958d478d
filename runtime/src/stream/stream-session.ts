import type { Timer } from '../clock.js';
import { milliseconds, type Duration } from '../duration.js';
import type { ExchangeEnvironment } from '../environment.js';
import { ExchangeConnectionException } from '../exceptions.js';
import type { Answer } from '../http/answer.js';
import { maskSecrets } from '../logging/logger.js';
import type { FrameCompression } from './frame-text.js';
import type { KeepAlive, StreamMessage } from './keep-alive.js';
import { StreamConnection, type SendMessage, type StreamUrl } from './stream-connection.js';

export type StreamMessages = StreamMessage | readonly StreamMessage[] | undefined;

/** How a venue's streams are opened: common to candles and private events. */
export interface StreamSessionOptions {
  readonly url: StreamUrl;
  readonly environment: ExchangeEnvironment;
  /** Sent first on every connection. */
  readonly login?: () => StreamMessages | Promise<StreamMessages>;
  /** The frame to wait for before subscribing: the login's acknowledgement, a welcome. */
  readonly loggedIn?: (frame: Answer) => boolean;
  readonly subscribe?: () => StreamMessages | Promise<StreamMessages>;
  /** The subscription's acknowledgement; without it, the first frame that is no refusal, or 2 s without one. */
  readonly acknowledged?: (frame: Answer) => boolean;
  /** The venue's words where a frame refuses the login or the subscription. */
  readonly refused?: (frame: Answer) => string | undefined;
  readonly keepAlive?: KeepAlive;
  /** Default 60 s. */
  readonly silenceAfter?: Duration;
  /** Of binary frames. */
  readonly compression?: FrameCompression;
  readonly maxFrameBytes?: number;
}

export interface StreamSessionListener {
  onFrame(frame: Answer): void;
  /** Subscribed, for the first time or again. */
  onReady(): void;
  onLost(): void;
  /** An attempt that did not lead to a subscription. */
  onFailed?(): void;
}

/** A connection that is logged in and subscribed, and again after each loss. */
export class StreamSession {
  private readonly options: StreamSessionOptions;
  private readonly listener: StreamSessionListener;
  private readonly connection: StreamConnection;
  private stage: 'closed' | 'greeting' | 'subscribing' | 'ready' = 'closed';
  private grace: Timer | undefined;
  private opening: Opening | undefined;
  private confirmed: Answer | undefined;

  constructor(options: StreamSessionOptions, listener: StreamSessionListener) {
    this.options = options;
    this.listener = listener;
    this.connection = new StreamConnection({
      url: options.url,
      environment: options.environment,
      keepAlive: options.keepAlive,
      silenceAfter: options.silenceAfter,
      compression: options.compression,
      maxFrameBytes: options.maxFrameBytes,
      onOpen: (send) => this.greet(send),
      onFrame: (frame) => this.receive(frame),
      onClose: () => this.lose(),
    });
  }

  get isReady(): boolean {
    return this.stage === 'ready';
  }

  /** The frame that acknowledged the subscription of this connection: it may say how frames name it. */
  get confirmation(): Answer | undefined {
    return this.confirmed;
  }

  /**
   * Resolves when subscribed for the first time. Rejects with an ExchangeConnectionException where the venue
   * refuses, or does not let it come about within `patience`; it goes on trying until it is closed.
   */
  open(patience: Duration = '15s'): Promise<void> {
    return new Promise((resolve, reject) => {
      const ms = milliseconds(patience);
      const timer = this.options.environment.clock.schedule(ms, () =>
        this.openingFailed(`the stream was not open within ${ms} ms`),
      );
      this.opening = { resolve, reject, timer };
      this.connection.start();
    });
  }

  send(messages: StreamMessages): void {
    for (const message of listOf(messages)) this.connection.send(message);
  }

  restart(why: string): void {
    this.connection.restart(why);
  }

  async close(): Promise<void> {
    this.stage = 'closed';
    this.grace?.cancel();
    this.openingFailed('the stream was closed');
    await this.connection.stop();
  }

  private async greet(send: SendMessage): Promise<void> {
    this.stage = 'greeting';
    for (const message of listOf(await this.options.login?.())) send(message);
    if (this.options.loggedIn === undefined) await this.subscribe(send);
  }

  private async subscribe(send: SendMessage): Promise<void> {
    this.stage = 'subscribing';
    const messages = listOf(await this.options.subscribe?.());
    for (const message of messages) send(message);
    if (this.options.acknowledged !== undefined) return;
    if (messages.length === 0) return this.ready();
    this.grace = this.options.environment.clock.schedule(UNACKNOWLEDGED_MS, () => this.ready());
  }

  private receive(frame: Answer): void {
    if (this.stage !== 'ready') {
      const words = this.options.refused?.(frame);
      if (words !== undefined) return this.refuse(words);
    }
    if (this.stage === 'greeting' && this.options.loggedIn?.(frame) === true) {
      this.subscribe((message) => this.connection.send(message)).catch((error: unknown) => {
        if (this.stage === 'closed') return;
        this.options.environment.logger.warn({ err: error }, 'the subscription could not be made');
        this.restart('the subscription could not be made');
      });
      return;
    }
    if (this.stage === 'subscribing' && (this.options.acknowledged?.(frame) ?? true)) {
      if (this.options.acknowledged !== undefined) this.confirmed = frame;
      this.ready();
      // It may name the channel as data do; without a described acknowledgement it is data already.
      if (this.options.acknowledged !== undefined) return;
    }
    this.listener.onFrame(frame);
  }

  private ready(): void {
    if (this.stage !== 'subscribing') return;
    this.stage = 'ready';
    this.grace?.cancel();
    this.opening?.timer.cancel();
    this.opening?.resolve();
    this.opening = undefined;
    this.listener.onReady();
  }

  private refuse(words: string): void {
    const text = maskSecrets(this.options.environment.logger, words);
    this.openingFailed(`the venue refused the stream: ${text}`);
    this.restart(`refused: ${text}`);
  }

  private lose(): void {
    const wasReady = this.isReady;
    this.stage = 'closed';
    this.confirmed = undefined;
    this.grace?.cancel();
    if (wasReady) this.listener.onLost();
    else this.listener.onFailed?.();
  }

  private openingFailed(message: string): void {
    const { opening } = this;
    this.opening = undefined;
    opening?.timer.cancel();
    opening?.reject(new ExchangeConnectionException(message, { retryable: true }));
  }
}

const UNACKNOWLEDGED_MS = 2_000;

interface Opening {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  readonly timer: Timer;
}

function listOf(messages: StreamMessages): readonly StreamMessage[] {
  if (messages === undefined) return [];
  return isList(messages) ? messages : [messages];
}

function isList(messages: StreamMessage | readonly StreamMessage[]): messages is readonly StreamMessage[] {
  return Array.isArray(messages);
}
