import type { CandleStreamDescription, ErrorCase, OrderStreamDescription } from '../../venues/index.js';
import type { Bindings } from '../dialect/bind-parameters.js';
import type { ErrorReplies } from '../dialect/error-replies.js';
import type { KeyRing } from '../dialect/key-ring.js';
import { formValues, parseJson } from '../dialect/request-values.js';
import type { SignatureVerdict } from '../dialect/verify-signature.js';
import type { TokenEnd } from '../dialect/stream-tokens.js';
import type { StreamConnection, StreamKind } from './connection.js';
import { PrivateAccess, type Outcome } from './private-access.js';
import {
  commandsOf,
  findCommands,
  isOfAccount,
  type FoundCommand,
  type StreamCommand,
} from './stream-commands.js';
import type { SocketRequests } from './socket-requests.js';
import { answerTo } from './stream-answers.js';
import { isPrivatePath, streamPath } from './stream-paths.js';
import { answersEach, StreamReplies } from './stream-replies.js';
import { Subscriptions, type SubscriptionsOptions } from './subscriptions.js';
import { endToken } from './token-end.js';

interface StreamDeskOptions extends SubscriptionsOptions {
  readonly keys: KeyRing;
  readonly now: () => number;
  /** How far the clocks of clients are behind the venue's, ms. */
  readonly clientLag: () => number;
  readonly errors: ErrorReplies;
  readonly requests: SocketRequests;
  /** Takes down what a client asked for on a private socket, and what came of it. */
  readonly log: (connection: StreamConnection, note: StreamNote) => void;
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

/** What clients' messages on the venue's sockets do: logins, subscriptions, and the answers to them. */
export class StreamDesk {
  readonly #options: StreamDeskOptions;
  readonly #commands: readonly StreamCommand[];
  readonly #replies: StreamReplies;
  readonly #subscriptions: Subscriptions;
  readonly #access: PrivateAccess;

  constructor(options: StreamDeskOptions) {
    this.#options = options;
    this.#commands = commandsOf(options.venue.description);
    this.#replies = new StreamReplies(options.venue, options.errors);
    this.#subscriptions = new Subscriptions(options);
    this.#access = new PrivateAccess({ ...options, subscriptions: this.#subscriptions });
  }

  /** Greets, and subscribes to what the address names. */
  opened(connection: StreamConnection): void {
    const [, query = ''] = connection.path.split('?');
    if (this.#hasStrangeToken(connection)) {
      const detail = 'the token is not valid';
      this.#options.log(connection, { name: 'streams', text: '', refusal: 'bad_key', detail });
      return connection.close(POLICY_VIOLATION, detail);
    }
    this.#replies.greet(connection, this.#streamAt(connection), formValues(query));
    this.#subscriptions.beginByAddress(connection);
  }

  closed(connection: StreamConnection): void {
    this.#subscriptions.endAll(connection);
  }

  /** The token by which these connections were opened has ended. */
  tokenEnded(connections: readonly StreamConnection[], why: TokenEnd): void {
    for (const connection of connections) {
      if (endToken(this.#options.venue, connection, why)) this.#subscriptions.endOrders(connection);
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
      if (this.#begins(command)) this.#subscriptions.begin(connection, command, bound);
    });
  }

  /** A new subscription's number, where the acknowledgement gives one. */
  #withChannel(connection: StreamConnection, { does, stream }: StreamCommand, bound: Bindings): Bindings {
    const { acknowledged } = stream;
    if (does !== 'subscribe' || acknowledged === undefined || !('channel' in acknowledged)) return bound;
    const text = String(connection.openChannel(this.#subscriptions.nameOf(bound)));
    return new Map([...bound, ['channel', { name: 'channel', text }]]);
  }

  /** A login is a subscription where nothing follows it. */
  #begins({ does, kind }: StreamCommand): boolean {
    const { orders } = this.#options.venue.description.streams;
    return does === 'subscribe' || (does === 'login' && kind === 'orders' && orders?.subscribe === undefined);
  }

  /** Proves and does what is asked, short of a subscription's beginning. */
  #perform(connection: StreamConnection, command: StreamCommand, bound: Bindings, message: unknown): Outcome {
    if (command.kind === 'orders') return this.#access.perform(connection, command, bound, message);
    if (command.served !== undefined) return this.#performServed(connection, command, bound, message);
    const channel = bound.get('channel')?.text;
    if (channel !== undefined)
      return this.#subscriptions.leave(connection, channel)
        ? {}
        : { refusal: 'bad_parameter', detail: `no channel ${channel}` };
    const asked = this.#subscriptions.askedCandles(bound);
    if ('wrong' in asked) return this.#confirmsUnknown(command.kind) ? {} : { refusal: asked.wrong };
    const { market, intervalSeconds } = asked;
    if (market === undefined || intervalSeconds === undefined) return { refusal: 'missing_parameter' };
    if (command.does === 'unsubscribe') {
      this.#subscriptions.endCandles(connection, bound, market.symbol, intervalSeconds);
    }
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
      this.#subscriptions.endServed(connection, served, bound);
      return {};
    }
    if (isOfAccount(served)) return this.#access.perform(connection, command, bound, message);
    const asked = this.#subscriptions.asked(bound);
    return 'wrong' in asked && !this.#confirmsUnknown('candles') ? { refusal: asked.wrong } : {};
  }

  /** Where the address carries a token, it must be one that was given out; a public stream's belongs to nobody. */
  #hasStrangeToken(connection: StreamConnection): boolean {
    const { candles, orders } = this.#options.venue.description.streams;
    return [candles, orders].some((stream) => {
      if (stream?.path?.includes('{token}') !== true) return false;
      const bound = streamPath(this.#options.venue.description, stream, connection.path);
      const token = bound?.get('token')?.text ?? '';
      // Both kinds of stream may have one host, where those of candles need no token.
      if (stream !== this.#streamAt(connection) && (token === '' || this.#subscriptions.isName(token)))
        return false;
      return this.#options.tokenAccount(token) === undefined;
    });
  }

  #streamAt({ path }: StreamConnection): CandleStreamDescription | OrderStreamDescription | undefined {
    const { candles, orders } = this.#options.venue.description.streams;
    return isPrivatePath(this.#options.venue.description, path) ? (orders ?? candles) : (candles ?? orders);
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

const STREAM_NAME = /^[a-z0-9!]+@[A-Za-z0-9_@+:]+$|^!\w+$/;

/** RFC 6455, 7.4.1. */
const POLICY_VIOLATION = 1008;
