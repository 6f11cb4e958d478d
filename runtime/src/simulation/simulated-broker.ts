import type { AssetBalance } from '../data/asset-balance.js';
import type { Candle } from '../data/candle.js';
import { Decimal, ZERO } from '../decimal.js';
import {
  InsufficientBalanceException,
  InvalidOrderSubmissionException,
  OrderNotFoundException,
} from '../exceptions.js';
import { OrderStatus, type OrderSide } from '../orders/order-constants.js';
import type { Order } from '../orders/order.js';
import { plotClose, plotOrder } from '../plot/exchange-plot.js';
import { validateOrder } from '../orders/validate-order.js';
import type { SimpleState } from '../state/simple-state.js';
import { readAccount, writeAccount } from './account-record.js';
import { readBrokerRules, type BrokerRules, type SimulatedBrokerOptions } from './broker-options.js';
import { crosses, limitFillPrice, slippedPrice, wholeSteps, type Liquidity } from './market-rules.js';
import { OrderAccount } from './order-account.js';
import { restingOrder, type RestingOrder } from './resting-order.js';

/** One line of the execution log; never changed once written. */
export interface SimulatedExecution {
  /** The fill's number, from 1. */
  readonly id: string;
  readonly orderId: string;
  /** The start of the candle that filled it, Unix seconds. */
  readonly timestamp: number;
  readonly side: OrderSide;
  readonly price: Decimal;
  /** In the base asset. */
  readonly size: Decimal;
  /** In the quote asset; negative for a rebate. */
  readonly fee: Decimal;
  readonly liquidity: Liquidity;
}

/**
 * A venue of one market and one account, in memory: orders fill against candles, the wallet keeps exact account.
 *
 * - An order is matched with the candles after it, in the order of submission. A strategy that is called with
 *   a candle after the broker can therefore use nothing it could not know.
 * - A market order fills at the next candle's open, worse by the slippage, or at the last close (`timing`).
 *   A market buy locks what the last close asks for; where the price has risen beyond the wallet, it fills as far
 *   as the money goes and the rest is cancelled.
 * - A limit order fills when a candle reaches it (`limitFillPrice`), for at most `volumeShare` of the candle's
 *   volume; what is left stays open.
 * - The fee is charged in the quote asset. Market orders are takers. A limit order is a taker where it crosses
 *   the market as it arrives (the last close, or the open of the first candle it sees), else a maker.
 */
export class SimulatedBroker {
  private readonly options: SimulatedBrokerOptions;
  private readonly rules: BrokerRules;
  private readonly account: OrderAccount;
  private readonly orders = new Map<string, Order>();
  private readonly resting = new Map<Order, RestingOrder>();
  private readonly log: SimulatedExecution[] = [];
  private keep: () => void = () => undefined;
  private submitted = 0;
  private filled = 0;
  private candle: Candle | undefined;
  /** Base that was filled out of the current candle's volume. */
  private taken: Decimal = ZERO;

  /** @throws ConfigValidationException */
  constructor(options: SimulatedBrokerOptions) {
    this.options = options;
    this.rules = readBrokerRules(options);
    this.account = new OrderAccount(options.symbol, options.instrument, this.rules.balances);
  }

  /**
   * Goes on with the account (wallet and open orders) that the state has under the key, and keeps it there from now
   * on. One that cannot be read is logged and begins anew.
   */
  keepIn(state: SimpleState, key: string): void {
    const value = state.get(key);
    const record = value === undefined ? undefined : readAccount(value);
    if (record !== undefined) {
      this.account.restore(record.holdings);
      this.submitted = record.submitted;
      this.filled = record.filled;
      for (const entry of record.resting) this.takeUp(entry);
    } else if (value !== undefined) {
      this.options.logger.error({ key }, 'the simulated account in the state is damaged; it begins anew');
    }
    this.keep = () => {
      const { submitted, filled } = this;
      const resting = [...this.resting.values()];
      state.set(key, writeAccount({ holdings: this.account.holdings, resting, submitted, filled }));
    };
  }

  /** Every fill of this run so far, oldest first. */
  get executions(): readonly SimulatedExecution[] {
    return this.log;
  }

  /** In the order of submission. */
  get openOrders(): Order[] {
    return [...this.resting.keys()];
  }

  order(orderId: string): Order | undefined {
    return this.orders.get(orderId);
  }

  balances(): Record<string, AssetBalance> {
    return this.account.balances();
  }

  /** As fractions. */
  fees(): [maker: number, taker: number] {
    return [this.rules.maker.toNumber(), this.rules.taker.toNumber()];
  }

  /**
   * Takes the order, and fills it at once where the rules say so.
   *
   * @throws InvalidOrderSubmissionException; the order is left as it is
   * @throws InsufficientBalanceException; the order is REJECTED
   */
  submit(order: Order): void {
    const { symbol, instrument, timing } = this.options;
    validateOrder(order, { symbol, instrument });
    if (order.orderId !== undefined || !order.isOpen) {
      throw new InvalidOrderSubmissionException('order', 'was submitted before: make a new one');
    }
    const entry = this.accept(order);
    const { candle } = this;
    if (timing === 'last-close' && candle !== undefined) this.fillAtOnce(entry, candle);
    this.keep();
  }

