import type { Clock } from './clock.js';
import { assertMapping, checkConfig, type ConfigFields } from './config/check-config.js';
import { freezeConfig, secretsOf } from './config/frozen-config.js';
import type { AssetBalance } from './data/asset-balance.js';
import type { CandleListener } from './data/candle.js';
import type { Instrument } from './data/instrument.js';
import { parseSymbol, type MarketSymbol } from './data/market-symbol.js';
import { systemEnvironment, type ExchangeEnvironment } from './environment.js';
import { NotConnectedException, NotSupportedException } from './exceptions.js';
import { redactingLogger, type RedactingLogger } from './logging/logger.js';
import type { Order } from './orders/order.js';
import { validateOrder } from './orders/validate-order.js';
import { PlotData } from './plot/plot-data.js';
import { SimpleState } from './state/simple-state.js';

/** What every exchange's `config:` takes. Keys stay as the YAML or JSON file has them. */
export interface ExchangeConfig {
  readonly name?: string;
  /** `"BTC/USDT"` or `{ base: "BTC", quote: "USDT" }`. */
  readonly symbol: string | MarketSymbol;
  /** Of the candles: `1m`, `1h`, … */
  readonly interval?: string;
  /** Other hosts than the venue's own: a test network, a sandbox. `https://…` or `http://…` */
  readonly rest_url?: string;
  /** `wss://…` or `ws://…` */
  readonly stream_url?: string;
  readonly private_stream_url?: string;
  /** Points kept for each topic of the plot: a whole number, 1 or more. */
  readonly plot_data_max_len?: number;
  readonly [key: string]: unknown;
}

export type HostKind = 'rest' | 'stream' | 'private_stream';

/**
 * What ATS asks of an exchange. A connector is a class named `Exchange` that extends this one and
 * implements the abstract members in the order they stand here.
 */
export abstract class BaseExchange<C extends ExchangeConfig = ExchangeConfig> {
  /** True between a successful `connect` and `disconnect`. */
  isConnected = false;

  /** A frozen copy of what was passed in. */
  protected readonly config: C;
  /** The market this exchange trades. */
  protected readonly symbol: MarketSymbol;
  protected readonly environment: ExchangeEnvironment;
  /** Shows no credential of `config`. */
  protected readonly logger: RedactingLogger;
  protected readonly clock: Clock;
  protected readonly state: SimpleState;
  protected readonly plotData: PlotData;

  /**
   * @param config the `config:` part of the exchange's configuration; it is copied, not kept
   * @param state what outlives a restart; in memory where none is given
   * @param environment clock, logger and chance; the system's where none are given
   * @throws ConfigValidationException
   */
  constructor(config: C, state?: SimpleState, environment?: Partial<ExchangeEnvironment>) {
    assertMapping(config);
    const given = { ...systemEnvironment, ...environment };
    this.config = freezeConfig(config);
    this.logger = redactingLogger(given.logger);
    for (const secret of secretsOf(this.config)) this.logger.redact(secret);
    this.clock = given.clock;
    this.state = state ?? new SimpleState();
    // Before the subclass's fields are set up, so that they can rely on a configuration that is right.
    this.validateConfig();
    this.symbol = parseSymbol(this.config.symbol);
    const maxLength = this.config.plot_data_max_len;
    this.plotData = new PlotData(maxLength === undefined ? {} : { maxLength });
    this.environment = { ...given, logger: this.logger, plot: this.plotData };
  }

  /**
   * Checks the configuration; usually one call of `this.checkConfig`. Runs inside the base constructor,
   * before the subclass's own fields exist: it must use nothing but `this.config`.
   *
   * @throws ConfigValidationException naming every key that is missing, mistyped or unknown
   */
  abstract validateConfig(): void;

  /**
   * Connects to the venue: measures its clock, learns the market's rules, proves the credentials and
   * sets `isConnected`. Connecting twice is harmless.
   *
   * @throws ExchangeConnectionException where the venue cannot be reached or refuses the credentials;
   *   `isConnected` stays false
   */
  abstract connect(): Promise<void>;

