import type { LoadedVenue } from '../../venues/index.js';
import type { VirtualClock } from '../clock/virtual-clock.js';
import type { Words } from '../dialect/words.js';
import type { WriteContext } from '../dialect/write-value.js';
import type { CandleStore } from '../market/candle-store.js';
import { CandleFeed } from './candle-feed.js';
import type { StreamConnection } from './connection.js';

interface CandleSubscriptionsOptions {
  readonly venue: LoadedVenue;
  readonly words: Words;
  readonly writing: WriteContext;
  readonly clock: VirtualClock;
  readonly now: () => number;
  readonly candles: (symbol: string) => CandleStore;
}

/** Who gets which candles: one feed for each market and interval that anyone asked for. */
export class CandleSubscriptions {
  readonly #options: CandleSubscriptionsOptions;
  readonly #feeds = new Map<string, CandleFeed>();

  constructor(options: CandleSubscriptionsOptions) {
    this.#options = options;
  }

  /** `name`: the stream as the client calls it. */
  add(connection: StreamConnection, name: string, symbol: string, intervalSeconds: number): void {
    const feed = this.#feed(symbol, intervalSeconds);
    connection.subscriptions.add(name);
    feed?.add(connection, name);
    feed?.sendSnapshot(connection, name);
  }

  remove(connection: StreamConnection, name: string, symbol: string, intervalSeconds: number): void {
    connection.subscriptions.delete(name);
    this.#feeds.get(feedKey(symbol, intervalSeconds))?.remove(connection);
  }

  removeNamed(connection: StreamConnection, name: string): void {
    connection.subscriptions.delete(name);
    connection.channels.delete(name);
    for (const feed of this.#feeds.values()) if (feed.knows(connection, name)) feed.remove(connection);
  }

  removeAll(connection: StreamConnection): void {
    for (const feed of this.#feeds.values()) feed.remove(connection);
  }

  #feed(symbol: string, intervalSeconds: number): CandleFeed | undefined {
    const { venue, words, writing, clock, now, candles } = this.#options;
    const stream = venue.description.streams.candles;
    const market = words.market(symbol);
    if (stream === undefined || market === undefined) return undefined;
    const key = feedKey(symbol, intervalSeconds);
    const known = this.#feeds.get(key);
    if (known !== undefined) return known;
    const feed = new CandleFeed({
      venue,
      stream,
      market,
      intervalSeconds,
      store: candles(symbol),
      clock,
      now,
      writing,
    });
    this.#feeds.set(key, feed);
    return feed;
  }
}

function feedKey(symbol: string, intervalSeconds: number): string {
  return `${symbol} ${intervalSeconds}`;
}
