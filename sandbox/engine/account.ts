import { OpenOrders } from './open-orders.js';
import { Ring } from './ring.js';
import type { Asset, Market } from './market.js';
import type { OrderRecord } from './order-record.js';
import type { TradeSideRecord } from './trade-record.js';

/** What an account has of one asset, in the asset's units. */
export interface Holding {
  readonly asset: Asset;
  free: bigint;
  locked: bigint;
}

/** An account in a market: what its orders there pay and receive. */
export interface Seat {
  readonly owner: Account;
  readonly market: Market;
  readonly base: Holding;
  readonly quote: Holding;
}

/** An account's holdings and its orders: all open ones, and a bounded history of closed ones and fills. */
export class Account {
  readonly name: string;
  /** Needs no balance: its `free` is its net position. */
  readonly house: boolean;
  readonly open = new OpenOrders();
  readonly closed: Ring<OrderRecord>;
  readonly fills: Ring<TradeSideRecord>;
  readonly holdings = new Map<string, Holding>();
  readonly #seats = new Map<Market, Seat>();
  readonly #byClientId = new Map<string, OrderRecord>();

  constructor(name: string, house: boolean, keepClosed: number) {
    this.name = name;
    this.house = house;
    this.closed = new Ring(keepClosed);
    this.fills = new Ring(keepClosed);
  }

  holding(asset: Asset): Holding {
    let holding = this.holdings.get(asset.name);
    if (holding === undefined) {
      holding = { asset, free: 0n, locked: 0n };
      this.holdings.set(asset.name, holding);
    }
    return holding;
  }

  seat(market: Market): Seat {
    const known = this.#seats.get(market);
    if (known !== undefined) return known;
    const seat = { owner: this, market, base: this.holding(market.base), quote: this.holding(market.quote) };
    this.#seats.set(market, seat);
    return seat;
  }

  /** The latest order with this client order id. */
  byClientId(clientOrderId: string): OrderRecord | undefined {
    return this.#byClientId.get(clientOrderId);
  }

  add(order: OrderRecord): void {
    this.open.add(order);
    if (order.clientOrderId !== undefined) this.#byClientId.set(order.clientOrderId, order);
  }

  /** Moves an order to the history; returns the order that is forgotten for it, if any. */
  close(order: OrderRecord): OrderRecord | undefined {
    this.open.remove(order);
    const forgotten = this.closed.push(order);
    const id = forgotten?.clientOrderId;
    if (id !== undefined && this.#byClientId.get(id) === forgotten) this.#byClientId.delete(id);
    return forgotten;
  }
}