  /** Ends every stream, timer and socket and clears `isConnected`. Disconnecting twice is harmless. */
  abstract disconnect(): Promise<void>;

  /**
   * Calls back with each candle of the configured interval when it has closed: once, in ascending order,
   * without gaps. Subscribing again replaces the listener.
   *
   * @param onCandle a listener that throws is logged; the stream goes on
   * @throws NotConnectedException, ExchangeConnectionException where the venue refuses the subscription
   */
  abstract subscribeToCandles(onCandle: CandleListener): Promise<void>;

  /**
   * Places the order. When this resolves, the venue has the order and `order.status` says how it stands.
   * An outcome that is unknown (time-out, reset, server error) is looked up until it is known; at most one
   * order is ever placed. `order.size` is in the base asset, for market buys too.
   *
   * @throws InvalidOrderSubmissionException where the order cannot be sent as it is; nothing was sent
   * @throws InsufficientBalanceException, OrderNotSubmittedException where the order is certainly not at the venue
   */
  abstract submitOrder(order: Order): Promise<void>;

  /**
   * Cancels the order. When this resolves, `order.status` is true to the venue's ledger: an order that was
   * filled first is COMPLETED. One that still waits for its turn is not sent any more: it is CANCELLED, and its
   * submit rejects with OrderNotSubmittedException. Cancelling twice is harmless.
   *
   * @throws OrderNotFoundException where the venue does not know the order
   */
  abstract cancelOrder(order: Order): Promise<void>;

  /**
   * What the account holds, by asset in ATS's names (BTC, not XBT).
   *
   * @throws NotConnectedException, ExchangeConnectionException
   */
  abstract getWalletBalance(): Promise<Record<string, AssetBalance>>;

  /**
   * The account's fee rates as fractions: `[0.001, 0.002]` is 0.1 % as maker, 0.2 % as taker.
   *
   * @throws NotConnectedException, ExchangeConnectionException
   */
  abstract getFees(): Promise<[maker: number, taker: number]>;

  /** The order with this id of the venue; undefined where it does not know it. */
  getOrder(orderId: string): Promise<Order | undefined> {
    return Promise.reject(new NotSupportedException(`this exchange cannot look up an order (${orderId})`));
  }

  /** The account's open orders of this market. */
  getOpenOrders(): Promise<Order[]> {
    return Promise.reject(new NotSupportedException('this exchange cannot list open orders'));
  }

  /** Ends what `subscribeToCandles` began; nothing is delivered afterwards. */
  unsubscribeFromCandles(): Promise<void> {
    return Promise.resolve();
  }

  /** True where time is replayed, not lived. */
  isBackTrading(): boolean {
    return false;
  }

  getState(): SimpleState {
    return this.state;
  }

  getPlotData(): PlotData {
    return this.plotData;
  }

  /** Throws one ConfigValidationException with every fault of the configuration. Common keys need not be named. */
  protected checkConfig(fields: ConfigFields): void {
    checkConfig(this.config, fields);
  }

  /** The address to use: the configuration's `rest_url`, `stream_url` or `private_stream_url` where given. */
  protected host(kind: HostKind, defaultUrl: string): string {
    return this.config[HOST_KEYS[kind]] ?? defaultUrl;
  }

  /** @throws NotConnectedException before `connect` and after `disconnect` */
  protected assertConnected(): void {
    if (!this.isConnected) throw new NotConnectedException('not connected: call connect() first');
  }

  /** @throws NotConnectedException, InvalidOrderSubmissionException naming the field that is wrong */
  protected assertOrder(order: Order, instrument?: Instrument): void {
    this.assertConnected();
    validateOrder(order, { symbol: this.symbol, instrument });
  }
}

const HOST_KEYS = { rest: 'rest_url', stream: 'stream_url', private_stream: 'private_stream_url' } as const;
