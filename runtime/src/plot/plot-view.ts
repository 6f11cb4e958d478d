import type { Candle } from '../data/candle.js';
import { decimalText } from '../decimal.js';
import { OrderSide, OrderStatus } from '../orders/order-constants.js';
import type { Order } from '../orders/order.js';
import { ORDER_EVENTS, orderTopic, type OrderEvent } from './exchange-plot.js';
import type { DataPoint } from './plot-data.js';

/** What a page shows besides the topics. */
export interface PlotContents {
  readonly title?: string;
  readonly candles?: readonly Candle[];
  readonly orders?: readonly Order[];
}

export interface PlotTopic {
  readonly topic: string;
  readonly points: readonly DataPoint[];
}

/** What the page's script draws. Times are whole Unix seconds, ascending and each once. */
export interface PlotView {
  readonly title: string;
  readonly candles: readonly PlotCandle[];
  readonly lines: readonly PlotLine[];
  readonly marks: readonly PlotMark[];
  readonly orders: readonly PlotOrder[];
}

export interface PlotLine {
  readonly topic: string;
  /** 0 is the pane of the candles; lines of another size have one of their own. */
  readonly pane: number;
  readonly points: readonly { readonly time: number; readonly value: number }[];
}

export interface PlotMark {
  readonly time: number;
  readonly side: string;
  readonly event: OrderEvent;
  readonly text: string;
}

export type PlotOrder = Readonly<Record<string, string>>;

interface PlotCandle {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export function plotView(topics: readonly PlotTopic[], contents: PlotContents): PlotView {
  const { title = 'Plot', candles = [], orders = [] } = contents;
  const bars = byTime(candles.map(bar).filter(isFinite));
  const lines = topics
    .filter(({ topic }) => !MARK_TOPICS.has(topic))
    .map(({ topic, points }) => ({
      topic,
      points: byTime(points.map(([time, value]) => ({ time: Math.floor(time), value })).filter(isFinite)),
    }));
  return {
    title,
    candles: bars,
    lines: withPanes(lines, rangeOf(bars.flatMap(({ low, high }) => [low, high]))),
    marks: allMarks(topics, orders).sort((a, b) => a.time - b.time),
    orders: orders.map(row),
  };
}

function bar({ timestamp, open, high, low, close }: Candle): PlotCandle {
  return { time: Math.floor(timestamp), open, high, low, close };
}

function isFinite(values: object): boolean {
  return Object.values(values).every((value) => Number.isFinite(value));
}

/** Of several values for one time the last one counts. */
function byTime<T extends { readonly time: number }>(values: readonly T[]): T[] {
  const unique = new Map(values.map((value) => [value.time, value]));
  return [...unique.values()].sort((a, b) => a.time - b.time);
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function rangeOf(values: readonly number[]): Range | undefined {
  if (values.length === 0) return undefined;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}

/** What is of the candles' size is drawn over them, everything else below, one pane each. */
function withPanes(lines: readonly Omit<PlotLine, 'pane'>[], candles: Range | undefined): PlotLine[] {
  let main = candles;
  let panes = 0;
  return lines.map((line) => {
    const range = rangeOf(line.points.map(({ value }) => value));
    main ??= range;
    const isAlike =
      range === undefined || main === undefined || (range.low >= main.low / 2 && range.high <= main.high * 2);
    return { ...line, pane: isAlike ? 0 : (panes += 1) };
  });
}

/** The topics whose points are marks, not lines. */
const MARK_TOPICS: ReadonlyMap<string, Pick<PlotMark, 'side' | 'event'>> = new Map(
  Object.values(OrderSide).flatMap((side) =>
    Object.values(ORDER_EVENTS).map((event) => [orderTopic(side, event), { side, event }] as const),
  ),
);

/** The points' marks, and the orders' own, which say more: what is in both is shown once. */
function allMarks(topics: readonly PlotTopic[], orders: readonly Order[]): PlotMark[] {
  const own = orders.flatMap(marksOf);
  const shown = new Set(own.map(markKey));
  return [...own, ...topics.flatMap(pointMarks).filter((mark) => !shown.has(markKey(mark)))];
}

function markKey({ time, side, event }: PlotMark): string {
  return `${time} ${side} ${event}`;
}

function pointMarks({ topic, points }: PlotTopic): PlotMark[] {
  const kind = MARK_TOPICS.get(topic);
  if (kind === undefined) return [];
  return points
    .filter(([time]) => Number.isFinite(time))
    .map(([time, value]) => {
      const text = Number.isFinite(value) ? `${kind.event} @ ${decimalText(value)}` : kind.event;
      return { time: Math.floor(time), ...kind, text };
    });
}

function marksOf(order: Order): PlotMark[] {
  const { orderSide, price, averagePrice, size, trail } = order;
  return trail.map(({ status, at }) => {
    const isFill = status === OrderStatus.COMPLETED || status === OrderStatus.PARTIALLY_FILLED;
    const shown = isFill ? (averagePrice ?? price) : price;
    const event = ORDER_EVENTS[status];
    const text = `${event} ${decimalText(size)}${shown === undefined ? '' : ` @ ${decimalText(shown)}`}`;
    return { time: Math.floor(at / 1000), side: orderSide, event, text };
  });
}

function row(order: Order): PlotOrder {
  const { price, averagePrice } = order;
  return {
    market: order.symbol,
    side: order.orderSide,
    type: order.orderType,
    size: decimalText(order.size),
    price: price === undefined ? '' : decimalText(price),
    status: order.status,
    filled: decimalText(order.filledSize),
    average: averagePrice === undefined ? '' : decimalText(averagePrice),
    fees: [...order.fees].map(([asset, fee]) => `${decimalText(fee)} ${asset}`).join(', '),
    id: order.orderId ?? '',
  };
}
