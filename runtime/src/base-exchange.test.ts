import { describe, expect, it } from 'vitest';
import { BaseExchange, type ExchangeConfig } from './base-exchange.js';
import { AssetBalance } from './data/asset-balance.js';
import {
  ConfigValidationException,
  InvalidOrderSubmissionException,
  NotConnectedException,
  NotSupportedException,
} from './exceptions.js';
import { OrderSide, OrderType } from './orders/order-constants.js';
import { Order } from './orders/order.js';
import { SimpleState } from './state/simple-state.js';
import { testEnvironment } from './test-support/test-environment.js';

class Exchange extends BaseExchange {
  // Relies on the configuration and the symbol at field initialisation, as connectors do.
  readonly market = `${this.symbol.base}${this.symbol.quote}`;
  readonly address = this.host('rest', 'https://api.venue.com');

  override validateConfig(): void {
    this.checkConfig({ api_key: 'secret', mode: ['fast', 'slow'], depth: 'number?', dry: 'flag?' });
  }
  override async connect(): Promise<void> {
    this.isConnected = true;
  }
  override async disconnect(): Promise<void> {
    this.isConnected = false;
  }
  override async subscribeToCandles(): Promise<void> {
    this.assertConnected();
  }
  override async submitOrder(order: Order): Promise<void> {
    this.assertOrder(order);
  }
  override async cancelOrder(): Promise<void> {}
  override async getWalletBalance(): Promise<Record<string, AssetBalance>> {
    this.logger.info({ key: this.config['api_key'] }, `using ${String(this.config['api_key'])}`);
    return { BTC: new AssetBalance({ free: 1.5, locked: '0.5' }) };
  }
  override async getFees(): Promise<[maker: number, taker: number]> {
    return [0.001, 0.002];
  }
}

const good: ExchangeConfig = { symbol: 'btc/usdt', api_key: 'my-api-key', mode: 'fast' };

