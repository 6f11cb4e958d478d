import type { Candle } from '../data/candle.js';
import { readHeader, type CandleColumns } from './candle-columns.js';
import { CandleFileException } from './candle-file-exception.js';
import { chunksOf, openFile, readFirstLine } from './file-chunks.js';
import { IntervalSurvey, type CandleSummary } from './interval-survey.js';
import { RowReader } from './row-reader.js';

export interface CandleFileOptions {
  /** Further columns to keep beside the candles, `buy_volume` say. */
  readonly extra?: readonly string[];
}

/** Consecutive candles of a file. */
export interface CandleBatch {
  readonly candles: readonly Candle[];
  /** The numbers of the extra columns that were asked for, one a candle. */
  readonly extra: Readonly<Record<string, readonly number[]>>;
  /** The part of the file that is read by now, 0 to 1. */
  readonly progress: number;
}

/**
 * A CSV file of candles, oldest first: a header `time,open,high,low,close,volume` in any order, then a row a
 * candle. Volume may come as `buy_volume` and `sell_volume` instead; other columns are passed over. Times are
 * ISO 8601 (without offset: UTC) or Unix seconds, milli-, micro- or nanoseconds. A byte order mark, CR LF and
 * empty lines are fine. Rows that are not there are told in `summary.gaps`, never made up; all else that is
 * not right (no rows, no number, no order, the same time twice) throws a CandleFileException.
 */
export class CandleFile {
  /** What the times read so far show; final when all batches are read. */
  private survey = new IntervalSurvey();
  readonly path: string;
  private readonly columns: CandleColumns;
  private readonly extra: readonly string[];
  private readonly firstRow: number;

  private constructor(path: string, columns: CandleColumns, extra: readonly string[], firstRow: number) {
    this.path = path;
    this.columns = columns;
    this.extra = extra;
    this.firstRow = firstRow;
  }

  /** Opens the file and checks its header. Throws CandleFileException. */
  static async open(path: string, options: CandleFileOptions = {}): Promise<CandleFile> {
    const handle = await openFile(path);
    try {
      const { line, next } = await readFirstLine(path, handle);
      const extra = (options.extra ?? []).map((name) => name.toLowerCase());
      return new CandleFile(path, readHeader(path, line, extra), extra, next);
    } finally {
      await handle.close();
    }
  }

  get summary(): CandleSummary {
    return this.survey.summary();
  }

  /** Reads the file from its start, a few thousand candles at a time, in memory that stays level. */
  async *batches(): AsyncGenerator<CandleBatch, void, undefined> {
    this.survey = new IntervalSurvey();
    const rows = new RowReader(this.path, this.columns, this.survey);
    const handle = await openFile(this.path);
    try {
      const { size } = await handle.stat();
      let isEmpty = true;
      for await (const chunk of chunksOf(this.path, handle, this.firstRow)) {
        const batch = newBatch(this.extra, Math.min(1, chunk.position / size));
        const fault = failureOf(() => rows.read(chunk.lines, batch.candles, this.keeper(batch.extra)));
        isEmpty &&= batch.candles.length === 0;
        if (batch.candles.length > 0) yield batch;
        if (fault !== undefined) throw fault;
      }
      if (isEmpty)
        throw new CandleFileException(
          this.path,
          undefined,
          'there are no rows below the header: add candles',
        );
    } finally {
      await handle.close();
    }
  }

  /** Takes the extra columns of each row; nothing where none is asked for. */
  private keeper(kept: Readonly<Record<string, number[]>>): ((values: Float64Array) => void) | undefined {
    const { slots } = this.columns;
    const columns = this.extra.map((name) => ({ slot: slots.indexOf(name), list: kept[name] }));
    if (columns.length === 0) return undefined;
    return (values) => {
      for (const { slot, list } of columns) list?.push(values[slot] ?? NaN);
    };
  }
}

/** All candles of a file, one after the other. The slower way to read it: `CandleFile.batches` spares an await each. */
export async function* readCandles(path: string): AsyncGenerator<Candle, void, undefined> {
  const file = await CandleFile.open(path);
  for await (const batch of file.batches()) yield* batch.candles;
}

function newBatch(extra: readonly string[], progress: number) {
  const candles: Candle[] = [];
  const kept: Record<string, number[]> = Object.fromEntries(extra.map((name) => [name, []]));
  return { candles, extra: kept, progress };
}

/** What the action threw, so that what it did before can be handed on first. */
function failureOf(action: () => void): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
