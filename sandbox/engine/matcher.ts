import type { EventLog } from './event-log.js';
import type { Market } from './market.js';
import type { OrderRecord } from './order-record.js';
import type { Deal, Settlement } from './settlement.js';
import type { TradeRecord } from './trade-record.js';
import type { SelfTradeRule } from './types.js';

/** Why an order ended that met one of its own account. */
export const SELF_TRADE = 'self-trade';

/** Why an order ended whose own time has come. */
export const LAPSED = 'its time has come';

/** Why an order ended that its own account cancelled. */
export const BY_ACCOUNT = 'cancelled by its account';

/** What an order would get from the book right now. */
export interface Preview {
  readonly size: bigint;
  /** What it pays for that: quote for a buy, base for a sell; fees on top included. */
  readonly cost: bigint;
  /** Whether it would be filled to the end. */
  readonly complete: boolean;
}

export interface MatcherOptions {
  readonly settlement: Settlement;
  readonly events: EventLog;
  readonly selfTrade: SelfTradeRule;
  /** Called with an order that fell out of its account's history. */
  readonly forget: (order: OrderRecord) => void;
}

/** Price-time priority: the best price first, at one price the oldest order first, at the resting order's price. */
export class Matcher {
  readonly #settlement: Settlement;
  readonly #events: EventLog;
  readonly #selfTrade: SelfTradeRule;
  readonly #forget: (order: OrderRecord) => void;

  constructor(options: MatcherOptions) {
    this.#settlement = options.settlement;
    this.#events = options.events;
    this.#selfTrade = options.selfTrade;
    this.#forget = options.forget;
  }

  wouldCross(order: OrderRecord): boolean {
    const best = order.market.otherSide(order.side).best;
    return best !== undefined && accepts(order, best.price);
  }

  /** Trades with the book as far as the order goes; returns why it had to stop early, if the venue made it. */
  match(taker: OrderRecord, at: number): typeof SELF_TRADE | undefined {
    const side = taker.market.otherSide(taker.side);
    while (taker.remaining > 0n) {
      const level = side.best;
      const maker = level?.first;
      if (level === undefined || maker === undefined || !accepts(taker, level.price)) return undefined;
      const rule = this.#selfTradeOf(maker, taker);
      if (rule !== 'none') {
        if (this.#prevented(maker, taker, rule, at)) return SELF_TRADE;
        continue;
      }
      const size = maker.remaining < taker.remaining ? maker.remaining : taker.remaining;
      this.trade({ maker, taker, price: level.price, unitPrice: level.unitPrice, size, at, offBook: false });
    }
    return undefined;
  }

  preview(order: OrderRecord): Preview {
    const { market, quoteSizeUnits } = order;
    let { remaining } = order;
    let money = quoteSizeUnits ?? 0n;
    let size = 0n;
    let quote = 0n;
    // What the self-trade rule takes from the order is never filled.
    let isWhole = true;
    const done = (complete: boolean): Preview => ({
      size,
      cost: this.#cost(order, size, quote),
      complete: complete && isWhole,
    });
    for (const level of market.otherSide(order.side).levels()) {
      if (!accepts(order, level.price)) break;
      for (let maker = level.first; maker !== undefined; maker = maker.after) {
        const rule = this.#selfTradeOf(maker, order);
        if (rule === 'expire-taker' || rule === 'expire-both') return done(false);
        if (rule === 'decrement') {
          isWhole = false;
          if (maker.remaining >= remaining) return done(false);
          remaining -= maker.remaining;
        }
        if (rule !== 'none') continue;
        const wanted = quoteSizeUnits === undefined ? remaining : affordable(market, money, level.unitPrice);
        const taken = maker.remaining < wanted ? maker.remaining : wanted;
        const value = level.unitPrice * taken;
        size += taken;
        quote += value;
        remaining -= taken;
        money -= value;
        if (taken === wanted) return done(true);
      }
    }
    return done(false);
  }

  trade(deal: Deal): TradeRecord {
    const { maker, taker, size } = deal;
    const { market } = maker;
    if (maker.level !== undefined) maker.level.total -= size;
    const trade = this.#settlement.settle(deal);
    if (maker.remaining === 0n) this.#retire(maker);
    if (taker.remaining === 0n) this.#retire(taker);
    if (!deal.offBook) {
      market.lastPrice = deal.price;
      market.recentTrades.push(trade);
    }
    this.#events.appendTrade(trade);
    return trade;
  }

  /** Ends an open order before it is filled. */
  end(order: OrderRecord, status: 'CANCELLED' | 'EXPIRED', reason: string, at: number): void {
    order.status = status;
    order.cancelReason = reason;
    order.updatedAt = at;
    this.#retire(order);
    this.#events.appendOrder(status === 'CANCELLED' ? 'cancelled' : 'expired', order);
  }

  #retire(order: OrderRecord): void {
    order.market.ownSide(order.side).remove(order);
    this.#settlement.unlock(order);
    const forgotten = order.owner.close(order);
    if (forgotten !== undefined) this.#forget(forgotten);
  }

  /** `none`: they trade. An order that is given by its cost has no size to lose: it ends with the other. */
  #selfTradeOf(maker: OrderRecord, taker: OrderRecord): SelfTradeRule {
    if (maker.owner !== taker.owner) return 'none';
    const rule = taker.selfTrade ?? this.#selfTrade;
    return rule === 'decrement' && taker.quoteSizeUnits !== undefined ? 'expire-both' : rule;
  }

  /** Ends or shortens what may not trade with each other; whether the taker has to stop. */
  #prevented(
    maker: OrderRecord,
    taker: OrderRecord,
    rule: Exclude<SelfTradeRule, 'none'>,
    at: number,
  ): boolean {
    const ends = rule === 'decrement' ? this.#decremented(maker, taker, at) : ENDS[rule];
    if (ends.maker) this.end(maker, 'EXPIRED', SELF_TRADE, at);
    return ends.taker;
  }

  #decremented(maker: OrderRecord, taker: OrderRecord, at: number): Ends {
    const [ofMaker, ofTaker] = [maker.remaining, taker.remaining];
    if (ofMaker > ofTaker) this.#shorten(maker, ofTaker, at);
    if (ofTaker > ofMaker) this.#shorten(taker, ofMaker, at);
    return { maker: ofMaker <= ofTaker, taker: ofTaker <= ofMaker };
  }

  #shorten(order: OrderRecord, size: bigint, at: number): void {
    if (order.level !== undefined) order.level.total -= size;
    order.remaining -= size;
    order.sizeUnits -= size;
    order.updatedAt = at;
    if (order.limit !== undefined) this.#settlement.relock(order);
    this.#events.appendOrder('amended', order);
  }

  #cost(order: OrderRecord, size: bigint, quote: bigint): bigint {
    const paid = order.side === 'SELL' ? size * order.market.baseFactor : quote;
    return this.#settlement.withFee(order, paid);
  }
}

interface Ends {
  readonly maker: boolean;
  readonly taker: boolean;
}

const ENDS = {
  'expire-maker': { maker: true, taker: false },
  'expire-taker': { maker: false, taker: true },
  'expire-both': { maker: true, taker: true },
} as const;

function accepts({ limit, side }: OrderRecord, price: number): boolean {
  if (limit === undefined) return true;
  return side === 'BUY' ? price <= limit : price >= limit;
}

/** The largest size on the grid that `money` buys at that price. */
function affordable(market: Market, money: bigint, unitPrice: bigint): bigint {
  const size = money / unitPrice;
  return size - (size % market.step);
}
