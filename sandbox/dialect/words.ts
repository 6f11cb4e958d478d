import {
  INTERVAL_SECONDS,
  sampleMarket,
  type Intervals,
  type MarketAssets,
  type OrderStatusName,
  type VenueDescription,
} from '../../venues/index.js';
import { LAPSED } from '../engine/matcher.js';
import type { EngineOrder, EngineOrderStatus, SelfTradeRule, Side, TimeInForce } from '../engine/types.js';
import { venueAsset, venueSymbol, type Market } from './markets.js';
import { sentParameter } from './sent-parameter.js';

/** The venue's words and ours, both ways: symbols, intervals, sides, types, statuses. */
export class Words {
  readonly #description: VenueDescription;
  readonly #markets = new Map<string, Market>();
  readonly #intervals = new Map<string, number>();
  readonly #intervalTexts = new Map<number, string>();
  readonly #selfTrades: readonly (readonly [rule: SelfTradeRule, word: string | undefined])[];
  readonly #statuses = new Map<EngineOrderStatus, string>();

  /** `intervals`: their spelling, where it is not the one that most requests have. */
  constructor(
    description: VenueDescription,
    markets: readonly Market[],
    intervals: Intervals = description.intervals,
  ) {
    this.#description = description;
    for (const market of markets) {
      this.#markets.set(market.symbol, market);
      this.#markets.set(market.venueSymbol, market);
    }
    for (const [name, seconds] of Object.entries(INTERVAL_SECONDS)) {
      const text = Object.entries(intervals).find(([ours]) => ours === name)?.[1];
      if (text === undefined) continue;
      this.#intervals.set(String(text), seconds);
      this.#intervalTexts.set(seconds, String(text));
    }
    const rules = description.orders?.self_trade;
    this.#selfTrades = [
      ['expire-maker', rules?.expire_maker],
      ['expire-taker', rules?.expire_taker],
      ['expire-both', rules?.expire_both],
      ['decrement', rules?.decrement],
      ['none', rules?.none],
    ];
    const statuses = Object.entries(description.orders?.statuses ?? {});
    for (const ours of ['PENDING', 'PARTIALLY_FILLED', 'COMPLETED', 'CANCELLED'] as const) {
      this.#statuses.set(ours, wordFor(ours, statuses) ?? ours);
    }
    this.#statuses.set(
      'EXPIRED',
      description.orders?.expired ?? this.#statuses.get('CANCELLED') ?? 'CANCELLED',
    );
  }

  /** The market that the venue calls so; a filter says in which case the text stands. */
  market(text: string, filter?: string): Market | undefined {
    const known = this.#markets.get(text);
    if (filter === undefined) return known;
    for (const market of this.#markets.values()) {
      const spelled =
        filter === 'lower' ? market.venueSymbol.toLowerCase() : market.venueSymbol.toUpperCase();
      if (spelled === text) return market;
    }
    return undefined;
  }

  /** The market that requests name by this number. */
  marketAt(index: string): Market | undefined {
    return [...this.#markets.values()].find((market) => market.index === index);
  }

  marketOf(base: string, quote: string): Market | undefined {
    return this.#markets.get(venueSymbol(this.ourAsset(base), this.ourAsset(quote), this.#description));
  }

  /** The venue's spelling of `BTC/USDT`. */
  symbol(symbol: string): string {
    return this.#markets.get(symbol)?.venueSymbol ?? symbol;
  }

  /** The market that the samples show. */
  get sampleMarket(): MarketAssets | undefined {
    return sampleMarket(this.#description.sandbox);
  }

  /** Whether the size of an order that was placed by its cost is shown as that cost. */
  get showsCost(): boolean {
    const { orders } = this.#description;
    return (
      orders?.market_buy === 'quote' ||
      orders?.base_size_when !== undefined ||
      orders?.quote_size_when !== undefined
    );
  }

  /** What the venue shows for the client id of an order that has none. */
  get noClientId(): string {
    const assigned = this.#description.orders?.client_id.assigned;
    return typeof assigned === 'string' ? assigned : '';
  }

  /** What of an order's placement the venue repeats. */
  sent(name: string, order: EngineOrder): unknown {
    return sentParameter(this.#description, name, order, this);
  }

  asset(asset: string): string {
    return venueAsset(asset, this.#description);
  }

  walletAsset(asset: string): string {
    return this.#description.symbol.wallet?.[asset] ?? this.asset(asset);
  }

  ourAsset(text: string): string {
    const aliases = Object.entries(this.#description.symbol.aliases ?? {});
    return (
      aliases.find(([, theirs]) => theirs.toLowerCase() === text.toLowerCase())?.[0] ?? text.toUpperCase()
    );
  }

  /** Seconds of the interval that the venue calls so. */
  interval(text: string): number | undefined {
    return this.#intervals.get(text);
  }

  intervalText(seconds: number): string {
    return this.#intervalTexts.get(seconds) ?? String(seconds);
  }

  side(text: string): Side | undefined {
    const sides = this.#description.orders?.sides;
    return text === sides?.buy ? 'BUY' : text === sides?.sell ? 'SELL' : undefined;
  }

  /** `sides`: the words of the place, where it has its own. */
  sideText(side: Side, sides = this.#description.orders?.sides): string {
    return (side === 'BUY' ? sides?.buy : sides?.sell) ?? side;
  }

  /** An order's type; a venue may have types that carry how long the order stays. */
  type(text: string): { readonly type: 'LIMIT' | 'MARKET'; readonly timeInForce?: TimeInForce } | undefined {
    const orders = this.#description.orders;
    if (text === orders?.types.limit)
      return text === orders?.time_in_force?.gtc ? { type: 'LIMIT', timeInForce: 'GTC' } : { type: 'LIMIT' };
    if (text === orders?.types.market) return { type: 'MARKET' };
    if (text === orders?.post_only_type) return { type: 'LIMIT', timeInForce: 'POST_ONLY' };
    const timeInForce = this.timeInForce(text);
    return timeInForce === undefined ? undefined : { type: 'LIMIT', timeInForce };
  }

  typeText(order: EngineOrder): string {
    const orders = this.#description.orders;
    if (order.timeInForce === 'POST_ONLY' && orders?.post_only_type !== undefined)
      return orders.post_only_type;
    // Types that carry how long the order stays.
    if (order.type === 'LIMIT' && orders?.types.limit === orders?.time_in_force?.gtc)
      return this.timeInForceText(order);
    return (order.type === 'LIMIT' ? orders?.types.limit : orders?.types.market) ?? order.type;
  }

  timeInForce(text: string): TimeInForce | undefined {
    const words = this.#description.orders?.time_in_force;
    if (text === words?.gtc || this.isTimed(text)) return 'GTC';
    if (text === words?.ioc) return 'IOC';
    if (text === words?.fok) return 'FOK';
    return text === words?.post_only ? 'POST_ONLY' : undefined;
  }

  /** Whether it is the word of orders that stay open for a while. */
  isTimed(text: string): boolean {
    const word = this.#description.orders?.time_in_force?.gtd;
    return word !== undefined && text === word;
  }

  selfTrade(text: string): SelfTradeRule | undefined {
    return this.#selfTrades.find(([, word]) => word === text)?.[0];
  }

  selfTradeText(rule: string): string {
    return this.#selfTrades.find(([ours]) => ours === rule)?.[1] ?? rule;
  }

  /** A market order has none of its own: it shows a word that the venue has for that, or the one of limit orders by default. */
  timeInForceText(order: EngineOrder): string {
    const words = this.#description.orders?.time_in_force;
    const texts = { GTC: words?.gtc, IOC: words?.ioc, FOK: words?.fok, POST_ONLY: words?.post_only };
    const text =
      order.type === 'MARKET'
        ? words?.market
        : order.expiresAt === undefined
          ? texts[order.timeInForce]
          : words?.gtd;
    return text ?? words?.gtc ?? order.timeInForce;
  }

  /** `statuses`: the words of the place, where it has its own. */
  statusText(
    status: EngineOrderStatus,
    statuses?: Readonly<Record<string, OrderStatusName>>,
    order?: EngineOrder,
  ): string {
    if (statuses !== undefined) return wordFor(status, Object.entries(statuses)) ?? status;
    const { lapsed, cancelled_in_part: inPart } = this.#description.orders ?? {};
    if (lapsed !== undefined && status === 'EXPIRED' && order?.cancelReason === LAPSED) return lapsed;
    const isEnded = status === 'CANCELLED' || status === 'EXPIRED';
    if (isEnded && inPart !== undefined && order !== undefined && order.filledSizeText !== '0') return inPart;
    return this.#statuses.get(status) ?? status;
  }

  /** What the venue's word for a status means; `undefined` where it is none. */
  meaning(text: string): OrderStatusName | undefined {
    return this.#description.orders?.statuses[text];
  }

  executionText(execution: Execution): string {
    const words = this.#description.orders?.executions;
    const own = words?.[execution];
    return own ?? (execution === 'completed' ? (words?.filled ?? 'filled') : execution);
  }
}

export type Execution = 'accepted' | 'filled' | 'completed' | 'cancelled' | 'expired' | 'rejected';

/** What a status is called where there may be fewer than the ledger has. */
export function meaningOf(
  status: unknown,
  isKnown: (ours: OrderStatusName) => boolean,
): OrderStatusName | undefined {
  const names: readonly OrderStatusName[] = isStatus(status) ? MEANINGS[status] : [];
  return names.find(isKnown);
}

/** Many venues have no word for a fill in part: the order is open. */
const MEANINGS: Readonly<Record<EngineOrderStatus, readonly OrderStatusName[]>> = {
  PENDING: ['PENDING'],
  PARTIALLY_FILLED: ['PARTIALLY_FILLED', 'PENDING'],
  COMPLETED: ['COMPLETED'],
  CANCELLED: ['CANCELLED'],
  EXPIRED: ['CANCELLED'],
};

function wordFor(
  status: EngineOrderStatus,
  statuses: readonly (readonly [word: string, ours: OrderStatusName])[],
): string | undefined {
  const meaning = meaningOf(status, (ours) => statuses.some(([, known]) => known === ours));
  return statuses.find(([, ours]) => ours === meaning)?.[0];
}

function isStatus(status: unknown): status is EngineOrderStatus {
  return typeof status === 'string' && Object.hasOwn(MEANINGS, status);
}
