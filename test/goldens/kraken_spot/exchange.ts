import {
  BaseExchange,
  CandleStream,
  FeeCache,
  Instrument,
  OrderSide,
  OrderStatus,
  OrderTracker,
  OrderType,
  PrivateStream,
  RestClient,
  allRows,
  beforeSubmission,
  knownId,
  marketRow,
  requestSigner,
  type Answer,
  type AssetBalance,
  type Candle,
  type CandleListener,
  type ExchangeConfig,
  type Fill,
  type Order,
  type OrderReport,
} from 'ats-runtime';
import {
  INTERVALS,
  foreignOrder,
  krakenSpotFailure,
  readCandle,
  readEvent,
  readFees,
  readInstrument,
  readOpenOrder,
  readOrder,
  readStreamCandle,
  readTrade,
} from './answers.js';
import { readBalances, venueAsset } from './wallet.js';

/** What `config:` takes for Kraken Spot, besides the keys every exchange has. */
export interface Config extends ExchangeConfig {
  readonly api_key: string;
  readonly api_secret: string;
  readonly interval?: keyof typeof INTERVALS;
}

/** Kraken Spot. Venue documentation: https://docs.kraken.com/api/ */
export class Exchange extends BaseExchange<Config> {
  private readonly market = `${venueAsset(this.symbol.base)}${venueAsset(this.symbol.quote)}`;
  private readonly interval = this.config.interval ?? '1m';
  private instrument = Instrument.unknown;
  private readonly fees = new FeeCache({ clock: this.clock, lifetime: '1h', fetch: () => this.fetchFees() });

  private readonly signer = requestSigner({
    nonce: 'rising',
    params: ({ nonce }) => ({ nonce }),
    payload: ({ path, hash, nonce, body }) => [path, hash('sha256', nonce + body)],
    hash: 'sha512',
    key: { base64: this.config.api_secret },
    encoding: 'base64',
    place: ({ signature }) => ({ headers: { 'API-Key': this.config.api_key, 'API-Sign': signature } }),
  });

  private readonly rest = new RestClient({
    baseUrl: this.host('rest', 'https://api.kraken.com'),
    environment: this.environment,
    limits: [
      { capacity: 15, per: '15s', counts: ['public'] },
      { capacity: 15, per: '45s', counts: ['private', 'orders'] },
    ],
    sign: this.signer,
    failure: krakenSpotFailure,
  });

  private readonly candles = new CandleStream({
    url: this.host('stream', 'wss://ws.kraken.com/v2'),
    environment: this.environment,
    interval: this.interval,
    now: () => this.rest.serverTime(),
    subscribe: () => ({
      method: 'subscribe',
      params: {
        channel: 'ohlc',
        symbol: [`${this.symbol.base}/${this.symbol.quote}`],
        interval: INTERVALS[this.interval],
        snapshot: false,
      },
      req_id: 1,
    }),
    unsubscribe: () => ({
      method: 'unsubscribe',
      params: {
        channel: 'ohlc',
        symbol: [`${this.symbol.base}/${this.symbol.quote}`],
        interval: INTERVALS[this.interval],
      },
      req_id: 2,
    }),
    acknowledged: (frame) => frame.matches({ method: 'subscribe', success: true }),
    refused: (frame) =>
      frame.matches({ method: 'subscribe', success: false }) ? frame.text('error') : undefined,
    read: (frame) =>
      frame.matches({
        channel: 'ohlc',
        'data[0].symbol': `${this.symbol.base}/${this.symbol.quote}`,
        'data[0].interval': INTERVALS[this.interval],
      })
        ? frame.list('data').map((row) => ({ candle: readStreamCandle(row) }))
        : [],
    keepAlive: { kind: 'json', send: () => ({ method: 'ping' }), every: '20s' },
    history: (from) => this.fetchCandles(from),
  });

