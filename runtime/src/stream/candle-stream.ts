import type { Timer } from '../clock.js';
import type { Candle, CandleListener } from '../data/candle.js';
import { intervalSeconds, intervalStart } from '../data/interval.js';
import { milliseconds } from '../duration.js';
import type { ExchangeEnvironment } from '../environment.js';
import { ExchangeConnectionException } from '../exceptions.js';
import type { Answer } from '../http/answer.js';
import { holdProcess } from '../hold-process.js';
import { plotClose } from '../plot/exchange-plot.js';
import { CandleSequence, type StreamCandle } from './candle-sequence.js';
import { FutureDoubt } from './future-doubt.js';
import { HoleProof } from './hole-proof.js';
import { StreamSession, type StreamMessages, type StreamSessionOptions } from './stream-session.js';
import type { StreamUrl } from './stream-connection.js';

export interface CandleStreamOptions extends Omit<StreamSessionOptions, 'url'> {
  /** Where it is undefined, `history` is polled. */
  readonly url?: StreamUrl | undefined;
  /** As ATS spells it: `1m`. */
  readonly interval: string;
  readonly unsubscribe?: (confirmation: Answer | undefined) => StreamMessages;
  /**
   * The candles of a frame; nothing for all other frames. `confirmation`: the frame that acknowledged the
   * subscription, once it has come.
   */
  readonly read?: (frame: Answer, confirmation: Answer | undefined) => readonly StreamCandle[];
  /** Candles whose start is in [fromSec, toSec], both included, at most 100 of them; more may be given. */
  readonly history: (fromSec: number, toSec: number) => Promise<readonly Candle[]>;
  /** The venue's time in milliseconds since 1970; default: the environment's clock. */
  readonly now?: () => number;
}

/**
 * Closed candles, each once, ascending, without a gap: what the stream did not tell is asked from the
 * history, after each loss of the connection and whenever a candle that is due does not come. A flat candle is put
 * only where HoleProof says that nobody traded.
 */
export class CandleStream {
  private readonly options: CandleStreamOptions;
  private readonly environment: ExchangeEnvironment;
  private readonly interval: number;
  private readonly silenceMs: number;
  private run: Run | undefined;

  constructor(options: CandleStreamOptions) {
    this.options = options;
    this.environment = options.environment;
    this.interval = intervalSeconds(options.interval);
    this.silenceMs = milliseconds(options.silenceAfter ?? '60s');
  }

  /**
   * Calls `onCandle` with each candle that closes from now on; started again it only replaces the listener.
   * Resolves when subscribed; rejects with an ExchangeConnectionException where the venue refuses.
   */
  async start(onCandle: CandleListener): Promise<void> {
    if (this.run !== undefined) {
      this.run.listener = onCandle;
      return this.run.started;
    }
    const run = this.newRun(onCandle);
    this.run = run;
    this.watch(run);
    run.started = run.session?.open() ?? Promise.resolve();
    try {
      await run.started;
    } catch (error) {
      await this.end(run);
      throw error;
    }
  }

  /** Unsubscribes. Nothing is delivered afterwards. */
  async stop(): Promise<void> {
    const { run } = this;
    if (run === undefined) return;
    run.session?.send(this.options.unsubscribe?.(run.session.confirmation));
    await this.end(run);
  }

  /**
   * The last price, as the history has it now; asked for whether the stream runs or not.
   *
   * @throws ExchangeConnectionException where the market has no price yet
   */
  async lastPrice(): Promise<number> {
    const now = Math.floor(this.nowMs() / 1000);
    const last = (await this.options.history(now - 2 * this.interval, now)).at(-1);
    if (last === undefined) throw new ExchangeConnectionException('the market has no price yet');
    return last.close;
  }

  private newRun(listener: CandleListener): Run {
    const { url, read } = this.options;
    const first = intervalStart(this.nowMs() / 1000, this.interval);
    const run: Run = {
      listener,
      sequence: new CandleSequence(this.interval, first),
      holes: new HoleProof(this.interval),
      future: new FutureDoubt(this.interval),
      session: undefined,
      started: Promise.resolve(),
      timer: undefined,
      isAsking: false,
      fruitless: 0,
      hasWarned: false,
      watchedGap: undefined,
      letGo: holdProcess(),
      lastData: this.environment.clock.now(),
    };
    if (url === undefined || read === undefined) return run;
    run.session = new StreamSession(
      { ...this.options, url },
      {
        onFrame: (frame) => this.receive(run, read(frame, run.session?.confirmation)),
        onReady: () => void this.ask(run),
        onLost: () => undefined,
      },
    );
    return run;
  }

  private async end(run: Run): Promise<void> {
    if (this.run === run) this.run = undefined;
    run.letGo();
    run.timer?.cancel();
    await run.session?.close();
  }

  private receive(run: Run, candles: readonly StreamCandle[]): void {
    if (candles.length === 0) return;
    run.lastData = this.environment.clock.now();
    for (const told of candles) {
      if (run.future.believes(told, this.nowMs())) run.sequence.tell(told);
      else this.warnOfFuture(run, told.candle);
    }
    if (run.sequence.hasNext) run.holes.forget();
    this.deliver(run);
  }

