import { readChartLibrary } from './chart-library.js';
import { plotPage } from './plot-page.js';
import { PointSeries } from './point-series.js';
import { plotView, type PlotContents } from './plot-view.js';

/** `[time, value]`: Unix seconds, and anything that is drawn at that time. */
export type DataPoint = readonly [time: number, value: number];

const DEFAULT_MAX_LENGTH = 10_000;

/** Series to look at: keeps the newest points of each topic. */
export class PlotData {
  private readonly maxLength: number;
  private readonly series = new Map<string, PointSeries>();

  constructor(options: { readonly maxLength?: number } = {}) {
    this.maxLength = Math.max(1, Math.floor(options.maxLength ?? DEFAULT_MAX_LENGTH));
  }

  addDataPoint(point: { readonly topic: string; readonly dataPoint: DataPoint }): void {
    let series = this.series.get(point.topic);
    if (series === undefined) this.series.set(point.topic, (series = new PointSeries(this.maxLength)));
    const [time, value] = point.dataPoint;
    series.add(time, value);
  }

  get topics(): string[] {
    return [...this.series.keys()];
  }

  /** The newest point of the topic. */
  last(topic: string): DataPoint | undefined {
    return this.series.get(topic)?.last;
  }

  /** The newest points, at most `maxLength`, in the order they came. */
  points(topic: string): readonly DataPoint[] {
    return this.series.get(topic)?.points() ?? [];
  }

  /**
   * One HTML page that holds everything it shows and opens without a network: the candles given, a line for each
   * topic, marks where orders were placed, filled, cancelled or rejected, and a table of the orders given. Of them it
   * shows market, side, type, amounts, status and ids; no free text, so that no credential can get into it.
   */
  async toHtml(contents: PlotContents = {}): Promise<string> {
    const topics = this.topics.map((topic) => ({ topic, points: this.points(topic) }));
    return plotPage(plotView(topics, contents), await readChartLibrary());
  }
}
