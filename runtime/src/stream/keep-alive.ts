import type { Clock, Timer } from '../clock.js';
import { milliseconds, type Duration } from '../duration.js';
import type { Answer } from '../http/answer.js';

/** What is sent in a frame: an object as JSON, a text as it is. */
export type StreamMessage = object | string;

/** How a venue wants a stream kept alive. */
export type KeepAlive =
  /** Nothing is asked. */
  | { readonly kind: 'none' }
  /** The venue sends ping frames, which are answered by themselves. */
  | { readonly kind: 'server-ping' }
  /** A ping frame every so often. */
  | { readonly kind: 'frame-ping'; readonly every: Duration }
  /** A text frame every so often; where `expect` does not come back before the next, the connection is dead. */
  | { readonly kind: 'text'; readonly send: string; readonly expect?: string; readonly every: Duration }
  /** A JSON frame every so often. */
  | { readonly kind: 'json'; readonly send: () => object; readonly every: Duration }
  /** The venue sends beats once they are subscribed to. */
  | { readonly kind: 'subscription'; readonly send: () => object }
  /** The venue asks in a frame of its own and wants that answered. */
  | { readonly kind: 'answer'; readonly when: (frame: Answer) => StreamMessage | undefined }
  /** The same in plain text, which is no JSON. */
  | { readonly kind: 'text-answer'; readonly receive: string; readonly send: StreamMessage };

export interface KeepAliveRunnerOptions {
  readonly clock: Clock;
  readonly keepAlive: KeepAlive;
  readonly silenceMs: number;
  readonly ping: () => void;
  readonly send: (message: StreamMessage) => void;
  readonly isDead: (why: string) => void;
}

/** Keeps one connection alive, and notices when it is dead. */
export class KeepAliveRunner {
  private readonly options: KeepAliveRunnerOptions;
  private beat: Timer | undefined;
  private watch: Timer | undefined;
  private lastSeen = 0;
  private isProbed = false;
  private isAnswerDue = false;

  constructor(options: KeepAliveRunnerOptions) {
    this.options = options;
  }

  start(): void {
    this.stop();
    this.seen();
    this.scheduleBeat();
    this.scheduleWatch();
  }

  stop(): void {
    this.beat?.cancel();
    this.watch?.cancel();
    this.isAnswerDue = false;
  }

  /** Something came. */
  seen(): void {
    this.lastSeen = this.options.clock.now();
    this.isProbed = false;
  }

  /** True for the text that answers ours, or asks for our answer; it is nobody else's business. */
  isAnswer(text: string): boolean {
    const { keepAlive } = this.options;
    if (keepAlive.kind === 'text-answer' && text === keepAlive.receive) {
      this.options.send(keepAlive.send);
      return true;
    }
    if (keepAlive.kind !== 'text' || text !== keepAlive.expect) return false;
    this.isAnswerDue = false;
    return true;
  }

  /** Answers the venue's question, where the frame is one. */
  reply(frame: Answer): boolean {
    const { keepAlive } = this.options;
    const answer = keepAlive.kind === 'answer' ? keepAlive.when(frame) : undefined;
    if (answer === undefined) return false;
    this.options.send(answer);
    return true;
  }

  private scheduleBeat(): void {
    const { keepAlive, clock } = this.options;
    if (keepAlive.kind === 'subscription') this.options.send(keepAlive.send());
    if (!('every' in keepAlive)) return;
    this.beat = clock.schedule(milliseconds(keepAlive.every), () => {
      if (this.isAnswerDue) return this.options.isDead('the keep-alive was not answered');
      if (keepAlive.kind === 'frame-ping') this.options.ping();
      else this.options.send(keepAlive.kind === 'text' ? keepAlive.send : keepAlive.send());
      this.isAnswerDue = keepAlive.kind === 'text' && keepAlive.expect !== undefined;
      this.scheduleBeat();
    });
  }

  /** After half the time of silence a ping frame is sent, which every WebSocket must answer (RFC 6455, 5.5.2). */
  private scheduleWatch(): void {
    const { clock, silenceMs } = this.options;
    const dueAt = this.lastSeen + (this.isProbed ? silenceMs : silenceMs / 2);
    this.watch = clock.schedule(Math.max(1, dueAt - clock.now()), () => {
      const silentMs = clock.now() - this.lastSeen;
      if (silentMs >= silenceMs) return this.options.isDead(`nothing came for ${silentMs} ms`);
      if (silentMs >= silenceMs / 2 && !this.isProbed) {
        this.isProbed = true;
        this.options.ping();
      }
      this.scheduleWatch();
    });
  }
}
