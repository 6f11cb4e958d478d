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
  StreamToken,
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
  STREAM_INTERVALS,
  bingxFailure,
  foreignOrder,
  readCandle,
  readEvent,
  readFees,
  readInstrument,
  readOpenOrder,
  readOrder,
  readStreamCandle,
  readTrade,
} from './answers.js';
import { readBalances } from './wallet.js';

/** What `config:` takes for BingX, besides the keys every exchange has. */
export interface Config extends ExchangeConfig {
  readonly api_key: string;
  readonly api_secret: string;
  readonly interval?: (typeof INTERVALS)[number];
}

/** BingX. Venue documentation: https://bingx-api.github.io/docs/#/en-us/spot/introduce */
export class Exchange extends BaseExchange<Config> {
  private readonly market = `${this.symbol.base}-${this.symbol.quote}`;
  private readonly interval = this.config.interval ?? '1m';
  private instrument = Instrument.unknown;
  private readonly fees = new FeeCache({ clock: this.clock, lifetime: '1h', fetch: () => this.fetchFees() });

  private readonly signer = requestSigner({
    stamp: 'ms',
    params: ({ stamp }) => ({ recvWindow: '5000', timestamp: stamp }),
    payload: ({ query }) => query,
    hash: 'sha256',
    key: { text: this.config.api_secret },
    encoding: 'hex',
    place: ({ signature }) => ({ headers: { 'X-BX-APIKEY': this.config.api_key }, params: { signature } }),
  });

  private readonly rest = new RestClient({
    baseUrl: this.host('rest', 'https://open-api.bingx.com'),
    environment: this.environment,
    limits: [{ capacity: 10, per: '1s' }],
    receiveWindow: '5s',
    sign: this.signer,
    failure: bingxFailure,
  });

  private readonly candles = new CandleStream({
    url: this.host('stream', 'wss://open-api-ws.bingx.com/market'),
    environment: this.environment,
    interval: this.interval,
    now: () => this.rest.serverTime(),
    subscribe: () => ({
      id: crypto.randomUUID(),
      reqType: 'sub',
      dataType: `${this.market}@kline_${STREAM_INTERVALS[this.interval]}`,
    }),
    unsubscribe: () => ({
      id: crypto.randomUUID(),
      reqType: 'unsub',
      dataType: `${this.market}@kline_${STREAM_INTERVALS[this.interval]}`,
    }),
    refused: (frame) => (frame.matches({ code: '100400' }) ? frame.text('msg') : undefined),
    read: (frame) =>
      frame.matches({ dataType: `${this.market}@kline_${STREAM_INTERVALS[this.interval]}` })
        ? [{ candle: readStreamCandle(frame.at('data.K')) }]
        : [],
    keepAlive: { kind: 'text-answer', receive: 'Ping', send: 'Pong' },
    silenceAfter: '20s',
    compression: 'gzip',
    history: (from, to) => this.fetchCandles(from, to),
  });

  private readonly streamToken = new StreamToken({
    environment: this.environment,
    lifetime: '60m',
    renewEvery: '30m',
    create: () => this.fetchPrivateStreamToken(),
    renew: (token) => this.renewStreamToken(token),
    release: (token) => this.releaseStreamToken(token),
  });

  private readonly orders = new OrderTracker({
    environment: this.environment,
    state: this.state,
    clientId: { charset: 'A-Za-z0-9', length: 36 },
    instrument: () => this.instrument,
    lookUp: (order) => this.fetchOrder(order),
    openOrders: async () => (await this.fetchOpenOrders()).map(readOpenOrder),
    fills: (order) => this.fetchFills(order),
    events: new PrivateStream({
      url: async () =>
        `${this.host('stream', 'wss://open-api-ws.bingx.com/market')}?listenKey=${encodeURIComponent(await this.streamToken.current())}`,
      environment: this.environment,
      subscribe: () => ({ id: crypto.randomUUID(), reqType: 'sub', dataType: 'spot.executionReport' }),
      refused: (frame) => (frame.matches({ code: '100400' }) ? frame.text('msg') : undefined),
      read: (frame) =>
        frame.matches({ dataType: 'spot.executionReport' }) ? [readEvent(frame.at('data'))] : [],
      token: this.streamToken,
      keepAlive: { kind: 'text-answer', receive: 'Ping', send: 'Pong' },
      silenceAfter: '20s',
      compression: 'gzip',
    }),
  });

  override validateConfig(): void {
    this.checkConfig({ api_key: 'secret', api_secret: 'secret', interval: { optional: INTERVALS } });
  }

