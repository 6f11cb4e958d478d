import { describe, expect, it } from 'vitest';
import { sleep } from '../clock.js';
import { Decimal } from '../decimal.js';
import { MalformedAnswerException, VenueException } from '../exceptions.js';
import { SimpleState } from '../state/simple-state.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { OrderStatus } from './order-constants.js';
import { OrderTracker, type OrderTrackerOptions } from './order-tracker.js';
import { Order } from './order.js';
import { limitOrder } from '../test-support/limit-order.js';

const SECRET = 'sUperSecretKey0123';

describe('polling', () => {
  it('asks for the others where one order cannot be looked up, and for that one ever more seldom', async () => {
    const { asked, open, clock, environment, tracker } = await setUp();
    const [bad, good] = [await open('bad'), await open('good')];
    await clock.advance(3_000);
    expect([bad.status, good.status]).toEqual([OrderStatus.PENDING, OrderStatus.COMPLETED]);
    const early = asked('bad');
    await clock.advance(60_000);
    expect(asked('bad') - early).toBeGreaterThanOrEqual(4);
    expect(asked('bad') - early).toBeLessThanOrEqual(12);
    expect(environment.lines.join('')).toContain('could not be looked up');
    expect(environment.lines.join('')).not.toContain(SECRET);
    await tracker.stop();
  });

  it('is not slowed down for one order by the failures of another', async () => {
    const status: { good: OrderStatus } = { good: OrderStatus.PENDING };
    const { open, clock, tracker } = await setUp({}, status);
    await open('bad');
    const good = await open('good');
    await clock.advance(60_000);
    status.good = OrderStatus.COMPLETED;
    await clock.advance(5_000);
    expect(good.status).toBe(OrderStatus.COMPLETED);
    await tracker.stop();
  });

  it('asks for each where the list of open orders cannot be read', async () => {
    let lists = 0;
    const { open, clock, environment, tracker } = await setUp({
      openOrders: () => {
        lists += 1;
        return Promise.reject(new MalformedAnswerException(`status: WEIRD (${SECRET})`));
      },
    });
    const orders = [await open('one'), await open('two')];
    await clock.advance(3_000);
    expect(orders.map(({ status }) => status)).toEqual([OrderStatus.COMPLETED, OrderStatus.COMPLETED]);
    expect(lists).toBe(1);
    expect(environment.lines.join('')).toContain('list of open orders');
    expect(environment.lines.join('')).not.toContain(SECRET);
    await tracker.stop();
  });

  it('does not wait for one order to ask for the others, again and again', async () => {
    const status: { good: OrderStatus } = { good: OrderStatus.PENDING };
    const { open, asked, clock, tracker } = await setUp({}, status);
    await open('slow');
    const good = await open('good');
    await clock.advance(10_000);
    expect(asked('slow')).toBe(1);
    status.good = OrderStatus.COMPLETED;
    await clock.advance(7_000);
    expect(good.status).toBe(OrderStatus.COMPLETED);
    await tracker.stop();
  });
});

/** Order `bad` cannot be looked up, `slow` only in a minute; all others are filled, unless told otherwise. */
async function setUp(
  options: Partial<OrderTrackerOptions> = {},
  status: { readonly good: OrderStatus } = { good: OrderStatus.COMPLETED },
) {
  const environment = testEnvironment();
  environment.logger.redact(SECRET);
  const asks: (string | undefined)[] = [];
  const tracker = new OrderTracker({
    environment,
    state: new SimpleState(),
    clientId: { charset: 'a-z0-9', length: 24 },
    lookUp: async ({ clientOrderId, orderId, size }) => {
      asks.push(clientOrderId);
      if (clientOrderId === 'bad') throw unavailable();
      if (clientOrderId === 'slow') await sleep(environment.clock, 60_000);
      const filledSize = status.good === OrderStatus.COMPLETED ? size : new Decimal(0);
      return { orderId, status: status.good, filledSize };
    },
    ...options,
  });
  await tracker.start();
  const open = async (clientOrderId: string): Promise<Order> => {
    const order = limitOrder(clientOrderId);
    await tracker.place(order, (id) => Promise.resolve({ orderId: `v-${id}`, status: OrderStatus.PENDING }));
    return order;
  };
  const asked = (id: string): number => asks.filter((each) => each === id).length;
  return { tracker, environment, clock: environment.clock, open, asked };
}

function unavailable(): VenueException {
  const details = { kind: 'unavailable', status: 503, venueCode: '', venueMessage: SECRET } as const;
  return new VenueException(`GET /order: ${SECRET}`, details);
}
