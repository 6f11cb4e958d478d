import { MalformedAnswerException } from '../exceptions.js';
import { parseAnswerPath, valueAt } from '../http/answer-path.js';
import type { Answer } from '../http/answer.js';
import { Candle } from './candle.js';
import { numberOf } from './number-text.js';
import { utcTime } from './utc-time.js';

export type TimeUnit = 's' | 'ms' | 'us' | 'ns' | 'iso';

/** Where a venue's row has what: a column number, or a path in the row. */
export interface CandleFieldPlaces {
  /** The interval's start. */
  readonly timestamp: number | string;
  readonly open: number | string;
  readonly high: number | string;
  readonly low: number | string;
  readonly close: number | string;
  /** In the base asset. */
  readonly volume: number | string;
  /** Of the timestamp. */
  readonly unit: TimeUnit;
}

export interface CandleReader {
  /** One row or frame part to a candle. Throws MalformedAnswerException. */
  (row: Answer): Candle;
  /** A list of rows to candles, oldest first, each start once (the last of equals), whatever the venue's order. */
  page(rows: Answer): Candle[];
}

/** A reader for one venue's candles. */
export function candleReader(places: CandleFieldPlaces): CandleReader {
  const get = {
    timestamp: reader(places.timestamp),
    open: reader(places.open),
    high: reader(places.high),
    low: reader(places.low),
    close: reader(places.close),
    volume: reader(places.volume),
  };
  const seconds = SECONDS[places.unit];
  const read = (row: unknown, source: string): Candle =>
    new Candle({
      timestamp: checked(seconds(get.timestamp(row)), 'timestamp', source),
      open: checked(toNumber(get.open(row)), 'open', source),
      high: checked(toNumber(get.high(row)), 'high', source),
      low: checked(toNumber(get.low(row)), 'low', source),
      close: checked(toNumber(get.close(row)), 'close', source),
      volume: checked(toNumber(get.volume(row)), 'volume', source),
    });
  return Object.assign((row: Answer) => read(row.raw(), row.source), {
    page: (rows: Answer) => {
      const list = rows.raw();
      if (!Array.isArray(list)) throw new MalformedAnswerException(`${rows.source}: the candles are no list`);
      return ascending(list.map((row: unknown) => read(row, rows.source)));
    },
  });
}

/** The candles oldest first, each start once: of equals the last. */
function ascending(candles: Candle[]): Candle[] {
  const first = candles[0];
  const last = candles.at(-1);
  if (first === undefined || last === undefined) return candles;
  const ordered = first.timestamp > last.timestamp ? candles.toReversed() : candles;
  if (isStrictlyAscending(ordered)) return ordered;
  const byStart = new Map(candles.map((candle) => [candle.timestamp, candle]));
  return [...byStart.values()].sort((a, b) => a.timestamp - b.timestamp);
}

function isStrictlyAscending(candles: readonly Candle[]): boolean {
  let before = -Infinity;
  for (const { timestamp } of candles) {
    if (timestamp <= before) return false;
    before = timestamp;
  }
  return true;
}

function reader(place: number | string): (row: unknown) => unknown {
  if (typeof place === 'number') return (row) => (Array.isArray(row) ? row[place] : undefined);
  const path = parseAnswerPath(place);
  return (row) => valueAt(row, path);
}

/** Numbers, and texts of numbers; NaN for all else. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? numberOf(value) : NaN;
}

const SECONDS: Readonly<Record<TimeUnit, (value: unknown) => number>> = {
  s: (value) => Math.floor(toNumber(value)),
  ms: (value) => Math.floor(toNumber(value) / 1e3),
  us: (value) => Math.floor(toNumber(value) / 1e6),
  ns: (value) => Math.floor(toNumber(value) / 1e9),
  iso: (value) => (typeof value === 'string' ? Math.floor(utcTime(value) / 1e3) : NaN),
};

function checked(value: number, field: string, source: string): number {
  if (Number.isFinite(value)) return value;
  throw new MalformedAnswerException(`${source}: the candle's ${field} is missing or no number`);
}
