import {
  INTERVAL_SECONDS,
  type CandleStreamDescription,
  type ErrorCase,
  type LoadedVenue,
  type OrderStreamDescription,
  type ServedStream,
} from '../../venues/index.js';
import { accountNumber } from '../dialect/account-number.js';
import { decodeRequest, type Asked, type Wrong } from '../dialect/asked.js';
import type { Bindings } from '../dialect/bind-parameters.js';
import type { ErrorReplies } from '../dialect/error-replies.js';
import type { KeyRing } from '../dialect/key-ring.js';
import { decode, formValues, parseJson } from '../dialect/request-values.js';
import { templateMatcher } from '../dialect/template-matcher.js';
import type { SignatureVerdict } from '../dialect/verify-signature.js';
import type { TokenEnd } from '../dialect/stream-tokens.js';
import type { WriteContext } from '../dialect/write-value.js';
import type { CandleSubscriptions } from './candle-subscriptions.js';
import type { StreamConnection, StreamKind } from './connection.js';
import type { OrderFeed, OrderFrames } from './order-feed.js';
import { renderMessage } from './render-message.js';
import { proveMessage } from './stream-authority.js';
import {
  commandsOf,
  findCommands,
  isOfAccount,
  servedName,
  streamName,
  type FoundCommand,
  type StreamCommand,
} from './stream-commands.js';
import type { ServedStreams } from './served-streams.js';
import type { SocketRequests } from './socket-requests.js';
import { answerTo } from './stream-answers.js';
import { isPrivatePath, streamPath } from './stream-paths.js';
import { answersEach, StreamReplies } from './stream-replies.js';
import { endToken } from './token-end.js';

interface StreamDeskOptions {
  readonly venue: LoadedVenue;
  readonly writing: WriteContext;
  readonly keys: KeyRing;
  readonly now: () => number;
  /** How far the clocks of clients are behind the venue's, ms. */
  readonly clientLag: () => number;
  readonly candles: CandleSubscriptions;
  readonly orders: OrderFeed | undefined;
  readonly served: ServedStreams;
  readonly errors: ErrorReplies;
  readonly requests: SocketRequests;
  /** Takes down what a client asked for on a private socket, and what came of it. */
  readonly log: (connection: StreamConnection, note: StreamNote) => void;
  /** The account that a stream token was given to. */
  readonly tokenAccount: (token: string) => string | undefined;
}

/** A login or a private subscription for the request log. */
export interface StreamNote {
  /** What was asked for: `streams.orders.login`; `streams`, a connection. */
  readonly name: string;
  /** The client's message. */
  readonly text: string;
  readonly refusal?: ErrorCase | undefined;
  readonly detail?: string | undefined;
  readonly verdict?: SignatureVerdict | undefined;
  /** What the venue answered. */
  readonly answer?: string | undefined;
}

/** What a client's message on a private socket came to. */
interface Outcome {
  readonly refusal?: ErrorCase | undefined;
  readonly detail?: string | undefined;
  readonly verdict?: SignatureVerdict | undefined;
}

/** What clients' messages on the venue's sockets do: logins, subscriptions, and the answers to them. */
export class StreamDesk {
  readonly #options: StreamDeskOptions;
  readonly #commands: readonly StreamCommand[];
  readonly #replies: StreamReplies;
  readonly #name: string | undefined;

  constructor(options: StreamDeskOptions) {
    this.#options = options;
    this.#commands = commandsOf(options.venue.description);
    this.#replies = new StreamReplies(options.venue, options.errors);
    this.#name = streamName(options.venue.description);
  }

  /** Subscribes to what the address names: `/ws/<name>`, `/stream?streams=a/b`, a described path. */
  opened(connection: StreamConnection): void {
    const [path = '', query = ''] = connection.path.split('?');
    if (this.#hasStrangeToken(connection)) {
      const detail = 'the token is not valid';
      this.#options.log(connection, { name: 'streams', text: '', refusal: 'bad_key', detail });
      return connection.close(POLICY_VIOLATION, detail);
    }
    this.#replies.greet(connection, this.#streamAt(connection), formValues(query));
    const inQuery = Object.values(formValues(query)).flatMap((value) => value.split('/'));
    for (const name of [...path.split('/').map(decode), ...inQuery]) this.#subscribeByName(connection, name);
    this.#subscribeByPath(connection);
  }

