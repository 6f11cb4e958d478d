import { INTERVAL_SECONDS, type LoadedVenue, type ServedStream } from '../../venues/index.js';
import { decodeRequest, type Asked, type Wrong } from '../dialect/asked.js';
import type { Bindings } from '../dialect/bind-parameters.js';
import { decode, formValues } from '../dialect/request-values.js';
import { templateMatcher } from '../dialect/template-matcher.js';
import type { WriteContext } from '../dialect/write-value.js';
import type { CandleSubscriptions } from './candle-subscriptions.js';
import type { StreamConnection } from './connection.js';
import type { OrderFeed, OrderFrames } from './order-feed.js';
import { renderMessage } from './render-message.js';
import type { ServedStreams } from './served-streams.js';
import { servedName, streamName, type StreamCommand } from './stream-commands.js';
import { streamPath } from './stream-paths.js';

export interface SubscriptionsOptions {
  readonly venue: LoadedVenue;
  readonly writing: WriteContext;
  readonly candles: CandleSubscriptions;
  readonly orders: OrderFeed | undefined;
  readonly served: ServedStreams;
  /** The account that a stream token was given to. */
  readonly tokenAccount: (token: string) => string | undefined;
}

/** What connections are subscribed to, by their messages and by their addresses. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #name: string | undefined;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
    this.#name = streamName(options.venue.description);
  }

  /** Begins what the address names: `/ws/<name>`, `/stream?streams=a/b`, a described path. */
  beginByAddress(connection: StreamConnection): void {
    const [path = '', query = ''] = connection.path.split('?');
    const inQuery = Object.values(formValues(query)).flatMap((value) => value.split('/'));
    for (const name of [...path.split('/').map(decode), ...inQuery]) this.#beginNamed(connection, name);
    this.#beginByPath(connection);
  }

  /** Begins a subscription, once it is acknowledged. */
  begin(
    connection: StreamConnection,
    { kind, served }: Pick<StreamCommand, 'kind' | 'served'>,
    bound: Bindings,
  ): void {
    if (served !== undefined) return this.#beginServed(connection, served, bound);
    const asked = kind === 'candles' ? this.askedCandles(bound) : this.asked(bound);
    if (kind === 'orders') {
      const symbol = 'wrong' in asked ? undefined : asked.market?.symbol;
      return this.#beginOrders(connection, symbol);
    }
    if ('wrong' in asked || asked.market === undefined || asked.intervalSeconds === undefined) return;
    this.#options.candles.add(connection, this.nameOf(bound), asked.market.symbol, asked.intervalSeconds);
  }

  #beginServed(connection: StreamConnection, served: ServedStream, bound: Bindings): void {
    const asked = this.asked(bound);
    if ('wrong' in asked) return;
    // Where no connector listens to orders, nothing else tells of them.
    if (served.like === 'orders' && (served.frame === undefined || this.#options.orders !== undefined))
      return this.#beginOrders(connection, asked.market?.symbol, served);
    const name = textName(servedName(served), bound);
    this.#options.served.begin(connection, served, name, asked, (each) => bound.get(each)?.text);
  }

  /** `own`: which stream of orders, where there are several. */
  #beginOrders(connection: StreamConnection, symbol: string | undefined, own?: ServedStream): void {
    connection.subscriptions.add('orders');
    const account = connection.account ?? '';
    const frames = own === undefined ? undefined : ownFrames(own);
    this.#options.orders?.add(connection, {
      account,
      ...(symbol === undefined ? {} : { symbol }),
      ...(frames === undefined ? {} : { frames }),
    });
    // What comes with it.
    for (const served of this.#options.venue.description.serves_streams) {
      if (served.subscribe === undefined)
        this.#options.served.begin(connection, served, '', {}, () => undefined);
    }
  }

  endServed(connection: StreamConnection, served: ServedStream, bound: Bindings): void {
    this.#options.served.end(connection, served, textName(servedName(served), bound));
  }

  endCandles(connection: StreamConnection, bound: Bindings, symbol: string, intervalSeconds: number): void {
    this.#options.candles.remove(connection, this.nameOf(bound), symbol, intervalSeconds);
  }

  endOrders(connection: StreamConnection): void {
    connection.subscriptions.delete('orders');
    this.#options.orders?.remove(connection);
  }

  endAll(connection: StreamConnection): void {
    this.#options.candles.removeAll(connection);
    this.#options.served.removeAll(connection);
    this.#options.orders?.remove(connection);
  }

  /** Ends the subscription of that number; false where there is none. */
  leave(connection: StreamConnection, channel: string): boolean {
    const [name] = [...connection.channels].find(([, known]) => String(known) === channel) ?? [];
    if (name === undefined) return false;
    this.#options.candles.removeNamed(connection, name);
    return true;
  }

  /** What a message asks for. */
  asked(bound: Bindings): Asked | Wrong {
    return decodeRequest(bound, this.#options.writing);
  }

  /** Where one interval alone is streamed, no message names it. */
  askedCandles(bound: Bindings): Asked | Wrong {
    const asked = this.asked(bound);
    const only = this.#options.venue.description.streams.candles?.only;
    const [interval] = only ?? [];
    if ('wrong' in asked || only === undefined || interval === undefined) return asked;
    const seconds: readonly number[] = only.map((name) => INTERVAL_SECONDS[name]);
    const { intervalSeconds = only.length === 1 ? seconds[0] : undefined } = asked;
    if (intervalSeconds === undefined) return asked;
    if (!seconds.includes(intervalSeconds)) return { wrong: 'bad_interval', detail: 'not streamed' };
    return { ...asked, intervalSeconds };
  }

  /** The stream as the client names it. */
  nameOf(bound: Bindings): string {
    if (this.#name === undefined) return [...bound.values()].map(({ text }) => text).join(' ');
    return textName(this.#name, bound);
  }

  /** Whether a client names streams of candles so. */
  isName(text: string): boolean {
    return this.#name !== undefined && templateMatcher(this.#name).match(text) !== undefined;
  }

  #beginNamed(connection: StreamConnection, name: string): void {
    if (this.#name === undefined || name === '') return;
    const served = this.#options.venue.description.serves_streams;
    const streams = [
      { name: this.#name, begins: { kind: 'candles' } as const },
      ...served.map((one) => ({ name: servedName(one), begins: { kind: 'served', served: one } as const })),
    ];
    for (const { name: template, begins } of streams) {
      const found = templateMatcher(template).match(name);
      if (found !== undefined) this.begin(connection, begins, new Map(found.map((one) => [one.name, one])));
    }
  }

  #beginByPath(connection: StreamConnection): void {
    const { venue, tokenAccount } = this.#options;
    const { candles, orders } = venue.description.streams;
    for (const stream of [candles, orders]) {
      const bound = stream === undefined ? undefined : streamPath(venue.description, stream, connection.path);
      if (stream === undefined || bound === undefined) continue;
      const token = bound.get('token')?.text;
      const account = tokenAccount(token ?? '') || undefined;
      if (account !== undefined) Object.assign(connection, { account, token });
      if (stream.subscribe !== undefined) continue;
      if (stream === candles) this.begin(connection, { kind: 'candles' }, bound);
      else if (account !== undefined) this.#beginOrders(connection, undefined);
    }
  }
}

/** A stream's name as the client spells it. */
function textName(template: string, bound: Bindings): string {
  return String(renderMessage(template, (name) => bound.get(name)?.text));
}

/** One object for each stream: it tells them apart. */
function ownFrames(served: ServedStream): OrderFrames | undefined {
  const known = framesOf.get(served);
  if (known !== undefined || served.frame === undefined) return known;
  const { frame, accepted } = served;
  const frames = accepted === undefined ? { frame } : { frame, accepted };
  framesOf.set(served, frames);
  return frames;
}

const framesOf = new WeakMap<ServedStream, OrderFrames>();
