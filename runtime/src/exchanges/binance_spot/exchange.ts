import {
  BaseExchange,
  CandleStream,
  FeeCache,
  Instrument,
  OrderTracker,
  OrderType,
  PrivateStream,
  RestClient,
  allRows,
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
  binanceSpotFailure,
  foreignOrder,
  readCandle,
  readEvent,
  readFees,
  readFill,
  readInstrument,
  readOpenOrder,
  readOrder,
  readStreamCandle,
  readTrade,
} from './answers.js';
import { readBalances } from './wallet.js';

/** What `config:` takes for Binance Spot, besides the keys every exchange has. */
export interface Config extends ExchangeConfig {
  readonly api_key: string;
  readonly api_secret: string;
  readonly interval?: (typeof INTERVALS)[number];
}

/** Binance Spot. Venue documentation: https://developers.binance.com/docs/binance-spot-api-docs */
export class Exchange extends BaseExchange<Config> {
  private readonly market = `${this.symbol.base}${this.symbol.quote}`;
  private readonly interval = this.config.interval ?? '1m';
  private instrument = Instrument.unknown;
  private readonly fees = new FeeCache({ clock: this.clock, lifetime: '1h', fetch: () => this.fetchFees() });

  private readonly signer = requestSigner({
    stamp: 'ms',
    params: ({ stamp }) => ({ recvWindow: '5000', timestamp: stamp }),
    payload: ({ query, body }) => query + body,
    hash: 'sha256',
    key: { text: this.config.api_secret },
    encoding: 'hex',
    place: ({ signature }) => ({ headers: { 'X-MBX-APIKEY': this.config.api_key }, params: { signature } }),
  });

  private readonly rest = new RestClient({
    baseUrl: this.host('rest', 'https://api.binance.com'),
    environment: this.environment,
    limits: [
      { capacity: 6000, per: '1m', usedHeader: 'x-mbx-used-weight-1m' },
      { capacity: 50, per: '10s', counts: ['orders'], usedHeader: 'x-mbx-order-count-10s' },
    ],
    receiveWindow: '5s',
    sign: this.signer,
    failure: binanceSpotFailure,
  });

  private readonly candles = new CandleStream({
    url: this.host('stream', 'wss://stream.binance.com:9443/ws'),
    environment: this.environment,
    interval: this.interval,
    now: () => this.rest.serverTime(),
    subscribe: () => ({
      method: 'SUBSCRIBE',
      params: [`${this.market.toLowerCase()}@kline_${this.interval}`],
      id: 1,
    }),
    unsubscribe: () => ({
      method: 'UNSUBSCRIBE',
      params: [`${this.market.toLowerCase()}@kline_${this.interval}`],
      id: 2,
    }),
    acknowledged: (frame) => frame.matches({ result: null }),
    refused: (frame) => (frame.matches({ 'error.code': '2' }) ? frame.text('error.msg') : undefined),
    read: (frame) =>
      frame.matches({ e: 'kline', s: this.market, 'k.i': this.interval })
        ? [{ candle: readStreamCandle(frame.at('k')), closed: frame.at('k').flag('x') }]
        : [],
    keepAlive: { kind: 'server-ping' },
    silenceAfter: '60s',
    history: (from, to) => this.fetchCandles(from, to),
  });

  private readonly orders = new OrderTracker({
    environment: this.environment,
    state: this.state,
    clientId: { charset: 'A-Za-z0-9_-', length: 36 },
    instrument: () => this.instrument,
    lookUp: (order) => this.fetchOrder(order),
    openOrders: async () => (await this.fetchOpenOrders()).map(readOpenOrder),
    fills: (order) => this.fetchFills(order),
    events: new PrivateStream({
      url: this.host('private_stream', 'wss://ws-api.binance.com:443/ws-api/v3'),
      environment: this.environment,
      subscribe: () => {
        const stamp = this.signer.stamp(this.rest.serverTime());
        const signature = this.signer.signature(`apiKey=${this.config.api_key}&timestamp=${stamp}`);
        return {
          id: '1',
          method: 'userDataStream.subscribe.signature',
          params: { apiKey: this.config.api_key, timestamp: stamp, signature },
        };
      },
      acknowledged: (frame) => frame.matches({ status: '200' }),
      refused: (frame) => (frame.matches({ status: '400' }) ? frame.text('error.msg') : undefined),
      read: (frame) =>
        frame.matches({ 'event.e': 'executionReport' }) ? [readEvent(frame.at('event'))] : [],
      keepAlive: { kind: 'server-ping' },
      silenceAfter: '60s',
    }),
  });

