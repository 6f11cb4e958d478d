import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { testEnvironment } from '../test-support/test-environment.js';
import { testVenue, type TestVenue } from '../test-support/test-venue.js';
import { StreamConnection, type StreamConnectionOptions } from './stream-connection.js';

const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

describe('StreamConnection', () => {
  it('comes back after each loss, waiting longer, and sets itself up again', async () => {
    const { connection, venue, clock } = await setUp({ onOpen: (send) => send({ hello: 1 }) });
    connection.start();
    const delays: number[] = [];
    for (let cut = 0; cut < 6; cut++) {
      await clock.until(() => venue.frames.length === cut + 1);
      const before = clock.now();
      venue.sockets[0]?.terminate();
      await clock.until(() => !connection.isOpen);
      await clock.until(() => connection.isOpen);
      delays.push(clock.now() - before);
    }
    expect(delays).toEqual([375, 750, 1500, 3000, 6000, 12000]);
    await clock.advance(15_000);
    venue.sockets[0]?.terminate();
    const before = clock.now();
    await clock.until(() => !connection.isOpen);
    await clock.until(() => connection.isOpen);
    expect(clock.now() - before).toBe(375);
  });

  it('asks for a new address each time, and tries again where there is none', async () => {
    const venue = await open({});
    let asked = 0;
    const { connection, clock } = await setUp(
      {
        url: () => {
          asked += 1;
          if (asked === 2) throw new Error('no token');
          return `${venue.streamUrl}/?token=${asked}`;
        },
      },
      venue,
    );
    connection.start();
    await clock.until(() => connection.isOpen);
    venue.sockets[0]?.terminate();
    await clock.until(() => !connection.isOpen);
    await clock.until(() => connection.isOpen);
    expect(asked).toBe(3);
  });

  it('notices a line that is open and dead, and does not take a quiet one for dead', async () => {
    const { connection, venue, clock } = await setUp({ silenceAfter: '60s' });
    connection.start();
    await clock.until(() => venue.sockets.length === 1);
    const quiet = venue.sockets[0];
    await clock.advance(600_000);
    expect(venue.sockets[0]).toBe(quiet);
    // Answers pings no more.
    quiet?.pause();
    await clock.advance(61_000);
    expect(venue.sockets.at(-1)).not.toBe(quiet);
    quiet?.terminate();
  });

  it('passes good frames on, whatever bad ones come between', async () => {
    const { connection, venue, clock, frames, lines } = await setUp({
      compression: 'gzip',
      maxFrameBytes: 10_000,
    });
    connection.start();
    await clock.until(() => venue.sockets.length === 1);
    for (const message of [
      '{"n":1}',
      'garbage',
      '',
      gzipSync('{"n":2}'),
      Buffer.from([1, 2, 3]),
      gzipSync(' '.repeat(1_000_000)),
      '{"bad":true}',
      '{"n":3}',
    ]) {
      venue.sockets[0]?.send(message);
    }
    await clock.until(() => frames.length >= 4);
    expect(frames.map((frame) => frame)).toEqual([1, 2, undefined, 3]);
    expect(lines.filter((line) => line.includes('could not be used'))).toHaveLength(5);
    expect(connection.isOpen).toBe(true);
  });

  it('drops the connection on a frame larger than it may be', async () => {
    const { connection, venue, clock, frames } = await setUp({ maxFrameBytes: 1_000 });
    connection.start();
    await clock.until(() => venue.sockets.length === 1);
    venue.sockets[0]?.send(`"${'x'.repeat(5_000)}"`);
    await clock.until(() => !connection.isOpen);
    await clock.until(() => connection.isOpen);
    expect(frames).toEqual([]);
  });

  it.each([
    [{ kind: 'text', send: 'ping', expect: 'pong', every: '20s' }, 'ping'],
    [{ kind: 'json', send: () => ({ op: 'ping' }), every: '20s' }, '{"op":"ping"}'],
  ] as const)('keeps alive with $kind', async (keepAlive, text) => {
    const venue = await open({
      onFrame: (socket, frame) => (frame === 'ping' ? socket.send('pong') : undefined),
    });
    const { connection, clock, frames } = await setUp({ keepAlive }, venue);
    connection.start();
    await clock.until(() => venue.sockets.length === 1);
    const first = venue.sockets[0];
    await clock.advance(200_000);
    expect(venue.frames).toEqual(Array.from({ length: 10 }, () => text));
    expect(venue.sockets[0]).toBe(first);
    expect(frames).toEqual([]);
  });

  it('subscribes to the venue’s beats once a connection, and misses them', async () => {
    const venue = await open({});
    const keepAlive = { kind: 'subscription', send: () => ({ channel: 'heartbeats' }) } as const;
    const { connection, clock } = await setUp({ keepAlive, silenceAfter: '10s' }, venue);
    connection.start();
    await clock.until(() => venue.sockets.length === 1);
    for (let beat = 0; beat < 12; beat += 1) {
      venue.sockets[0]?.send('{"channel":"heartbeats"}');
      await clock.advance(1_000);
    }
    expect(venue.frames).toEqual(['{"channel":"heartbeats"}']);
    // What answers no ping either is dead.
    venue.sockets[0]?.pause();
    await clock.advance(10_000);
    await clock.until(() => venue.sockets.length === 2);
    expect(connection.isOpen).toBe(true);
  });

  it('takes a connection for dead that does not answer a text ping', async () => {
    const { connection, venue, clock } = await setUp({
      keepAlive: { kind: 'text', send: 'ping', expect: 'pong', every: '20s' },
    });
    connection.start();
    await clock.until(() => venue.sockets.length === 1);
    const first = venue.sockets[0];
    await clock.advance(41_000);
    expect(venue.sockets.at(-1)).not.toBe(first);
  });

  it('sends ping frames, and answers what the venue asks', async () => {
    const pings: WebSocket[] = [];
    const venue = await open({ onConnect: (socket) => socket.on('ping', () => pings.push(socket)) });
    const framed = await setUp(
      { keepAlive: { kind: 'frame-ping', every: '10s' }, silenceAfter: '1h' },
      venue,
    );
    framed.connection.start();
    await framed.clock.until(() => venue.sockets.length === 1);
    await framed.clock.advance(50_000);
    expect(pings).toHaveLength(5);

    const asked = await setUp({
      keepAlive: {
        kind: 'answer',
        when: (frame) => (frame.has('ping') ? { pong: frame.integer('ping') } : undefined),
      },
    });
    asked.connection.start();
    await asked.clock.until(() => asked.venue.sockets.length === 1);
    asked.venue.sockets[0]?.send('{"ping":7}');
    await asked.clock.until(() => asked.venue.frames.length === 1);
    expect([asked.venue.frames, asked.frames]).toEqual([['{"pong":7}'], []]);
  });

  it('leaves no timer and no socket when it is stopped, in whatever state', async () => {
    const { connection, venue, clock } = await setUp({});
    connection.start();
    await connection.stop();
    connection.start();
    await clock.until(() => connection.isOpen);
    await connection.stop();
    await clock.until(() => venue.sockets.length === 0);
    connection.start();
    await clock.until(() => connection.isOpen);
    venue.sockets[0]?.terminate();
    await clock.until(() => !connection.isOpen);
    await connection.stop();
    await clock.advance(60_000);
    expect([clock.pending, venue.sockets.length]).toEqual([0, 0]);
  });

  it('shows no token of its address in the log', async () => {
    const { connection, clock, lines } = await setUp({ url: 'ws://127.0.0.1:1/?token=very-secret' });
    connection.start();
    await clock.advance(10_000);
    expect(lines.join('')).toContain('connecting again');
    expect(lines.join('')).not.toContain('very-secret');
  });
});

async function open(options: Parameters<typeof testVenue>[0]): Promise<TestVenue> {
  const venue = await testVenue(options);
  cleanUp.push(() => venue.close());
  return venue;
}

async function setUp(options: Partial<StreamConnectionOptions>, given?: TestVenue) {
  const venue = given ?? (await open({}));
  const environment = testEnvironment();
  const frames: (number | undefined)[] = [];
  const connection = new StreamConnection({
    url: venue.streamUrl,
    environment,
    onFrame: (frame) => {
      frames.push(frame.optionalNumber('n'));
      if (frame.has('bad')) throw new Error('the reader does not understand');
    },
    ...options,
  });
  cleanUp.unshift(() => connection.stop());
  return { venue, connection, frames, clock: environment.clock, lines: environment.lines };
}
