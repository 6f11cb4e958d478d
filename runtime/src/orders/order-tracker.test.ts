import { describe, expect, it } from 'vitest';
import { Instrument } from '../data/instrument.js';
import { Decimal } from '../decimal.js';
import {
  InsufficientBalanceException,
  InvalidOrderSubmissionException,
  MalformedAnswerException,
  NetworkException,
  OrderNotCancelledException,
  OrderNotFoundException,
  OrderNotSubmittedException,
  RequestTimeoutException,
  VenueException,
  type VenueFailureKind,
} from '../exceptions.js';
import { SimpleState } from '../state/simple-state.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { OrderStatus } from './order-constants.js';
import type { Fill, OrderReport } from './order-report.js';
import { OrderTracker, type OrderTrackerOptions } from './order-tracker.js';
import { Order } from './order.js';
import { limitOrder } from '../test-support/limit-order.js';

const { PENDING, PARTIALLY_FILLED, COMPLETED, CANCELLED, REJECTED } = OrderStatus;

/** A venue as its ledger: orders by client id. */
class Ledger {
  readonly orders = new Map<string, OrderReport>();
  sent = 0;
  lookUps = 0;

  place(clientOrderId: string, status: OrderStatus = PENDING): OrderReport {
    this.sent += 1;
    const report = {
      orderId: `v${this.sent}`,
      clientOrderId,
      status,
      filledSize: new Decimal(status === COMPLETED ? 1 : 0),
    };
    this.orders.set(clientOrderId, report);
    return report;
  }

  tell(clientOrderId: string | undefined, change: Partial<OrderReport>): OrderReport {
    const report = { ...(this.orders.get(clientOrderId ?? '') ?? { status: PENDING }), ...change };
    this.orders.set(clientOrderId ?? '', report);
    return report;
  }

  lookUp(order: Order): Promise<OrderReport | undefined> {
    this.lookUps += 1;
    return Promise.resolve(this.orders.get(order.clientOrderId ?? ''));
  }
}

function setUp(options: Partial<OrderTrackerOptions> = {}) {
  const environment = testEnvironment();
  const ledger = new Ledger();
  const state = options.state ?? new SimpleState();
  const tracker = new OrderTracker({
    environment,
    clientId: { charset: 'a-zA-Z0-9-_', length: 36 },
    lookUp: (order) => ledger.lookUp(order),
    ...options,
    state,
  });
  return { environment, clock: environment.clock, ledger, tracker, state };
}

