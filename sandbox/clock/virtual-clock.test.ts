import { createServer, request } from 'node:http';
import { once } from 'node:events';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from './virtual-clock.js';

const quick = (start = 0): VirtualClock => new VirtualClock({ start, settle: () => Promise.resolve() });

describe('VirtualClock', () => {
  test('stands still until it is moved', async () => {
    const clock = quick(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  test('runs timers in the order of time, then insertion, each at its own time', async () => {
    const clock = quick();
    const ran: string[] = [];
    const note = (name: string) => (): number => ran.push(`${name}@${clock.now()}`);
    clock.schedule(20, note('b'));
    clock.schedule(10, note('a'));
    clock.schedule(20, note('c'));
    clock.schedule(31, note('late'));
    await clock.advance(30);
    expect(ran).toEqual(['a@10', 'b@20', 'c@20']);
    expect(clock.next()).toBe(31);
    expect(clock.pending).toBe(1);
  });

  test('agrees with sorting, whatever is scheduled and cancelled', () => {
    const plan = fc.array(fc.record({ delay: fc.nat(50), cancelled: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(plan, (timers) => {
        const clock = quick();
        const ran: number[] = [];
        const handles = timers.map(({ delay }, index) => clock.schedule(delay, () => ran.push(index)));
        for (const [index, { cancelled }] of timers.entries()) if (cancelled) handles[index]?.cancel();
        const expected = timers
          .map(({ delay, cancelled }, index) => ({ delay, cancelled, index }))
          .filter(({ cancelled }) => !cancelled)
          .toSorted((a, b) => a.delay - b.delay || a.index - b.index)
          .map(({ index }) => index);
        expect(clock.pending).toBe(expected.length);
        clock.tick(50);
        expect(ran).toEqual(expected);
      }),
    );
  });

  test('runs timers that timers set, in the same advance when they are due', async () => {
    const clock = quick();
    let rounds = 0;
    const again = (): void => {
      rounds += 1;
      clock.schedule(10, again);
    };
    clock.schedule(10, again);
    await clock.advance(100);
    expect(rounds).toBe(10);
  });

  test('settles after each timer and before the first', async () => {
    const trace: string[] = [];
    const clock = new VirtualClock({
      start: 0,
      settle: async () => void trace.push(`settle@${clock.now()}`),
    });
    clock.schedule(5, () => trace.push('one'));
    clock.schedule(5, () => trace.push('two'));
    await clock.advance(9);
    expect(trace).toEqual(['settle@0', 'one', 'settle@5', 'two', 'settle@5']);
  });

  test('tells settling whether only the venue has moved', async () => {
    const movers: string[] = [];
    const clock = new VirtualClock({ start: 0, settle: async (after) => void movers.push(after) });
    clock.venue.schedule(5, () => undefined);
    clock.clients.schedule(6, () => undefined);
    clock.schedule(7, () => undefined);
    await clock.advance(9);
    expect(movers).toEqual(['anyone', 'venue', 'venue', 'anyone']);
  });

  test('settles once after all that the venue does at one moment, and before a client moves', async () => {
    const trace: string[] = [];
    const clock = new VirtualClock({ start: 0, settle: async (after) => void trace.push(after) });
    clock.venue.schedule(5, () => {
      trace.push('one');
      clock.venue.schedule(0, () => trace.push('three'));
    });
    clock.venue.schedule(5, () => trace.push('two'));
    clock.venue.schedule(6, () => trace.push('later'));
    clock.schedule(6, () => trace.push('client'));
    clock.venue.schedule(6, () => trace.push('last'));
    await clock.advance(10);
    const [first, ...others] = trace;
    expect(first).toBe('anyone');
    const atFive = ['one', 'two', 'three', 'venue'];
    expect(others).toEqual([...atFive, 'later', 'venue', 'client', 'anyone', 'last', 'venue']);
  });

  test('settles in moments without a timer too, so that a condition can come true by wall time', async () => {
    let settled = 0;
    const clock = new VirtualClock({ start: 0, settle: async () => void (settled += 1) });
    await clock.advanceUntil(() => settled === 4, { limit: 10_000, step: 250 });
    expect(clock.now()).toBe(750);
  });

  test('serves calls one after the other', async () => {
    const clock = quick();
    const seen: number[] = [];
    await Promise.all([
      clock.advance(10).then(() => seen.push(clock.now())),
      clock.advance(10).then(() => seen.push(clock.now())),
    ]);
    expect(clock.now()).toBe(20);
    expect(seen).toHaveLength(2);
  });

  test('a timer that throws fails the advance, and the clock goes on', async () => {
    const clock = quick();
    clock.schedule(1, () => {
      throw new Error('broken timer');
    });
    await expect(clock.advance(5)).rejects.toThrow('broken timer');
    await clock.advance(5);
    expect(clock.now()).toBe(6);
  });

  test('advanceUntil stops at the first timer that makes the condition true', async () => {
    const clock = quick();
    let done = false;
    clock.schedule(700, () => (done = true));
    clock.schedule(701, () => expect.unreachable());
    await clock.advanceUntil(() => done, { limit: 10_000 });
    expect(clock.now()).toBe(700);
  });

  test('advanceUntil does not move when the condition holds already', async () => {
    const clock = quick();
    await clock.advanceUntil(() => true, { limit: 1_000 });
    expect(clock.now()).toBe(0);
  });

  test('advanceUntil names its limit when the condition never holds', async () => {
    const clock = quick();
    await expect(clock.advanceUntil(() => false, { limit: 3_000 })).rejects.toThrow('3000 ms');
    expect(clock.now()).toBe(3_000);
  });

  test('refuses to go back', async () => {
    await expect(quick().advance(-1)).rejects.toThrow(RangeError);
    expect(() => quick().tick(Number.NaN)).toThrow(RangeError);
  });

  test('time that is skipped makes what fell due late, and runs it with the next move', async () => {
    const clock = quick();
    const ran: number[] = [];
    clock.schedule(10, () => ran.push(clock.now()));
    clock.skip(1_000);
    expect([clock.now(), ran]).toEqual([1_000, []]);
    await clock.advance(0);
    expect([clock.now(), ran]).toEqual([1_000, [1_000]]);
  });

  test('an answer over a real socket arrives within one settling', async () => {
    const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const clock = new VirtualClock({ start: 0 });
    let status = 0;
    clock.schedule(10, () =>
      request({ port, host: '127.0.0.1' }, (answer) => (status = answer.statusCode ?? -1)).end(),
    );
    await clock.advance(10);
    server.close();
    expect(status).toBe(200);
  });

  test('run follows wall time until stopped', async () => {
    const clock = new VirtualClock({ start: 0 });
    const reached = new Promise<void>((resolve) => void clock.schedule(60_000, resolve));
    const stop = clock.run(1_000_000);
    await reached;
    stop();
    expect(clock.now()).toBeGreaterThanOrEqual(60_000);
  });

  test('clients live at wall pace while it runs faster, and at its own pace else', async () => {
    const clock = new VirtualClock({ start: 0 });
    let isDue = false;
    clock.clients.schedule(20, () => (isDue = true));
    await clock.advance(10);
    expect(clock.clients.now()).toBe(10);
    await clock.advance(10);
    expect(isDue).toBe(true);

    const stop = clock.run(1_000_000);
    isDue = false;
    clock.clients.schedule(60_000, () => (isDue = true));
    await new Promise<void>((resolve) => void clock.schedule(60_000, resolve));
    stop();
    expect(isDue).toBe(false);
    expect(clock.clients.now()).toBeLessThan(10_000);
  });
});
