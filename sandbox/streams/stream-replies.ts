import {
  isRecord,
  readPath,
  renderTemplate,
  type CandleStreamDescription,
  type ErrorCase,
  type LoadedVenue,
} from '../../venues/index.js';
import type { Bindings } from '../dialect/bind-parameters.js';
import type { ErrorReplies } from '../dialect/error-replies.js';
import { replaceAt } from '../dialect/write-rows.js';
import type { StreamConnection } from './connection.js';
import { echo, stampMatch } from './render-message.js';
import { isOfAccount, type StreamCommand } from './stream-commands.js';

/** The venue's answers to messages on its sockets: acknowledgements, refusals, lists of subscriptions. */
export class StreamReplies {
  readonly #venue: LoadedVenue;
  readonly #errors: ErrorReplies;

  constructor(venue: LoadedVenue, errors: ErrorReplies) {
    this.#venue = venue;
    this.#errors = errors;
  }

  /** The frame that the venue sends first, where it has one; `given` are the address's parameters. */
  greet(
    connection: StreamConnection,
    stream: Pick<CandleStreamDescription, 'greeting'> | undefined,
    given: Readonly<Record<string, string>>,
  ): void {
    if (stream?.greeting === undefined) return;
    const { sample, match = {}, echo: paths } = stream.greeting;
    const frame = stampMatch(this.#venue.samples.get(sample), match, () => undefined);
    connection.sendControl(echo(frame, paths, given));
  }

  /** Returns what was sent. `index`: which of several streams in one message is meant. */
  acknowledge(
    connection: StreamConnection,
    command: StreamCommand,
    bound: Bindings,
    message: unknown,
    index: number,
  ): string | undefined {
    const loggedIn = this.#venue.description.streams.orders?.logged_in;
    const { acknowledged, unsubscribed = acknowledged } = command.stream;
    const frame =
      command.does === 'login' ? loggedIn : command.does === 'unsubscribe' ? unsubscribed : acknowledged;
    if (frame === undefined) return undefined;
    const sample = this.#venue.samples.get(frame.sample);
    const told = stampMatch(sample, frame.match, (name) => bound.get(name)?.text);
    const number = bound.get('channel')?.text;
    const place = this.#venue.description.streams.candles?.acknowledged?.channel;
    const stamped =
      number === undefined || place === undefined ? told : replaceAt(told, place, Number(number));
    return sent(connection, echo(stamped, atIndex(frame.echo, index), message));
  }

  refuse(
    connection: StreamConnection,
    command: StreamCommand | undefined,
    message: unknown,
    wrong: ErrorCase,
    index = 0,
  ): string | undefined {
    const refused = command?.stream.refused;
    if (refused === undefined) return undefined;
    const frame = stampMatch(this.#venue.samples.get(refused.sample), refused.match, () => undefined);
    const isAccount =
      command?.kind === 'orders' || (command?.served !== undefined && isOfAccount(command.served));
    const { [wrong]: own, unknown_symbol: usual } = refused.cases ?? {};
    const words = own ?? (isAccount ? this.#errors.words(wrong) : usual);
    const told =
      words === undefined ? frame : withWords(frame, refused, words, askedText(message, refused, index));
    return sent(connection, echo(told, atIndex(refused.echo, index), message));
  }

  /** Answers a question for the subscriptions, where the venue's acknowledgement has a place for a result. */
  list(connection: StreamConnection, command: StreamCommand | undefined, message: unknown): boolean {
    const acknowledged = command?.stream.acknowledged;
    const place = Object.entries(acknowledged?.match ?? {}).find(([, value]) => value === null)?.[0];
    if (acknowledged === undefined || place === undefined) return false;
    const sample = stampMatch(this.#venue.samples.get(acknowledged.sample), {}, () => undefined);
    connection.sendControl(
      echo(replaceAt(sample, place, [...connection.subscriptions]), acknowledged.echo, message),
    );
    return true;
  }
}

type Refused = NonNullable<StreamCommand['stream']['refused']>;

interface RefusedWords {
  readonly code?: string | number | undefined;
  readonly message: string;
}

/** The frame with the case's words, and with its code where the frame has a place for one. */
function withWords(
  frame: unknown,
  { message: place, match }: Refused,
  { code, message }: RefusedWords,
  texts: ReadonlyMap<string, string>,
): unknown {
  const text = renderTemplate(message, ({ name }) => texts.get(name) ?? '') ?? message;
  const worded = replaceAt(frame, place, text);
  const codePlace = place.replace(/[^.]+$/, 'code');
  const sample = readPath(worded, codePlace);
  if (code === undefined || sample === undefined || codePlace in match) return worded;
  return replaceAt(worded, codePlace, typeof sample === 'string' ? String(code) : code);
}

/** What a client's message asks for: a text, or the members of an object with their names. */
function askedText(message: unknown, { asked }: Refused, index: number): ReadonlyMap<string, string> {
  const request = typeof message === 'string' ? message : JSON.stringify(message);
  const place = asked?.replace('[0]', `[${index}]`);
  const found = place === undefined ? undefined : readPath(message, place);
  const text = isRecord(found)
    ? Object.entries(found)
        .map(([name, value]) => `${name}:${String(value)}`)
        .join(',')
    : String(found ?? '');
  return new Map([
    ['asked', text.slice(0, LONGEST)],
    ['request', request.slice(0, LONGEST)],
  ]);
}

/** No answer is longer for a message that is. */
const LONGEST = 300;

function sent(connection: StreamConnection, frame: unknown): string {
  const text = JSON.stringify(frame);
  connection.sendControl(text);
  return text;
}

/** Whether the acknowledgement repeats one of several streams, so that each gets its own. */
export function answersEach({ stream }: StreamCommand): boolean {
  return Object.values(stream.acknowledged?.echo ?? {}).some((path) => path.includes('[0]'));
}

type EchoPaths = Readonly<Record<string, string>> | undefined;

function atIndex(paths: EchoPaths, index: number): EchoPaths {
  if (paths === undefined || index === 0) return paths;
  return Object.fromEntries(
    Object.entries(paths).map(([to, from]) => [to, from.replace('[0]', `[${index}]`)]),
  );
}
