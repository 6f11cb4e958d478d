import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VenueException } from '../exceptions.js';
import type { Answer } from '../http/answer.js';
import { OrderStatus } from '../orders/order-constants.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { testVenue } from '../test-support/test-venue.js';
import { PrivateStream, type PrivateStreamOptions } from './private-stream.js';
import { StreamToken, type StreamTokenOptions } from './stream-token.js';

const cleanUp: (() => Promise<void>)[] = [];
let environment = testEnvironment();

beforeEach(() => {
  environment = testEnvironment();
});

afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

describe('PrivateStream', () => {
  it('logs in, subscribes when that is acknowledged, and tells what happens, after each loss again', async () => {
    const { stream, venue, clock, heard, listener } = await setUp();
    await clock.resolve(stream.start(listener));
    expect(venue.frames).toEqual(['{"op":"login","n":1}', '{"op":"subscribe"}']);
    expect([stream.isLive, heard]).toEqual([true, ['live']]);
    venue.sockets[0]?.send('{"order":"7"}');
    await clock.until(() => heard.includes('7'));
    venue.sockets[0]?.terminate();
    await clock.until(() => heard.at(-1) === 'live');
    expect(venue.frames.slice(2)).toEqual(['{"op":"login","n":2}', '{"op":"subscribe"}']);
    expect(heard).toEqual(['live', '7', 'lost', 'live']);
  });

  it('does not hold up the rest where it is refused, and tries on', async () => {
    let isRefused = true;
    const { stream, venue, clock, heard, listener, lines } = await setUp({}, () => isRefused);
    await clock.resolve(stream.start(listener));
    expect([stream.isLive, lines.some((line) => line.includes('bad signature'))]).toEqual([false, true]);
    isRefused = false;
    await clock.until(() => heard.includes('live'));
    expect(venue.sockets).toHaveLength(1);
  });

  it('tries on where the login cannot be made', async () => {
    let fails = 2;
    const { stream, clock, heard, listener } = await setUp({
      login: () => {
        if (fails-- > 0) throw new Error('no token');
        return { op: 'login' };
      },
    });
    const started = stream.start(listener);
    await clock.until(() => heard.includes('live'));
    await started;
    expect(stream.isLive).toBe(true);
  });

  it('does not read the acknowledgement, which may name the channel as data do', async () => {
    const { stream, venue, clock, heard, listener, lines } = await setUp({
      read: (frame) => [{ orderId: frame.text('order'), status: OrderStatus.PENDING }],
    });
    await clock.resolve(stream.start(listener));
    venue.sockets[0]?.send('{"order":"7"}');
    await clock.until(() => heard.includes('7'));
    expect(lines).toEqual([]);
  });

  it('opens anew with another token when the venue says that it has expired', async () => {
    const { made, ...rest } = kept();
    const { stream, venue, clock, heard, listener } = await setUp(rest.options);
    await clock.resolve(stream.start(listener));
    venue.sockets[0]?.send('{"e":"listenKeyExpired"}');
    await clock.until(() => heard.length === 3);
    expect([heard, made()]).toEqual([['live', 'lost', 'live'], 2]);
    expect(venue.frames.at(-1)).toBe('{"op":"subscribe","key":"key-number-2"}');
    await stream.stop();
    expect(clock.pending).toBe(0);
  });

  it('keeps its token over a cut, and takes another one where the venue refuses it', async () => {
    const { made, ...rest } = kept();
    let isRefused = false;
    const { stream, venue, clock, heard, listener, lines } = await setUp(rest.options, () => isRefused);
    await clock.resolve(stream.start(listener));
    venue.sockets[0]?.terminate();
    await clock.until(() => heard.length === 3);
    expect(made()).toBe(1);
    isRefused = true;
    venue.sockets[0]?.terminate();
    await clock.until(() => lines.some((line) => line.includes('refused: bad signature')));
    isRefused = false;
    await clock.until(() => heard.length === 5);
    expect([heard.at(-1), made()]).toEqual(['live', 2]);
  });

  it('opens anew with another token when it could not be renewed', async () => {
    const { made, ...rest } = kept({
      renew: () =>
        Promise.reject(
          new VenueException('no', { kind: 'other', status: 404, venueCode: '', venueMessage: '' }),
        ),
    });
    const { stream, clock, heard, listener } = await setUp(rest.options);
    await clock.resolve(stream.start(listener));
    await clock.advance(31 * 60_000);
    await clock.until(() => heard.length === 3);
    expect([heard, made()]).toEqual([['live', 'lost', 'live'], 2]);
  });

  it('is silent after stop', async () => {
    const { stream, venue, clock, heard, listener } = await setUp();
    await clock.resolve(stream.start(listener));
    venue.sockets[0]?.send('{"order":"7"}');
    await stream.stop();
    await clock.advance(120_000);
    expect([heard, clock.pending, venue.sockets.length]).toEqual([['live'], 0, 0]);
  });
});

/** A token that the subscription carries. */
function kept(options: Partial<StreamTokenOptions> = {}) {
  let made = 0;
  const token = new StreamToken({
    environment,
    lifetime: '60m',
    renewEvery: '30m',
    create: () => Promise.resolve(`key-number-${++made}`),
    renew: () => Promise.resolve(),
    ...options,
  });
  const subscribe = async () => ({ op: 'subscribe', key: await token.current() });
  return { made: () => made, options: { token, subscribe, expired: tellsExpiry } };
}

function tellsExpiry(frame: Answer): boolean {
  return frame.matches({ e: 'listenKeyExpired' });
}

async function setUp(options: Partial<PrivateStreamOptions> = {}, isRefused: () => boolean = () => false) {
  const venue = await testVenue({
    onFrame: (socket, text) => {
      if (text.includes('login'))
        socket.send(isRefused() ? '{"error":"bad signature"}' : '{"event":"login"}');
      else socket.send('{"event":"subscribe"}');
    },
  });
  const heard: string[] = [];
  let logins = 0;
  const stream = new PrivateStream({
    url: venue.streamUrl,
    environment,
    login: async () => ({ op: 'login', n: ++logins }),
    loggedIn: (frame) => frame.optionalText('event') === 'login',
    subscribe: () => ({ op: 'subscribe' }),
    acknowledged: (frame) => frame.optionalText('event') === 'subscribe',
    refused: (frame) => frame.optionalText('error'),
    read: (frame) =>
      frame.has('order') ? [{ orderId: frame.text('order'), status: OrderStatus.PENDING }] : [],
    ...options,
  });
  cleanUp.push(
    () => stream.stop(),
    () => venue.close(),
  );
  const listener = {
    onReport: ({ orderId = '' }) => heard.push(orderId),
    onLive: () => heard.push('live'),
    onLost: () => heard.push('lost'),
  };
  return { stream, venue, clock: environment.clock, lines: environment.lines, heard, listener };
}