describe('BaseExchange', () => {
  it('has a valid configuration and symbol before the fields of the connector', () => {
    const exchange = new Exchange({ ...good, rest_url: 'http://127.0.0.1:9' });
    expect([exchange.market, exchange.address, exchange.isConnected]).toEqual([
      'BTCUSDT',
      'http://127.0.0.1:9',
      false,
    ]);
    expect(new Exchange({ ...good, symbol: { base: 'ETH', quote: 'EUR' } }).market).toBe('ETHEUR');
  });

  it('copies the configuration and changes nothing of it', () => {
    const config = { ...good, symbol: { base: 'BTC', quote: 'USDT' } };
    const before = structuredClone(config);
    const exchange = new Exchange(config);
    config.symbol.base = 'ETH';
    expect(exchange.market).toBe('BTCUSDT');
    expect(before.symbol.base).toBe('BTC');
  });

  it('tells every fault of the configuration at once, and shows no credential', () => {
    const message = messageOf(
      () =>
        new Exchange({
          symbol: 'BTCUSDT',
          api_kee: 'my-api-key',
          mode: 'other',
          depth: '3',
          dry: 'x',
          interval: 'often',
          rest_url: 'notaurl',
          plot_data_max_len: -3,
        }),
    );
    expect(message).toBe(
      'the configuration is not usable: symbol: give it as "BTC/USDT" or { base: "BTC", quote: "USDT" }; ' +
        'interval: give it like 1m, 4h or 1d; rest_url: must be an address that begins with https:// or http://; ' +
        'plot_data_max_len: must be a whole number, 1 or more; api_key: is missing; mode: must be one of fast, slow; ' +
        'depth: must be a number; dry: must be true or false; api_kee: is not known, do you mean api_key?',
    );
  });

  it.each([
    [{ api_key: 12_345_678 }, 'api_key: must be a text (put it in quotes)'],
    [{ api_key: ' ' }, 'api_key: is empty'],
    [{ api_key: '${MY_KEY}' }, 'api_key: the environment variable MY_KEY is not filled in'],
    [{ symbol: '' }, 'symbol: is missing'],
    [{ symbol: '${PAIR}' }, 'symbol: the environment variable PAIR is not filled in'],
    [{ rest_url: 'ftp://x' }, 'rest_url: must be an address that begins with https:// or http://'],
    [{ stream_url: 'http://x' }, 'stream_url: must be an address that begins with wss:// or ws://'],
    [{ private_stream_url: 'x' }, 'private_stream_url: must be an address that begins with wss:// or ws://'],
    [{ rest_url: '' }, 'rest_url: is empty'],
    [{ rest_url: '${HOST}' }, 'rest_url: the environment variable HOST is not filled in'],
    [{ plot_data_max_len: 1.5 }, 'plot_data_max_len: must be a whole number, 1 or more'],
    [{ plot_data_max_len: 0 }, 'plot_data_max_len: must be a whole number, 1 or more'],
    [{ sybmol: 'x' }, 'sybmol: is not known, do you mean symbol?'],
  ])('tells %j', (change, fault) => {
    const message = messageOf(() => new Exchange({ ...good, ...change }));
    expect(message).toContain(fault);
    expect(message).not.toContain('12345678');
  });

  it.each([null, undefined, [], 'BTC/USDT', 5])('tells that %j is no configuration', (config) => {
    expect(messageOf(() => Reflect.construct(Exchange, [config]))).toMatch(/^config: must be a mapping/);
  });

  it('tells which keys hold code', () => {
    const config = { ...good, api_key: () => 'k', extra: { deep: [Symbol('s')] } };
    expect(messageOf(() => Reflect.construct(Exchange, [config]))).toBe(
      'the configuration is not usable: api_key: must be plain data, not code; extra: must be plain data, not code',
    );
  });

  it('takes the addresses of a venue', () => {
    const addresses = {
      rest_url: 'https://a.example/v1',
      stream_url: 'wss://b.example',
      private_stream_url: 'ws://[::1]:8',
    };
    expect(new Exchange({ ...good, ...addresses, plot_data_max_len: 1 }).market).toBe('BTCUSDT');
  });

  it('logs no credential', async () => {
    const environment = testEnvironment();
    await new Exchange(good, undefined, environment).getWalletBalance();
    expect(environment.lines.join('')).toContain('using [redacted]');
    expect(environment.lines.join('')).not.toContain('my-api-key');
  });

  it('says what is wrong with an order, and that it is not connected', async () => {
    const exchange = new Exchange(good);
    await expect(exchange.submitOrder(orderWith({}))).rejects.toThrow(NotConnectedException);
    await expect(exchange.subscribeToCandles()).rejects.toThrow(NotConnectedException);
    await exchange.connect();
    await exchange.submitOrder(orderWith({}));
    await exchange.submitOrder(orderWith({ orderType: OrderType.MARKET, price: undefined }));
    for (const [field, change] of [
      ['size', { size: NaN }],
      ['size', { size: Infinity }],
      ['size', { size: 0 }],
      ['size', { size: '-1' }],
      ['size', { size: 'x' }],
      ['price', { price: undefined }],
      ['price', { price: '0' }],
      ['price', { price: '' }],
      ['price', { orderType: OrderType.MARKET }],
      ['symbol', { symbol: 'ETH/USDT' }],
    ] as const) {
      const failure = await exchange.submitOrder(orderWith(change)).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(InvalidOrderSubmissionException);
      expect(failure).toMatchObject({ field });
    }
  });

  it('has working defaults', async () => {
    const state = new SimpleState();
    const exchange = new Exchange({ ...good, plot_data_max_len: 3 }, state);
    expect(exchange.getState()).toBe(state);
    expect(exchange.isBackTrading()).toBe(false);
    for (let time = 0; time < 10; time++)
      exchange.getPlotData().addDataPoint({ topic: 'Close', dataPoint: [time, time] });
    expect(exchange.getPlotData().points('Close')).toEqual([
      [7, 7],
      [8, 8],
      [9, 9],
    ]);
    await expect(exchange.getOpenOrders()).rejects.toThrow(NotSupportedException);
    await expect(exchange.getOrder('1')).rejects.toThrow(NotSupportedException);
    await exchange.unsubscribeFromCandles();
    expect((await exchange.getWalletBalance())['BTC']?.total.toString()).toBe('2');
  });
});

function orderWith(change: Partial<ConstructorParameters<typeof Order>[0]>): Order {
  return new Order({
    symbol: 'BTC/USDT',
    orderType: OrderType.LIMIT,
    orderSide: OrderSide.BUY,
    size: 1,
    price: 5,
    ...change,
  });
}

function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigValidationException) return error.message;
    throw error;
  }
  throw new Error('did not throw');
}