  private warnOfFuture(run: Run, { timestamp }: Candle): void {
    if (run.hasWarned) return;
    run.hasWarned = true;
    this.environment.logger.warn(
      { timestamp, now: Math.floor(this.nowMs() / 1000) },
      'candles of the future are ignored: compare the clocks, of the venue and of this machine',
    );
  }

  private deliver(run: Run): void {
    const { next } = run.sequence;
    for (let candle = run.sequence.take(); candle !== undefined; candle = run.sequence.take()) {
      if (this.run !== run) return;
      plotClose(this.environment.plot, candle);
      this.call(run.listener, candle);
    }
    const hasMoved = run.sequence.next !== next;
    const isNewGap = run.sequence.hasGap && run.watchedGap !== run.sequence.next;
    if (isNewGap) run.watchedGap = run.sequence.next;
    // A gap that is watched stays watched: frames that keep coming must not put the question off.
    if (!hasMoved && !isNewGap) return;
    run.fruitless = 0;
    this.watch(run);
  }

  private call(listener: CandleListener, candle: Candle): void {
    const failed = (error: unknown): void =>
      this.environment.logger.error({ err: error, timestamp: candle.timestamp }, 'a candle listener threw');
    try {
      const result: unknown = listener(candle);
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  /** Asks the history when the next candle is due and has not come; soon where later ones are there already. */
  private watch(run: Run): void {
    if (this.run !== run) return;
    run.timer?.cancel();
    const dueMs =
      (run.sequence.next + this.interval) * 1000 + (run.session === undefined ? POLL_MS : GRACE_MS);
    const untilDue = run.sequence.hasGap ? REORDER_MS : Math.max(0, dueMs - this.nowMs());
    run.timer = this.environment.clock.schedule(Math.max(untilDue, this.patience(run)), () => {
      this.doubtStream(run);
      void this.ask(run);
    });
  }

  /** Longer after each question in vain, but no longer than until the next one settles it. */
  private patience(run: Run): number {
    if (run.fruitless === 0) return 0;
    const backoff = Math.min(RETRY_MS * 2 ** (run.fruitless - 1), MAX_RETRY_MS);
    const untilProven = run.holes.untilProven(run.sequence.next, this.nowMs(), this.environment.clock.now());
    return untilProven > 0 ? Math.min(backoff, untilProven) : backoff;
  }

  /** A stream that is open but has told no candle for long, though one was due, is connected anew. */
  private doubtStream(run: Run): void {
    const now = this.environment.clock.now();
    if (run.session?.isReady !== true || now - run.lastData < this.silenceMs) return;
    run.lastData = now;
    run.session.restart('no candle came though one was due');
  }

  /** Asks page after page for what has closed and was not told. */
  private async ask(run: Run): Promise<void> {
    if (run.isAsking || this.run !== run) return;
    run.isAsking = true;
    try {
      while (this.run === run && (await this.askPage(run)));
    } catch (error) {
      // Stopping ends the request that is under way; that is nobody's concern.
      if (this.run !== run) return;
      run.fruitless += 1;
      this.environment.logger.warn({ err: error }, 'the candle history could not be asked; trying again');
    } finally {
      run.isAsking = false;
      this.watch(run);
    }
  }

  /** True where a further page is to be asked for. */
  private async askPage(run: Run): Promise<boolean> {
    const { sequence } = run;
    const from = sequence.next;
    const lastClosed = intervalStart(this.nowMs() / 1000, this.interval) - this.interval;
    const last = Math.max(lastClosed, sequence.lastTold);
    const to = Math.min(last, from + (PAGE - 1) * this.interval);
    if (to < from) return false;
    const candles = await this.options.history(from, to);
    if (this.run !== run) return false;
    const [venueMs, ownMs] = [Math.max(this.nowMs(), sequence.lastTold * 1000), this.environment.clock.now()];
    const provenBefore = run.holes.provenBefore({ candles, from, to, venueMs, ownMs });
    sequence.addHistory(candles, from, to);
    this.deliver(run);
    while (this.run === run && sequence.next < provenBefore) {
      this.environment.logger.debug({ timestamp: sequence.next }, 'no trades: flat candle');
      sequence.bridge();
      this.deliver(run);
    }
    // What silence has settled leaves the next question as little hope.
    if (sequence.next === from || run.holes.isSilent) run.fruitless += 1;
    return sequence.next > from && to < last;
  }

  private nowMs(): number {
    return this.options.now?.() ?? this.environment.clock.now();
  }
}

/** For a final frame to come after its interval has ended. */
const GRACE_MS = 2_000;
/** For a polled venue to have closed its candle. */
const POLL_MS = 1_000;
/** For a frame that another one overtook. */
const REORDER_MS = 500;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;
/** Fewer than any venue's page. */
const PAGE = 100;

interface Run {
  listener: CandleListener;
  readonly sequence: CandleSequence;
  readonly holes: HoleProof;
  readonly future: FutureDoubt;
  session: StreamSession | undefined;
  started: Promise<void>;
  timer: Timer | undefined;
  isAsking: boolean;
  /** Asks in a row that did not bring the next candle. */
  fruitless: number;
  /** Of candles of the future: each of them would fill the log. */
  hasWarned: boolean;
  /** The missing candle that is already waited for. */
  watchedGap: number | undefined;
  /** The clock's timers do not keep the process alive while the connection is down; this does. */
  readonly letGo: () => void;
  /** On our clock. */
  lastData: number;
}
