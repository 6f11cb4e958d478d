/** Rows that are not there: none between the candles at `after` and `before` (Unix seconds), `missing` of them. */
export interface CandleGap {
  readonly after: number;
  readonly before: number;
  readonly missing: number;
}

/** What the times of a candle file show. Times in Unix seconds. */
export interface CandleSummary {
  readonly candles: number;
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** The most frequent distance of two rows in seconds; undefined below two rows. */
  readonly interval: number | undefined;
  /** The first 1,000 places where rows are further apart than that, in the file's order. */
  readonly gaps: readonly CandleGap[];
  /** All rows missing in all gaps. */
  readonly missing: number;
}

/** Learns a file's interval and gaps from ascending times, in memory that does not grow with a regular file. */
export class IntervalSurvey {
  private candles = 0;
  private first = NaN;
  private last = NaN;
  /** The run of equal distances that goes on at `last`. */
  private step = NaN;
  private from = NaN;
  private readonly runs: Run[] = [];
  private readonly counts = new Map<number, number>();

  /** `timestamp` is above all before. */
  add(timestamp: number): void {
    if (timestamp - this.last !== this.step) this.turn(timestamp);
    this.last = timestamp;
    this.candles += 1;
  }

  summary(): CandleSummary {
    if (this.candles === 0) {
      return { candles: 0, first: undefined, last: undefined, interval: undefined, gaps: [], missing: 0 };
    }
    const { candles, first, last } = this;
    const counts = new Map(this.counts);
    if (last > this.from) count(counts, this.step, (last - this.from) / this.step);
    const [interval] = [...counts].reduce<readonly [number | undefined, number]>(
      (most, one) => (one[1] > most[1] ? one : most),
      [undefined, 0],
    );
    if (interval === undefined) return { candles, first, last, interval, gaps: [], missing: 0 };
    const runs =
      last > this.from ? [...this.runs, { step: this.step, from: this.from, to: last }] : this.runs;
    const gaps = runs.flatMap((run) => gapsOf(run, interval)).slice(0, MAX_GAPS);
    const missing = [...counts].reduce((sum, [step, times]) => sum + rowsBetween(step, interval) * times, 0);
    return { candles, first, last, interval, gaps, missing };
  }

  /** Ends the run at `last` and begins one that goes on at `timestamp`. */
  private turn(timestamp: number): void {
    if (this.candles === 0) {
      this.first = timestamp;
    } else {
      if (this.last > this.from) {
        count(this.counts, this.step, (this.last - this.from) / this.step);
        if (this.runs.length < MAX_RUNS) this.runs.push({ step: this.step, from: this.from, to: this.last });
      }
      this.step = timestamp - this.last;
    }
    this.from = this.candles === 0 ? timestamp : this.last;
  }
}

/** Rows from one time to another, each `step` after the one before. */
interface Run {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

const MAX_GAPS = 1000;
/** A gap takes at most two runs: itself and the regular rows behind it. */
const MAX_RUNS = 2 * MAX_GAPS + 2;

function gapsOf(run: Run, interval: number): CandleGap[] {
  const missing = rowsBetween(run.step, interval);
  if (missing === 0) return [];
  const length = Math.min((run.to - run.from) / run.step, MAX_GAPS);
  return Array.from({ length }, (_, index) => {
    const after = run.from + index * run.step;
    return { after, before: after + run.step, missing };
  });
}

function rowsBetween(step: number, interval: number): number {
  return step > interval ? Math.ceil(step / interval) - 1 : 0;
}

function count(counts: Map<number, number>, step: number, times: number): void {
  counts.set(step, (counts.get(step) ?? 0) + times);
}
