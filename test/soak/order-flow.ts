import {
  AtsException,
  Order,
  OrderNotSubmittedException,
  OrderSide,
  OrderStatus,
  OrderType,
  sleep,
  type Clock,
} from 'ats-runtime';
import type { Connector } from '../../sandbox/conformance/connector.js';
import { isWithdrawn, type Discrepancy } from './compare.js';

export interface OrderFlowOptions {
  readonly exchange: Connector;
  readonly clock: Clock;
  readonly random: () => number;
  readonly symbol: string;
  /** The market's price now. */
  readonly price: () => number;
  readonly count: number;
  /** Called with each order before it is submitted. */
  readonly onOrder: (order: Order) => void;
}

/** What callers of the connector were told. */
export interface FlowOutcome {
  readonly submitted: number;
  readonly refused: number;
  /** Submits and cancels that ended without anybody knowing the outcome. */
  readonly unknown: number;
  readonly cancels: number;
  readonly broken: readonly Discrepancy[];
}

/** Several traders at once: each submits an order, lives with it for a while, may cancel it, and goes on to the next. */
export async function runOrders(options: OrderFlowOptions): Promise<FlowOutcome> {
  const flow = new OrderFlow(options);
  await Promise.all(Array.from({ length: TRADERS }, () => flow.trade()));
  return flow.outcome;
}

const TRADERS = 24;
const LONGEST_LIFE_MS = 15_000;

class OrderFlow {
  readonly outcome = { submitted: 0, refused: 0, unknown: 0, cancels: 0, broken: new Array<Discrepancy>() };
  readonly #options: OrderFlowOptions;
  #started = 0;

  constructor(options: OrderFlowOptions) {
    this.#options = options;
  }

  async trade(): Promise<void> {
    const { count, random, clock, onOrder } = this.#options;
    while (this.#started < count) {
      this.#started += 1;
      const order = this.#order();
      onOrder(order);
      const submitting = this.#submit(order);
      if (random() < 0.1) await Promise.all([submitting, this.#cancelAfter(order, random() * 400)]);
      await submitting;
      if (random() < 0.95) await this.#cancelAfter(order, random() * LONGEST_LIFE_MS);
      else await sleep(clock, random() * LONGEST_LIFE_MS);
    }
  }

  async #submit(order: Order): Promise<void> {
    try {
      await this.#options.exchange.submitOrder(order);
      this.outcome.submitted += 1;
      if (order.status === OrderStatus.REJECTED)
        this.#broke(order, 'the submit of a rejected order succeeded');
    } catch (error) {
      if (!(error instanceof AtsException)) return this.#broke(order, String(error));
      if (!(error instanceof OrderNotSubmittedException)) {
        this.outcome.unknown += 1;
        return;
      }
      this.outcome.refused += 1;
      if (order.status !== OrderStatus.REJECTED && !isWithdrawn(order))
        this.#broke(order, `the submit failed with ${error.message}`);
    }
  }

  async #cancelAfter(order: Order, ms: number): Promise<void> {
    await sleep(this.#options.clock, ms);
    if (order.orderId === undefined && !order.isOpen) return;
    this.outcome.cancels += 1;
    try {
      await this.#options.exchange.cancelOrder(order);
      if (order.isOpen) this.#broke(order, 'its cancellation succeeded, and it is open');
    } catch (error) {
      if (!(error instanceof AtsException)) return this.#broke(order, String(error));
      if (order.status !== OrderStatus.REJECTED) this.outcome.unknown += 1;
    }
  }

  #broke(order: Order, what: string): void {
    this.outcome.broken.push({ kind: 'wrong', what: `${order.toString()}: ${what}` });
  }

  #order(): Order {
    const { random, symbol, price } = this.#options;
    const orderSide = random() < 0.5 ? OrderSide.BUY : OrderSide.SELL;
    const size = (0.01 + random() * 0.04).toFixed(5);
    const kind = random();
    if (kind < 0.25) return new Order({ symbol, orderType: OrderType.MARKET, orderSide, size });
    const away = kind < 0.35 ? -CROSSING : RESTING * (1 + random() / 2);
    const factor = orderSide === OrderSide.BUY ? 1 - away : 1 + away;
    const limit = { symbol, orderType: OrderType.LIMIT, price: (price() * factor).toFixed(2) };
    if (kind > 0.97) return new Order({ ...limit, orderSide: OrderSide.BUY, size: UNAFFORDABLE });
    return new Order({ ...limit, orderSide, size });
  }
}

/** Further from the market than a calm one ever goes; and through the spread. Fractions of the price. */
const RESTING = 0.1;
const CROSSING = 0.01;
/** More than the account can pay for. */
const UNAFFORDABLE = '8000';
