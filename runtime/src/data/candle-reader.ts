import { MalformedAnswerException } from '../exceptions.js';
import { parseAnswerPath, valueAt } from '../http/answer-path.js';
import type { Answer } from '../http/answer.js';
import type { NumberTable } from '../http/number-table.js';
import { Candle, type CandleFields } from './candle.js';
import { canBeCandle, candleFault } from './candle-rule.js';
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
  /**
   * A list of rows to candles, oldest first, each start once (the last of equals), whatever the venue's order. A row
   * without prices and with a volume of 0 tells that nobody traded: it is left out, as other venues leave it out.
   */
  page(rows: Answer): Candle[];
}

/** A reader for one venue's candles. */
export function candleReader(places: CandleFieldPlaces): CandleReader {
  const values = valueReaders(places);
  const cells = cellReaders(places);
  return Object.assign((row: Answer) => candleOf(values, row.raw(), row.source), {
    page: (rows: Answer) => {
      const { table, source } = rows;
      if (table !== undefined && cells !== undefined) {
        const read = cells(table);
        return candlesOf(read, table.rowCount, (row) => row, source);
      }
      const list = rows.raw();
      if (!Array.isArray(list)) throw new MalformedAnswerException(`${source}: the candles are no list`);
      return candlesOf(values, list.length, (row): unknown => list[row], source);
    },
  });
}

type FieldReaders<Row> = Readonly<Record<keyof CandleFields, (row: Row) => number>>;

function candlesOf<Row>(
  read: FieldReaders<Row>,
  count: number,
  rowAt: (index: number) => Row,
  source: string,
): Candle[] {
  const candles: Candle[] = [];
  for (let index = 0; index < count; index++) {
    const fields = fieldsOf(read, rowAt(index));
    if (isCandle(fields)) candles.push(new Candle(fields));
    else if (!isUntraded(fields)) refuse(fields, source);
  }
  return ascending(candles);
}

function candleOf<Row>(read: FieldReaders<Row>, row: Row, source: string): Candle {
  const fields = fieldsOf(read, row);
  return isCandle(fields) ? new Candle(fields) : refuse(fields, source);
}

function fieldsOf<Row>(read: FieldReaders<Row>, row: Row): CandleFields {
  const timestamp = read.timestamp(row);
  const open = read.open(row);
  const high = read.high(row);
  const low = read.low(row);
  const close = read.close(row);
  const volume = read.volume(row);
  return { timestamp, open, high, low, close, volume };
}

function isCandle({ timestamp, open, high, low, close, volume }: CandleFields): boolean {
  return Number.isFinite(timestamp) && canBeCandle(open, high, low, close, volume);
}

function isUntraded({ volume, open, high, low, close }: CandleFields): boolean {
  return volume === 0 && [open, high, low, close].every((price) => price === 0 || Number.isNaN(price));
}

function refuse(fields: CandleFields, source: string): never {
  const fault = Number.isFinite(fields.timestamp) ? candleFault(fields) : 'timestamp is missing or no number';
  throw new MalformedAnswerException(`${source}: the candle's ${fault ?? 'values are none'}`);
}

/** For rows that are values of any kind. */
function valueReaders(places: CandleFieldPlaces): FieldReaders<unknown> {
  const start = reader(places.timestamp);
  const seconds = SECONDS[places.unit];
  return {
    timestamp: (row) => seconds(start(row)),
    open: numberReader(places.open),
    high: numberReader(places.high),
    low: numberReader(places.low),
    close: numberReader(places.close),
    volume: numberReader(places.volume),
  };
}

/** For the rows of a table, by their numbers; undefined where a field is no column or the time is a text. */
function cellReaders(places: CandleFieldPlaces): ((table: NumberTable) => FieldReaders<number>) | undefined {
  const { timestamp, open, high, low, close, volume, unit } = places;
  if (unit === 'iso' || typeof timestamp !== 'number' || typeof open !== 'number') return undefined;
  if (typeof high !== 'number' || typeof low !== 'number' || typeof close !== 'number') return undefined;
  if (typeof volume !== 'number') return undefined;
  const seconds = SECONDS[unit];
  return (table) => ({
    timestamp: (row) => seconds(table.number(row, timestamp)),
    open: (row) => table.number(row, open),
    high: (row) => table.number(row, high),
    low: (row) => table.number(row, low),
    close: (row) => table.number(row, close),
    volume: (row) => table.number(row, volume),
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

function numberReader(place: number | string): (row: unknown) => number {
  const find = reader(place);
  return (row) => toNumber(find(row));
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
