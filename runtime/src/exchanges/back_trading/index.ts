import type { Clock } from '../../clock.js';
import { CandleFile } from '../../csv/candle-file.js';
import type { CandleSummary } from '../../csv/interval-survey.js';
import type { CandleListener } from '../../data/candle.js';
import type { DecimalInput } from '../../decimal.js';
import { ConfigValidationException, NotConnectedException } from '../../exceptions.js';
import { CandleReplay } from '../../simulation/candle-replay.js';
import { checkSimulatedConfig, type SimulatedConfig } from '../../simulation/simulated-config.js';
import { SimulatedExchange } from '../../simulation/simulated-exchange.js';

export interface Config extends SimulatedConfig {
  /** The candle CSV, from the working directory. */
  readonly file: string;
  readonly balances: Readonly<Record<string, DecimalInput>>;
  /** How many times faster than the candles' own time. Default: as fast as it goes. */
  readonly speed?: number;
}

/**
 * Replays a candle file (`CandleFile` says what one looks like) against a simulated account (`SimulatedBroker`
 * says how orders fill). Orders' times are in the replay's time: the start of the last candle delivered.
 */
export class Exchange extends SimulatedExchange<Config> {
  private time: number | undefined;
  private replay: CandleReplay | undefined;
  protected override readonly broker = this.createBroker('next-open', this.replayClock());

  /** The part of the file that was played, 0 to 1. */
  get progress(): number {
    return this.replay?.progress ?? 0;
  }

  override validateConfig(): void {
    checkSimulatedConfig(this.config, {
      fields: { file: 'text' },
      checks: { speed: checkSpeed },
      required: ['balances'],
    });
  }

  /**
   * Opens the file at its start.
   *
   * @throws CandleFileException
   */
  override async connect(): Promise<void> {
    if (this.isConnected) return;
    const file = await CandleFile.open(this.config.file);
    this.replay = new CandleReplay({
      file,
      speed: this.config.speed,
      clock: this.clock,
      logger: this.logger,
      onCandle: (candle) => {
        this.time = candle.timestamp * 1000;
        this.broker.onCandle(candle);
      },
      activity: () => this.activity,
    });
    this.isConnected = true;
    this.logger.info({ file: file.path }, 'ready to replay');
  }

  override async disconnect(): Promise<void> {
    this.isConnected = false;
    await this.replay?.stop();
  }

  /** Starts the replay, or goes on with it for another listener. It does not wait for the end: see `finished`. */
  override async subscribeToCandles(onCandle: CandleListener): Promise<void> {
    this.assertConnected();
    this.replay?.listen(onCandle);
  }

  /** Pauses the replay; the next subscription goes on where it stood. */
  override async unsubscribeFromCandles(): Promise<void> {
    this.replay?.listen(undefined);
  }

  override isBackTrading(): boolean {
    return true;
  }

  /**
   * What the file showed, gaps included, once the replay has ended or `disconnect` has stopped it.
   *
   * @throws NotConnectedException before the first `connect`
   * @throws CandleFileException where the file broke the replay off
   */
  async finished(): Promise<CandleSummary> {
    if (this.replay === undefined) throw new NotConnectedException('not connected: call connect() first');
    return await this.replay.finished;
  }

  /** The time of the candle that was delivered last; before the first, the system's. */
  private replayClock(): Clock {
    const { clock } = this;
    return {
      now: () => this.time ?? clock.now(),
      schedule: (delayMs, callback) => clock.schedule(delayMs, callback),
    };
  }
}

function checkSpeed(speed: unknown): void {
  if (typeof speed === 'number' && speed > 0 && speed < Infinity) return;
  throw new ConfigValidationException('speed: must be a number above 0');
}
