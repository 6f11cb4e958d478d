import { afterEach, expect, it } from 'vitest';
import { OrderNotSubmittedException } from '../exceptions.js';
import { RestClient, type RestClientOptions } from '../http/rest-client.js';
import { SimpleState } from '../state/simple-state.js';
import { limitOrder } from '../test-support/limit-order.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { sendJson, testVenue, type Responder } from '../test-support/test-venue.js';
import { OrderStatus } from './order-constants.js';
import { OrderTracker } from './order-tracker.js';

const { PENDING, CANCELLED } = OrderStatus;
const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

it('an order that waits until the venue may be asked again is not sent once it is cancelled', async () => {
  const { venue, clock, order, state, submit, cancel } = await setUp((_request, response) => {
    response.setHeader('retry-after', '5');
    sendJson(response, {}, 429);
  });
  const submitting = submit();
  await clock.until(() => venue.requests.length === 1);
  const began = clock.now();
  await clock.resolve(cancel());
  expect([clock.now() - began, order.status, order.reason]).toEqual([
    0,
    CANCELLED,
    'cancelled before it was sent',
  ]);
  expect(await submitting).toBeInstanceOf(OrderNotSubmittedException);
  await clock.advance(60_000);
  expect(venue.requests.map(({ url }) => url)).toEqual(['/order']);
  expect([state.keys(), clock.pending]).toEqual([[], 0]);
});

it('an order that waits behind others of this client is not sent once it is cancelled', async () => {
  const { venue, client, clock, order, submit, cancel } = await setUp(answerAll, {
    limits: [{ capacity: 1, per: '10s', counts: ['orders'] }],
  });
  await client.post('/other');
  const submitting = submit();
  await clock.advance(100);
  await cancel();
  expect([await submitting, order.status]).toEqual([expect.any(OrderNotSubmittedException), CANCELLED]);
  await clock.advance(60_000);
  expect(venue.requests.map(({ url }) => url)).toEqual(['/other']);
});

it('an order that is cancelled while it is noted down is not sent', async () => {
  const { venue, clock, order, submit, cancel } = await setUp(answerAll);
  const submitting = submit();
  await cancel();
  expect([await submitting, order.status]).toEqual([expect.any(OrderNotSubmittedException), CANCELLED]);
  await clock.advance(60_000);
  expect(venue.requests).toEqual([]);
});

it('an order that was sent is cancelled when its answer has come, and not cut off on its way', async () => {
  const answers: (() => void)[] = [];
  const { venue, clock, order, submit, cancel } = await setUp((request, response) => {
    if (request.method === 'DELETE') return sendJson(response, {});
    answers.push(() => sendJson(response, { id: '7' }));
  });
  const submitting = submit();
  await clock.until(() => venue.requests.length === 1);
  const cancelling = cancel();
  await clock.advance(1_000);
  expect([order.status, venue.requests.length]).toEqual([PENDING, 1]);
  answers[0]?.();
  await clock.resolve(cancelling);
  expect([await submitting, order.orderId, order.status]).toEqual([undefined, '7', CANCELLED]);
  expect(venue.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /order',
    'DELETE /order',
  ]);
});

const answerAll: Responder = (_request, response) => sendJson(response, { id: '7' });

async function setUp(respond: Responder, options: Partial<RestClientOptions> = {}) {
  const environment = testEnvironment();
  const venue = await testVenue({ respond });
  const client = new RestClient({ baseUrl: venue.url, environment, ...options });
  const state = new SimpleState();
  const tracker = new OrderTracker({
    environment,
    state,
    clientId: { charset: 'a-z', length: 36 },
    lookUp: () => Promise.resolve({ status: CANCELLED, orderId: '7' }),
  });
  cleanUp.push(
    () => tracker.stop(),
    () => client.close(),
    () => venue.close(),
  );
  const order = limitOrder();
  /** What the submit ended in; undefined where the venue took the order. */
  const submit = (): Promise<unknown> =>
    tracker
      .place(order, async (clientOrderId, withdrawn) => {
        const answer = await client.post('/order', { clientOrderId }, { withdrawn });
        return { status: PENDING, orderId: answer.text('id') };
      })
      .catch((error: unknown) => error);
  const cancel = (): Promise<void> =>
    tracker.cancel(order, async () => {
      await client.delete('/order', {});
    });
  return { environment, venue, client, clock: environment.clock, state, tracker, order, submit, cancel };
}
