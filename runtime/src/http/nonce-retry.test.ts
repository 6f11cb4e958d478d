import { expect, it, onTestFinished } from 'vitest';
import { VenueException } from '../exceptions.js';
import type { ManualClock } from '../test-support/manual-clock.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { sendJson, testVenue } from '../test-support/test-venue.js';
import { failureReader } from './failure-reader.js';
import { RestClient } from './rest-client.js';
import { requestSigner } from './signer.js';

/** An earlier run of the same account was ahead of the clock by a few nonces. */
it('a refused nonce is sent again once, higher, where the venue has no clock to ask', async () => {
  const { nonces, client, clock } = await setUp((nonce, first) => nonce >= first + 500);
  await clock.resolve(client.post('/balances', {}, { signed: true }));
  expect(nonces).toHaveLength(2);
});

it('a nonce that is refused twice is told', async () => {
  const { nonces, client, clock } = await setUp(() => false);
  const refused = client.post('/balances', {}, { signed: true }).catch((error: unknown) => error);
  expect(await clock.resolve(refused)).toBeInstanceOf(VenueException);
  expect(nonces).toHaveLength(2);
});

async function setUp(
  takes: (nonce: number, first: number) => boolean,
): Promise<{ readonly nonces: number[]; readonly client: RestClient; readonly clock: ManualClock }> {
  const nonces: number[] = [];
  const venue = await testVenue({
    respond(request, response) {
      nonces.push(Number(/"nonce":"(\d+)"/.exec(request.body)?.[1]));
      const isTaken = takes(nonces.at(-1) ?? 0, nonces[0] ?? 0);
      sendJson(response, isTaken ? { ok: true } : { code: 'nonce', msg: 'too low' }, isTaken ? 200 : 400);
    },
  });
  const environment = testEnvironment();
  const client = new RestClient({
    baseUrl: venue.url,
    environment,
    failure: failureReader({ code: 'code', message: 'msg', kinds: { nonce: 'clock-skew' } }),
    sign: requestSigner({
      nonce: 'rising',
      params: ({ nonce }) => ({ nonce }),
      payload: ({ body }) => body,
      key: { text: 'secret' },
      encoding: 'hex',
      place: ({ signature }) => ({ headers: { signature } }),
    }),
  });
  onTestFinished(async () => {
    await client.close();
    await venue.close();
  });
  return { nonces, client, clock: environment.clock };
}
