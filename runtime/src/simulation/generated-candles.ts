import type { Clock, Timer } from '../clock.js';
import { Candle, type CandleListener } from '../data/candle.js';
import { intervalStart } from '../data/interval.js';
import { holdProcess } from '../hold-process.js';

/** The candle of the contract's paper-trading example, over and over: one at the end of each interval. */
export class GeneratedCandles {
  private readonly clock: Clock;
  private readonly seconds: number;
  private timer: Timer | undefined;
  private release: (() => void) | undefined;

  constructor(clock: Clock, seconds: number) {
    this.clock = clock;
    this.seconds = seconds;
  }

  start(onCandle: CandleListener): void {
    this.stop();
    this.release = holdProcess();
    this.next(onCandle);
  }

  stop(): void {
    this.timer?.cancel();
    this.release?.();
  }

  private next(onCandle: CandleListener): void {
    const timestamp = intervalStart(this.clock.now() / 1000, this.seconds);
    const end = (timestamp + this.seconds) * 1000;
    this.timer = this.clock.schedule(end - this.clock.now(), () => {
      this.next(onCandle);
      onCandle(new Candle({ ...EXAMPLE, timestamp }));
    });
  }
}

const EXAMPLE = { open: 50_000, high: 51_000, low: 49_500, close: 50_500, volume: 100 };