describe('place', () => {
  it('gives a client id, notes the order down before it sends, and takes the answer', async () => {
    const { tracker, ledger, state } = setUp();
    const order = limitOrder();
    await tracker.place(order, async (id) => {
      expect(state.has(`open_order:${id}`)).toBe(true);
      return ledger.place(id);
    });
    expect([order.status, order.orderId]).toEqual([PENDING, 'v1']);
    expect(order.clientOrderId).toMatch(/^[a-zA-Z0-9]{1,36}$/);
    expect(tracker.openOrders).toEqual([order]);
    expect(tracker.find('v1')).toBe(order);
  });

  it('finds an order whose answer was lost, and sends once', async () => {
    const { tracker, ledger, clock } = setUp();
    const order = limitOrder();
    await clock.resolve(
      tracker.place(order, async (id) => {
        ledger.place(id, COMPLETED);
        throw new RequestTimeoutException('late', { outcomeUnknown: true });
      }),
    );
    expect([order.status, ledger.sent, order.orderId]).toEqual([COMPLETED, 1, 'v1']);
    expect(tracker.openOrders).toEqual([]);
  });

  it.each([
    ['reset', () => new NetworkException('reset', { outcomeUnknown: true })],
    ['5xx', () => venueError('unavailable', 502)],
    ['a redirect', () => venueError('other', 302)],
    ['408', () => venueError('other', 408)],
    ['a malformed answer', () => new MalformedAnswerException('html')],
    ['a bug in the connector', () => new TypeError('x is undefined')],
    ['"I have that already"', () => venueError('duplicate-order')],
  ])('keeps an order PENDING after %s until it is known, never REJECTED', async (_words, failure) => {
    const { tracker, ledger, clock } = setUp({ settleAfter: '10s' });
    const order = limitOrder();
    const placed = tracker.place(order, () => Promise.reject(failure()));
    await clock.advance(6_000);
    expect(order.status).toBe(PENDING);
    // The request arrives late.
    ledger.tell(order.clientOrderId, { orderId: 'late', status: PENDING });
    await clock.resolve(placed);
    expect([order.status, order.orderId]).toEqual([PENDING, 'late']);
  });

  it('says so, after a while, when the order never reached the venue', async () => {
    const { tracker, ledger, clock, state } = setUp({ settleAfter: '10s' });
    const order = limitOrder();
    const start = clock.now();
    const failure = await clock.resolve(
      failureOf(
        tracker.place(order, () => Promise.reject(new NetworkException('reset', { outcomeUnknown: true }))),
      ),
    );
    expect(failure).toBeInstanceOf(OrderNotSubmittedException);
    expect([order.status, order.reason]).toEqual([REJECTED, 'never reached the venue']);
    expect(clock.now() - start).toBeGreaterThanOrEqual(10_000);
    expect(ledger.lookUps).toBeGreaterThanOrEqual(3);
    expect(state.keys()).toEqual([]);
  });

  it('goes on asking while the venue cannot be asked', async () => {
    let isDown = true;
    const { tracker, ledger, clock } = setUp({
      lookUp: (order) =>
        isDown
          ? Promise.reject(new NetworkException('down', { outcomeUnknown: true }))
          : ledger.lookUp(order),
    });
    const order = limitOrder();
    const placed = tracker.place(order, async (id) => {
      ledger.place(id);
      throw new NetworkException('reset', { outcomeUnknown: true });
    });
    await clock.advance(3_600_000);
    expect(order.status).toBe(PENDING);
    isDown = false;
    await clock.resolve(placed);
    expect(order.orderId).toBe('v1');
  });

  it('searches for many at once', async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error): number => warnings.push(warning.name);
    process.on('warning', onWarning);
    const { tracker, ledger, clock } = setUp();
    const orders = Array.from({ length: 40 }, () => limitOrder());
    const placed = orders.map((order) =>
      tracker.place(order, () => Promise.reject(new NetworkException('reset', { outcomeUnknown: true }))),
    );
    await clock.advance(2_000);
    for (const { clientOrderId } of orders) ledger.place(clientOrderId ?? '');
    await clock.resolve(Promise.all(placed));
    process.off('warning', onWarning);
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(40);
    expect(warnings).toEqual([]);
  });

  it('takes the error "order not found" of a look-up for "no such order", and no other', async () => {
    const { tracker, clock } = setUp({ lookUp: () => Promise.reject(venueError('order-not-found')) });
    const placed = failureOf(tracker.place(limitOrder(), sentInVain));
    await clock.advance(60_000);
    expect(await placed).toBeInstanceOf(OrderNotSubmittedException);

    const other = setUp({ lookUp: () => Promise.reject(venueError('other')) });
    const order = limitOrder();
    void other.tracker.place(order, sentInVain).catch(() => undefined);
    await other.clock.advance(60_000);
    expect(order.status).toBe(PENDING);
    await other.tracker.stop();
  });

  it('lets an event end the search', async () => {
    const { tracker, clock } = setUp({
      lookUp: () => Promise.reject(new NetworkException('down', { outcomeUnknown: true })),
    });
    const order = limitOrder();
    const placed = tracker.place(order, () =>
      Promise.reject(new NetworkException('reset', { outcomeUnknown: true })),
    );
    await clock.advance(1_000);
    tracker.onReport({
      orderId: 'e',
      clientOrderId: order.clientOrderId,
      status: PARTIALLY_FILLED,
      filledSize: new Decimal('0.5'),
    });
    await clock.resolve(placed);
    expect(order.status).toBe(PARTIALLY_FILLED);
  });

  it.each([
    ['insufficient-balance', InsufficientBalanceException],
    ['invalid-order', OrderNotSubmittedException],
    ['rate-limit', OrderNotSubmittedException],
    ['credentials', OrderNotSubmittedException],
  ] as const)("tells the venue's %s as a rejection in its words", async (kind, type) => {
    const { tracker } = setUp();
    const order = limitOrder();
    const failure = await failureOf(tracker.place(order, () => Promise.reject(venueError(kind))));
    expect(failure).toBeInstanceOf(type);
    expect([order.status, order.reason]).toEqual([REJECTED, 'their words']);
    expect(tracker.openOrders).toEqual([]);
  });

  it('knows that nothing was sent where there was no connection', async () => {
    const { tracker, ledger } = setUp();
    const refused = new NetworkException('refused', { outcomeUnknown: false });
    expect(await failureOf(tracker.place(limitOrder(), () => Promise.reject(refused)))).toBeInstanceOf(
      OrderNotSubmittedException,
    );
    expect(ledger.lookUps).toBe(0);
  });

  it('refuses the same order twice, an ended order, a client id the venue does not take', async () => {
    const { tracker, ledger } = setUp();
    const order = limitOrder();
    await tracker.place(order, async (id) => ledger.place(id));
    const ended = limitOrder();
    ended.status = CANCELLED;
    for (const [bad, field] of [
      [order, 'order'],
      [ended, 'order'],
      [limitOrder('no spaces'), 'clientOrderId'],
      [limitOrder(order.clientOrderId), 'clientOrderId'],
    ] as const) {
      const failure = await failureOf(tracker.place(bad, async (id) => ledger.place(id)));
      expect(failure).toBeInstanceOf(InvalidOrderSubmissionException);
      expect(failure).toMatchObject({ field });
    }
    expect(ledger.sent).toBe(1);
  });

  it('validates against the instrument before anything is sent', async () => {
    const instrument = new Instrument({ symbol: 'BTC/USDT', stepSize: '0.1', minNotional: '1000' });
    const { tracker, ledger, state } = setUp({ instrument: () => instrument });
    const failure = await failureOf(tracker.place(limitOrder(), async (id) => ledger.place(id)));
    expect(failure).toMatchObject({ field: 'size' });
    expect([ledger.sent, state.keys().length]).toEqual([0, 0]);
  });

  it('sends fifty at once under fifty ids', async () => {
    const { tracker, ledger } = setUp();
    await Promise.all(
      Array.from({ length: 50 }, () => tracker.place(limitOrder(), async (id) => ledger.place(id))),
    );
    expect(ledger.orders.size).toBe(50);
  });

  it('takes a fill that is told before the answer, by either id', async () => {
    for (const named of [{ withClientId: true }, { withClientId: false }]) {
      const { tracker, ledger } = setUp();
      const order = limitOrder();
      await tracker.place(order, async (id) => {
        const answer = ledger.place(id);
        const { clientOrderId, ...rest } = answer;
        const event = { ...rest, status: COMPLETED, filledSize: new Decimal(1) };
        tracker.onReport(named.withClientId ? { ...event, clientOrderId } : event);
        return answer;
      });
      expect(order.status).toBe(COMPLETED);
    }
  });

  it('asks for fees before it tells COMPLETED', async () => {
    const fills = [
      { id: 't', price: new Decimal(100), size: new Decimal(1), fee: new Decimal('0.1'), feeAsset: 'USDT' },
    ];
    let asks = 0;
    const { tracker, ledger, clock } = setUp({ fills: () => Promise.resolve((asks += 1) < 3 ? [] : fills) });
    const order = limitOrder();
    const heard: string[] = [];
    order.onStatus(({ status, fees }) => heard.push(`${status} ${fees.get('USDT')?.toString()}`));
    await clock.resolve(tracker.place(order, async (id) => ledger.place(id, COMPLETED)));
    expect(heard).toEqual(['COMPLETED 0.1']);
  });

  it('asks for the fees of a fill whose event the last one overtook', async () => {
    const { tracker, ledger, clock } = setUp({
      fills: () => Promise.resolve([halfFill('1'), halfFill('2')]),
    });
    const order = limitOrder();
    await tracker.place(order, async (id) => ledger.place(id));
    const { clientOrderId } = order;
    tracker.onReport({
      clientOrderId,
      status: COMPLETED,
      filledSize: new Decimal(1),
      fills: [halfFill('2')],
    });
    tracker.onReport({
      clientOrderId,
      status: PARTIALLY_FILLED,
      filledSize: new Decimal('0.5'),
      fills: [halfFill('1')],
    });
    await clock.advance(1_000);
    expect([order.status, order.fees.get('USDT')?.toString()]).toEqual([COMPLETED, '0.2']);
  });
});

