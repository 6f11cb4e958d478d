import type { AssetBalance, Candle, ExchangeEnvironment, Order, PlotData, SimpleState } from 'ats-runtime';

/**
 * What the suite calls of a connector. Declared as a class and never defined: TypeScript compares the
 * parameters of a declared constructor both ways, so that a connector whose config type is narrower fits.
 */
export declare class Connector {
  isConnected: boolean;
  constructor(
    config: Readonly<Record<string, unknown>>,
    state?: SimpleState,
    environment?: Partial<ExchangeEnvironment>,
  );
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  subscribeToCandles(onCandle: (candle: Candle) => void): Promise<void>;
  unsubscribeFromCandles(): Promise<void>;
  submitOrder(order: Order): Promise<void>;
  cancelOrder(order: Order): Promise<void>;
  getWalletBalance(): Promise<Record<string, AssetBalance>>;
  getFees(): Promise<[maker: number, taker: number]>;
  getOrder(orderId: string): Promise<Order | undefined>;
  getOpenOrders(): Promise<Order[]>;
  getState(): SimpleState;
  getPlotData(): PlotData;
}

/** The class `Exchange` of a connector's folder. */
export type ExchangeClass = typeof Connector;