  closed(connection: StreamConnection): void {
    this.#options.candles.removeAll(connection);
    this.#options.served.removeAll(connection);
    this.#options.orders?.remove(connection);
  }

  /** The token by which these connections were opened has ended. */
  tokenEnded(connections: readonly StreamConnection[], why: TokenEnd): void {
    for (const connection of connections) {
      if (!endToken(this.#options.venue, connection, why)) continue;
      connection.subscriptions.delete('orders');
      this.#options.orders?.remove(connection);
    }
  }

  receive(connection: StreamConnection, text: string): void {
    const message = parseJson(text);
    if (typeof message !== 'object' || message === null) return this.#refuse(connection, text);
    if (this.#options.requests.take(connection, message)) return;
    const answer = answerTo(this.#options.venue.description, message);
    if (answer !== undefined) return connection.sendControl(JSON.stringify(answer));
    const found = findCommands(this.#commands, message);
    if (found.length === 0) return this.#unknown(connection, message);
    found.forEach((one, index) => this.#obey(connection, one, message, index === 0));
  }

  /** `isFirst`: of the commands that the message gives. */
  #obey(
    connection: StreamConnection,
    { command, match }: FoundCommand,
    message: unknown,
    isFirst: boolean,
  ): void {
    if (match.matches.length === 0) return this.#strange(connection, command, match.strangers, message);
    match.matches.forEach((bound, index) => {
      const outcome = this.#perform(connection, command, bound, message);
      const { refusal } = outcome;
      const answersThis = (isFirst && index === 0) || answersEach(command);
      const answer =
        refusal !== undefined
          ? this.#replies.refuse(connection, command, message, refusal, match.places[index] ?? index)
          : answersThis
            ? this.#replies.acknowledge(
                connection,
                command,
                this.#withChannel(connection, command, bound),
                message,
                match.places[index] ?? index,
              )
            : undefined;
      const kind = accountKind(command);
      if (kind !== undefined) {
        const note = { name: `streams.${kind}.${command.does}`, text: JSON.stringify(message), answer };
        this.#options.log(connection, { ...note, ...outcome });
      }
      if (refusal !== undefined) return;
      // After the acknowledgement, so that no frame comes before it.
      if (this.#begins(command)) this.#begin(connection, command, bound);
    });
  }

  /** A new subscription's number, where the acknowledgement gives one. */
  #withChannel(connection: StreamConnection, { does, stream }: StreamCommand, bound: Bindings): Bindings {
    const { acknowledged } = stream;
    if (does !== 'subscribe' || acknowledged === undefined || !('channel' in acknowledged)) return bound;
    const text = String(connection.openChannel(this.#nameOf(bound)));
    return new Map([...bound, ['channel', { name: 'channel', text }]]);
  }

  /** A login is a subscription where nothing follows it. */
  #begins({ does, kind }: StreamCommand): boolean {
    const { orders } = this.#options.venue.description.streams;
    return does === 'subscribe' || (does === 'login' && kind === 'orders' && orders?.subscribe === undefined);
  }

  /** Proves and does what is asked, short of a subscription's beginning. */
  #perform(connection: StreamConnection, command: StreamCommand, bound: Bindings, message: unknown): Outcome {
    if (command.kind === 'orders') return this.#performPrivate(connection, command, bound, message);
    if (command.served !== undefined) return this.#performServed(connection, command, bound, message);
    const channel = bound.get('channel')?.text;
    if (channel !== undefined) return this.#leave(connection, channel);
    const asked = this.#askedCandles(bound);
    if ('wrong' in asked) return this.#confirmsUnknown(command.kind) ? {} : { refusal: asked.wrong };
    const { market, intervalSeconds } = asked;
    if (market === undefined || intervalSeconds === undefined) return { refusal: 'missing_parameter' };
    if (command.does === 'unsubscribe') {
      this.#options.candles.remove(connection, this.#nameOf(bound), market.symbol, intervalSeconds);
    }
    return {};
  }

  /** An unsubscription that names the subscription by its number. */
  #leave(connection: StreamConnection, channel: string): Outcome {
    const [name] = [...connection.channels].find(([, known]) => String(known) === channel) ?? [];
    if (name === undefined) return { refusal: 'bad_parameter', detail: `no channel ${channel}` };
    this.#options.candles.removeNamed(connection, name);
    return {};
  }

  #performServed(
    connection: StreamConnection,
    command: StreamCommand,
    bound: Bindings,
    message: unknown,
  ): Outcome {
    const { served } = command;
    if (served === undefined) return { refusal: 'not_found' };
    if (command.does === 'unsubscribe') {
      this.#options.served.end(connection, served, textName(servedName(served), bound));
      return {};
    }
    if (isOfAccount(served)) return this.#performPrivate(connection, command, bound, message);
    const asked = this.#asked(bound);
    return 'wrong' in asked && !this.#confirmsUnknown('candles') ? { refusal: asked.wrong } : {};
  }

  #performPrivate(
    connection: StreamConnection,
    command: StreamCommand,
    bound: Bindings,
    message: unknown,
  ): Outcome {
    const { venue, keys, now, clientLag, tokenAccount } = this.#options;
    const { orders } = venue.description.streams;
    if (orders === undefined && command.served === undefined) return { refusal: 'not_found' };
    if (command.does === 'unsubscribe') {
      connection.subscriptions.delete('orders');
      this.#options.orders?.remove(connection);
      return {};
    }
    const token = bound.get('token')?.text;
    const stream = { signature: command.served?.signature ?? orders?.signature };
    let verdict: SignatureVerdict | undefined;
    if (command.does === 'login' || (orders?.login === undefined && orders?.signature !== undefined)) {
      verdict = proveMessage(
        { venue, stream, keys, now: now(), clientLag: clientLag() },
        command.template,
        message,
        bound,
      );
      if (!verdict.ok) return { refusal: verdict.failed ?? 'bad_signature', detail: verdict.reason, verdict };
      connection.account = verdict.holder?.account;
    } else if (token !== undefined) {
      connection.account = tokenAccount(token);
      connection.token = token;
    } else if (bound.has('wallet_address')) {
      // Anyone may watch any account; one that nobody has is silent.
      connection.account = keys.find(bound.get('wallet_address')?.text ?? '')?.account ?? '';
    }
    if (connection.account === undefined) {
      return token === undefined
        ? { refusal: 'not_logged_in', detail: 'no login came before it' }
        : { refusal: 'bad_signature', detail: 'the token is not valid' };
    }
    if (!this.#isOwnNumber(bound, connection.account))
      return { refusal: 'bad_account', detail: 'the stream belongs to another account' };
    const asked = this.#asked(bound);
    return 'wrong' in asked ? { refusal: asked.wrong, detail: asked.detail, verdict } : { verdict };
  }

  /** A stream may name the account that it is about, by the number that came with the token. */
  #isOwnNumber(bound: Bindings, account: string): boolean {
    const { auth } = this.#options.venue.description;
    const named = bound.get('account_id')?.text;
    const isCredential = auth?.credentials.includes('account_id') === true;
    return named === undefined || isCredential || named === String(accountNumber(account));
  }

  #begin(
    connection: StreamConnection,
    { kind, served }: Pick<StreamCommand, 'kind' | 'served'>,
    bound: Bindings,
  ): void {
    if (served !== undefined) return this.#beginServed(connection, served, bound);
    const asked = kind === 'candles' ? this.#askedCandles(bound) : this.#asked(bound);
    if (kind === 'orders') {
      const symbol = 'wrong' in asked ? undefined : asked.market?.symbol;
      return this.#beginOrders(connection, symbol);
    }
    if ('wrong' in asked || asked.market === undefined || asked.intervalSeconds === undefined) return;
    this.#options.candles.add(connection, this.#nameOf(bound), asked.market.symbol, asked.intervalSeconds);
  }

