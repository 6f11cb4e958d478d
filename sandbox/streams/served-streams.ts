import { milliseconds, type Timer } from 'ats-runtime';
import { readPath, type LoadedVenue, type ServedFrame, type ServedStream } from '../../venues/index.js';
import type { Asked } from '../dialect/asked.js';
import { balanceRows } from '../dialect/balance-rows.js';
import type { Desk } from '../dialect/desk.js';
import { jsonText } from '../dialect/exact-number.js';
import { layered, type Facts, type Row } from '../dialect/facts.js';
import type { Market } from '../dialect/markets.js';
import { publicTrade } from '../dialect/public-trade.js';
import { tickerFacts } from '../dialect/ticker.js';
import { timeText, timeUnit } from '../dialect/times.js';
import { replaceAt, writeAround, writeDocument } from '../dialect/write-rows.js';
import type { WriteContext } from '../dialect/write-value.js';
import type { BookSnapshot, EngineEvent } from '../engine/types.js';
import { accountFrames, accountState, type Watched } from './account-frames.js';
import { ToldBalances } from './told-balances.js';
import { changedLevels, checksum, digitsChecksum, levelRows } from './book-frame.js';
import type { StreamConnection } from './connection.js';
import { EncodedFrame } from './encoded-frame.js';
import { stampMatch, type PlaceholderText } from './render-message.js';
import { isOfAccount } from './stream-commands.js';

interface ServedStreamsOptions {
  readonly venue: LoadedVenue;
  readonly writing: WriteContext;
  readonly desk: Pick<Desk, 'engine' | 'clock' | 'markets' | 'now' | 'candles'>;
}

interface Subscription {
  readonly connection: StreamConnection;
  readonly stream: ServedStream;
  /** The stream as the client calls it. */
  readonly name: string;
  /** Absent: all markets. */
  readonly market: Market | undefined;
  readonly account: string | undefined;
  readonly levels: number;
  /** A placeholder's text as the client gave it. */
  readonly given: (name: string) => string | undefined;
  told: BookSnapshot | undefined;
  /** Of an account's own. */
  readonly watched: Watched | undefined;
  sequence: number;
  timer: Timer | undefined;
}

/** Tickers, trades, books, fills and balances, for the venue's other clients. */
export class ServedStreams {
  readonly #options: ServedStreamsOptions;
  readonly #subscriptions = new Set<Subscription>();
  #stopListening: (() => void) | undefined;
  /** Holds in force: a request under way is answered before its events are told. */
  #holds = 0;
  #held: EngineEvent[] = [];

  constructor(options: ServedStreamsOptions) {
    this.#options = options;
  }

  begin(
    connection: StreamConnection,
    stream: ServedStream,
    name: string,
    asked: Asked,
    given: Subscription['given'],
  ): void {
    this.end(connection, stream, name);
    for (const market of asked.markets ?? [asked.market])
      this.#open(connection, stream, name, { ...asked, ...(market === undefined ? {} : { market }) }, given);
  }

