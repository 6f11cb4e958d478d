import { milliseconds, type Timer } from 'ats-runtime';
import type { CandleStreamDescription, LoadedVenue } from '../../venues/index.js';
import type { VirtualClock } from '../clock/virtual-clock.js';
import { candleFacts } from '../dialect/facts.js';
import type { Market } from '../dialect/markets.js';
import { timeText, timeUnit } from '../dialect/times.js';
import { jsonText } from '../dialect/exact-number.js';
import { writeAround, writeDocument } from '../dialect/write-rows.js';
import type { WriteContext } from '../dialect/write-value.js';
import type { CandleStore } from '../market/candle-store.js';
import type { LedgerCandle } from '../market/types.js';
import type { StreamConnection } from './connection.js';
import { EncodedFrame } from './encoded-frame.js';
import { stampMatch, type PlaceholderText } from './render-message.js';

interface CandleFeedOptions {
  readonly venue: LoadedVenue;
  readonly stream: CandleStreamDescription;
  readonly market: Market;
  readonly intervalSeconds: number;
  readonly store: CandleStore;
  readonly clock: VirtualClock;
  readonly now: () => number;
  readonly writing: WriteContext;
}

/** One market's candles of one interval, pushed to whoever subscribed. */
export class CandleFeed {
  readonly #options: CandleFeedOptions;
  readonly #subscribers = new Map<StreamConnection, string>();
  readonly #pushEveryMs: number;
  #stop: (() => void) | undefined;
  #timer: Timer | undefined;
  #lastPush = -Infinity;

  constructor(options: CandleFeedOptions) {
    this.#options = options;
    this.#pushEveryMs =
      options.stream.push_every === undefined ? 1000 : milliseconds(options.stream.push_every);
  }

  /** `name`: how the client called the stream. */
  add(connection: StreamConnection, name: string): void {
    this.#subscribers.set(connection, name);
    this.#stop ??= this.#options.store.onUpdate(
      (candle) => this.#changed(candle),
      this.#options.intervalSeconds,
    );
  }

  /** Whether it is what the client calls so. */
  knows(connection: StreamConnection, name: string): boolean {
    return this.#subscribers.get(connection) === name;
  }

  remove(connection: StreamConnection): void {
    this.#subscribers.delete(connection);
    if (this.#subscribers.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** The past candles that some venues send at once. */
  sendSnapshot(connection: StreamConnection, name: string): void {
    const { stream, store, intervalSeconds, now } = this.#options;
    if (stream.snapshot === undefined) return;
    const until = Math.floor(now() / 1000) + 1;
    const past = store.candles(intervalSeconds, until - SNAPSHOT_ROWS * intervalSeconds, until);
    connection.sendFrame('candles', name, this.#frame(stream.snapshot, past, connection.channels.get(name)));
  }

  #changed(candle: LedgerCandle): void {
    const { clock } = this.#options;
    if (candle.closed) {
      this.#timer?.cancel();
      this.#timer = undefined;
      return this.#push(candle);
    }
    // Also without a wait a timer: what trades at the same moment belongs into the same frame.
    const wait = Math.max(0, this.#lastPush + this.#pushEveryMs - clock.now());
    this.#timer ??= clock.venue.schedule(wait, () => {
      this.#timer = undefined;
      const current = this.#options.store.current(this.#options.intervalSeconds);
      if (current !== undefined) this.#push(current);
    });
  }

  #push(candle: LedgerCandle): void {
    this.#lastPush = this.#options.clock.now();
    const { frame: described } = this.#options.stream;
    // One for all, but where each subscription has a number of its own.
    const shared = this.#hasChannels ? undefined : this.#frame(described, [candle]);
    for (const [connection, name] of this.#subscribers) {
      const frame = shared ?? this.#frame(described, [candle], connection.channels.get(name));
      connection.sendFrame('candles', name, frame);
    }
  }

  get #hasChannels(): boolean {
    return this.#options.stream.acknowledged?.channel !== undefined;
  }

  #frame(
    frame: CandleStreamDescription['frame'],
    candles: readonly LedgerCandle[],
    channel?: number,
  ): EncodedFrame {
    const { venue, market, intervalSeconds, now, writing } = this.#options;
    const sample = stampMatch(venue.samples.get(frame.sample), frame.match, (name, filter) =>
      name === 'channel' ? channel?.toString() : this.#placeholder(name, filter),
    );
    const rows = candles.map((candle) => ({
      facts: candleFacts(candle, market.symbol, intervalSeconds, now()),
    }));
    const context = frame.time_unit === undefined ? writing : { ...writing, timeUnit: frame.time_unit };
    const written = writeDocument(sample, frame.rows, rows, context);
    return new EncodedFrame(
      jsonText(writeAround(written, frame.rows.around, { facts: { time: now() } }, context)),
    );
  }

  readonly #placeholder: PlaceholderText = (name, filter) => {
    const { market, intervalSeconds, writing, now } = this.#options;
    const texts: Readonly<Record<string, string>> = {
      symbol: market.venueSymbol,
      base: writing.words.asset(market.base),
      quote: writing.words.asset(market.quote),
      interval: writing.words.intervalText(intervalSeconds),
    };
    const text = texts[name];
    if (text === undefined)
      return name === 'stamp' ? timeText(now(), timeUnit(filter, writing.timeUnit)) : undefined;
    if (filter === 'ours')
      return name === 'base' ? market.base : name === 'quote' ? market.quote : market.symbol;
    return filter === 'lower' ? text.toLowerCase() : filter === 'upper' ? text.toUpperCase() : text;
  };
}

const SNAPSHOT_ROWS = 3;