  #beginServed(connection: StreamConnection, served: ServedStream, bound: Bindings): void {
    const asked = this.#asked(bound);
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

  #subscribeByName(connection: StreamConnection, name: string): void {
    if (this.#name === undefined || name === '') return;
    const served = this.#options.venue.description.serves_streams;
    const streams = [
      { name: this.#name, begins: { kind: 'candles' } as const },
      ...served.map((one) => ({ name: servedName(one), begins: { kind: 'served', served: one } as const })),
    ];
    for (const { name: template, begins } of streams) {
      const found = templateMatcher(template).match(name);
      if (found !== undefined) this.#begin(connection, begins, new Map(found.map((one) => [one.name, one])));
    }
  }

  #subscribeByPath(connection: StreamConnection): void {
    const { venue, tokenAccount } = this.#options;
    const { candles, orders } = venue.description.streams;
    for (const stream of [candles, orders]) {
      const bound = stream === undefined ? undefined : streamPath(venue.description, stream, connection.path);
      if (stream === undefined || bound === undefined) continue;
      const token = bound.get('token')?.text;
      const account = tokenAccount(token ?? '') || undefined;
      if (account !== undefined) Object.assign(connection, { account, token });
      if (stream.subscribe !== undefined) continue;
      if (stream === candles) this.#begin(connection, { kind: 'candles' }, bound);
      else if (account !== undefined) this.#beginOrders(connection, undefined);
    }
  }