  /**
   * Ends an open order; one that has ended stays as it is.
   *
   * @throws OrderNotFoundException
   */
  cancel(order: Order): void {
    if (order.orderId === undefined || this.orders.get(order.orderId) !== order) {
      throw new OrderNotFoundException(`there is no such order here: ${order.toString()}`);
    }
    const entry = this.resting.get(order);
    if (entry === undefined) return;
    this.end(entry);
    this.keep();
  }

  /** Matches the open orders with a candle; candles come in ascending order. */
  onCandle(candle: Candle): void {
    this.candle = candle;
    this.taken = ZERO;
    plotClose(this.options.plot, candle);
    if (this.resting.size === 0) return;
    // What a listener submits while this candle fills is for the next one.
    const entries = Array.from(this.resting.values());
    for (const entry of entries) {
      if (this.resting.has(entry.order)) this.match(entry, candle);
    }
    this.keep();
  }

  private takeUp(entry: RestingOrder): void {
    const { order } = entry;
    order.bind(this.options);
    plotOrder(this.options.plot, order, false);
    this.orders.set(order.orderId ?? '', order);
    this.resting.set(order, entry);
  }

  private accept(order: Order): RestingOrder {
    const entry = restingOrder(order, { ...this.options, close: this.candle?.close }, this.rules);
    order.bind(this.options);
    plotOrder(this.options.plot, order);
    try {
      this.account.open(entry);
    } catch (error) {
      if (error instanceof InsufficientBalanceException) {
        order.apply({ status: OrderStatus.REJECTED, reason: error.message });
      }
      throw error;
    }
    this.submitted += 1;
    const orderId = String(this.submitted);
    this.orders.set(orderId, order);
    this.resting.set(order, entry);
    order.apply({ orderId, status: OrderStatus.PENDING });
    return entry;
  }

  private fillAtOnce(entry: RestingOrder, candle: Candle): void {
    const { order, limit } = entry;
    const { close } = candle;
    entry.isNew = false;
    if (limit === undefined) this.fill(entry, candle, this.marketPrice(order, close), 'taker');
    else if (crosses(close, order.orderSide, limit)) this.fill(entry, candle, new Decimal(close), 'taker');
  }

  private match(entry: RestingOrder, candle: Candle): void {
    const { order, limit, isNew } = entry;
    entry.isNew = false;
    if (limit === undefined) {
      const price = this.options.timing === 'last-close' ? candle.close : candle.open;
      return this.fill(entry, candle, this.marketPrice(order, price), 'taker');
    }
    const price = limitFillPrice(candle, order.orderSide, limit);
    if (price === undefined) return;
    this.fill(
      entry,
      candle,
      price,
      isNew && crosses(candle.open, order.orderSide, limit) ? 'taker' : 'maker',
    );
  }

  private marketPrice(order: Order, price: number): Decimal {
    return slippedPrice(price, order.orderSide, this.rules.slippage, this.options.instrument);
  }

  /** Fills as much as volume and wallet allow. */
  private fill(entry: RestingOrder, candle: Candle, price: Decimal, liquidity: Liquidity): void {
    const rate = liquidity === 'maker' ? this.rules.maker : this.rules.taker;
    const wanted = this.withinVolume(entry.remaining, candle);
    const size = this.account.afford(entry, wanted, price.times(rate.plus(1)));
    const isShort = size.lessThan(wanted);
    if (size.greaterThan(0)) {
      const { timestamp } = candle;
      this.settle(entry, { timestamp, price, size, fee: price.times(size).times(rate), liquidity });
    }
    if (isShort && this.resting.has(entry.order)) this.end(entry, 'the wallet does not hold enough');
  }

  /** What the candle's volume leaves of the size. */
  private withinVolume(size: Decimal, candle: Candle): Decimal {
    const { volumeShare } = this.rules;
    if (volumeShare === undefined) return size;
    const left = volumeShare.times(candle.volume).minus(this.taken);
    return left.greaterThanOrEqualTo(size) ? size : Decimal.max(0, wholeSteps(left, this.options.instrument));
  }

  /** Moves the money, writes the log, then tells the order. */
  private settle(entry: RestingOrder, fill: Omit<SimulatedExecution, 'id' | 'orderId' | 'side'>): void {
    const { order } = entry;
    const { price, size, fee } = fill;
    this.account.settle(entry, fill);
    this.taken = this.taken.plus(size);
    this.filled += 1;
    const id = String(this.filled);
    this.log.push(Object.freeze({ id, orderId: order.orderId ?? '', side: order.orderSide, ...fill }));
    const isDone = entry.remaining.isZero();
    if (isDone) this.resting.delete(order);
    const status = isDone ? OrderStatus.COMPLETED : OrderStatus.PARTIALLY_FILLED;
    order.apply({ status, fills: [{ id, price, size, fee, feeAsset: this.options.symbol.quote }] });
  }

  private end(entry: RestingOrder, reason?: string): void {
    this.resting.delete(entry.order);
    this.account.close(entry);
    entry.order.apply({ status: OrderStatus.CANCELLED, reason });
  }
}
