import { BaseExchange } from '../base-exchange.js';
import type { Clock } from '../clock.js';
import type { AssetBalance } from '../data/asset-balance.js';
import { symbolText } from '../data/market-symbol.js';
import type { DecimalInput } from '../decimal.js';
import type { Order } from '../orders/order.js';
import type { FillTiming } from './market-rules.js';
import { SimulatedBroker, type SimulatedExecution } from './simulated-broker.js';
import { configuredInstrument, DEFAULT_FEES, type SimulatedConfig } from './simulated-config.js';

/**
 * An exchange whose orders fill in a SimulatedBroker, wherever its candles come from. An account that trades on live
 * candles (`last-close`) goes on over a restart: its wallet and open orders are in the state under
 * `simulated_account:BTC/USDT`; remove that key to begin with the configured balances. A back-test begins anew.
 */
export abstract class SimulatedExchange<C extends SimulatedConfig> extends BaseExchange<C> {
  protected abstract readonly broker: SimulatedBroker;
  /** How often the account was used so far. */
  protected activity = 0;

  /** Every fill so far, oldest first. */
  get executions(): readonly SimulatedExecution[] {
    return this.broker.executions;
  }

  override async submitOrder(order: Order): Promise<void> {
    this.assertConnected();
    this.activity += 1;
    this.broker.submit(order);
  }

  override async cancelOrder(order: Order): Promise<void> {
    this.assertConnected();
    this.activity += 1;
    this.broker.cancel(order);
  }

  override async getWalletBalance(): Promise<Record<string, AssetBalance>> {
    this.assertConnected();
    this.activity += 1;
    return this.broker.balances();
  }

  override async getFees(): Promise<[maker: number, taker: number]> {
    this.assertConnected();
    this.activity += 1;
    return this.broker.fees();
  }

  override async getOrder(orderId: string): Promise<Order | undefined> {
    this.assertConnected();
    this.activity += 1;
    return this.broker.order(orderId);
  }

  override async getOpenOrders(): Promise<Order[]> {
    this.assertConnected();
    this.activity += 1;
    return this.broker.openOrders;
  }

  /** The broker that the configuration describes. */
  protected createBroker(timing: FillTiming, clock: Clock): SimulatedBroker {
    const { balances, fees, slippage, volume_share: volumeShare } = this.config;
    const broker = new SimulatedBroker({
      symbol: this.symbol,
      balances: balances ?? this.exampleBalances(),
      fees: fees ?? DEFAULT_FEES,
      instrument: configuredInstrument(this.symbol, this.config),
      slippage,
      volumeShare,
      timing,
      clock,
      logger: this.logger,
      plot: this.plotData,
    });
    if (timing === 'last-close') broker.keepIn(this.state, `simulated_account:${symbolText(this.symbol)}`);
    return broker;
  }

  /** The wallet of the contract's paper-trading example. */
  private exampleBalances(): Record<string, DecimalInput> {
    return { [this.symbol.base]: 10, [this.symbol.quote]: 100_000 };
  }
}
