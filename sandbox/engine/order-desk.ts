import type { DecimalInput } from 'ats-runtime';
import type { Account } from './account.js';
import { admit, admitHouse, reject } from './admission.js';
import { amend } from './amendment.js';
import type { EventLog } from './event-log.js';
import type { FeeRates } from './fee-rates.js';
import type { Market } from './market.js';
import { Matcher, type Preview } from './matcher.js';
import { OrderRecord } from './order-record.js';
import { OrderTable } from './order-table.js';
import type { Settlement } from './settlement.js';
import type {
  AmendRequest,
  AmendResult,
  CancelResult,
  CrossingRule,
  ForceFillResult,
  HouseRequest,
  PlaceRequest,
  PlaceResult,
  Rejection,
  SelfTradeRule,
  UnfillableRule,
} from './types.js';
import { readUnits } from './units.js';

export interface OrderDeskOptions {
  readonly now: () => number;
  readonly markets: ReadonlyMap<string, Market>;
  readonly settlement: Settlement;
  readonly events: EventLog;
  readonly selfTrade: SelfTradeRule;
  readonly crossing: CrossingRule;
  readonly unfillable: UnfillableRule;
  readonly clientIdReuse: 'when-closed' | 'never';
  readonly rates: FeeRates;
  readonly counterparty: Account;
}

/** Takes orders in: checks, locks, matches, and rests or ends what is left. */
export class OrderDesk {
  /** What orders are accepted with from now on. */
  rates: FeeRates;
  readonly #options: OrderDeskOptions;
  readonly #matcher: Matcher;
  readonly #orders = new OrderTable();
  #lastOrder = 0;

  constructor(options: OrderDeskOptions) {
    const { settlement, events, selfTrade, rates } = options;
    this.rates = rates;
    this.#options = options;
    const forget = (order: OrderRecord): void => this.#orders.remove(order);
    this.#matcher = new Matcher({ settlement, events, selfTrade, forget });
  }

