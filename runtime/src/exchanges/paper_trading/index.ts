import type { BaseExchange } from '../../base-exchange.js';
import { loadExchange } from '../../config/load-exchange.js';
import type { Candle, CandleListener } from '../../data/candle.js';
import { intervalSeconds } from '../../data/interval.js';
import { ConfigValidationException } from '../../exceptions.js';
import { callListener } from '../../simulation/call-listener.js';
import { GeneratedCandles } from '../../simulation/generated-candles.js';
import { checkSimulatedConfig, mappingOf, type SimulatedConfig } from '../../simulation/simulated-config.js';
import { SimulatedExchange } from '../../simulation/simulated-exchange.js';

export interface Config extends SimulatedConfig {
  /** Whose candles to trade on. `symbol` and `interval` are this exchange's unless its `config` has its own. */
  readonly feed?: FeedReference;
}

export interface FeedReference {
  /** Of any exchange: `exchanges:binance_spot`. */
  readonly namespace: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** The folder that holds `custom_modules`. Default: the working directory. */
  readonly root?: string;
}

/**
 * Trades a simulated account on live candles: those of the feed, or without one the candle of the contract's
 * example each second (or `interval`). Orders fill at the last close (`SimulatedBroker` says how); a candle counts
 * whole, also the part of it before the order came. Candles flow from `connect` on, so that orders fill whether
 * anybody has subscribed or not. The account goes on over a restart: see `SimulatedExchange`.
 */
export class Exchange extends SimulatedExchange<Config> {
  protected override readonly broker = this.createBroker('last-close', this.clock);
  private readonly generated = new GeneratedCandles(
    this.clock,
    intervalSeconds(this.config.interval ?? '1s'),
  );
  private feed: BaseExchange | undefined;
  private listener: CandleListener | undefined;

  override validateConfig(): void {
    checkSimulatedConfig(this.config, { checks: { feed: checkFeed } });
  }

  override async connect(): Promise<void> {
    if (this.isConnected) return;
    const { feed } = this.config;
    if (feed === undefined) {
      this.generated.start((candle) => this.onCandle(candle));
    } else {
      await this.follow(await this.loadFeed(feed));
    }
    this.isConnected = true;
    this.logger.info({ feed: feed?.namespace ?? 'generated' }, 'paper trading is connected');
  }

  override async disconnect(): Promise<void> {
    this.isConnected = false;
    this.listener = undefined;
    this.generated.stop();
    const { feed } = this;
    this.feed = undefined;
    await feed?.disconnect();
    await this.state.flush();
  }

  override async subscribeToCandles(onCandle: CandleListener): Promise<void> {
    this.assertConnected();
    this.listener = onCandle;
  }

  override async unsubscribeFromCandles(): Promise<void> {
    this.listener = undefined;
  }

  private async loadFeed({ namespace, config, root }: FeedReference): Promise<BaseExchange> {
    const { symbol, interval } = this.config;
    const own = interval === undefined ? { symbol } : { symbol, interval };
    return await loadExchange(
      { namespace, config: { ...own, ...config } },
      { root: root ?? process.cwd(), environment: this.environment },
    );
  }

  private async follow(feed: BaseExchange): Promise<void> {
    try {
      await feed.connect();
      await feed.subscribeToCandles((candle) => this.onCandle(candle));
    } catch (error) {
      await feed.disconnect();
      throw error;
    }
    this.feed = feed;
  }

  /** The account first: a listener sees what the candle did to it. */
  private onCandle(candle: Candle): void {
    this.broker.onCandle(candle);
    callListener(this.listener, candle, this.logger);
  }
}

function checkFeed(value: unknown): void {
  const { namespace, config, root, ...others } = mappingOf('feed', value);
  if (typeof namespace !== 'string' || namespace === '') {
    throw new ConfigValidationException('feed.namespace: must be a text like exchanges:my_venue');
  }
  if (config !== undefined) mappingOf('feed.config', config);
  if (root !== undefined && typeof root !== 'string')
    throw new ConfigValidationException('feed.root: must be a text');
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new ConfigValidationException(`feed.${unknown}: is not known`);
}
