import type { LoadedVenue, OrderStreamDescription, ServedFrame, ServedStream } from '../../venues/index.js';
import type { Facts, Row } from '../dialect/facts.js';
import { fillFacts } from '../dialect/fill-facts.js';
import { orderFacts } from '../dialect/order-facts.js';
import type { Words } from '../dialect/words.js';
import { jsonText } from '../dialect/exact-number.js';
import { writeAround, writeDocument } from '../dialect/write-rows.js';
import type { WriteContext } from '../dialect/write-value.js';
import type { MatchingEngine } from '../engine/matching-engine.js';
import type { EngineEvent, EngineOrder, TradeSide } from '../engine/types.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { StreamConnection } from './connection.js';
import { EncodedFrame } from './encoded-frame.js';
import { stampMatch, type PlaceholderText } from './render-message.js';

interface OrderFeedOptions {
  readonly venue: LoadedVenue;
  readonly stream: OrderStreamDescription;
  readonly engine: MatchingEngine;
  readonly faults: FaultPlan;
  readonly words: Words;
  readonly now: () => number;
  readonly writing: WriteContext;
  /** By order: the client ids of cancels under way. */
  readonly cancelIds: ReadonlyMap<string, string>;
}

interface Subscriber {
  readonly account: string;
  /** Only this market's orders; absent: all. */
  readonly symbol?: string;
  /** Of a stream whose frames are not those of `streams.orders`. */
  readonly frames?: OrderFrames;
}

/** The frames of one stream of orders. */
export type OrderFrames = Pick<ServedStream, 'accepted'> & { readonly frame: ServedFrame };

interface Pending {
  readonly account: string;
  readonly symbol: string;
  readonly frames: OrderFrames;
  readonly frame: EncodedFrame;
}

/** Order events of the engine as the venue's private frames. */
export class OrderFeed {
  readonly #options: OrderFeedOptions;
  readonly #usual: OrderFrames;
  readonly #subscribers = new Map<StreamConnection, Subscriber>();
  #pending: Pending[] = [];
  /** Holds in force: a request under way, a test that holds events back. */
  #holds = 0;

