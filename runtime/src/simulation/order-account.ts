import type { AssetBalance } from '../data/asset-balance.js';
import type { Instrument } from '../data/instrument.js';
import type { MarketSymbol } from '../data/market-symbol.js';
import { Decimal, ZERO } from '../decimal.js';
import { OrderSide } from '../orders/order-constants.js';
import { wholeSteps } from './market-rules.js';
import type { RestingOrder } from './resting-order.js';
import { SimulatedWallet, type Holding } from './simulated-wallet.js';

/** A wallet and what the open orders have locked of it. */
export class OrderAccount {
  private readonly symbol: MarketSymbol;
  private readonly instrument: Instrument | undefined;
  private readonly wallet: SimulatedWallet;

  constructor(
    symbol: MarketSymbol,
    instrument: Instrument | undefined,
    balances: ReadonlyMap<string, Decimal>,
  ) {
    this.symbol = symbol;
    this.instrument = instrument;
    this.wallet = new SimulatedWallet(new Map([[symbol.base, ZERO], [symbol.quote, ZERO], ...balances]));
  }

  balances(): Record<string, AssetBalance> {
    return this.wallet.balances();
  }

  get holdings(): ReadonlyMap<string, Holding> {
    return this.wallet.holdings;
  }

  /** Holds from now on what it held in an earlier run. */
  restore(holdings: ReadonlyMap<string, Holding>): void {
    this.wallet.restore(holdings);
  }

  /** Locks what the order needs. Throws InsufficientBalanceException; nothing is locked then. */
  open(entry: RestingOrder): void {
    this.lock(entry, entry.remaining.times(entry.unitHold));
  }

  /** How much of the size the order can pay for, out of its lock and what is free. Locks what the lock lacks. */
  afford(entry: RestingOrder, size: Decimal, unitCost: Decimal): Decimal {
    const lacking = size.times(unitCost).minus(entry.held);
    if (entry.order.orderSide === OrderSide.SELL || lacking.lessThanOrEqualTo(0)) return size;
    const free = this.wallet.free(entry.asset);
    if (lacking.lessThanOrEqualTo(free)) {
      this.lock(entry, lacking);
      return size;
    }
    const payable = wholeSteps(
      entry.held.plus(free).dividedBy(unitCost),
      this.instrument,
      UNSTEPPED_DECIMALS,
    );
    this.lock(entry, Decimal.max(0, payable.times(unitCost).minus(entry.held)));
    return payable;
  }

  /** Moves the money of a fill, and frees what the rest of the order does not need. */
  settle(entry: RestingOrder, { price, size, fee }: { price: Decimal; size: Decimal; fee: Decimal }): void {
    const isBuy = entry.order.orderSide === OrderSide.BUY;
    const value = price.times(size);
    const spent = isBuy ? value.plus(fee) : size;
    this.wallet.spend(entry.asset, spent);
    this.wallet.receive(isBuy ? this.symbol.base : this.symbol.quote, isBuy ? size : value.minus(fee));
    entry.held = entry.held.minus(spent);
    entry.remaining = entry.remaining.minus(size);
    this.release(entry, Decimal.min(entry.held, entry.remaining.times(entry.unitHold)));
  }

  /** Frees all that the order holds. */
  close(entry: RestingOrder): void {
    this.release(entry, ZERO);
  }

  private lock(entry: RestingOrder, amount: Decimal): void {
    this.wallet.lock(entry.asset, amount);
    entry.held = entry.held.plus(amount);
  }

  /** Frees what the order holds beyond `needed`. */
  private release(entry: RestingOrder, needed: Decimal): void {
    this.wallet.unlock(entry.asset, entry.held.minus(needed));
    entry.held = needed;
  }
}

/** Sizes that the wallet cuts short have so many decimals where the instrument has no step. */
const UNSTEPPED_DECIMALS = 8;