  override validateConfig(): void {
    this.checkConfig({ api_key: 'secret', api_secret: 'secret', interval: { optional: INTERVALS } });
  }

  /** Measures the clock, learns the market's rules, proves the credentials, takes up the last run's orders. */
  override async connect(): Promise<void> {
    if (this.isConnected) return;
    try {
      await this.rest.syncClock('/api/v3/time', (answer) => answer.number('serverTime'));
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
        '/api/v3/order',
        {
          symbol: this.market,
          side: order.orderSide,
          type: order.orderType,
          timeInForce: isLimit ? 'GTC' : undefined,
          quantity: this.instrument.size(order.size, order.orderType),
          price: isLimit ? this.instrument.price(order.price, order.orderSide) : undefined,
          newClientOrderId: clientOrderId,
          newOrderRespType: 'FULL',
        },
        { signed: true, encode: 'form', withdrawn },
      );
      return { ...readOrder(answer), fills: answer.list('fills').map(readFill) };
    });
  }

  override async cancelOrder(order: Order): Promise<void> {
    this.assertConnected();
    await this.orders.cancel(order, async () => {
      const answer = await this.rest.delete(
        '/api/v3/order',
        { symbol: this.market, orderId: knownId(order.orderId) },
        { signed: true },
      );
      return readOrder(answer);
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
    return rows.map((row) => this.orders.listed(readOpenOrder(row), () => foreignOrder(row, this.symbol)));
  }

  private async fetchInstrument(): Promise<Instrument> {
    const answer = await this.rest.get('/api/v3/exchangeInfo', { symbol: this.market }, { weight: 20 });
    const row = marketRow(answer.list('symbols'), this.symbol, (each) => each.text('symbol') === this.market);
    if (row.text('status') !== 'TRADING') this.logger.warn(`${this.market} is not open for trading`);
    return readInstrument(row, this.symbol);
  }

  /** Candles whose start is in [from, to], in Unix seconds. */
  private async fetchCandles(from: number, to: number): Promise<Candle[]> {
    const answer = await this.rest.get(
      '/api/v3/klines',
      {
        symbol: this.market,
        interval: this.interval,
        startTime: from * 1000,
        endTime: to * 1000,
        limit: 1000,
      },
      { weight: 2 },
    );
    return readCandle.page(answer);
  }

  /** A failure of the kind 'order-not-found' where the venue knows no such order. */
  private async fetchOrder(order: Order): Promise<OrderReport> {
    const answer = await this.rest.get(
      '/api/v3/order',
      { symbol: this.market, origClientOrderId: knownId(order.clientOrderId) },
      { signed: true, weight: 4 },
    );
    return readOrder(answer);
  }

  private async fetchOpenOrders(): Promise<Answer[]> {
    const answer = await this.rest.get(
      '/api/v3/openOrders',
      { symbol: this.market },
      { signed: true, weight: 6 },
    );
    return answer.list();
  }

  /** All fills of the order so far, with their fees. */
  private async fetchFills(order: Order): Promise<Fill[]> {
    const rows = await allRows(
      (cursor) =>
        this.rest.get(
          '/api/v3/myTrades',
          { symbol: this.market, orderId: knownId(order.orderId), fromId: cursor, limit: 1000 },
          { signed: true, weight: 5 },
        ),
      { rows: '', last: 'id', plus: 1, limit: 1000, first: '0' },
    );
    return rows.map(readTrade);
  }

  private async fetchBalances(): Promise<Record<string, AssetBalance>> {
    const answer = await this.rest.get(
      '/api/v3/account',
      { omitZeroBalances: 'true' },
      { signed: true, weight: 20 },
    );
    return readBalances(answer);
  }

  private async fetchFees(): Promise<[maker: number, taker: number]> {
    const answer = await this.rest.get(
      '/api/v3/account/commission',
      { symbol: this.market },
      { signed: true, weight: 20 },
    );
    return readFees(answer);
  }
}
