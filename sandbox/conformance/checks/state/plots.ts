import { toCandles } from '../../applies.js';
import { ledgerCandles, passIntervals, runningStart } from '../../candles.js';
import type { Check } from '../../check.js';
import { demand, show } from '../../failure.js';
import type { Session } from '../../session.js';

export const P03: Check = {
  id: 'P03',
  group: 'state and resources',
  title: 'the close of each candle is a point of the plot',
  why: 'A chart without prices shows nothing of what a strategy saw.',
  hint: 'Call this.plotData.addDataPoint({ topic, dataPoint: [candle.timestamp, candle.close] }) for each candle.',
  applies: toCandles,
  run: async (context) => {
    const session = await context.connected();
    await session.collectCandles();
    const from = runningStart(session);
    await passIntervals(session, 3);
    const closes = ledgerCandles(session, from).map(({ timestamp, close }) => [timestamp, Number(close)]);
    demand(hasTopicWith(session, closes), `a topic with the closes ${show(closes)}`, () =>
      show(allPoints(session)),
    );
  },
};

export const P04: Check = {
  id: 'P04',
  group: 'state and resources',
  title: 'no topic of the plot holds more points than plot_data_max_len',
  why: 'A plot that grows by a point a minute fills the memory of a process that runs for months.',
  hint: 'Keep points in this.plotData, which keeps the newest, not in a list of your own.',
  applies: toCandles,
  run: async (context) => {
    const session = await context.connected({ config: { plot_data_max_len: 2 } });
    await session.collectCandles();
    await passIntervals(session, 4);
    const tooLong = allPoints(session).filter(([, points]) => points.length > 2);
    demand(tooLong.length === 0, 'two points a topic at most', () => show(tooLong));
  },
};

function hasTopicWith(session: Session, closes: readonly unknown[]): boolean {
  return allPoints(session).some(([, points]) => {
    const told = new Set(points.map((point) => JSON.stringify(point)));
    return closes.every((close) => told.has(JSON.stringify(close)));
  });
}

function allPoints(session: Session): readonly (readonly [topic: string, points: readonly unknown[]])[] {
  const plot = session.exchange.getPlotData();
  return plot.topics.map((topic) => [topic, plot.points(topic)] as const);
}