  constructor(options: OrderFeedOptions) {
    this.#options = options;
    this.#usual = { frame: options.stream.frame };
    options.engine.onEvent((event) => this.#take(event));
  }

  add(connection: StreamConnection, subscriber: Subscriber): void {
    this.#subscribers.set(connection, subscriber);
  }

  remove(connection: StreamConnection): void {
    this.#subscribers.delete(connection);
  }

  hold(): void {
    this.#holds += 1;
  }

  /** Sends what was held; `reverse` the other way round, `drop` not at all. */
  release(order: 'in_order' | 'reverse' | 'drop' = 'in_order'): void {
    this.#holds = Math.max(0, this.#holds - 1);
    if (order === 'drop') this.#pending = [];
    if (order === 'reverse') this.#pending.reverse();
    this.#flush();
  }

  #take(event: EngineEvent): void {
    if (this.#subscribers.size === 0) return;
    const isApart = this.#options.stream.completed === 'own_frame';
    const isFollowed = (order: EngineOrder): boolean => this.#isFollowed(order);
    for (const { row, order } of rowsOf(event, this.#options.now(), isApart, isFollowed)) {
      const cancelId = event.type === 'cancelled' ? this.#options.cancelIds.get(order.id) : undefined;
      const told = cancelId === undefined ? row : { ...row, cancelId };
      const { account, symbol } = order;
      for (const frames of this.#followed(account)) {
        const described = event.type === 'accepted' ? [frames.accepted, frames.frame] : [frames.frame];
        for (const one of described)
          if (one !== undefined)
            this.#pending.push({ account, symbol, frames, frame: this.#frame(one, told, order) });
      }
    }
    this.#flush();
  }

  #isFollowed({ account }: EngineOrder): boolean {
    for (const subscriber of this.#subscribers.values()) if (subscriber.account === account) return true;
    return false;
  }

  /** The streams on which an account's orders are told. */
  #followed(account: string): ReadonlySet<OrderFrames> {
    const own = [...this.#subscribers.values()].filter((subscriber) => subscriber.account === account);
    return new Set(own.map(({ frames }) => frames ?? this.#usual));
  }

  #flush(): void {
    if (this.#holds > 0 || this.#pending.length === 0) return;
    const { faults } = this.#options;
    const pending = this.#pending;
    this.#pending = [];
    for (const { account, symbol, frames, frame } of pending) {
      if (faults.strikeOrderEvents('lost')) continue;
      const times = faults.strikeOrderEvents('twice') ? 2 : 1;
      for (const [connection, subscriber] of this.#subscribers) {
        if (subscriber.account !== account || (subscriber.symbol ?? symbol) !== symbol) continue;
        if ((subscriber.frames ?? this.#usual) !== frames) continue;
        for (let time = 0; time < times; time += 1) connection.sendFrame('orders', 'orders', frame);
      }
    }
  }

  #frame(frame: ServedFrame, row: Row, order: EngineOrder): EncodedFrame {
    const { venue, writing } = this.#options;
    const sample = stampMatch(venue.samples.get(frame.sample), frame.match, this.#placeholders(order));
    const context = frame.time_unit === undefined ? writing : { ...writing, timeUnit: frame.time_unit };
    const written = writeDocument(sample, frame.rows, [row], context);
    const around = { facts: { time: this.#options.now() } };
    return new EncodedFrame(jsonText(writeAround(written, frame.rows.around, around, context)));
  }

  #placeholders(order: EngineOrder): PlaceholderText {
    return (name, filter) => {
      if (name !== 'symbol') return undefined;
      const text = this.#options.words.symbol(order.symbol);
      return filter === 'lower' ? text.toLowerCase() : text;
    };
  }
}

interface OrderRow {
  readonly row: Row;
  readonly order: EngineOrder;
}

/**
 * Rows of the orders that somebody follows: most trades are the venue's own. `isApart`: a completed order is told after
 * its last fill.
 */
export function rowsOf(
  event: EngineEvent,
  now: number,
  isApart: boolean,
  isFollowed: (order: EngineOrder) => boolean,
): readonly OrderRow[] {
  if ('order' in event && !isFollowed(event.order)) return [];
  switch (event.type) {
    case 'accepted':
      return [quiet(event.order, fresh(event.order, now))];
    case 'amended':
      return [quiet(event.order, amended(event.order, now))];
    case 'trade':
      return [event.trade.maker, event.trade.taker]
        .filter(({ order }) => isFollowed(order))
        .flatMap((side) =>
          isApart && side.status === 'COMPLETED' ? filledApart(side, now) : [filled(side, now)],
        );
    case 'cancelled':
    case 'expired':
      return [quiet(event.order, closed(event, now))];
    default:
      return [];
  }
}

function quiet(order: EngineOrder, facts: Facts): OrderRow {
  return { order, row: { order, facts, fills: [] } };
}

/** The order as it was when it was taken. */
function fresh(order: EngineOrder, now: number): Facts {
  const none = '0';
  const nothing = { status: 'PENDING', filledSizeText: none, filledQuoteText: none } as const;
  const facts = orderFacts(order, now, nothing);
  facts.execution = 'accepted';
  facts.updated_at = order.createdAt;
  facts.fee = none;
  return facts;
}

function amended(order: EngineOrder, now: number): Facts {
  const facts = orderFacts(order, now);
  facts.execution = 'accepted';
  return facts;
}

function closed(
  { order, type, reason }: Extract<EngineEvent, { readonly reason: string; readonly order: EngineOrder }>,
  now: number,
): Facts {
  const facts = orderFacts(order, now);
  facts.execution = type;
  facts.reason = reason;
  return facts;
}

function filled(side: FilledSide, now: number): OrderRow {
  const { order, fill, status } = side;
  const facts = orderFacts(order, now, side, fill);
  facts.execution = status === 'COMPLETED' ? 'completed' : 'filled';
  facts.updated_at = fill.at;
  return { order, row: { order, facts, fills: [fillFacts(fill, order)] } };
}

type FilledSide = Pick<TradeSide, 'order' | 'fill' | 'status' | 'filledSizeText' | 'filledQuoteText'>;

function filledApart(side: TradeSide, now: number): readonly OrderRow[] {
  const { order, fill, filledSizeText, filledQuoteText } = side;
  const facts = orderFacts(order, now, side);
  facts.execution = 'filled';
  facts.updated_at = fill.at;
  const inPart = { order, fill, filledSizeText, filledQuoteText, status: 'PARTIALLY_FILLED' } as const;
  return [filled(inPart, now), quiet(order, facts)];
}