  #open(
    connection: StreamConnection,
    stream: ServedStream,
    name: string,
    asked: Asked,
    given: Subscription['given'],
  ): void {
    const subscription: Subscription = {
      connection,
      stream,
      name,
      market: asked.market,
      account: connection.account,
      levels: Math.min(asked.limit ?? Infinity, stream.levels ?? DEFAULT_LEVELS),
      given,
      told: undefined,
      watched: isOfAccount(stream) ? this.#watched(connection.account, asked) : undefined,
      sequence: this.#options.desk.now(),
      timer: undefined,
    };
    this.#subscriptions.add(subscription);
    connection.others.add(name);
    this.#stopListening ??= this.#options.desk.engine.onEvent((event) => this.#take(event));
    this.#first(subscription);
    if (stream.like === 'ticker' || stream.like === 'book') this.#wait(subscription);
  }

  end(connection: StreamConnection, stream: ServedStream, name: string): void {
    connection.others.delete(name);
    this.#remove(
      (known) => known.connection === connection && known.stream === stream && known.name === name,
    );
  }

  removeAll(connection: StreamConnection): void {
    this.#remove((subscription) => subscription.connection === connection);
  }

  close(): void {
    this.#remove(() => true);
  }

  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds = Math.max(0, this.#holds - 1);
    if (this.#holds > 0) return;
    const held = this.#held;
    this.#held = [];
    for (const event of held) this.#tell(event);
  }

  #remove(isMeant: (subscription: Subscription) => boolean): void {
    for (const subscription of [...this.#subscriptions].filter(isMeant)) {
      subscription.timer?.cancel();
      this.#subscriptions.delete(subscription);
    }
    if (this.#subscriptions.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = undefined;
  }

  /** What comes at once: the state as it is. */
  #first(subscription: Subscription): void {
    const { stream, market, watched } = subscription;
    const { engine } = this.#options.desk;
    const frame = stream.snapshot ?? (stream.changes === true ? undefined : stream.frame);
    if (stream.like === 'ticker') return this.#sendTicker(subscription, frame);
    if (stream.like === 'book') return this.#sendBook(subscription, frame, false);
    const { snapshot } = stream;
    if (snapshot === undefined) return;
    if (watched !== undefined)
      return this.#send(subscription, snapshot, accountState(stream, watched, this.#options.desk));
    if (stream.like !== 'trades' || market === undefined) return;
    const recent = engine
      .recentTrades(market.symbol, SNAPSHOT_TRADES)
      .map((trade) => ({ facts: publicTrade(trade) }));
    const isNewestFirst = snapshot.rows.order === 'descending';
    this.#send(subscription, snapshot, isNewestFirst ? recent.toReversed() : recent);
  }

  #wait(subscription: Subscription): void {
    const { push_every: every = '1s', like, frame } = subscription.stream;
    subscription.timer = this.#options.desk.clock.venue.schedule(milliseconds(every), () => {
      this.#wait(subscription);
      if (like === 'ticker') this.#sendTicker(subscription, frame);
      else this.#sendBook(subscription, frame, subscription.stream.changes === true);
    });
  }

  #sendTicker(subscription: Subscription, frame: ServedFrame | undefined): void {
    const { desk } = this.#options;
    const { market } = subscription;
    const markets = market === undefined ? desk.markets : [market];
    const rows = markets.map((each) => ({ facts: tickerFacts(desk, each) }));
    if (frame !== undefined) this.#send(subscription, frame, rows, market);
  }

  #sendBook(subscription: Subscription, frame: ServedFrame | undefined, changesOnly: boolean): void {
    const { desk } = this.#options;
    const { market, levels, told = NO_LEVELS } = subscription;
    if (market === undefined) return;
    const isFirst = subscription.told === undefined;
    const book = desk.engine.book(market.symbol, levels);
    const shown = changesOnly ? changedLevels(told, book) : book;
    if (changesOnly && shown.bids.length === 0 && shown.asks.length === 0) return;
    subscription.told = book;
    if (frame === undefined) return;
    const now = desk.now();
    const facts: Facts = {
      symbol: market.symbol,
      base: market.base,
      quote: market.quote,
      time: now,
      sequence: Math.max(now, subscription.sequence + 1),
      first_sequence: subscription.sequence + 1,
      previous_sequence: isFirst ? -1 : subscription.sequence,
      checksum: checksum(book),
      digits_checksum: digitsChecksum(book, market),
    };
    subscription.sequence = Math.max(now, subscription.sequence + 1);
    this.#send(subscription, frame, [{ facts }], market, shown);
  }

  #take(event: EngineEvent): void {
    if (event.type === 'trade' ? !this.#concerns(event.trade) : event.type === 'rejected') return;
    if (this.#holds > 0) this.#held.push(event);
    else this.#tell(event);
  }

  #concerns({ symbol, offBook }: Extract<EngineEvent, { type: 'trade' }>['trade']): boolean {
    for (const { market, account } of this.#subscriptions) {
      if (account !== undefined || (!offBook && (market?.symbol ?? symbol) === symbol)) return true;
    }
    return false;
  }

  #tell(event: EngineEvent): void {
    for (const subscription of this.#subscriptions) {
      const { stream, watched, market } = subscription;
      const { frame } = stream;
      if (frame === undefined) continue;
      if (stream.like === 'trades') this.#tellTrade(subscription, frame, event);
      if (watched === undefined) continue;
      for (const { rows, symbol } of accountFrames(stream, event, watched, this.#options.desk))
        this.#send(subscription, frame, rows, symbol === undefined ? market : this.#market(symbol));
    }
  }

  #tellTrade(subscription: Subscription, frame: ServedFrame, event: EngineEvent): void {
    if (event.type !== 'trade' || event.trade.offBook) return;
    const { symbol } = event.trade;
    if ((subscription.market?.symbol ?? symbol) !== symbol) return;
    this.#send(subscription, frame, [{ facts: publicTrade(event.trade) }], this.#market(symbol));
  }

  #watched(account = '', { market }: Asked): Watched {
    const { desk } = this.#options;
    return { account, symbol: market?.symbol, told: new ToldBalances(balanceRows(desk, account)) };
  }

  #market(symbol: string): Market | undefined {
    return this.#options.desk.markets.find((market) => market.symbol === symbol);
  }

  #send(
    subscription: Subscription,
    frame: ServedFrame,
    rows: readonly Row[],
    market = subscription.market,
    levels?: BookSnapshot,
  ): void {
    const { connection, name, stream } = subscription;
    // A frame without a list tells of one.
    const isList = frame.rows.items !== undefined || rows.length === 0;
    const { like } = stream;
    const kind = like === 'open_orders' || like === 'silent' ? 'orders' : like;
    for (const told of isList ? [rows] : rows.map((row) => [row]))
      connection.sendFrame(kind, name, this.#frame(subscription, frame, told, market, levels));
  }

  #frame(
    { given }: Subscription,
    frame: ServedFrame,
    rows: readonly Row[],
    market: Market | undefined,
    levels: BookSnapshot | undefined,
  ): EncodedFrame {
    const { venue, writing, desk } = this.#options;
    const context = frame.time_unit === undefined ? writing : { ...writing, timeUnit: frame.time_unit };
    const sample = stampMatch(
      venue.samples.get(frame.sample),
      frame.match,
      this.#placeholders(market, given),
    );
    const written = writeDocument(sample, frame.rows, rows, context);
    const [first] = rows;
    const around = writeAround(
      written,
      frame.rows.around,
      { facts: layered(first?.facts ?? {}, { time: desk.now() }) },
      context,
    );
    if (frame.book === undefined || levels === undefined) return new EncodedFrame(jsonText(around));
    const facts = { time: desk.now() };
    const { bids, asks } = frame.book;
    const withAsks = writeDocument(around, asks, levelRows(levels.asks, facts), context);
    const whole = writeDocument(withAsks, bids, levelRows(levels.bids, facts), context);
    if (bids.items !== undefined && bids.items === asks.items) appendList(whole, bids.items, withAsks);
    return new EncodedFrame(jsonText(whole));
  }

  #placeholders(market: Market | undefined, given: Subscription['given']): PlaceholderText {
    const { writing, desk } = this.#options;
    return (name, filter) => {
      if (name === 'stamp') return timeText(desk.now(), timeUnit(filter, writing.timeUnit));
      if (market === undefined || !['symbol', 'base', 'quote'].includes(name)) return given(name);
      if (filter === 'ours')
        return name === 'base' ? market.base : name === 'quote' ? market.quote : market.symbol;
      const text =
        name === 'symbol'
          ? market.venueSymbol
          : writing.words.asset(name === 'base' ? market.base : market.quote);
      return filter === 'lower' ? text.toLowerCase() : filter === 'upper' ? text.toUpperCase() : text;
    };
  }
}

/** Both sides of a book may stand in one list. */
function appendList(document: unknown, path: string, other: unknown): void {
  const [ours, theirs] = [readPath(document, path), readPath(other, path)];
  if (Array.isArray(ours) && Array.isArray(theirs)) replaceAt(document, path, [...ours, ...theirs]);
}

const DEFAULT_LEVELS = 100;
const SNAPSHOT_TRADES = 20;
const NO_LEVELS: BookSnapshot = { bids: [], asks: [] };
