import type { Account } from './account.js';
import type { Asset } from './market.js';
import type { OrderRecord } from './order-record.js';
import { TradeRecord, type SideFacts, type TradeSideRecord } from './trade-record.js';
import type { TradeIds } from './types.js';

/** What a trade is, before it is settled. */
export interface Deal {
  readonly maker: OrderRecord;
  readonly taker: OrderRecord;
  readonly price: number;
  /** The price as quote units for one unit of size. */
  readonly unitPrice: bigint;
  readonly size: bigint;
  readonly at: number;
  readonly offBook: boolean;
}

/** Moves balances: locks, payments and fees. Every unit taken from one holding is added to another. */
export class Settlement {
  readonly #feesAccount: Account;
  readonly #idsOf: TradeIds;
  #lastTrade = 0;

  constructor(feesAccount: Account, idsOf: TradeIds) {
    this.#feesAccount = feesAccount;
    this.#idsOf = idsOf;
  }

  /** What a limit order's remaining size must have locked. */
  lockFor(order: OrderRecord): bigint {
    const { market, side, remaining } = order;
    const price = side === 'SELL' ? market.baseFactor : market.unitPrice(order.limit ?? 0);
    return this.withFee(order, price * remaining);
  }

  /** What an order pays with the most that fees can add to it. */
  withFee({ kind }: OrderRecord, paid: bigint): bigint {
    return kind.isFeeOnTop ? paid + kind.rates.most(paid) : paid;
  }

  lock(order: OrderRecord, amount: bigint): void {
    order.lock = amount;
    order.pays.free -= amount;
    order.pays.locked += amount;
  }

  unlock(order: OrderRecord): void {
    order.pays.free += order.lock;
    order.pays.locked -= order.lock;
    order.lock = 0n;
  }

  /** Frees what the order no longer needs. */
  relock(order: OrderRecord): void {
    this.unlock(order);
    this.lock(order, this.lockFor(order));
  }

  /** Books a trade on both orders and both accounts. */
  settle(deal: Deal): TradeRecord {
    const { maker, taker, price, size, at, offBook } = deal;
    const quote = deal.unitPrice * size;
    const makerFacts = this.#settleSide(maker, size, quote, true, at);
    const takerFacts = this.#settleSide(taker, size, quote, false, at);
    this.#lastTrade += 1;
    maker.market.tradeCount += 1;
    const sequence = maker.market.tradeCount;
    const number = this.#idsOf === 'market' ? sequence : this.#lastTrade;
    const trade = new TradeRecord(number, sequence, price, size, quote, at, offBook, makerFacts, takerFacts);
    recordFill(trade.maker);
    recordFill(trade.taker);
    return trade;
  }

  #settleSide(order: OrderRecord, size: bigint, quote: bigint, maker: boolean, at: number): SideFacts {
    const { market, side } = order;
    order.remaining -= size;
    order.status = order.remaining === 0n ? 'COMPLETED' : 'PARTIALLY_FILLED';
    order.updatedAt = at;
    const base = size * market.baseFactor;
    const buys = side === 'BUY';
    const feeIn = order.kind.feeIn === 'base' ? market.base : market.quote;
    const fee = order.kind.rates.fee(feeIn === market.base ? base : quote, maker, feeIn.feeGrain);
    const [received, paid] = buys ? [base, quote] : [quote, base];
    const { isFeeOnTop } = order.kind;
    order.receives.free += isFeeOnTop ? received : received - fee;
    this.#pay(order, isFeeOnTop ? paid + fee : paid);
    this.#collect(feeIn, fee);
    return { order, fee, feeIn };
  }

  /** Pays from the order's lock and frees what the rest of the order no longer needs. */
  #pay(order: OrderRecord, amount: bigint): void {
    const needed = order.owner.house ? 0n : this.#stillNeeded(order, amount);
    const released = order.lock - needed;
    order.lock = needed;
    order.pays.locked -= released;
    order.pays.free += released - amount;
  }

  #stillNeeded(order: OrderRecord, paid: bigint): bigint {
    if (order.remaining === 0n) return 0n;
    return order.limit === undefined ? order.lock - paid : this.lockFor(order);
  }

  #collect(asset: Asset, fee: bigint): void {
    this.#feesAccount.holding(asset).free += fee;
  }
}

function recordFill(fill: TradeSideRecord): void {
  const { order } = fill;
  order.lastFill = fill;
  order.owner.fills.push(fill);
}
