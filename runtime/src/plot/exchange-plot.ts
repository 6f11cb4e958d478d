import type { Candle } from '../data/candle.js';
import { OrderStatus, type OrderSide } from '../orders/order-constants.js';
import type { Order } from '../orders/order.js';
import type { PlotData } from './plot-data.js';

/** What an order's mark tells. */
export type OrderEvent = 'placed' | 'part filled' | 'filled' | 'cancelled' | 'rejected';

export const ORDER_EVENTS: Readonly<Record<OrderStatus, OrderEvent>> = {
  PENDING: 'placed',
  PARTIALLY_FILLED: 'part filled',
  COMPLETED: 'filled',
  CANCELLED: 'cancelled',
  REJECTED: 'rejected',
};

const CLOSES = 'Candle Close Price';

/** A closed candle's close, at its start; once, though a stream and a simulated account may both tell of it. */
export function plotClose(plot: PlotData | undefined, { timestamp, close }: Candle): void {
  if (plot === undefined || plot.last(CLOSES)?.[0] === timestamp) return;
  plot.addDataPoint({ topic: CLOSES, dataPoint: [timestamp, close] });
}

/** A point where the order was placed (unless it comes from an earlier run), and one each time its status changes. */
export function plotOrder(plot: PlotData | undefined, order: Order, isNew = true): void {
  if (plot === undefined) return;
  if (isNew) plotStatus(plot, order);
  order.onStatus(() => plotStatus(plot, order));
}

/** `Buy filled`: the topic of the points of these events. */
export function orderTopic(side: OrderSide, event: OrderEvent): string {
  return `${side === 'BUY' ? 'Buy' : 'Sell'} ${event}`;
}

/** At the average price once something is filled, else at the limit; a market order's at the last close. */
function plotStatus(plot: PlotData, order: Order): void {
  const { averagePrice, price, orderSide, status, trail } = order;
  const isFill = status === OrderStatus.COMPLETED || status === OrderStatus.PARTIALLY_FILLED;
  const known = isFill ? (averagePrice ?? price) : price;
  const value = known?.toNumber() ?? plot.last(CLOSES)?.[1] ?? Number.NaN;
  const seconds = (trail.at(-1)?.at ?? 0) / 1000;
  plot.addDataPoint({ topic: orderTopic(orderSide, ORDER_EVENTS[status]), dataPoint: [seconds, value] });
}
