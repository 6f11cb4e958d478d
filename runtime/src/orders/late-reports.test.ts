import { describe, expect, it } from 'vitest';
import { Decimal } from '../decimal.js';
import { NetworkException, OrderNotSubmittedException } from '../exceptions.js';
import { SimpleState } from '../state/simple-state.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { OrderStatus } from './order-constants.js';
import type { OrderReport } from './order-report.js';
import { OrderTracker, type OrderTrackerOptions } from './order-tracker.js';
import { limitOrder } from '../test-support/limit-order.js';

const { PENDING, PARTIALLY_FILLED, COMPLETED, CANCELLED, REJECTED } = OrderStatus;

describe('an order that was taken for rejected', () => {
  it('is completed by a fill that is told late, and its listeners hear of it', async () => {
    const { tracker, order, heard } = await takenForRejected();
    tracker.onReport({ ...filled('1'), orderId: '77', clientOrderId: order.clientOrderId });
    expect([order.status, order.orderId, String(order.filledSize)]).toEqual([COMPLETED, '77', '1']);
    expect(heard).toEqual([REJECTED, COMPLETED]);
    expect(tracker.find('77')).toBe(order);
  });

  it('is followed again where it is filled in part: in the state, by polling, to its end', async () => {
    let report: OrderReport | undefined;
    const { tracker, clock, state, order } = await takenForRejected({
      lookUp: () => Promise.resolve(report),
    });
    report = { ...filled('0.4'), status: PARTIALLY_FILLED, orderId: '77' };
    tracker.onReport({ ...report, clientOrderId: order.clientOrderId });
    expect([order.status, tracker.openOrders]).toEqual([PARTIALLY_FILLED, [order]]);
    expect(state.keys()).toEqual([`open_order:${order.clientOrderId}`]);
    report = { ...filled('1'), orderId: '77' };
    await clock.advance(10_000);
    expect([order.status, state.keys(), clock.pending]).toEqual([COMPLETED, [], 0]);
  });

  it('stays so where it is merely told to be open, until the fill comes under its id', async () => {
    const { tracker, order } = await takenForRejected();
    tracker.onReport({ status: PENDING, orderId: '77', clientOrderId: order.clientOrderId });
    expect([order.status, tracker.openOrders]).toEqual([REJECTED, []]);
    tracker.onReport({ ...filled('1'), orderId: '77' });
    expect(order.status).toBe(COMPLETED);
  });

  it('is completed by a fill that the list of open orders shows', async () => {
    const rows: OrderReport[] = [];
    const { tracker, clock, order } = await takenForRejected({ openOrders: () => Promise.resolve(rows) });
    for (const orderId of ['1', '2'])
      await tracker.place(limitOrder(), () => Promise.resolve({ status: PENDING, orderId }));
    rows.push({ ...filled('0.4'), status: PARTIALLY_FILLED, clientOrderId: order.clientOrderId });
    await clock.advance(1_500);
    expect([order.status, String(order.filledSize)]).toEqual([PARTIALLY_FILLED, '0.4']);
    await tracker.stop();
  });
});

it('a fill that is told after the cancellation is counted, once', async () => {
  const { tracker } = setUp();
  const order = limitOrder();
  await tracker.place(order, () => Promise.resolve({ status: PENDING, orderId: '1' }));
  tracker.onReport({ status: CANCELLED, orderId: '1' });
  const fill = { id: 't1', price: new Decimal(100), size: new Decimal('0.4') };
  const event = { ...filled('0.4'), status: PARTIALLY_FILLED, orderId: '1', fills: [fill] };
  tracker.onReport(event);
  tracker.onReport(event);
  expect([order.status, String(order.filledSize), tracker.openOrders]).toEqual([CANCELLED, '0.4', []]);
});

it('a filled order has no more to be told', async () => {
  const { tracker } = setUp();
  const order = limitOrder();
  const answer = { ...filled('1'), orderId: '1', averagePrice: new Decimal(100) };
  await tracker.place(order, () => Promise.resolve(answer));
  tracker.onReport({ ...answer, averagePrice: new Decimal(7) });
  expect([order.status, String(order.averagePrice)]).toEqual([COMPLETED, '100']);
});