  /** Where the address carries a token, it must be one that was given out; a public stream's belongs to nobody. */
  #hasStrangeToken(connection: StreamConnection): boolean {
    const { candles, orders } = this.#options.venue.description.streams;
    return [candles, orders].some((stream) => {
      if (stream?.path?.includes('{token}') !== true) return false;
      const bound = streamPath(this.#options.venue.description, stream, connection.path);
      const token = bound?.get('token')?.text ?? '';
      // Both kinds of stream may have one host, where those of candles need no token.
      if (stream !== this.#streamAt(connection) && (token === '' || this.#isName(token))) return false;
      return this.#options.tokenAccount(token) === undefined;
    });
  }

  #isName(text: string): boolean {
    return this.#name !== undefined && templateMatcher(this.#name).match(text) !== undefined;
  }

  #streamAt({ path }: StreamConnection): CandleStreamDescription | OrderStreamDescription | undefined {
    const { candles, orders } = this.#options.venue.description.streams;
    return isPrivatePath(this.#options.venue.description, path) ? (orders ?? candles) : (candles ?? orders);
  }

  #asked(bound: Bindings): Asked | Wrong {
    return decodeRequest(bound, this.#options.writing);
  }

  /** Where one interval alone is streamed, no message names it. */
  #askedCandles(bound: Bindings): Asked | Wrong {
    const asked = this.#asked(bound);
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
  #nameOf(bound: Bindings): string {
    if (this.#name === undefined) return [...bound.values()].map(({ text }) => text).join(' ');
    return textName(this.#name, bound);
  }

  /** Some venues confirm a stream of any well-formed name and then stay silent. */
  #confirmsUnknown(kind: StreamCommand['kind']): boolean {
    const known = kind === 'orders' ? 'orders' : 'candles';
    return this.#options.venue.description.streams[known]?.unknown_symbol === 'acknowledged';
  }

  #strange(
    connection: StreamConnection,
    command: StreamCommand,
    strangers: readonly unknown[],
    message: unknown,
  ): void {
    const isWellFormed = strangers.every((name) => typeof name === 'string' && STREAM_NAME.test(name));
    if (this.#confirmsUnknown(command.kind) && isWellFormed) {
      this.#replies.acknowledge(connection, command, new Map(), message, 0);
      return;
    }
    this.#replies.refuse(connection, command, message, 'unknown_symbol');
  }

  /** A message of no described kind: a question for the subscriptions is answered, the rest refused. */
  #unknown(connection: StreamConnection, message: object): void {
    const asksList = Object.values(message).some(
      (value) => typeof value === 'string' && value.startsWith('LIST_'),
    );
    if (asksList && this.#replies.list(connection, this.#commandAt(connection), message)) return;
    this.#refuse(connection, message);
  }

  #refuse(connection: StreamConnection, message: unknown): void {
    this.#replies.refuse(connection, this.#commandAt(connection), message, 'bad_message');
  }

  /** A command of the stream that the connection's address belongs to. */
  #commandAt({ path }: StreamConnection): StreamCommand | undefined {
    const kind: StreamKind = isPrivatePath(this.#options.venue.description, path) ? 'orders' : 'candles';
    return this.#commands.find((command) => command.kind === kind) ?? this.#commands[0];
  }
}

/** What of an account a command is about; `undefined` where it is about markets. */
function accountKind({ kind, served }: StreamCommand): string | undefined {
  if (kind === 'orders') return kind;
  return served !== undefined && isOfAccount(served) ? served.like : undefined;
}

/** A stream's name as the client spells it. */
function textName(template: string, bound: Bindings): string {
  return String(renderMessage(template, (name) => bound.get(name)?.text));
}

const STREAM_NAME = /^[a-z0-9!]+@[A-Za-z0-9_@+:]+$|^!\w+$/;

/** RFC 6455, 7.4.1. */
const POLICY_VIOLATION = 1008;

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
