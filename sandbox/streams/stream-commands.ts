import type {
  CandleStreamDescription,
  ParameterValue,
  ServedStream,
  VenueDescription,
} from '../../venues/index.js';
import { templateMatcher } from '../dialect/template-matcher.js';
import { isTemplateList, isTemplateRecord } from '../dialect/template-kinds.js';
import type { StreamKind } from './connection.js';
import { matchMessage, type MessageMatch } from './match-message.js';

/** A message that a description knows: what it does, on which stream. */
export interface StreamCommand {
  readonly does: 'login' | 'subscribe' | 'unsubscribe';
  readonly kind: StreamKind | 'served';
  readonly template: ParameterValue;
  readonly stream: Replies;
  /** One that only other clients know. */
  readonly served?: ServedStream;
}

/** How a stream's messages are answered. */
type Replies = Pick<CandleStreamDescription, 'acknowledged' | 'unsubscribed' | 'refused'>;

export interface FoundCommand {
  readonly command: StreamCommand;
  readonly match: MessageMatch;
}

export function commandsOf(description: VenueDescription): readonly StreamCommand[] {
  const { candles, orders } = description.streams;
  const commands: StreamCommand[] = [];
  const add = (
    does: StreamCommand['does'],
    kind: StreamKind,
    stream: StreamCommand['stream'],
    template: ParameterValue | undefined,
  ): void => {
    if (template !== undefined) commands.push({ does, kind, stream, template });
  };
  if (orders !== undefined) {
    add('login', 'orders', orders, orders.login);
    add('subscribe', 'orders', orders, orders.subscribe);
    add('unsubscribe', 'orders', orders, orders.unsubscribe);
  }
  if (candles !== undefined) {
    add('subscribe', 'candles', candles, candles.subscribe);
    add('unsubscribe', 'candles', candles, candles.unsubscribe);
  }
  return [...commands, ...servedCommands(description)];
}

function servedCommands({ streams, serves_streams: served }: VenueDescription): readonly StreamCommand[] {
  return served.flatMap((stream) =>
    (['subscribe', 'unsubscribe'] as const).flatMap((does): StreamCommand[] => {
      const template = stream[does];
      const usual: Replies | undefined = isOfAccount(stream) ? streams.orders : streams.candles;
      const { acknowledged = usual?.acknowledged, refused = usual?.refused } = stream;
      const { unsubscribed = stream.acknowledged === undefined ? usual?.unsubscribed : undefined } = stream;
      const replies = { acknowledged, unsubscribed, refused };
      return template === undefined
        ? []
        : [{ does, kind: 'served', template, stream: replies, served: stream }];
    }),
  );
}

/** Whether a stream is an account's. */
export function isOfAccount({ like }: Pick<ServedStream, 'like'>): boolean {
  return like === 'fills' || like === 'balances' || like === 'orders' || like === 'open_orders';
}

/** The commands that a message gives: usually one; of a message with several streams one per kind of stream. */
export function findCommands(commands: readonly StreamCommand[], message: unknown): readonly FoundCommand[] {
  const found = commands.flatMap((command): FoundCommand[] => {
    const match = matchMessage(command.template, message, echoedKeys(command));
    return match === undefined ? [] : [{ command, match }];
  });
  const all = found.filter(({ match }) => match.matches.length > 0);
  // A word for all orders is no market's name.
  const isForAll = all.some(({ command }) => command.served?.like === 'orders');
  const fitting = isForAll ? all.filter(({ command }) => command.kind !== 'orders') : all;
  return fitting.length > 0 ? fitting : found.slice(0, 1);
}

/** The texts by which a venue names a candle stream (`{symbol|lower}@kline_{interval}`), where it has such names. */
export function streamName(description: VenueDescription): string | undefined {
  const { candles } = description.streams;
  return candles?.subscribe === undefined
    ? undefined
    : nameIn(candles.subscribe, (names) => names.includes('symbol') && names.includes('interval'));
}

/** The same of any stream: the text of its subscription that names the market, or the one that names the stream. */
export function servedName({ subscribe }: ServedStream): string {
  if (subscribe === undefined) return '';
  const named = nameIn(subscribe, (names) => names.includes('symbol'));
  if (named !== undefined) return named;
  const words = textsIn(subscribe).filter((text) => templateMatcher(text).placeholders.length === 0);
  return words.find((word) => /[@./]/.test(word)) ?? words.at(-1) ?? '';
}

/** Keys that are repeated in the answer are the client's own. */
function echoedKeys({ stream }: StreamCommand): ReadonlySet<string> {
  const echoes = [stream.acknowledged?.echo, stream.refused?.echo];
  return new Set(echoes.flatMap((echo) => Object.values(echo ?? {})).filter((path) => /id$/i.test(path)));
}

function textsIn(template: ParameterValue): readonly string[] {
  if (typeof template === 'string') return [template];
  if (isTemplateList(template)) return template.flatMap(textsIn);
  return isTemplateRecord(template) ? Object.values(template).flatMap(textsIn) : [];
}

function nameIn(
  template: ParameterValue,
  isName: (placeholders: readonly string[]) => boolean,
): string | undefined {
  if (typeof template === 'string')
    return isName(templateMatcher(template).placeholders.map(({ name }) => name)) ? template : undefined;
  const parts = isTemplateList(template)
    ? template
    : isTemplateRecord(template)
      ? Object.values(template)
      : [];
  return parts.map((part) => nameIn(part, isName)).find((name) => name !== undefined);
}
