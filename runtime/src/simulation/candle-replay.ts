import { sleep, type Clock } from '../clock.js';
import type { CandleFile } from '../csv/candle-file.js';
import type { CandleSummary } from '../csv/interval-survey.js';
import type { Candle, CandleListener } from '../data/candle.js';
import type { Logger } from '../logging/logger.js';
import { callListener } from './call-listener.js';
import { holdProcess } from '../hold-process.js';

export interface CandleReplayOptions {
  readonly file: CandleFile;
  /** How many times faster than the candles' own time. Default: as fast as it goes. */
  readonly speed?: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes each candle before the listener does. */
  readonly onCandle: CandleListener;
  /** A count that rises when the listener acts on the exchange. */
  readonly activity: () => number;
}

/**
 * Plays a candle file to one listener. While nobody listens it waits where it is.
 *
 * A candle is delivered when all that the listener began on the one before has run as far as it can: promises
 * of the exchange are settled, whether the listener is an async function or not. What waits for anything else
 * (a timer, a file, a fill) is not waited for, since it may be waiting for the next candle.
 */
export class CandleReplay {
  /** The part of the file that was played, 0 to 1. */
  progress = 0;
  /** Settles when the replay has ended or was stopped; rejects with the CandleFileException that broke it off. */
  readonly finished: Promise<CandleSummary>;
  private readonly options: CandleReplayOptions;
  private readonly stopping = new AbortController();
  private isStopped = false;
  private listener: CandleListener | undefined;
  private wake: () => void = () => undefined;
  /** Where the pace is counted from: a candle's time (s) and when it was played (ms). */
  private origin: { readonly timestamp: number; readonly at: number } | undefined;

  constructor(options: CandleReplayOptions) {
    this.options = options;
    this.finished = this.run();
    // Who asks for `finished` is told; who does not must not lose the process.
    this.finished.catch((error: unknown) => options.logger.error({ err: error }, 'the replay broke off'));
  }

  /** Plays to this listener from now on; `undefined` pauses the replay. */
  listen(listener: CandleListener | undefined): void {
    this.listener = listener;
    this.origin = undefined;
    this.wake();
  }

  /** Ends the replay; nothing is delivered afterwards. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.stopping.abort();
    this.wake();
    await this.finished.catch(() => undefined);
  }

  private async run(): Promise<CandleSummary> {
    const { file, speed, logger } = this.options;
    const release = speed === undefined ? undefined : holdProcess();
    try {
      await this.ready();
      if (!this.isStopped) await this.play(file);
    } finally {
      release?.();
    }
    const { summary } = file;
    if (summary.missing > 0)
      logger.warn({ missing: summary.missing, gaps: summary.gaps }, 'the file has gaps');
    return summary;
  }

  private async play(file: CandleFile): Promise<void> {
    const { speed, activity, onCandle, logger } = this.options;
    for await (const batch of file.batches()) {
      for (const candle of batch.candles) {
        if (speed !== undefined) await this.pace(candle, speed);
        if (this.listener === undefined) await this.ready();
        if (this.isStopped) return;
        const before = activity();
        onCandle(candle);
        if (callListener(this.listener, candle, logger) || activity() !== before) await this.settle();
      }
      this.progress = batch.progress;
    }
  }

  /** Waits until somebody listens or the replay is stopped. */
  private async ready(): Promise<void> {
    while (this.listener === undefined && !this.isStopped) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private async pace(candle: Candle, speed: number): Promise<void> {
    const { clock } = this.options;
    this.origin ??= { timestamp: candle.timestamp, at: clock.now() };
    const due = this.origin.at + ((candle.timestamp - this.origin.timestamp) * 1000) / speed;
    if (due > clock.now()) await sleep(clock, due - clock.now(), this.stopping.signal).catch(() => undefined);
  }

  /** Lets promises run until the listener rests. */
  private async settle(): Promise<void> {
    const { activity } = this.options;
    for (let turn = 0; turn < MAX_TURNS; turn += 1) {
      const before = activity();
      await new Promise((resolve) => setImmediate(resolve));
      if (activity() === before) return;
    }
  }
}

/** A listener that acts in every turn of the event loop is polling for what only the next candle can bring. */
const MAX_TURNS = 100;