  place(account: Account, request: PlaceRequest): PlaceResult {
    const at = this.#options.now();
    const order = this.#admit(account, request, at);
    if (!(order instanceof OrderRecord)) {
      const { rejected: reason, message } = order;
      if (!account.house) {
        this.#options.events.append({
          type: 'rejected',
          at,
          account: account.name,
          request,
          reason,
          message,
        });
      }
      return order;
    }
    const preview = this.#preview(order);
    if (!account.house) {
      const needed = this.#needed(order, preview);
      if (needed > order.pays.free) return this.#refuse(account, request, at, order.pays.asset.name);
      this.#options.settlement.lock(order, needed);
    }
    this.#accept(order);
    this.#execute(order, order.timeInForce === 'FOK' && preview?.complete === false, at);
    return { order };
  }

  /** The order that a request would be, or why it is refused; nothing happens. */
  check(account: Account, request: PlaceRequest): PlaceResult {
    const order = this.#admit(account, request, this.#options.now());
    if (!(order instanceof OrderRecord)) return order;
    const isCovered = account.house || this.#needed(order, this.#preview(order)) <= order.pays.free;
    return isCovered ? { order } : uncovered(order.pays.asset.name);
  }

  /** A house order locks nothing, and what is refused is told to nobody. */
  placeHouse(account: Account, request: HouseRequest): PlaceResult {
    const market = this.#options.markets.get(request.symbol);
    if (market === undefined) return reject('unknown-symbol', `no market ${request.symbol}`);
    const terms = admitHouse(market, request);
    if ('rejected' in terms) return terms;
    const at = this.#options.now();
    const order = new OrderRecord(this.#lastOrder + 1, account.seat(market), terms, this.rates, at);
    this.#accept(order);
    this.#execute(order, false, at);
    return { order };
  }

  byId(orderId: string): OrderRecord | undefined {
    const order = this.#orders.get(Number(orderId));
    return order?.id === orderId ? order : undefined;
  }

  end(order: OrderRecord | undefined, status: 'CANCELLED' | 'EXPIRED', reason: string): CancelResult {
    if (order === undefined) return { rejected: 'unknown-order' };
    if (!order.isOpen) return { rejected: 'already-closed', order };
    this.#matcher.end(order, status, reason, this.#options.now());
    return { order };
  }

  amend(order: OrderRecord | undefined, request: AmendRequest): AmendResult {
    if (order === undefined) return { rejected: 'unknown-order' };
    if (!order.isOpen) return { rejected: 'already-closed', order };
    const refusal = amend(order, request, this.#options.settlement, (changed) => this.#crosses(changed));
    if (refusal !== undefined) return refusal;
    const at = this.#options.now();
    order.updatedAt = at;
    this.#options.events.appendOrder('amended', order);
    this.#execute(order, false, at);
    return { order };
  }

  forceFill(orderId: string, size?: DecimalInput, price?: DecimalInput): ForceFillResult {
    const maker = this.byId(orderId);
    if (maker === undefined) return { rejected: 'unknown-order', message: `no order ${orderId}` };
    if (!maker.isOpen) return { rejected: 'already-closed', message: `order ${orderId} is ${maker.status}` };
    const { market, remaining, limit = 0 } = maker;
    const sizeUnits = size === undefined ? remaining : (readUnits(size, market.sizeDecimals) ?? 0n);
    if (sizeUnits === 0n || sizeUnits > remaining) {
      return {
        rejected: 'bad-parameter',
        message: `size ${String(size)} is not on the grid or more than remains`,
      };
    }
    const priceUnits = price === undefined ? limit : Number(readUnits(price, market.priceDecimals) ?? 0n);
    const isWorse = maker.side === 'BUY' ? priceUnits > limit : priceUnits < limit;
    if (priceUnits === 0 || isWorse) {
      return {
        rejected: 'bad-parameter',
        message: `price ${String(price)} is not on the grid or beyond the limit`,
      };
    }
    const at = this.#options.now();
    const taker = this.#counterOrder(maker, sizeUnits, at);
    const unitPrice = market.unitPrice(priceUnits);
    return {
      trade: this.#matcher.trade({
        maker,
        taker,
        price: priceUnits,
        unitPrice,
        size: sizeUnits,
        at,
        offBook: true,
      }),
    };
  }

  #admit(account: Account, request: PlaceRequest, at: number): OrderRecord | Rejection {
    const market = this.#options.markets.get(request.symbol);
    if (market === undefined) return reject('unknown-symbol', `no market ${request.symbol}`);
    const terms = admit(market, request);
    if ('rejected' in terms) return terms;
    const { clientOrderId } = terms;
    const known = clientOrderId === undefined ? undefined : account.byClientId(clientOrderId);
    if (known?.isOpen === true || (known !== undefined && this.#options.clientIdReuse === 'never')) {
      return reject('duplicate-client-id', `${clientOrderId} is another order's client order id`);
    }
    const order = new OrderRecord(this.#lastOrder + 1, account.seat(market), terms, this.rates, at);
    const { crossing, unfillable } = this.#options;
    if (crossing === 'refuse' && this.#crosses(order)) {
      return reject('would-cross', 'the post-only order would trade at once');
    }
    const mustFill = unfillable === 'refuse' && order.timeInForce === 'FOK' && order.limit !== undefined;
    if (mustFill && !this.#matcher.preview(order).complete) {
      return reject('not-fillable', 'the fill-or-kill order is not fillable in full');
    }
    return order;
  }

  /** What an order that does not rest finds in the book; one given by its cost learns its size from it. */
  #preview(order: OrderRecord): Preview | undefined {
    if (order.limit !== undefined && order.timeInForce !== 'FOK') return undefined;
    const preview = this.#matcher.preview(order);
    // One step more than there is makes an order that the book cannot fill end as expired.
    if (order.quoteSizeUnits !== undefined)
      order.remaining = preview.complete ? preview.size : preview.size + order.market.step;
    return preview;
  }

  #crosses(order: OrderRecord): boolean {
    return order.timeInForce === 'POST_ONLY' && this.#matcher.wouldCross(order);
  }

  /** What the order must have locked: its limit's worth, or what the book would take from it. */
  #needed(order: OrderRecord, preview: Preview | undefined): bigint {
    const isSizedSell = order.side === 'SELL' && order.quoteSizeUnits === undefined;
    const usesBook = order.limit === undefined && !isSizedSell;
    return usesBook && preview !== undefined ? preview.cost : this.#options.settlement.lockFor(order);
  }

  #refuse(account: Account, request: PlaceRequest, at: number, assetName: string): Rejection {
    const rejection = uncovered(assetName);
    const { rejected: reason, message } = rejection;
    this.#options.events.append({ type: 'rejected', at, account: account.name, request, reason, message });
    return rejection;
  }

  #accept(order: OrderRecord): void {
    this.#lastOrder = order.number;
    this.#orders.add(order);
    order.owner.add(order);
    this.#options.events.appendOrder('accepted', order);
  }

  #execute(order: OrderRecord, isUnfillable: boolean, at: number): void {
    const stopped = isUnfillable
      ? 'not fillable in full'
      : this.#crosses(order)
        ? 'the post-only order would trade at once'
        : this.#matcher.match(order, at);
    if (!order.isOpen) return;
    const { limit, timeInForce } = order;
    const takesOnly = timeInForce === 'IOC' || timeInForce === 'FOK';
    if (stopped !== undefined) this.#matcher.end(order, 'EXPIRED', stopped, at);
    else if (takesOnly || limit === undefined) this.#matcher.end(order, 'EXPIRED', 'no more to match', at);
    else order.market.ownSide(order.side).add(order, limit);
  }

  #counterOrder(maker: OrderRecord, size: bigint, at: number): OrderRecord {
    const terms = {
      side: maker.side === 'BUY' ? 'SELL' : 'BUY',
      type: 'MARKET',
      timeInForce: 'IOC',
      selfTrade: undefined,
      size,
      quoteSize: undefined,
      limit: undefined,
      clientOrderId: undefined,
      tag: undefined,
      choices: undefined,
    } as const;
    const number = this.#lastOrder + 1;
    const order = new OrderRecord(
      number,
      this.#options.counterparty.seat(maker.market),
      terms,
      this.rates,
      at,
    );
    this.#accept(order);
    return order;
  }
}

function uncovered(assetName: string): Rejection {
  return reject('insufficient-balance', `not enough ${assetName} free`);
}
