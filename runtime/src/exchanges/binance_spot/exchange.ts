import {
  BaseExchange,
  CandleStream,
  ExchangeConnectionException,
  Instrument,
  Order,
  OrderNotFoundException,
  OrderSide,
  OrderStatus,
  OrderTracker,
  OrderType,
  PrivateStream,
  RestClient,
  VenueException,
  candleReader,
  failureReader,
  requestSigner,
  symbolText,
  type Answer,
  type AssetBalance,
  type Candle,
  type CandleListener,
  type ExchangeConfig,
  type Fill,
  type OrderReport,
} from 'ats-runtime';
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
  private fees: { readonly rates: readonly [maker: number, taker: number]; readonly at: number } | undefined;

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
      { capacity: 50, per: '10s', lane: 'orders', usedHeader: 'x-mbx-order-count-10s' },
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
    acknowledged: (frame) => frame.raw('result') === null,
    refused: (frame) => (frame.optionalText('error.code') === '2' ? frame.text('error.msg') : undefined),
    read: (frame) =>
      frame.optionalText('e') === 'kline' &&
      frame.optionalText('s') === this.market &&
      frame.optionalText('k.i') === this.interval
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
      acknowledged: (frame) => frame.optionalText('status') === '200',
      refused: (frame) => (frame.optionalText('status') === '400' ? frame.text('error.msg') : undefined),
      read: (frame) =>
        frame.optionalText('event.e') === 'executionReport' ? [readEvent(frame.at('event'))] : [],
      keepAlive: { kind: 'server-ping' },
      silenceAfter: '60s',
    }),
  });

  override validateConfig(): void {
    this.checkConfig({
      api_key: 'secret',
      api_secret: 'secret',
      interval: { optional: INTERVALS },
    });
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
    this.fees = undefined;
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
    await this.orders.place(order, async (clientOrderId) => {
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
        { signed: true, encode: 'form' },
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

  /** Asked for once an hour. */
  override async getFees(): Promise<[maker: number, taker: number]> {
    this.assertConnected();
    const now = this.clock.now();
    if (this.fees === undefined || now - this.fees.at >= FEES_LIFETIME_MS) {
      this.fees = { rates: await this.fetchFees(), at: now };
    }
    return [...this.fees.rates];
  }

  /** Of those placed here. */
  override getOrder(orderId: string): Promise<Order | undefined> {
    return Promise.resolve(this.orders.find(orderId));
  }

  /** Those placed elsewhere too. */
  override async getOpenOrders(): Promise<Order[]> {
    this.assertConnected();
    const rows = await this.fetchOpenOrders();
    return rows.map((row) => {
      const order = this.orders.find(row.text('orderId')) ?? this.foreignOrder(row);
      order.apply(readOpenOrder(row));
      return order;
    });
  }

  private async fetchInstrument(): Promise<Instrument> {
    const answer = await this.rest.get('/api/v3/exchangeInfo', { symbol: this.market }, { weight: 20 });
    const row = answer.list('symbols').find((each) => each.text('symbol') === this.market);
    if (row === undefined) {
      throw new ExchangeConnectionException(`${symbolText(this.symbol)} is not among the venue's markets`);
    }
    if (row.text('status') !== 'TRADING') this.logger.warn(`${this.market} is not open for trading`);
    return new Instrument({
      symbol: this.symbol,
      tickSize: row.decimal('filters[filterType=PRICE_FILTER].tickSize'),
      stepSize: row.decimal('filters[filterType=LOT_SIZE].stepSize'),
      minSize: row.optionalDecimal('filters[filterType=LOT_SIZE].minQty'),
      maxSize: row.optionalDecimal('filters[filterType=LOT_SIZE].maxQty'),
      minNotional: row.optionalDecimal('filters[filterType=NOTIONAL].minNotional'),
    });
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

  /** Undefined where the venue knows no such order. */
  private async fetchOrder(order: Order): Promise<OrderReport | undefined> {
    try {
      const answer = await this.rest.get(
        '/api/v3/order',
        { symbol: this.market, origClientOrderId: knownId(order.clientOrderId) },
        { signed: true, weight: 4 },
      );
      return readOrder(answer);
    } catch (error) {
      if (error instanceof VenueException && error.kind === 'order-not-found') return undefined;
      throw error;
    }
  }

  private async fetchOpenOrders(): Promise<Answer[]> {
    const answer = await this.rest.get(
      '/api/v3/openOrders',
      { symbol: this.market },
      { signed: true, weight: 6 },
    );
    return answer.list();
  }

  /** An order of this market that was not placed here. */
  private foreignOrder(row: Answer): Order {
    const isMarket = row.text('type') === 'MARKET';
    return new Order({
      symbol: symbolText(this.symbol),
      orderType: isMarket ? OrderType.MARKET : OrderType.LIMIT,
      orderSide: row.text('side') === 'BUY' ? OrderSide.BUY : OrderSide.SELL,
      size: row.decimal('origQty'),
      price: isMarket ? undefined : row.decimal('price'),
      clientOrderId: row.optionalText('clientOrderId'),
    });
  }

  /** All fills of the order so far, with their fees. */
  private async fetchFills(order: Order): Promise<Fill[]> {
    const answer = await this.rest.get(
      '/api/v3/myTrades',
      { symbol: this.market, orderId: knownId(order.orderId) },
      { signed: true, weight: 5 },
    );
    return answer.list().map(readTrade);
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
    return [
      answer
        .decimal('standardCommission.maker')
        .plus(answer.decimal('specialCommission.maker'))
        .plus(answer.decimal('taxCommission.maker'))
        .toNumber(),
      answer
        .decimal('standardCommission.taker')
        .plus(answer.decimal('specialCommission.taker'))
        .plus(answer.decimal('taxCommission.taker'))
        .toNumber(),
    ];
  }
}

const INTERVALS = [
  '1s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '1w',
] as const;

const FEES_LIFETIME_MS = 3_600_000;

const readCandle = candleReader({ timestamp: 0, open: 1, high: 2, low: 3, close: 4, volume: 5, unit: 'ms' });

const readStreamCandle = candleReader({
  timestamp: 't',
  open: 'o',
  high: 'h',
  low: 'l',
  close: 'c',
  volume: 'v',
  unit: 'ms',
});

const STATUSES: Readonly<Record<string, OrderStatus>> = {
  NEW: OrderStatus.PENDING,
  PENDING_NEW: OrderStatus.PENDING,
  PARTIALLY_FILLED: OrderStatus.PARTIALLY_FILLED,
  FILLED: OrderStatus.COMPLETED,
  CANCELED: OrderStatus.CANCELLED,
  EXPIRED: OrderStatus.CANCELLED,
  EXPIRED_IN_MATCH: OrderStatus.CANCELLED,
  REJECTED: OrderStatus.REJECTED,
};

function readOrder(row: Answer): OrderReport {
  return {
    orderId: row.text('orderId'),
    status: row.oneOf('status', STATUSES),
    filledSize: row.decimal('executedQty'),
    filledQuote: row.decimal('cummulativeQuoteQty'),
  };
}

function readOpenOrder(row: Answer): OrderReport {
  return { ...readOrder(row), clientOrderId: row.optionalText('clientOrderId') };
}

function readEvent(row: Answer): OrderReport {
  return {
    orderId: row.text('i'),
    status: row.oneOf('X', STATUSES),
    filledSize: row.decimal('z'),
    filledQuote: row.decimal('Z'),
    clientOrderId: row.optionalText('C') || row.optionalText('c'),
    fills: row.decimal('l').isZero() ? [] : [readEventFill(row)],
  };
}

function readFill(row: Answer): Fill {
  return {
    id: row.text('tradeId'),
    price: row.decimal('price'),
    size: row.decimal('qty'),
    fee: row.optionalDecimal('commission'),
    feeAsset: row.optionalText('commissionAsset'),
  };
}

function readTrade(row: Answer): Fill {
  return {
    id: row.text('id'),
    price: row.decimal('price'),
    size: row.decimal('qty'),
    fee: row.optionalDecimal('commission'),
    feeAsset: row.optionalText('commissionAsset'),
  };
}

function readEventFill(row: Answer): Fill {
  return {
    id: row.text('t'),
    price: row.decimal('L'),
    size: row.decimal('l'),
    fee: row.optionalDecimal('n'),
    feeAsset: row.optionalText('N'),
  };
}

/** Without the id the request would mean something else. */
function knownId(id: string | undefined): string {
  if (id === undefined) throw new OrderNotFoundException('the venue has given the order no id');
  return id;
}

const binanceSpotFailure = failureReader({
  code: 'code',
  message: 'msg',
  kinds: {
    '-2015': 'credentials',
    '-1022': 'credentials',
    '-1021': 'clock-skew',
    '-1121': 'unknown-symbol',
    '-1100': 'invalid-order',
    '-1102': 'invalid-order',
    '-1120': 'invalid-order',
    '-1117': 'invalid-order',
    '-1116': 'invalid-order',
    '-1115': 'invalid-order',
    '-1106': 'invalid-order',
    '-1104': 'invalid-order',
    '-1101': 'invalid-order',
    '-1131': 'other',
    '-1013': 'invalid-order',
    '-2010:immediately match': 'invalid-order',
    '-2010:Market is closed': 'invalid-order',
    '-2010:insufficient balance': 'insufficient-balance',
    '-2010:Duplicate order': 'duplicate-order',
    '-2011': 'order-not-found',
    '-2013': 'order-not-found',
    '-1003': 'rate-limit',
    '-1001': 'maintenance',
  },
});
