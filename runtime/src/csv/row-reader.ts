import { amountFault, canBeCandle } from '../data/candle-rule.js';
import { Candle } from '../data/candle.js';
import { ByteCursor } from './byte-cursor.js';
import { COMMA, CR, LF } from '../data/bytes.js';
import { SKIPPED, TIME, type CandleColumns } from './candle-columns.js';
import { CandleFileException } from './candle-file-exception.js';
import type { IntervalSurvey } from './interval-survey.js';

/** Turns the rows of one candle file into candles, in the file's order, and refuses what is none. */
export class RowReader {
  private line = 1;
  private previous = -Infinity;
  private readonly cursor = new ByteCursor();
  private readonly values: Float64Array;
  private readonly file: string;
  private readonly columns: CandleColumns;
  private readonly survey: IntervalSurvey;

  constructor(file: string, columns: CandleColumns, survey: IntervalSurvey) {
    this.file = file;
    this.columns = columns;
    this.survey = survey;
    this.values = new Float64Array(columns.slots.length);
  }

  /**
   * Appends a candle for each row of `bytes`, which end with an LF, and hands the row's numbers by slot to
   * `onRow`. Empty lines are passed over. Throws CandleFileException; the rows before are appended by then.
   */
  read(bytes: Buffer, candles: Candle[], onRow?: (values: Float64Array) => void): void {
    const { cursor, values, columns } = this;
    cursor.load(bytes);
    while (cursor.at < bytes.length) {
      this.line += 1;
      const start = cursor.at;
      if (this.endsLine()) continue;
      const timestamp = this.fields();
      const isWhole = this.endsLine();
      const open = values[0] ?? NaN;
      const high = values[1] ?? NaN;
      const low = values[2] ?? NaN;
      const close = values[3] ?? NaN;
      const volume = (values[4] ?? NaN) + (columns.isVolumeSplit ? (values[5] ?? NaN) : 0);
      const isRange = low <= open && low <= close && high >= open && high >= close;
      const isCandle = isRange && canBeCandle(open, high, low, close, volume);
      if (!isWhole || !isCandle || !(timestamp > this.previous)) {
        throw this.fault(bytes, start, timestamp);
      }
      this.survey.add(timestamp);
      this.previous = timestamp;
      candles.push(new Candle({ open, high, low, close, volume, timestamp }));
      onRow?.(values);
    }
  }

  /** Reads the fields of a row into `values`, as far as they go; the time comes back. */
  private fields(): number {
    const { cursor, values } = this;
    const { places, count } = this.columns;
    let timestamp = NaN;
    for (let column = 0; column < count; column += 1) {
      if (column > 0) {
        if (cursor.byte !== COMMA) return NaN;
        cursor.at += 1;
      }
      const place = places[column] ?? SKIPPED;
      if (place === SKIPPED) cursor.skip();
      else if (place === TIME) timestamp = cursor.time();
      else values[place] = cursor.number();
    }
    return timestamp;
  }

  /** Steps over an LF or CR LF; false where neither stands here. */
  private endsLine(): boolean {
    const { cursor } = this;
    if (cursor.byte === CR) cursor.at += 1;
    if (cursor.byte !== LF) return false;
    cursor.at += 1;
    return true;
  }

  private fault(bytes: Buffer, start: number, timestamp: number): CandleFileException {
    const end = bytes.indexOf(LF, start);
    const fields = bytes.toString('utf8', start, end).replace(/\r$/, '').split(',');
    return new CandleFileException(this.file, this.line, this.describe(fields, timestamp));
  }

  private describe(fields: readonly string[], timestamp: number): string {
    const { columns, previous } = this;
    if (fields.length !== columns.count) {
      return `the row has ${fields.length} fields, the header ${columns.count}: complete or remove it`;
    }
    const timeText = shown(fields[columns.places.indexOf(TIME)]);
    if (!Number.isFinite(timestamp)) {
      return `time: ${timeText} is no time: give an ISO time with offset, or Unix seconds or milliseconds`;
    }
    for (const [slot, name] of columns.slots.entries()) {
      const text = shown(fields[columns.places.indexOf(slot)]);
      const value = this.values[slot] ?? NaN;
      const isAmount = slot < 4 || name.endsWith('volume') || !Number.isFinite(value);
      const fault = isAmount ? amountFault(value, slot < 4 ? 'price' : 'volume') : undefined;
      if (fault !== undefined) return `${name}: ${text} is ${fault}: correct or remove the row`;
    }
    if (timestamp === previous)
      return `time: ${timeText} stands in the row before too: remove one of the two`;
    if (timestamp < previous) return `time: ${timeText} is before the row above: sort the file by time`;
    return `open and close must lie between low and high: correct or remove the row`;
  }
}

function shown(field = ''): string {
  const text = field.trim();
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
