import { OrderRecord } from './order-record.js';
import { Ring } from './ring.js';
import { TradeRecord } from './trade-record.js';
import type { EngineEvent, RejectedEvent, TransferEvent } from './types.js';

type EventType = EngineEvent['type'];
type Subject = OrderRecord | TradeRecord | RejectedEvent | TransferEvent;

/**
 * The append-only ledger: a bounded history, and listeners that are told everything. The history keeps what an event is
 * about in columns and makes the event when it is read: with a million orders a second an object for each would cost
 * more than matching them.
 */
export class EventLog {
  readonly #types: Ring<EventType>;
  readonly #sequences: Ring<number>;
  readonly #subjects: Ring<Subject>;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #waiting: EngineEvent[] = [];
  #delivering = false;
  #sequence = 0;

  constructor(keepEvents: number) {
    this.#types = new Ring(keepEvents);
    this.#sequences = new Ring(keepEvents);
    this.#subjects = new Ring(keepEvents);
  }

  /** The kept events, oldest first. */
  kept(): EngineEvent[] {
    const types = [...this.#types];
    const sequences = [...this.#sequences];
    return [...this.#subjects].map((subject, at) => eventOf(types[at], sequences[at] ?? 0, subject));
  }

  /** A house account's orders come and go untold. */
  appendOrder(type: 'accepted' | 'amended' | 'cancelled' | 'expired', order: OrderRecord): void {
    if (!order.owner.house) this.#append(type, order, true);
  }

  /** Trades between house accounts are told but not kept. */
  appendTrade(trade: TradeRecord): void {
    this.#append('trade', trade, !trade.maker.order.owner.house || !trade.taker.order.owner.house);
  }

  append(event: Unnumbered<RejectedEvent> | Unnumbered<TransferEvent>): void {
    this.#append(event.type, { ...event, sequence: this.#sequence + 1 }, true);
  }

  listen(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells listeners what has been appended, in order. Called when an operation is complete, so that listeners see a
   * consistent engine; what a listener itself does to the engine is told after the events already waiting.
   */
  deliver(): void {
    if (this.#delivering || this.#waiting.length === 0) return;
    this.#delivering = true;
    try {
      while (this.#waiting.length > 0) {
        const events = this.#waiting;
        this.#waiting = [];
        for (const event of events) for (const listener of this.#listeners) listener(event);
      }
    } finally {
      this.#delivering = false;
    }
  }

  #append(type: EventType, subject: Subject, keep: boolean): void {
    this.#sequence += 1;
    if (keep) {
      this.#types.push(type);
      this.#sequences.push(this.#sequence);
      this.#subjects.push(subject);
    }
    if (this.#listeners.size > 0) this.#waiting.push(eventOf(type, this.#sequence, subject));
  }
}

type Unnumbered<Event> = Omit<Event, 'sequence'>;

function eventOf(type: EventType | undefined, sequence: number, subject: Subject): EngineEvent {
  if (subject instanceof TradeRecord) return { sequence, at: subject.at, type: 'trade', trade: subject };
  if (!(subject instanceof OrderRecord)) return subject;
  if (type === 'amended') return { sequence, at: subject.updatedAt, type, order: subject };
  if (type !== 'cancelled' && type !== 'expired') {
    return { sequence, at: subject.createdAt, type: 'accepted', order: subject };
  }
  return { sequence, at: subject.updatedAt, type, order: subject, reason: subject.cancelReason ?? '' };
}