  private readonly orders = new OrderTracker({
    environment: this.environment,
    state: this.state,
    clientId: { charset: 'A-Za-z0-9', length: 18 },
    instrument: () => this.instrument,
    lookUp: (order) => this.fetchOrder(order),
    openOrders: async () => (await this.fetchOpenOrders()).map((each) => readOpenOrder(each, this.symbol)),
    fills: (order) => this.fetchFills(order),
    events: new PrivateStream({
      url: this.host('private_stream', 'wss://ws-auth.kraken.com/v2'),
      environment: this.environment,
      subscribe: async () => ({
        method: 'subscribe',
        params: {
          channel: 'executions',
          token: await this.fetchStreamToken(),
          snap_orders: false,
          snap_trades: false,
        },
        req_id: 2,
      }),
      acknowledged: (frame) => frame.matches({ method: 'subscribe', success: true }),
      refused: (frame) =>
        frame.matches({ method: 'subscribe', success: false }) ? frame.text('error') : undefined,
      read: (frame) => (frame.matches({ channel: 'executions' }) ? frame.list('data').map(readEvent) : []),
      keepAlive: { kind: 'json', send: () => ({ method: 'ping' }), every: '20s' },
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
      await this.rest.syncClock('/0/public/Time', (answer) => answer.number('result.unixtime') * 1000);
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
    const isBuy = order.orderSide === OrderSide.BUY;
    await this.orders.place(order, async (clientOrderId, withdrawn) => {
      const answer = await this.rest.post(
        '/0/private/AddOrder',
        {
          pair: this.market,
          type: isBuy ? 'buy' : 'sell',
          ordertype: isLimit ? 'limit' : 'market',
          volume: this.instrument.size(order.size, order.orderType),
          price: isLimit ? this.instrument.price(order.price, order.orderSide) : undefined,
          cl_ord_id: clientOrderId,
          oflags: 'fciq',
        },
        { signed: true, encode: 'form', withdrawn, weight: 0 },
      );
      return { orderId: answer.text('result.txid[0]'), status: OrderStatus.PENDING };
    });
  }

  override async cancelOrder(order: Order): Promise<void> {
    this.assertConnected();
    await this.orders.cancel(order, async () => {
      await this.rest.post(
        '/0/private/CancelOrder',
        { txid: knownId(order.orderId) },
        { signed: true, encode: 'form', weight: 0 },
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
    const answer = await this.rest.get('/0/public/AssetPairs', { pair: this.market });
    const row = marketRow(
      answer.rows('result', 'symbol'),
      this.symbol,
      (each) => each.text('altname') === this.market,
    );
    if (row.text('status') !== 'online') this.logger.warn(`${this.market} is not open for trading`);
    return readInstrument(row, this.symbol);
  }

  /** Candles from one start on, in Unix seconds; the venue takes no end. */
  private async fetchCandles(from: number): Promise<Candle[]> {
    const answer = await this.rest.get('/0/public/OHLC', {
      pair: this.market,
      interval: INTERVALS[this.interval],
      since: from - 1,
    });
    return readCandle.page(answer.at('result.*'));
  }

  /** Undefined, or a failure of the kind 'order-not-found', where the venue knows no such order. */
  private async fetchOrder(order: Order): Promise<OrderReport | undefined> {
    const answer = await this.rest.post(
      '/0/private/QueryOrders',
      { cl_ord_id: knownId(order.clientOrderId) },
      { signed: true, encode: 'form' },
    );
    const [row] = answer.rows('result', 'order_id');
    return row && readOrder(row, this.symbol);
  }

  private async fetchOpenOrders(): Promise<Answer[]> {
    const answer = await this.rest.post(
      '/0/private/OpenOrders',
      {},
      { signed: true, encode: 'form', lane: 'market' },
    );
    return answer.rows('result.open', 'order_id').filter((row) => row.text('descr.pair') === this.market);
  }

  /** All fills of the order so far, with their fees. */
  private async fetchFills(order: Order): Promise<Fill[]> {
    const rows = await allRows(
      (cursor) =>
        this.rest.post(
          '/0/private/TradesHistory',
          { start: beforeSubmission(order), ofs: cursor },
          { signed: true, encode: 'form', lane: 'market', weight: 2 },
        ),
      { rows: 'result.trades', key: 'fill_id', count: 'rows', limit: 50 },
    );
    return rows
      .filter((row) => row.text('ordertxid') === order.orderId)
      .map((each) => readTrade(each, this.symbol));
  }

  private async fetchBalances(): Promise<Record<string, AssetBalance>> {
    const answer = await this.rest.post(
      '/0/private/BalanceEx',
      {},
      { signed: true, encode: 'form', lane: 'market' },
    );
    return readBalances(answer);
  }

  private async fetchFees(): Promise<[maker: number, taker: number]> {
    const answer = await this.rest.post(
      '/0/private/TradeVolume',
      { pair: this.market },
      { signed: true, encode: 'form', lane: 'market' },
    );
    return readFees(answer);
  }

  /** Asked for anew with every connection. */
  private async fetchStreamToken(): Promise<string> {
    const answer = await this.rest.post(
      '/0/private/GetWebSocketsToken',
      {},
      { signed: true, encode: 'form', lane: 'market' },
    );
    return answer.text('result.token');
  }
}
