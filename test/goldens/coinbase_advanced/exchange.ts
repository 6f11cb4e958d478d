import {
  BaseExchange,
  CandleStream,
  FeeCache,
  Instrument,
  OrderStatus,
  OrderTracker,
  OrderType,
  PrivateStream,
  RestClient,
  allRows,
  beforeSubmission,
  findRow,
  jwtSigner,
  knownId,
  pathSegment,
  type Answer,
  type AssetBalance,
  type Candle,
  type CandleListener,
  type ExchangeConfig,
  type Order,
  type OrderReport,
} from 'ats-runtime';
import {
  INTERVALS,
  STREAMED,
  coinbaseAdvancedFailure,
  foreignOrder,
  readCandle,
  readEvent,
  readFees,
  readInstrument,
  readOpenOrder,
  readOrder,
} from './answers.js';
import { readBalances } from './wallet.js';

/** What `config:` takes for Coinbase Advanced, besides the keys every exchange has. */
export interface Config extends ExchangeConfig {
  readonly api_key: string;
  readonly api_secret: string;
  readonly interval?: keyof typeof INTERVALS;
}

/** Coinbase Advanced. Venue documentation: https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/overview */
export class Exchange extends BaseExchange<Config> {
  private readonly market = `${this.symbol.base}-${this.symbol.quote}`;
  private readonly interval = this.config.interval ?? '1m';
  private instrument = Instrument.unknown;
  private readonly fees = new FeeCache({ clock: this.clock, lifetime: '1h', fetch: () => this.fetchFees() });

  private readonly signer = jwtSigner({
    algorithm: 'ES256',
    key: { text: this.config.api_secret },
    header: ({ uuid }) => ({ kid: this.config.api_key, nonce: uuid.replaceAll('-', '') }),
    claims: ({ method, host, path, stamp }) => ({
      iss: 'cdp',
      sub: this.config.api_key,
      uri: `${method} ${host}${path}`,
      nbf: Number(stamp),
      exp: Number(stamp) + 120,
    }),
  });

  private readonly rest = new RestClient({
    baseUrl: this.host('rest', 'https://api.coinbase.com'),
    environment: this.environment,
    limits: [
      {
        capacity: 10,
        per: '1s',
        counts: ['public'],
        leftHeader: { limit: 'x-ratelimit-limit', left: 'x-ratelimit-remaining' },
      },
      {
        capacity: 30,
        per: '1s',
        counts: ['private', 'orders'],
        leftHeader: { limit: 'x-ratelimit-limit', left: 'x-ratelimit-remaining' },
      },
      { capacity: 10000, per: '1h' },
    ],
    receiveWindow: '120s',
    sign: this.signer,
    failure: coinbaseAdvancedFailure,
  });

  private readonly candles = new CandleStream({
    url: STREAMED.includes(this.interval)
      ? this.host('stream', 'wss://advanced-trade-ws.coinbase.com')
      : undefined,
    environment: this.environment,
    interval: this.interval,
    now: () => this.rest.serverTime(),
    subscribe: () => ({ type: 'subscribe', channel: 'candles', product_ids: [this.market] }),
    unsubscribe: () => ({ type: 'unsubscribe', channel: 'candles', product_ids: [this.market] }),
    acknowledged: (frame) =>
      frame.matches({ channel: 'subscriptions', 'events[0].subscriptions.candles[0]': this.market }),
    refused: (frame) => (frame.matches({ type: 'error' }) ? frame.text('message') : undefined),
    read: (frame) =>
      frame.matches({ channel: 'candles', 'events[0].candles[0].product_id': this.market })
        ? frame.list('events[0].candles').map((row) => ({ candle: readCandle(row) }))
        : [],
    keepAlive: { kind: 'subscription', send: () => ({ type: 'subscribe', channel: 'heartbeats' }) },
    silenceAfter: '10s',
    history: (from, to) => this.fetchCandles(from, to),
  });

  private readonly orders = new OrderTracker({
    environment: this.environment,
    state: this.state,
    clientId: { charset: 'A-Za-z0-9_-', length: 128 },
    instrument: () => this.instrument,
    lookUp: (order) => this.fetchOrder(order),
    openOrders: async () => (await this.fetchOpenOrders()).map((each) => readOpenOrder(each, this.symbol)),
    events: new PrivateStream({
      url: this.host('private_stream', 'wss://advanced-trade-ws-user.coinbase.com'),
      environment: this.environment,
      subscribe: () => {
        const stamp = this.signer.stamp(this.rest.serverTime());
        const jwt = this.signer.token(
          { iss: 'cdp', sub: this.config.api_key, nbf: Number(stamp), exp: Number(stamp) + 120 },
          { kid: this.config.api_key, nonce: crypto.randomUUID().replaceAll('-', '') },
        );
        return { type: 'subscribe', channel: 'user', product_ids: [this.market], jwt };
      },
      acknowledged: (frame) =>
        frame.matches({ channel: 'subscriptions', 'events[0].subscriptions.user[0]': this.market }),
      refused: (frame) => (frame.matches({ type: 'error' }) ? frame.text('message') : undefined),
      read: (frame) =>
        frame.matches({ channel: 'user' })
          ? frame.list('events[0].orders').map((each) => readEvent(each, this.symbol))
          : [],
      keepAlive: { kind: 'subscription', send: () => ({ type: 'subscribe', channel: 'heartbeats' }) },
      silenceAfter: '10s',
    }),
  });

  override validateConfig(): void {
    this.checkConfig({
      api_key: 'secret',
      api_secret: 'secret',
      interval: { optional: Object.keys(INTERVALS) },
    });
  }

