import { Decimal, type DecimalInput } from 'ats-runtime';
import { Accounts } from './accounts.js';
import { EventLog } from './event-log.js';
import { FeeRates } from './fee-rates.js';
import { Market, assetsOf } from './market.js';
import type { PriceLevel } from './order-book.js';
import { BY_ACCOUNT, LAPSED } from './matcher.js';
import { OrderDesk } from './order-desk.js';
import type { OrderRecord } from './order-record.js';
import { Settlement } from './settlement.js';
import type {
  AccountOptions,
  AmendRequest,
  AmendResult,
  Balance,
  BookSnapshot,
  CancelResult,
  EngineEvent,
  EngineFill,
  EngineOptions,
  EngineOrder,
  EngineTrade,
  FeeSpec,
  ForceFillResult,
  HouseRequest,
  MarketSpec,
  MarketUnits,
  OrderReference,
  PlaceRequest,
  PlaceResult,
} from './types.js';
import { unitsDecimal, unitsText } from './units.js';

/** Collects the fees of every trade. */
export const FEES_ACCOUNT = 'fees';
/** The other side of every `forceFill`. */
const COUNTERPARTY_ACCOUNT = 'counterparty';

/**
 * One venue's matching engine: exact, deterministic, in memory. It knows accounts, orders, trades and balances, and
 * nothing of any venue's dialect. Calls that break a promise of the caller (no such market in a query, a negative
 * deposit) throw RangeError; what a venue would answer to a client is returned.
 */
export class MatchingEngine {
  readonly #now: () => number;
  readonly #markets: Map<string, Market>;
  readonly #accounts: Accounts;
  readonly #events: EventLog;
  readonly #desk: OrderDesk;

