import { Decimal, parseDecimal } from 'ats-runtime';
import { parseUnits } from '../engine/units.js';
import { flatBar, joinBars, type Bar, type BarScale, type BarSource } from './bar.js';

/**
 * Candles from CSV text with a header naming `time,open,high,low,close,volume` (more columns are ignored). `time` is
 * ISO 8601, Unix seconds or milliseconds; rows ascend, in steps of the first two rows' distance; missing rows mean that
 * nobody traded. The row that runs shows its open only.
 * @throws RangeError naming the line that cannot be read
 */
export class CsvSource implements BarSource {
  readonly resolution: number;
  readonly scale: BarScale;
  /** Start of the first row and end of the last, Unix seconds. */
  readonly from: number;
  readonly to: number;
  readonly #bars = new Map<number, Bar>();
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(text: string, now: () => number) {
    const rows = readRows(text);
    const [first, second] = rows;
    const last = rows.at(-1);
    if (first === undefined || second === undefined || last === undefined) {
      throw new RangeError('the CSV needs at least two rows of candles');
    }
    this.resolution = second.time - first.time;
    this.from = first.time;
    this.to = last.time + this.resolution;
    this.scale = scaleOf(rows);
    this.#now = now;
    for (const row of rows) this.#bars.set(row.time, barOf(row, this.scale));
  }

  bar(from: number, to: number): Bar | undefined {
    const now = this.#now() / 1000;
    let bar: Bar | undefined;
    const end = Math.min(to, this.to);
    for (
      let start = Math.max(this.#aligned(from), this.from);
      start < end && start <= now;
      start += this.resolution
    ) {
      const row = this.#bars.get(start);
      const isRunning = start + this.resolution > now;
      bar = joinBars(bar, row !== undefined && isRunning ? flatBar(row.open) : row);
    }
    return bar;
  }

  closeBefore(second: number): bigint | undefined {
    for (let start = Math.min(this.#aligned(second), this.to) - this.resolution; start >= this.from;) {
      const bar = this.#bars.get(start);
      if (bar !== undefined) return bar.close;
      start -= this.resolution;
    }
    return undefined;
  }

  /** The price at a time, going straight from a row's open to its close: what a synthetic market can quote around. */
  priceAt(second: number): number {
    const start = Math.min(Math.max(this.#aligned(second), this.from), this.to - this.resolution);
    const bar = this.#bars.get(start) ?? flatBar(this.closeBefore(start) ?? 0n);
    const part = Math.min(1, Math.max(0, (second - start) / this.resolution));
    return (Number(bar.open) + Number(bar.close - bar.open) * part) / 10 ** this.scale.price;
  }

  /** The first row's time at or after `second`. */
  #aligned(second: number): number {
    return this.from + Math.floor((second - this.from) / this.resolution) * this.resolution;
  }
}

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;

type Row = { readonly time: number } & Record<(typeof COLUMNS)[number], Decimal>;

function readRows(text: string): Row[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim().toLowerCase());
  const missing = ['time', ...COLUMNS].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new RangeError(`CSV line 1: no column ${missing.join(', ')}`);
  let before = -Infinity;
  return lines.map((line, index) => {
    const cells = line.split(',');
    const cell = (name: string): string => cells[names.indexOf(name)]?.trim() ?? '';
    const wrong = (what: string): RangeError => new RangeError(`CSV line ${index + 2}: ${what}`);
    const value = (name: string): Decimal => {
      const decimal = parseDecimal(cell(name));
      if (decimal === undefined || decimal.isNegative()) throw wrong(`${name} is no amount: ${cell(name)}`);
      return decimal;
    };
    const time = readTime(cell('time'));
    if (time === undefined)
      throw wrong(`time is neither ISO 8601 nor a Unix time in whole seconds: ${cell('time')}`);
    if (time <= before) throw wrong('times must ascend');
    before = time;
    return {
      time,
      open: value('open'),
      high: value('high'),
      low: value('low'),
      close: value('close'),
      volume: value('volume'),
    };
  });
}

function readTime(text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : undefined;
  const milliseconds =
    number === undefined ? Date.parse(text.replace(' ', 'T')) : number < 1e11 ? number * 1000 : number;
  return milliseconds % 1000 === 0 ? milliseconds / 1000 : undefined;
}

function scaleOf(rows: readonly Row[]): BarScale {
  let price = 0;
  let size = 0;
  for (const row of rows) {
    price = Math.max(
      price,
      ...[row.open, row.high, row.low, row.close].map((value) => value.decimalPlaces()),
    );
    size = Math.max(size, row.volume.decimalPlaces());
  }
  return { price, size, quote: price + size };
}

/** A CSV knows no quote volume, trades or takers: they are taken from the middle of the bar. */
function barOf(row: Row, scale: BarScale): Bar {
  const price = (value: Decimal): bigint => units(value, scale.price);
  const volume = units(row.volume, scale.size);
  const [open, high, low, close] = [price(row.open), price(row.high), price(row.low), price(row.close)];
  return {
    open,
    high,
    low,
    close,
    volume,
    quoteVolume: ((open + high + low + close) / 4n) * volume,
    takerVolume: (volume * 2n) / 5n,
    trades: volume === 0n ? 0 : 1,
  };
}

function units(value: Decimal, decimals: number): bigint {
  const parsed = parseUnits(value.toFixed(), decimals);
  return typeof parsed === 'bigint' ? parsed : 0n;
}