describe('following', () => {
  it('polls open orders, and stops when there are none', async () => {
    const { tracker, ledger, clock } = setUp();
    await tracker.start();
    const order = limitOrder();
    await tracker.place(order, async (id) => ledger.place(id));
    ledger.tell(order.clientOrderId, { status: PARTIALLY_FILLED, filledSize: new Decimal('0.4') });
    await clock.advance(2_000);
    expect(order.status).toBe(PARTIALLY_FILLED);
    ledger.tell(order.clientOrderId, { status: CANCELLED, reason: 'venue closed' });
    await clock.advance(10_000);
    expect([order.status, order.reason, clock.pending]).toEqual([CANCELLED, 'venue closed', 0]);
  });

  it.each([1, 2])('logs nothing of the questions about %i orders that its stop cuts off', async (count) => {
    const cutOff: ((error: Error) => void)[] = [];
    const pending = (): Promise<never> => new Promise((_, reject) => void cutOff.push(reject));
    const { tracker, ledger, clock, environment } = setUp({ openOrders: pending, lookUp: pending });
    await tracker.start();
    for (let n = 0; n < count; n += 1) await tracker.place(limitOrder(), async (id) => ledger.place(id));
    await clock.advance(1_000);
    expect(cutOff).toHaveLength(1);
    const stopping = tracker.stop();
    cutOff[0]?.(new NetworkException('client was closed', { outcomeUnknown: false }));
    await stopping;
    await clock.advance(0);
    expect(environment.lines).toEqual([]);
  });

  it('asks for the list of open orders instead of each one', async () => {
    const lists: number[] = [];
    const { tracker, ledger, clock } = setUp({
      openOrders: async () => {
        lists.push(clock.now());
        return [...ledger.orders.values()].filter(
          ({ status }) => status === PENDING || status === PARTIALLY_FILLED,
        );
      },
    });
    await tracker.start();
    const orders = [limitOrder(), limitOrder(), limitOrder()];
    for (const order of orders) await tracker.place(order, async (id) => ledger.place(id));
    ledger.lookUps = 0;
    await clock.advance(1_000);
    expect([lists.length, ledger.lookUps]).toEqual([1, 0]);
    ledger.tell(orders[0]?.clientOrderId, { status: COMPLETED, filledSize: new Decimal(1) });
    await clock.advance(5_000);
    expect(orders[0]?.status).toBe(COMPLETED);
    await tracker.stop();
    expect(clock.pending).toBe(0);
  });

  it('survives look-ups that fail', async () => {
    let fails = true;
    const { tracker, ledger, clock } = setUp({
      lookUp: (order) => (fails ? Promise.reject(venueError('unavailable', 503)) : ledger.lookUp(order)),
    });
    await tracker.start();
    const order = limitOrder();
    await tracker.place(order, async (id) => ledger.place(id));
    await clock.advance(60_000);
    fails = false;
    ledger.tell(order.clientOrderId, { status: COMPLETED, filledSize: new Decimal(1) });
    await clock.advance(10_000);
    expect(order.status).toBe(COMPLETED);
  });

  it('recovers open orders after a restart, also those that were just being sent', async () => {
    const first = setUp();
    const open = limitOrder();
    await first.tracker.place(open, async (id) => first.ledger.place(id));
    const lost = limitOrder();
    const placing = failureOf(first.tracker.place(lost, () => new Promise(() => undefined)));
    const arrived = limitOrder();
    void first.tracker.place(arrived, (id) => {
      first.ledger.place(id);
      return new Promise(() => undefined);
    });
    await first.clock.advance(0);

    const { tracker, clock } = setUp({ state: first.state, lookUp: (order) => first.ledger.lookUp(order) });
    await tracker.start();
    await clock.advance(60_000);
    expect(tracker.openOrders.map(({ clientOrderId }) => clientOrderId).sort()).toEqual(
      [open.clientOrderId, arrived.clientOrderId].sort(),
    );
    expect(tracker.find('v1')).toMatchObject({ orderSide: 'BUY', symbol: 'BTC/USDT', status: PENDING });
    expect(String(tracker.find('v1')?.price)).toBe('100');
    expect(first.ledger.sent).toBe(2);
    await tracker.stop();
    void placing;
  });

  it('knows what became, while nobody was there, of an order that it recovers', async () => {
    const first = setUp();
    const order = limitOrder();
    await first.tracker.place(order, async (id) => first.ledger.place(id));
    first.ledger.tell(order.clientOrderId, { status: COMPLETED, filledSize: new Decimal(1) });

    const { tracker } = setUp({ state: first.state, lookUp: (asked) => first.ledger.lookUp(asked) });
    await tracker.start();
    expect(tracker.openOrders).toEqual([]);
    expect(tracker.find('v1')).toMatchObject({ status: COMPLETED, clientOrderId: order.clientOrderId });
    await tracker.stop();
  });

  it('knows its own orders in a list of the venue, by either id, and makes the others', async () => {
    const { tracker, ledger } = setUp();
    const own = limitOrder();
    await tracker.place(own, async (id) => ledger.place(id));
    const filled = { status: PARTIALLY_FILLED, filledSize: new Decimal('0.4') };
    expect(tracker.listed({ ...filled, orderId: 'v1' }, limitOrder)).toBe(own);
    expect(tracker.listed({ ...filled, clientOrderId: own.clientOrderId }, limitOrder)).toBe(own);
    expect(String(own.filledSize)).toBe('0.4');

    const foreign = limitOrder('theirs');
    expect(tracker.listed({ ...filled, orderId: 'x9' }, () => foreign)).toBe(foreign);
    expect([foreign.orderId, foreign.status]).toEqual(['x9', PARTIALLY_FILLED]);
    expect(tracker.openOrders).toEqual([own]);
  });

  it('remembers the last thousand that have ended', async () => {
    const { tracker, ledger } = setUp();
    for (let n = 0; n < 1_001; n++)
      await tracker.place(limitOrder(), async (id) => ledger.place(id, COMPLETED));
    expect([tracker.find('v1'), tracker.find('v2')?.status]).toEqual([undefined, COMPLETED]);
  });

  it('settles a search when it is stopped, and takes it up at the next start', async () => {
    const { tracker, ledger, clock } = setUp({ settleAfter: '10s' });
    await tracker.start();
    const order = limitOrder();
    const placed = failureOf(
      tracker.place(order, () => Promise.reject(new NetworkException('reset', { outcomeUnknown: true }))),
    );
    await clock.advance(1_000);
    await tracker.stop();
    expect(await placed).toMatchObject({ code: 'CONNECTION_FAILED' });
    expect([order.status, clock.pending]).toEqual([PENDING, 0]);
    ledger.tell(order.clientOrderId, { orderId: 'x', status: COMPLETED, filledSize: new Decimal(1) });
    await tracker.start();
    expect(order.status).toBe(COMPLETED);
  });

  it('keeps the process alive from start to stop', async () => {
    const { tracker } = setUp();
    const before = timers();
    const started = tracker.start();
    expect(timers()).toBe(before + 1);
    await started;
    const stopped = tracker.stop();
    expect(timers()).toBe(before);
    await stopped;
  });

  it('cancels here what the venue has forgotten, not before a minute has passed', async () => {
    const { tracker, ledger, clock } = setUp();
    await tracker.start();
    const order = limitOrder();
    await tracker.place(order, async (id) => ledger.place(id));
    ledger.orders.clear();
    await clock.advance(50_000);
    expect(order.status).toBe(PENDING);
    await clock.advance(60_000);
    expect(order.status).toBe(CANCELLED);
  });
});