  /** Measures the clock, learns the market's rules, proves the credentials, takes up the last run's orders. */
  override async connect(): Promise<void> {
    if (this.isConnected) return;
    try {
      await this.rest.syncClock('/openApi/spot/v1/server/time', (answer) => answer.number('data.serverTime'));
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
    // The last request of all: what was under way is settled.
    await this.streamToken.release();
    await this.rest.close();
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
    const isMarket = !isLimit;
    const isBuy = order.orderSide === OrderSide.BUY;
    const isSell = !isBuy;
    await this.orders.place(order, async (clientOrderId, withdrawn) => {
      const quoteSize = isMarket && isBuy ? await this.costOf(order) : undefined;
      const answer = await this.rest.post(
        '/openApi/spot/v1/trade/order',
        {
          symbol: this.market,
          side: order.orderSide,
          type: order.orderType,
          quantity: isLimit
            ? this.instrument.size(order.size, order.orderType)
            : isMarket && isSell
              ? this.instrument.size(order.size, order.orderType)
              : undefined,
          quoteOrderQty: isMarket && isBuy ? quoteSize : undefined,
          price: isLimit ? this.instrument.price(order.price, order.orderSide) : undefined,
          newClientOrderId: clientOrderId,
        },
        { signed: true, encode: 'query', withdrawn },
      );
      return { orderId: answer.text('data.orderId'), status: OrderStatus.PENDING };
    });
  }

  override async cancelOrder(order: Order): Promise<void> {
    this.assertConnected();
    await this.orders.cancel(order, async () => {
      await this.rest.post(
        '/openApi/spot/v1/trade/cancel',
        { symbol: this.market, orderId: knownId(order.orderId) },
        { signed: true, encode: 'query' },
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
    return rows.map((row) => this.orders.listed(readOpenOrder(row), () => foreignOrder(row, this.symbol)));
  }

  private async fetchInstrument(): Promise<Instrument> {
    const answer = await this.rest.get('/openApi/spot/v1/common/symbols', { symbol: this.market });
    const row = marketRow(
      answer.list('data.symbols'),
      this.symbol,
      (each) => each.text('symbol') === this.market,
    );
    if (row.text('status') !== '1') this.logger.warn(`${this.market} is not open for trading`);
    return readInstrument(row, this.symbol);
  }

  /** Candles whose start is in [from, to], in Unix seconds. */
  private async fetchCandles(from: number, to: number): Promise<Candle[]> {
    const answer = await this.rest.get('/openApi/spot/v2/market/kline', {
      symbol: this.market,
      interval: this.interval,
      startTime: from * 1000,
      endTime: to * 1000,
      limit: 1440,
    });
    return readCandle.page(answer.at('data'));
  }

  /** What the order's size costs at the last price: the venue takes market buys by their cost. */
  private async costOf(order: Order): Promise<string> {
    return this.instrument.price(order.size.times(await this.candles.lastPrice()), OrderSide.BUY);
  }

  /** A failure of the kind 'order-not-found' where the venue knows no such order. */
  private async fetchOrder(order: Order): Promise<OrderReport> {
    const answer = await this.rest.get(
      '/openApi/spot/v1/trade/query',
      { symbol: this.market, clientOrderID: knownId(order.clientOrderId) },
      { signed: true },
    );
    return readOrder(answer.at('data'));
  }

  private async fetchOpenOrders(): Promise<Answer[]> {
    const answer = await this.rest.get(
      '/openApi/spot/v1/trade/openOrders',
      { symbol: this.market },
      { signed: true },
    );
    return answer.list('data.orders');
  }

  /** All fills of the order so far, with their fees. */
  private async fetchFills(order: Order): Promise<Fill[]> {
    const answer = await this.rest.get(
      '/openApi/spot/v1/trade/myTrades',
      { symbol: this.market, orderId: knownId(order.orderId) },
      { signed: true },
    );
    return answer.list('data.fills').map(readTrade);
  }

  private async fetchBalances(): Promise<Record<string, AssetBalance>> {
    const answer = await this.rest.get('/openApi/spot/v1/account/balance', {}, { signed: true });
    return readBalances(answer);
  }

  private async fetchFees(): Promise<[maker: number, taker: number]> {
    const answer = await this.rest.get(
      '/openApi/spot/v1/user/commissionRate',
      { symbol: this.market },
      { signed: true },
    );
    return readFees(answer);
  }

  /** Opens the private stream. */
  private async fetchPrivateStreamToken(): Promise<string> {
    const answer = await this.rest.post(
      '/openApi/user/auth/userDataStream',
      {},
      { signed: true, encode: 'query', lane: 'market' },
    );
    return answer.text('listenKey');
  }

  /** Lets the token live on. */
  private async renewStreamToken(token: string): Promise<void> {
    await this.rest.put(
      '/openApi/user/auth/userDataStream',
      { listenKey: token },
      { signed: true, encode: 'query', lane: 'market', mayBeEmpty: true },
    );
  }

  /** Ends the token before its time. */
  private async releaseStreamToken(token: string): Promise<void> {
    await this.rest.delete(
      '/openApi/user/auth/userDataStream',
      { listenKey: token },
      { signed: true, lane: 'market', mayBeEmpty: true },
    );
  }
}
