import { AtsException } from '../exceptions.js';
import type { Answer } from '../http/answer.js';
import type { OrderReport } from '../orders/order-report.js';
import { StreamSession, type StreamSessionOptions } from './stream-session.js';
import type { StreamToken } from './stream-token.js';

export interface PrivateStreamOptions extends StreamSessionOptions {
  /** What a frame tells of orders; nothing for all other frames. */
  readonly read: (frame: Answer) => readonly OrderReport[];
  /** What its address, login or subscription carries, where that has to be renewed; renewed from start to stop. */
  readonly token?: StreamToken;
  /** The frame by which the venue says that the token has expired. */
  readonly expired?: (frame: Answer) => boolean;
}

export interface PrivateStreamListener {
  onReport(report: OrderReport): void;
  /** Connected, for the first time or again: what happened in between was not told. */
  onLive(): void;
  /** From now on nothing is told, until `onLive`. */
  onLost(): void;
}

/** The account's own events. Comes back after each loss until it is stopped. */
export class PrivateStream {
  private readonly options: PrivateStreamOptions;
  private session: StreamSession | undefined;

  constructor(options: PrivateStreamOptions) {
    this.options = options;
  }

  /** True while events are told. */
  get isLive(): boolean {
    return this.session?.isReady ?? false;
  }

  /**
   * Resolves when events are told, or when that did not come about for now: it is logged, and tried on.
   * Orders are polled meanwhile.
   */
  async start(listener: PrivateStreamListener): Promise<void> {
    if (this.session !== undefined) return;
    const { token, expired, read } = this.options;
    const session = new StreamSession(this.options, {
      onFrame: (frame) => {
        if (expired?.(frame) === true) {
          token?.forget();
          return session.restart('the stream token has expired');
        }
        for (const report of read(frame)) listener.onReport(report);
      },
      onReady: () => listener.onLive(),
      onLost: () => listener.onLost(),
      onFailed: () => token?.doubt(),
    });
    this.session = session;
    token?.keep(() => session.restart('the stream token has expired'));
    try {
      await session.open();
    } catch (error) {
      if (!(error instanceof AtsException)) throw error;
      if (this.session !== session) return;
      this.options.environment.logger.warn({ err: error }, 'no private stream for now; orders are polled');
    }
  }

  async stop(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    this.options.token?.stop();
    await session?.close();
  }
}
