import { literal } from '../../naming/literal.js';
import type { CandleStreamDescription, FieldMap, TimeUnit, VenueDescription } from '../../../venues/index.js';
import { number, text, type Scope } from './expression.js';
import { argument, fieldOf, flagCode, requiredField } from './fields.js';
import { identifiersIn } from './identifiers.js';
import { parameterCode } from './parameters.js';
import { requestCode } from './request.js';
import { placedFields } from './rows.js';
import { candlesScope, streamScope } from './scopes.js';
import { matchCode, streamView, type StreamView } from './streams.js';
import { tokenExpression } from './stream-tokens.js';

export interface CandlesView {
  /** As plain text. */
  readonly request: string;
  readonly call: string;
  /** The list of rows in the answer. */
  readonly rows: string;
  readonly reader: string;
  /** True where a page may hold less than the stream asks for at once. */
  readonly isPaged: boolean;
  /** The most candles a page holds. */
  readonly pageLimit: string;
  readonly asksEnd: boolean;
  /** What the method takes of `from` and `to`. */
  readonly range: readonly string[];
  readonly rangeNames: string;
  /** The parameters of the function that the stream calls for it: always from the first on. */
  readonly historyNames: string;
  readonly rangeDoc: string;
  readonly stream: CandleStreamView | undefined;
}

interface CandleStreamView extends StreamView {
  readonly subscribe: string | undefined;
  readonly unsubscribe: string | undefined;
  /** The parameters of the function that reads a frame. */
  readonly readTakes: string;
  /** The condition for a frame to hold candles of this market. */
  readonly match: string;
  /** The candles of a frame that does. */
  readonly candles: string;
  readonly reader: string;
  /** True where history and stream rows have the same columns, so that one reader does for both. */
  readonly sharesReader: boolean;
}

export function candlesView(description: VenueDescription): CandlesView {
  const endpoint = description.endpoints.candles;
  const unit = endpoint.time_unit ?? description.time_unit;
  const texts = JSON.stringify([endpoint.request, endpoint.params ?? {}]);
  const isPaged = endpoint.page.limit < STREAM_ASKS && /\{start[|}]/.test(texts);
  const call = requestCode(endpoint, candlesScope(description, unit, isPaged), 'endpoints.candles');
  const range = ['from', 'to'].filter((name) => isPaged || identifiersIn(call).has(name));
  const { items = '' } = endpoint.response;
  const reader = readerCode(endpoint.response.fields, unit, 'endpoints.candles.response');
  return {
    request: endpoint.request,
    call,
    rows: items === '' ? 'answer' : `answer.at(${literal(items)})`,
    reader,
    isPaged,
    pageLimit: literal(endpoint.page.limit),
    range,
    rangeNames: range.join(', '),
    historyNames: (range[0] === 'to' ? ['_from', ...range] : range).join(', '),
    rangeDoc: RANGES[range.join(' ')] ?? '',
    asksEnd: /\{end[|}]/.test(texts),
    stream: candleStreamView(description, reader),
  };
}

function candleStreamView(
  description: VenueDescription,
  historyReader: string,
): CandleStreamView | undefined {
  const stream = description.streams.candles;
  if (stream === undefined) return undefined;
  const where = 'streams.candles';
  const scope = { ...streamScope(description), token: tokenExpression(description, 'candles') };
  const { match, rows, time_unit: unit = description.time_unit } = stream.frame;
  const { place, fields } =
    rows.items === undefined ? placedFields(rows.fields) : { place: '', fields: rows.fields };
  const reader = readerCode(fields, unit, `${where}.frame.rows`);
  const sharesReader = reader === historyReader;
  const name = sharesReader ? 'readCandle' : 'readStreamCandle';
  const closed = fieldOf(fields, 'closed');
  const candle = (row: string): string =>
    `{ candle: ${name}(${row})${closed === undefined ? '' : `, closed: ${flagCode(row, closed)}`} }`;
  const list = rows.items === undefined ? undefined : `frame.list(${argument(rows.items)})`;
  const row = place === '' ? 'frame' : `frame.at(${literal(place)})`;
  const view = streamView(description, stream, scope, where);
  const told = { ...scope, ...channelScope(stream) };
  const matched = matchCode(match, told, `${where}.frame`);
  return {
    ...view,
    url: stream.only === undefined ? view.url : `STREAMED.includes(this.interval) ? ${view.url} : undefined`,
    subscribe: messageCode(stream.subscribe, scope, `${where}.subscribe`),
    unsubscribe: messageCode(stream.unsubscribe, told, `${where}.unsubscribe`),
    readTakes: withConfirmation(['frame'], matched),
    match: matched,
    candles: list === undefined ? `[${candle(row)}]` : `${list}.map((row) => (${candle('row')}))`,
    reader,
    sharesReader,
  };
}

/** `{channel}`: how frames name the subscription, as the frame that confirmed it says. */
function channelScope({ acknowledged }: CandleStreamDescription): Scope {
  if (acknowledged?.channel === undefined) return {};
  const path = argument(acknowledged.channel);
  return {
    channel: {
      ...text(`confirmation?.text(${path})`),
      filters: { number: number(`confirmation?.number(${path})`) },
    },
  };
}

/** The parameters of a callback that may need the confirmation besides its own. */
function withConfirmation(own: readonly string[], code: string): string {
  return [...own, ...(identifiersIn(code).has('confirmation') ? ['confirmation'] : [])].join(', ');
}

function messageCode(
  message: Parameters<typeof parameterCode>[0] | undefined,
  scope: Parameters<typeof parameterCode>[1],
  where: string,
): string | undefined {
  if (message === undefined) return undefined;
  // A list is one message; in code it would be several.
  const code = parameterCode(Array.isArray(message) ? [message] : message, scope, where);
  const takes = `(${withConfirmation([], code)}) =>`;
  const arrow = code.includes('await ') ? `async ${takes}` : takes;
  return `${arrow} ${code.startsWith('{') ? `(${code})` : code}`;
}

/** The arguments of `candleReader`: column numbers for rows that are lists, paths for all else. */
function readerCode(fields: FieldMap, unit: TimeUnit, where: string): string {
  const time = requiredField(fields, 'timestamp', where);
  const columns = COLUMNS.map((name) => {
    const { paths } = requiredField(fields, name, where);
    return `${name}: ${columnCode(paths[0])}`;
  });
  return `{ ${columns.join(', ')}, unit: ${literal(time.unit ?? unit)} }`;
}

function columnCode(path: string): string {
  const [, column] = /^\[(\d+)\]$/.exec(path) ?? [];
  return column ?? literal(path);
}

const COLUMNS = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;

/** The most candles that the runtime's CandleStream asks its history for at once. */
const STREAM_ASKS = 100;

/** What is asked for, by the ends of the range that the venue takes. */
const RANGES: Readonly<Record<string, string>> = {
  '': 'The newest candles; the venue takes no range.',
  from: 'Candles from one start on, in Unix seconds; the venue takes no end.',
  to: 'The candles up to one start, in Unix seconds; the venue takes no beginning.',
  'from to': 'Candles whose start is in [from, to], in Unix seconds.',
};
