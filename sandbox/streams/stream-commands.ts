import type {
  CandleStreamDescription,
  OrderStreamDescription,
  ParameterValue,
  VenueDescription,
} from '../../venues/index.js';
import { templateMatcher } from '../dialect/template-matcher.js';
import { isTemplateList, isTemplateRecord } from '../dialect/template-kinds.js';
import type { StreamKind } from './connection.js';
import { matchMessage, type MessageMatch } from './match-message.js';

/** A message that a description knows: what it does, on which stream. */
export interface StreamCommand {
  readonly does: 'login' | 'subscribe' | 'unsubscribe';
  readonly kind: StreamKind;
  readonly template: ParameterValue;
  readonly stream: CandleStreamDescription | OrderStreamDescription;
}

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
  return commands;
}

/** The commands that a message gives: usually one; of a message with several streams one per kind of stream. */
export function findCommands(commands: readonly StreamCommand[], message: unknown): readonly FoundCommand[] {
  const found = commands.flatMap((command): FoundCommand[] => {
    const match = matchMessage(command.template, message, echoedKeys(command));
    return match === undefined ? [] : [{ command, match }];
  });
  const fitting = found.filter(({ match }) => match.matches.length > 0);
  return fitting.length > 0 ? fitting : found.slice(0, 1);
}

/** The texts by which a venue names a candle stream (`{symbol|lower}@kline_{interval}`), where it has such names. */
export function streamName(description: VenueDescription): string | undefined {
  const { candles } = description.streams;
  return candles?.subscribe === undefined ? undefined : nameIn(candles.subscribe);
}

/** Keys that are repeated in the answer are the client's own. */
function echoedKeys({ stream }: StreamCommand): ReadonlySet<string> {
  const echoes = [stream.acknowledged?.echo, stream.refused?.echo];
  return new Set(echoes.flatMap((echo) => Object.values(echo ?? {})).filter((path) => /id$/i.test(path)));
}

function nameIn(template: ParameterValue): string | undefined {
  if (typeof template === 'string') {
    const names = templateMatcher(template).placeholders.map(({ name }) => name);
    return names.includes('symbol') && names.includes('interval') ? template : undefined;
  }
  const parts = isTemplateList(template)
    ? template
    : isTemplateRecord(template)
      ? Object.values(template)
      : [];
  return parts.map(nameIn).find((name) => name !== undefined);
}
