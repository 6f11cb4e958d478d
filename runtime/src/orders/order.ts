import { systemClock, type Clock } from '../clock.js';
import { decimalFrom, decimalText, ZERO, type Decimal, type DecimalInput } from '../decimal.js';
import { defaultLogger, type Logger } from '../logging/logger.js';
import { Execution } from './execution.js';
import type { OrderSide, OrderType } from './order-constants.js';
import { OrderStatus } from './order-constants.js';
import type { Fill, OrderReport } from './order-report.js';
import { isOpenStatus, nextStatus } from './transitions.js';

export interface OrderFields {
  /** `BTC/USDT`. */
  readonly symbol: string;
  readonly orderType: OrderType;
  readonly orderSide: OrderSide;
  /** In the base asset, for market buys too. */
  readonly size: DecimalInput;
  /** In the quote asset; limit orders only. */
  readonly price?: DecimalInput | undefined;
  /** Given by the connector when the order is placed, unless it has one. */
  readonly clientOrderId?: string | undefined;
}

export type OrderStatusListener = (order: Order, previous: OrderStatus) => void;

/** One step of an order's life; `at` in milliseconds since 1970. */
export interface TrailEntry {
  readonly status: OrderStatus;
  readonly at: number;
}

/**
 * An order and what became of it. The constructor takes what it is given (a size that is no number is
 * kept as NaN): `validateOrder` says what is wrong when the order is submitted.
 */
export class Order {
  readonly symbol: string;
  readonly orderType: OrderType;
  readonly orderSide: OrderSide;
  readonly size: Decimal;
  readonly price: Decimal | undefined;
  clientOrderId: string | undefined;
  private current: OrderStatus = OrderStatus.PENDING;
  private venueId: string | undefined;
  private why: string | undefined;
  private readonly execution = new Execution();
  private readonly steps: TrailEntry[];
  private readonly listeners = new Set<OrderStatusListener>();
  private readonly untold: OrderStatus[] = [];
  private telling = false;
  private clock: Clock = systemClock;
  private logger: Logger = defaultLogger;
  private sentAt: number | undefined;

  constructor(fields: OrderFields) {
    this.symbol = fields.symbol;
    this.orderType = fields.orderType;
    this.orderSide = fields.orderSide;
    this.size = decimalFrom(fields.size);
    this.price = fields.price === undefined || fields.price === null ? undefined : decimalFrom(fields.price);
    this.clientOrderId = fields.clientOrderId;
    this.steps = [{ status: this.current, at: this.clock.now() }];
  }

  get status(): OrderStatus {
    return this.current;
  }

  /** Follows the table of legal transitions: what it does not allow (COMPLETED → PENDING) changes nothing. */
  set status(told: OrderStatus) {
    this.enter(nextStatus(this.current, told));
  }

  /** The venue's id, always as text. */
  get orderId(): string | undefined {
    return this.venueId;
  }

  /** Why it was rejected or cancelled, in the venue's words. */
  get reason(): string | undefined {
    return this.why;
  }

  get isOpen(): boolean {
    return isOpenStatus(this.current);
  }

  get filledSize(): Decimal {
    return this.execution.size;
  }

  /** In the quote asset per base; undefined while nothing is filled. */
  get averagePrice(): Decimal | undefined {
    return this.execution.averagePrice;
  }

  /** What was paid so far, by asset; negative for a rebate. */
  get fees(): ReadonlyMap<string, Decimal> {
    return this.execution.fees;
  }

  get fills(): readonly Fill[] {
    return this.execution.fills;
  }

  get trail(): readonly TrailEntry[] {
    return this.steps;
  }

  /** When it was submitted, in milliseconds since 1970; undefined where that is not known: it was placed elsewhere. */
  get submittedAt(): number | undefined {
    return this.sentAt;
  }

  /** Calls back once for each change of status, in order. Returns what ends it. */
  onStatus(listener: OrderStatusListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Takes over what the venue says. What is already known, older than what is known, or told of an order with another
   * id of the venue, changes nothing. Returns whether anything changed.
   */
  apply(report: OrderReport): boolean {
    const isNewId = report.orderId !== undefined && report.orderId !== '' && report.orderId !== this.venueId;
    if (isNewId && this.venueId !== undefined) return false;
    if (isNewId) this.venueId = report.orderId;
    const filled = this.execution.take(report, report.status === OrderStatus.COMPLETED ? this.size : ZERO);
    const isFill = this.filledSize.greaterThan(0);
    const told =
      report.status === OrderStatus.PENDING && isFill ? OrderStatus.PARTIALLY_FILLED : report.status;
    const next = nextStatus(this.current, told);
    const isNewReason =
      report.reason !== undefined && report.reason !== '' && next === told && this.why !== report.reason;
    if (isNewReason) this.why = report.reason;
    return this.enter(next) || filled || isNewId || isNewReason;
  }

  /** The clock and logger of the exchange that took the order: the trail is kept in its time. */
  bind(environment: { readonly clock: Clock; readonly logger: Logger }, submittedAt?: number): void {
    this.clock = environment.clock;
    this.logger = environment.logger;
    this.sentAt ??= submittedAt;
    if (this.steps.length === 1) this.steps[0] = { status: this.current, at: this.clock.now() };
  }

  toString(): string {
    const price = this.price === undefined ? '' : ` @ ${decimalText(this.price)}`;
    const id = this.orderId ?? this.clientOrderId;
    const { orderSide, orderType, symbol, status } = this;
    return `${orderSide} ${decimalText(this.size)} ${symbol} ${orderType}${price} ${status}${id === undefined ? '' : ` (${id})`}`;
  }

  toJSON(): Record<string, unknown> {
    const { symbol, orderType, orderSide, status, clientOrderId, orderId, reason, averagePrice } = this;
    return {
      symbol,
      orderType,
      orderSide,
      size: decimalText(this.size),
      price: this.price === undefined ? undefined : decimalText(this.price),
      status,
      filledSize: decimalText(this.filledSize),
      averagePrice: averagePrice === undefined ? undefined : decimalText(averagePrice),
      fees: Object.fromEntries([...this.fees].map(([asset, fee]) => [asset, decimalText(fee)])),
      clientOrderId,
      orderId,
      reason,
    };
  }

  private enter(next: OrderStatus): boolean {
    if (next === this.current) return false;
    const previous = this.current;
    this.current = next;
    this.steps.push({ status: next, at: this.clock.now() });
    this.untold.push(previous);
    this.tell();
    return true;
  }

  /** A listener that changes the order makes a change of its own, told to all after this one. */
  private tell(): void {
    if (this.telling) return;
    this.telling = true;
    for (let previous = this.untold.shift(); previous !== undefined; previous = this.untold.shift()) {
      for (const listener of this.listeners) this.callListener(listener, previous);
    }
    this.telling = false;
  }

  private callListener(listener: OrderStatusListener, previous: OrderStatus): void {
    try {
      listener(this, previous);
    } catch (error) {
      this.logger.error({ err: error, order: this.toString() }, 'an order status listener threw');
    }
  }
}
