import { infer } from '../../../venues/infer/infer.js';
import { leavesOf } from '../../../venues/infer/leaves.js';
import { isRecord, type KeepAlive, type Match, type ParameterValue } from '../../../venues/index.js';
import type { Answers } from './draft-parts.js';
import { intervalsOf } from './spelling.js';
import { NONE } from './pairs.js';

/** `streams.candles` as a documented subscription and its frame say it; nothing where candles are asked for. */
export function candleStreamOf(answers: Answers): Record<string, unknown> | undefined {
  const subscribe = parsed(answers['sample:subscribe']);
  const frame = parsed(answers['sample:stream_candle']);
  if (!hasStream(answers) || subscribe === undefined || frame === undefined) return undefined;
  const spelling = spellingOf(answers);
  const template = templateOf(subscribe, spelling);
  const acknowledged = parsed(answers['sample:acknowledged']);
  return {
    host: 'stream',
    subscribe: template,
    ...(acknowledged === undefined ? {} : { acknowledged: acknowledgement(acknowledged, subscribe) }),
    keep_alive: KEEP_ALIVE[answers.keep_alive ?? ''] ?? KEEP_ALIVE.server_ping,
    frame: {
      match: frameMatch(frame, spelling),
      rows: infer('stream_candle', frame).rows,
      sample: sampleFile('stream_candle'),
    },
  };
}

export function hasStream({ stream }: Answers): boolean {
  return stream !== undefined && stream !== NONE;
}

/** The ways to keep a socket alive that are offered. */
export const KEEP_ALIVE: Readonly<Record<string, KeepAlive>> = {
  server_ping: { kind: 'server_ping', every: '20s', timeout: '60s' },
  client_ping: { kind: 'client_ping', every: '20s', timeout: '30s' },
  text_ping: { kind: 'message', send: 'ping', expect: 'pong', every: '20s', timeout: '30s' },
  none: { kind: 'none' },
};

/** Nothing where a subscription names the market. */
export function subscribeProblem(sample: unknown, answers: Answers): string | undefined {
  const { symbol } = spellingOf(answers);
  return JSON.stringify(templateOf(sample, spellingOf(answers))).includes('{symbol')
    ? undefined
    : `does not name ${symbol}; give the message that subscribes to its candles`;
}

interface Spelling {
  readonly symbol: string;
  readonly intervals: readonly string[];
}

function spellingOf({ symbol = '', intervals = '' }: Answers): Spelling {
  return { symbol, intervals: Object.values(intervalsOf(intervals)).toSorted((a, b) => b.length - a.length) };
}

/** The documented message with its market and interval as placeholders. */
function templateOf(value: unknown, spelling: Spelling, name = ''): ParameterValue {
  if (Array.isArray(value)) return value.map((item: unknown) => templateOf(item, spelling, name));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, templateOf(item, spelling, key)]),
    );
  if (typeof value === 'string') return textTemplate(value, spelling);
  if (typeof value !== 'number') return typeof value === 'boolean' ? value : null;
  return /interval|period|resolution|granularity/i.test(name) && spelling.intervals.includes(String(value))
    ? '{interval}'
    : value;
}

function textTemplate(text: string, { symbol, intervals }: Spelling): string {
  const found = text.search(new RegExp(escaped(symbol), 'i'));
  if (symbol === '') return text;
  const there = text.slice(found, found + symbol.length);
  const filter =
    there === symbol
      ? ''
      : there === symbol.toLowerCase()
        ? '|lower'
        : there === symbol.toUpperCase()
          ? '|upper'
          : '';
  const market =
    found < 0 ? text : `${text.slice(0, found)}{symbol${filter}}${text.slice(found + symbol.length)}`;
  if (intervals.includes(market)) return '{interval}';
  // Of a channel such as "candle1m" or "kline.1m".
  const interval = intervals.find((one) =>
    new RegExp(`(?<![0-9])${escaped(one)}(?![A-Za-z0-9])`).test(market),
  );
  if (interval === undefined || (found < 0 && !/candle|kline|ohlc|bar|chart/i.test(market))) return market;
  return market.replace(new RegExp(`(?<![0-9])${escaped(interval)}(?![A-Za-z0-9])`), '{interval}');
}

/** Which frames are of this subscription: where they name the market, the interval and the channel. */
function frameMatch(frame: unknown, spelling: Spelling): Match {
  return Object.fromEntries(
    leavesOf([frame]).flatMap(({ path, names, values: [value] }) => {
      const template = templateOf(value, spelling, names.own);
      if (typeof template !== 'string') return [];
      const isOurs = /\{(symbol|interval)/.test(template);
      const isChannel = /^(channel|topic|event|type|e|ch|stream|table|method|feed)$/i.test(names.own);
      return isOurs || (isChannel && typeof value === 'string') ? [[path, template] as const] : [];
    }),
  );
}

/** What tells a confirmation is what it says beyond the message that it confirms; the rest is an echo. */
function acknowledgement(sample: unknown, subscribe: unknown): Record<string, unknown> {
  const sent = leavesOf([subscribe]);
  const echo: Record<string, string> = {};
  const match: Record<string, string | boolean> = {};
  for (const {
    path,
    values: [value],
  } of leavesOf([sample])) {
    const twin = sent.find((leaf) => leaf.values[0] === value && value !== undefined);
    if (twin !== undefined) echo[path] = twin.path;
    else if (typeof value === 'boolean') match[path] = value;
    else if (typeof value === 'string' || typeof value === 'number') match[path] = String(value);
  }
  return {
    match,
    sample: sampleFile('acknowledged'),
    ...(Object.keys(echo).length === 0 ? {} : { echo }),
  };
}

function sampleFile(name: string): string {
  return `samples/documented_${name}.json`;
}

function parsed(text: string | undefined): unknown {
  return text === undefined || text === '' ? undefined : JSON.parse(text);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