  /** Measures the clock, learns the market's rules, proves the credentials, takes up the last run's orders. */
  override async connect(): Promise<void> {
    if (this.isConnected) return;
    try {
      await this.rest.syncClock('/api/v3/brokerage/time', (answer) => answer.number('epochMillis'));
      this.instrument = await this.fetchInstrument();
      await this.fetchBalances();
      await this.orders.start();
    } catch (error) {
      await this.disconnect();
      throw error;
    }
    this.isConnected = true;
  }

  override async disconnect(): Promise<void> {
    this.isConnected = false;
    this.fees.forget();
    await Promise.all([this.candles.stop(), this.orders.stop(), this.rest.close()]);
  }

  override async subscribeToCandles(onCandle: CandleListener): Promise<void> {
    this.assertConnected();
    await this.candles.start(onCandle);
  }

  override async unsubscribeFromCandles(): Promise<void> {
    await this.candles.stop();
  }

  override async submitOrder(order: Order): Promise<void> {
    this.assertOrder(order, this.instrument);
    const isLimit = order.orderType === OrderType.LIMIT;
    await this.orders.place(order, async (clientOrderId, withdrawn) => {
      const answer = await this.rest.post(
        '/api/v3/brokerage/orders',
        {
          client_order_id: clientOrderId,
          product_id: this.market,
          side: order.orderSide,
          order_configuration: isLimit
            ? {
                limit_limit_gtc: {
                  base_size: this.instrument.size(order.size, order.orderType),
                  limit_price: this.instrument.price(order.price, order.orderSide),
                  post_only: false,
                },
              }
            : { market_market_ioc: { base_size: this.instrument.size(order.size, order.orderType) } },
        },
        { signed: true, withdrawn },
      );
      return { orderId: answer.text('success_response.order_id'), status: OrderStatus.PENDING };
    });
  }

  override async cancelOrder(order: Order): Promise<void> {
    this.assertConnected();
    await this.orders.cancel(order, async () => {
      await this.rest.post(
        '/api/v3/brokerage/orders/batch_cancel',
        { order_ids: [knownId(order.orderId)] },
        { signed: true },
      );
    });
  }

  override async getWalletBalance(): Promise<Record<string, AssetBalance>> {
    this.assertConnected();
    return this.fetchBalances();
  }

  override async getFees(): Promise<[maker: number, taker: number]> {
    this.assertConnected();
    return this.fees.rates();
  }

  /** Knows the orders that were placed here. */
  override getOrder(orderId: string): Promise<Order | undefined> {
    return Promise.resolve(this.orders.find(orderId));
  }

  /** Those of this market, wherever they were placed. */
  override async getOpenOrders(): Promise<Order[]> {
    this.assertConnected();
    const rows = await this.fetchOpenOrders();
    return rows.map((row) =>
      this.orders.listed(readOpenOrder(row, this.symbol), () => foreignOrder(row, this.symbol)),
    );
  }

  private async fetchInstrument(): Promise<Instrument> {
    const row = await this.rest.get(`/api/v3/brokerage/market/products/${pathSegment(this.market)}`);
    if (row.flag('trading_disabled')) this.logger.warn(`${this.market} is not open for trading`);
    return readInstrument(row, this.symbol);
  }

  /** Candles whose start is in [from, to], in Unix seconds. */
  private async fetchCandles(from: number, to: number): Promise<Candle[]> {
    const answer = await this.rest.get(
      `/api/v3/brokerage/market/products/${pathSegment(this.market)}/candles`,
      { granularity: INTERVALS[this.interval], start: from, end: to },
    );
    return readCandle.page(answer.at('candles'));
  }

  /** Undefined, or a failure of the kind 'order-not-found', where the venue knows no such order. */
  private async fetchOrder(order: Order): Promise<OrderReport | undefined> {
    if (order.orderId === undefined) return this.findOrder(order);
    const answer = await this.rest.get(
      `/api/v3/brokerage/orders/historical/${pathSegment(order.orderId)}`,
      {},
      { signed: true },
    );
    return readOrder(answer.at('order'), this.symbol);
  }

  /** The venue asks for its own id: an order that has none yet is looked for in the list of orders. */
  private async findOrder(order: Order): Promise<OrderReport | undefined> {
    const row = await findRow(
      (cursor) =>
        this.rest.get(
          '/api/v3/brokerage/orders/historical/batch',
          {
            product_ids: this.market,
            start_date: new Date(beforeSubmission(order) * 1000).toISOString(),
            limit: 250,
            cursor,
          },
          { signed: true },
        ),
      { rows: 'orders', next: 'cursor', more: 'has_next' },
      (each) => each.optionalText('client_order_id') === order.clientOrderId,
    );
    return row && readOrder(row, this.symbol);
  }

  private async fetchOpenOrders(): Promise<Answer[]> {
    return allRows(
      (cursor) =>
        this.rest.get(
          '/api/v3/brokerage/orders/historical/batch',
          { order_status: 'OPEN', product_ids: this.market, limit: 250, cursor },
          { signed: true },
        ),
      { rows: 'orders', next: 'cursor', more: 'has_next' },
    );
  }

  private async fetchBalances(): Promise<Record<string, AssetBalance>> {
    const accounts = await allRows(
      (cursor) => this.rest.get('/api/v3/brokerage/accounts', { limit: 250, cursor }, { signed: true }),
      { rows: 'accounts', next: 'cursor', more: 'has_next' },
    );
    return readBalances(accounts);
  }

  private async fetchFees(): Promise<[maker: number, taker: number]> {
    const answer = await this.rest.get(
      '/api/v3/brokerage/transaction_summary',
      { product_type: 'SPOT' },
      { signed: true },
    );
    return readFees(answer);
  }
}