  constructor(options: EngineOptions) {
    const { now, fees, feeAsset, selfTrade = 'expire-maker' } = options;
    const { crossing = 'refuse', unfillable = 'expire', clientIdReuse = 'when-closed' } = options;
    const assets = assetsOf(options.markets);
    this.#now = now;
    this.#markets = new Map(options.markets.map((spec) => [spec.symbol, new Market(spec, assets)]));
    this.#accounts = new Accounts(assets, options.keepClosed ?? DEFAULT_KEPT);
    this.#events = new EventLog(options.keepEvents ?? DEFAULT_KEPT);
    this.#desk = new OrderDesk({
      now,
      markets: this.#markets,
      settlement: new Settlement(
        this.#accounts.open(FEES_ACCOUNT, { house: true }),
        options.tradeIds ?? 'venue',
      ),
      events: this.#events,
      selfTrade,
      crossing,
      unfillable,
      clientIdReuse,
      rates: new FeeRates(fees, feeAsset),
      counterparty: this.#accounts.open(COUNTERPARTY_ACCOUNT, { house: true }),
    });
  }

  get markets(): readonly MarketSpec[] {
    return [...this.#markets.values()].map((market) => market.spec);
  }

  /** How the market's amounts are counted in trades. */
  units(symbol: string): MarketUnits {
    return this.#market(symbol);
  }

  /** A closed market accepts no orders; cancels go through. */
  setMarketOpen(symbol: string, open: boolean): void {
    this.#market(symbol).isOpen = open;
  }

  get fees(): FeeSpec {
    return this.#desk.rates.spec;
  }

  /** For orders placed from now on; open orders keep the fees they were accepted with. */
  setFees(fees: FeeSpec): void {
    this.#desk.rates = new FeeRates(fees, this.#desk.rates.feeAsset);
  }

  /** Every account's name, the engine's own (fees, counterparty) included. */
  get accounts(): readonly string[] {
    return this.#accounts.names;
  }

  /** Accounts open by themselves at first use; this is for those with options. */
  openAccount(account: string, options?: AccountOptions): void {
    this.#accounts.open(account, options);
  }

  deposit(account: string, asset: string, amount: DecimalInput): void {
    this.#accounts.deposit(account, asset, amount);
    this.#tellTransfer('deposit', account, asset, amount);
  }

  /** @throws RangeError when that much is not free. */
  withdraw(account: string, asset: string, amount: DecimalInput): void {
    this.#accounts.withdraw(account, asset, amount);
    this.#tellTransfer('withdrawal', account, asset, amount);
  }

  /** Assets of which the account has anything. */
  balances(account: string): Map<string, Balance> {
    return this.#accounts.balances(account);
  }

  place(account: string, request: PlaceRequest): PlaceResult {
    const result = this.#desk.place(this.#accounts.use(account), request);
    this.#events.deliver();
    return result;
  }

  /** The order that a request would be, or why it is refused; nothing happens. */
  check(account: string, request: PlaceRequest): PlaceResult {
    return this.#desk.check(this.#accounts.use(account), request);
  }

  /** @throws RangeError where the account is no house account. */
  placeHouse(account: string, request: HouseRequest): PlaceResult {
    const owner = this.#accounts.use(account);
    if (!owner.house) throw new RangeError(`${account} is no house account`);
    const result = this.#desk.placeHouse(owner, request);
    this.#events.deliver();
    return result;
  }

  cancel(account: string, reference: OrderReference, reason = BY_ACCOUNT): CancelResult {
    return this.#end(this.#find(account, reference), 'CANCELLED', reason);
  }

  /** Changes an open limit order in its place; it loses its turn at its price. */
  amend(account: string, reference: OrderReference, request: AmendRequest): AmendResult {
    const result = this.#desk.amend(this.#find(account, reference), request);
    this.#events.deliver();
    return result;
  }

  /** The venue cancels an order by itself. */
  venueCancel(orderId: string, reason: string): CancelResult {
    return this.#end(this.#desk.byId(orderId), 'CANCELLED', reason);
  }

  /** An order's own time has come. */
  expire(orderId: string): CancelResult {
    return this.#end(this.#desk.byId(orderId), 'EXPIRED', LAPSED);
  }

  /**
   * Fills an open order, or part of it, against the built-in counterparty, past the book. Default: all that remains,
   * at the order's price. A price beyond the order's limit is refused.
   */
  forceFill(orderId: string, size?: DecimalInput, price?: DecimalInput): ForceFillResult {
    const result = this.#desk.forceFill(orderId, size, price);
    this.#events.deliver();
    return result;
  }

  /** An account's order, open or still kept. With a client order id: the latest with it. */
  order(account: string, reference: OrderReference): EngineOrder | undefined {
    return this.#find(account, reference);
  }

  orderById(orderId: string): EngineOrder | undefined {
    return this.#desk.byId(orderId);
  }

  /** Oldest first. */
  openOrders(account: string, symbol?: string): EngineOrder[] {
    return [...(this.#accounts.find(account)?.open ?? [])].filter(isOf(symbol));
  }

  /** Open orders and kept closed ones, oldest first. */
  orders(account: string, symbol?: string): EngineOrder[] {
    const { open = [], closed = [] } = this.#accounts.find(account) ?? {};
    return [...closed, ...open].filter(isOf(symbol)).toSorted((a, b) => a.number - b.number);
  }

  /** An account's fills that are still kept, oldest first. */
  trades(account: string, symbol?: string): { readonly order: EngineOrder; readonly fill: EngineFill }[] {
    const fills = [...(this.#accounts.find(account)?.fills ?? [])];
    return fills.filter(({ order }) => isOf(symbol)(order)).map((fill) => ({ order: fill.order, fill }));
  }

  /** A market's newest trades (at most 1,000), oldest first. */
  recentTrades(symbol: string, limit = Infinity): EngineTrade[] {
    return this.#market(symbol).recentTrades.newest(limit);
  }

  book(symbol: string, depth: number): BookSnapshot {
    const market = this.#market(symbol);
    return { bids: top(market, market.bids.levels(), depth), asks: top(market, market.asks.levels(), depth) };
  }

  bestBid(symbol: string): Decimal | undefined {
    const market = this.#market(symbol);
    return priceDecimal(market, market.bids.best?.price);
  }

  bestAsk(symbol: string): Decimal | undefined {
    const market = this.#market(symbol);
    return priceDecimal(market, market.asks.best?.price);
  }

  lastPrice(symbol: string): Decimal | undefined {
    const market = this.#market(symbol);
    return priceDecimal(market, market.lastPrice);
  }

  /** The newest events (`keepEvents`), oldest first; without what happened between house accounts only. */
  get ledger(): readonly EngineEvent[] {
    return this.#events.kept();
  }

  /** The listener is called when an operation is complete, once per event, in order. Returns how to stop. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    return this.#events.listen(listener);
  }

  #end(order: OrderRecord | undefined, status: 'CANCELLED' | 'EXPIRED', reason: string): CancelResult {
    const result = this.#desk.end(order, status, reason);
    this.#events.deliver();
    return result;
  }

  #tellTransfer(type: 'deposit' | 'withdrawal', account: string, asset: string, amount: DecimalInput): void {
    this.#events.append({ type, at: this.#now(), account, asset, amount: new Decimal(amount) });
    this.#events.deliver();
  }

  #find(account: string, reference: OrderReference): OrderRecord | undefined {
    if ('clientOrderId' in reference)
      return this.#accounts.find(account)?.byClientId(reference.clientOrderId);
    const order = this.#desk.byId(reference.orderId);
    return order?.account === account ? order : undefined;
  }

  #market(symbol: string): Market {
    const market = this.#markets.get(symbol);
    if (market === undefined) throw new RangeError(`no such market: ${symbol}`);
    return market;
  }
}

/** What is kept must be moved about by the garbage collector: at full speed a long history costs more than matching. */
const DEFAULT_KEPT = 5000;

function isOf(symbol: string | undefined): (order: OrderRecord) => boolean {
  return (order) => symbol === undefined || order.symbol === symbol;
}

function priceDecimal(market: Market, units: number | undefined): Decimal | undefined {
  return units === undefined ? undefined : unitsDecimal(BigInt(units), market.priceDecimals);
}

function top(market: Market, levels: Iterable<PriceLevel>, depth: number): (readonly [string, string])[] {
  const rows: (readonly [string, string])[] = [];
  for (const level of levels) {
    if (rows.length >= depth) break;
    rows.push([
      unitsText(BigInt(level.price), market.priceDecimals),
      unitsText(level.total, market.sizeDecimals),
    ]);
  }
  return rows;
}