describe('cancel', () => {
  it("takes the venue's answer", async () => {
    const { tracker, ledger, order } = await withOpenOrder();
    await tracker.cancel(order, async () =>
      ledger.tell(order.clientOrderId, { status: CANCELLED, filledSize: new Decimal('0.2') }),
    );
    expect([order.status, String(order.filledSize)]).toEqual([CANCELLED, '0.2']);
  });

  it('waits for a venue that cancels later', async () => {
    const { tracker, ledger, order, clock } = await withOpenOrder();
    const cancelled = tracker.cancel(order, async () => undefined);
    await clock.advance(1_500);
    expect(order.status).toBe(PENDING);
    ledger.tell(order.clientOrderId, { status: CANCELLED });
    await clock.resolve(cancelled);
    expect(order.status).toBe(CANCELLED);
  });

  it('ends COMPLETED where the fill was faster', async () => {
    const { tracker, ledger, order } = await withOpenOrder();
    ledger.tell(order.clientOrderId, { status: COMPLETED, filledSize: new Decimal(1) });
    await tracker.cancel(order, () => Promise.reject(venueError('order-not-found')));
    expect(order.status).toBe(COMPLETED);
    let sends = 0;
    await tracker.cancel(order, async () => void (sends += 1));
    expect(sends).toBe(0);
  });

  it('is harmless twice, also at the same time', async () => {
    const { tracker, ledger, order } = await withOpenOrder();
    let sends = 0;
    const send = async () => {
      sends += 1;
      return ledger.tell(order.clientOrderId, { status: CANCELLED });
    };
    await Promise.all([tracker.cancel(order, send), tracker.cancel(order, send)]);
    await tracker.cancel(order, send);
    expect(sends).toBe(1);
  });

  it('says so where the venue does not know the order', async () => {
    const { tracker, ledger, order } = await withOpenOrder();
    ledger.orders.clear();
    const failure = await failureOf(
      tracker.cancel(order, () => Promise.reject(venueError('order-not-found'))),
    );
    expect(failure).toBeInstanceOf(OrderNotFoundException);
    const never = limitOrder();
    expect(await failureOf(tracker.cancel(never, async () => undefined))).toBeInstanceOf(
      OrderNotFoundException,
    );
  });

  it('learns the id of an order that was placed elsewhere from its client id', async () => {
    const { tracker, ledger, state, clock } = setUp();
    ledger.place('theirs');
    const order = limitOrder('theirs');
    const send = async () => {
      expect(order.orderId).toBe('v1');
      return ledger.tell('theirs', { status: CANCELLED });
    };
    await clock.resolve(Promise.all([tracker.cancel(order, send), tracker.cancel(order, send)]));
    expect([order.status, ledger.lookUps, state.keys()]).toEqual([CANCELLED, 1, []]);
  });

  it('says so, and follows nothing, where the venue does not know the client id or cannot be asked by it', async () => {
    for (const options of [{}, { lookUp: withoutId }]) {
      const { tracker, state, clock } = setUp(options);
      let sends = 0;
      const cancelling = tracker.cancel(limitOrder('theirs'), async () => void (sends += 1));
      expect(await clock.resolve(failureOf(cancelling))).toBeInstanceOf(OrderNotFoundException);
      expect([sends, tracker.openOrders, state.keys()]).toEqual([0, [], []]);
    }
  });

  it('goes by the client id to the order that is followed, which stays so', async () => {
    const { tracker, ledger, order } = await withOpenOrder();
    const again = limitOrder(order.clientOrderId);
    const send = async () => {
      expect(again.orderId).toBe('v1');
      return ledger.tell(order.clientOrderId, { status: CANCELLED, filledSize: new Decimal('0.2') });
    };
    const refused = failureOf(tracker.cancel(again, () => Promise.reject(venueError('permission'))));
    expect(await refused).toBeInstanceOf(OrderNotCancelledException);
    expect(tracker.openOrders).toEqual([order]);
    await tracker.cancel(again, send);
    for (const each of [order, again])
      expect([each.status, each.orderId, String(each.filledSize)]).toEqual([CANCELLED, 'v1', '0.2']);
  });

  it('leaves an order alone that is followed under the same client id as one placed elsewhere', async () => {
    const { tracker, order } = await withOpenOrder();
    const foreign = limitOrder(order.clientOrderId);
    foreign.apply({ orderId: 'x9', status: PENDING });
    await tracker.cancel(foreign, async () => ({ orderId: 'x9', status: CANCELLED }));
    expect([foreign.status, order.status, tracker.openOrders]).toEqual([CANCELLED, PENDING, [order]]);
  });

  it('insists where the venue cannot be asked for an order that was placed elsewhere', async () => {
    let isDown = true;
    const { tracker, ledger, clock } = setUp({
      lookUp: (asked) => (isDown ? Promise.reject(venueError('unavailable', 503)) : ledger.lookUp(asked)),
    });
    ledger.place('theirs');
    const order = limitOrder('theirs');
    const knownIds: (string | undefined)[] = [];
    const cancelled = tracker.cancel(order, async () => {
      knownIds.push(order.orderId);
      return ledger.tell('theirs', { status: CANCELLED });
    });
    await clock.advance(1_000);
    isDown = false;
    await clock.resolve(cancelled);
    expect([order.status, knownIds]).toEqual([CANCELLED, ['v1']]);
  });

  it('asks again where the outcome is unknown and the order still open', async () => {
    const { tracker, ledger, order, clock } = await withOpenOrder();
    let sends = 0;
    await clock.resolve(
      tracker.cancel(order, async () => {
        sends += 1;
        if (sends === 1) throw new NetworkException('reset', { outcomeUnknown: true });
        return ledger.tell(order.clientOrderId, { status: CANCELLED });
      }),
    );
    expect([order.status, sends]).toEqual([CANCELLED, 2]);
  });

  it('finds out that an unanswered request was carried out', async () => {
    const { tracker, ledger, order, clock } = await withOpenOrder();
    let sends = 0;
    await clock.resolve(
      tracker.cancel(order, () => {
        sends += 1;
        ledger.tell(order.clientOrderId, { status: CANCELLED });
        return Promise.reject(new RequestTimeoutException('late', { outcomeUnknown: true }));
      }),
    );
    expect([order.status, sends]).toEqual([CANCELLED, 1]);
  });

  it('tells a refusal', async () => {
    const { tracker, order } = await withOpenOrder();
    expect(
      await failureOf(tracker.cancel(order, () => Promise.reject(venueError('permission')))),
    ).toBeInstanceOf(OrderNotCancelledException);
    expect(order.status).toBe(PENDING);
  });

  it('waits for an order that is still being placed', async () => {
    const { tracker, ledger, clock } = setUp();
    const order = limitOrder();
    let answer: (() => void) | undefined;
    const placing = tracker.place(
      order,
      (id) => new Promise((resolve) => (answer = () => resolve(ledger.place(id)))),
    );
    await clock.until(() => answer !== undefined);
    const knownIds: (string | undefined)[] = [];
    const cancelled = tracker.cancel(order, async () => {
      knownIds.push(order.orderId);
      return ledger.tell(order.clientOrderId, { status: CANCELLED });
    });
    await new Promise((resolve) => setImmediate(resolve));
    answer?.();
    await Promise.all([placing, cancelled]);
    expect([order.status, knownIds]).toEqual([CANCELLED, ['v1']]);
  });
});

function halfFill(id: string): Fill {
  return { id, price: new Decimal(100), size: new Decimal('0.5'), fee: new Decimal('0.1'), feeAsset: 'USDT' };
}

async function withOpenOrder() {
  const kit = setUp();
  const order = limitOrder();
  await kit.tracker.place(order, async (id) => kit.ledger.place(id));
  return { ...kit, order };
}

/** That keep this process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

function venueError(kind: VenueFailureKind, status = 400): VenueException {
  return new VenueException('POST /order: their words', {
    kind,
    status,
    venueCode: '-1',
    venueMessage: 'their words',
  });
}

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('did not fail')),
    (error: unknown) => error,
  );
}

/** A look-up by the venue's id alone. */
function withoutId(): Promise<OrderReport> {
  return Promise.reject(new OrderNotFoundException('the venue has given the order no id'));
}

function sentInVain(): Promise<OrderReport> {
  return Promise.reject(new NetworkException('reset', { outcomeUnknown: true }));
}