describe('an order with the client id of another', () => {
  it.each([PENDING, COMPLETED, CANCELLED, REJECTED])(
    'is refused where the other one is known as %s',
    async (status) => {
      const { tracker } = setUp();
      const answer = { status, orderId: '27', filledSize: new Decimal(status === COMPLETED ? 1 : 0) };
      await tracker.place(limitOrder('mine'), () => Promise.resolve(answer)).catch(() => undefined);
      let sends = 0;
      const again = tracker.place(limitOrder('mine'), () => {
        sends += 1;
        return Promise.resolve({ status: PENDING, orderId: '28' });
      });
      await expect(again).rejects.toMatchObject({ code: 'ORDER_INVALID', field: 'clientOrderId' });
      expect(sends).toBe(0);
    },
  );

  it('takes nothing that is told of another id of the venue', async () => {
    const { tracker } = setUp();
    const order = limitOrder('mine');
    await tracker.place(order, () => Promise.resolve({ status: PENDING, orderId: '28' }));
    tracker.onReport({ ...filled('1'), orderId: '27', clientOrderId: 'mine' });
    tracker.listed({ ...filled('1'), orderId: '27', clientOrderId: 'mine' }, () => limitOrder('mine'));
    expect([order.status, order.orderId, String(order.filledSize)]).toEqual([PENDING, '28', '0']);
    expect(tracker.openOrders).toEqual([order]);
  });

  it('does not take over the id of an ended order while it has none of its own', async () => {
    const { tracker } = setUp();
    await tracker.place(limitOrder(), () => Promise.resolve({ ...filled('1'), orderId: '27' }));
    const order = limitOrder('mine');
    await tracker.place(order, () => {
      tracker.onReport({ ...filled('1'), orderId: '27', clientOrderId: 'mine' });
      return Promise.resolve({ status: PENDING, orderId: '28' });
    });
    expect([order.status, order.orderId, String(order.filledSize)]).toEqual([PENDING, '28', '0']);
  });

  it('is not at the venue where a look-up finds only the ended one', async () => {
    const ended = { ...filled('1'), orderId: '27', clientOrderId: 'mine' };
    const { tracker, clock } = setUp({ lookUp: () => Promise.resolve(ended) });
    await tracker.place(limitOrder(), () => Promise.resolve({ ...filled('1'), orderId: '27' }));
    const order = limitOrder('mine');
    const reset = new NetworkException('reset', { outcomeUnknown: true });
    const placed = tracker.place(order, () => Promise.reject(reset)).catch((error: unknown) => error);
    expect(await clock.resolve(placed)).toBeInstanceOf(OrderNotSubmittedException);
    expect([order.status, order.orderId]).toEqual([REJECTED, undefined]);
  });

  it('stays open, and the answer is logged, where a look-up tells of another id', async () => {
    const told = { ...filled('1'), orderId: '27', clientOrderId: 'mine' };
    const { tracker, clock, environment } = setUp({ lookUp: () => Promise.resolve(told) });
    await tracker.start();
    const order = limitOrder('mine');
    await tracker.place(order, () => Promise.resolve({ status: PENDING, orderId: '28' }));
    await clock.advance(120_000);
    expect([order.status, order.orderId]).toEqual([PENDING, '28']);
    expect(environment.lines.join('')).toContain('told of another order');
    await tracker.stop();
  });
});

async function takenForRejected(options: Partial<OrderTrackerOptions> = {}) {
  const kit = setUp({ settleAfter: '1s', ...options });
  await kit.tracker.start();
  const order = limitOrder();
  const heard: OrderStatus[] = [];
  order.onStatus(({ status }) => heard.push(status));
  const reset = new NetworkException('reset', { outcomeUnknown: true });
  const placed = kit.tracker.place(order, () => Promise.reject(reset)).catch((error: unknown) => error);
  expect(await kit.clock.resolve(placed)).toBeInstanceOf(OrderNotSubmittedException);
  return { ...kit, order, heard };
}

function setUp(options: Partial<OrderTrackerOptions> = {}) {
  const environment = testEnvironment();
  const state = new SimpleState();
  const tracker = new OrderTracker({
    environment,
    state,
    clientId: { charset: 'a-z0-9', length: 24 },
    lookUp: () => Promise.resolve(undefined),
    ...options,
  });
  return { tracker, state, environment, clock: environment.clock };
}

function filled(size: string): OrderReport {
  return { status: COMPLETED, filledSize: new Decimal(size) };
}
