import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../test-support/manual-clock.js';
import { RateLimiter, type RequestKind } from './rate-limiter.js';

const never = new AbortController().signal;
setMaxListeners(0, never);

describe('RateLimiter', () => {
  it('lets no more through in any span than the limit says', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, [{ capacity: 10, per: '2s' }]);
    const sent: number[] = [];
    for (let n = 0; n < 45; n++) void request(limiter, 'orders').then(() => sent.push(clock.now()));
    await clock.advance(20_000);
    expect(sent).toHaveLength(45);
    for (const start of sent)
      expect(sent.filter((at) => at >= start && at < start + 2000).length).toBeLessThanOrEqual(10);
    expect(sent.at(-1)).toBe(8000);
  });

  it('lets orders pass market data that waits', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, [{ capacity: 10, per: '1m' }]);
    const done: string[] = [];
    for (let n = 0; n < 30; n++) void request(limiter, 'public').then(() => done.push('market'));
    await clock.advance(0);
    expect(done).toHaveLength(9);
    void request(limiter, 'orders').then(() => done.push('order'));
    await clock.advance(0);
    expect(done.at(-1)).toBe('order');
    void request(limiter, 'orders').then(() => done.push('order'));
    await clock.advance(60_000);
    expect(done.slice(10, 11)).toEqual(['order']);
  });

  it('counts a request until the span has passed since its answer', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, [{ capacity: 1, per: '1s' }]);
    const release = await limiter.take(1, 'orders', never);
    let isThrough = false;
    void request(limiter, 'orders').then(() => (isThrough = true));
    await clock.advance(5_000);
    expect(isThrough).toBe(false);
    release();
    await clock.advance(999);
    expect(isThrough).toBe(false);
    await clock.advance(1);
    expect(isThrough).toBe(true);
  });

  it('learns from the header what others used', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, [{ capacity: 100, per: '1m', usedHeader: 'X-Used' }]);
    limiter.note('orders', (name) => (name === 'x-used' ? '100' : undefined));
    let isThrough = false;
    void request(limiter, 'orders').then(() => (isThrough = true));
    await clock.advance(59_999);
    expect(isThrough).toBe(false);
    await clock.advance(1);
    expect(isThrough).toBe(true);
  });

  it('learns from what is left, of the limit that the answer names', async () => {
    const clock = new ManualClock(0);
    const leftHeader = { limit: 'X-Limit', left: 'X-Left' };
    const limiter = new RateLimiter(clock, [
      { capacity: 50, per: '1s', counts: ['private'], leftHeader },
      { capacity: 20, per: '1s', counts: ['orders'], leftHeader },
    ]);
    const told: Readonly<Record<string, string>> = { 'x-limit': '20', 'x-left': '0' };
    limiter.note('orders', (name) => told[name]);
    const done: string[] = [];
    void request(limiter, 'orders').then(() => done.push('order'));
    for (let n = 0; n < 50; n++) void request(limiter, 'private').then(() => done.push('question'));
    await clock.advance(0);
    expect(done).toEqual(Array.from({ length: 50 }, () => 'question'));
    await clock.advance(1000);
    expect(done.at(-1)).toBe('order');
  });

  it('counts by each limit only what it counts, and leaves no part of it to orders that it does not', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, [
      { capacity: 10, per: '1s', counts: ['public'] },
      { capacity: 20, per: '1s', counts: ['private', 'orders'] },
    ]);
    const done: string[] = [];
    for (let n = 0; n < 15; n++) void request(limiter, 'public').then(() => done.push('public'));
    for (let n = 0; n < 25; n++) void request(limiter, 'private').then(() => done.push('private'));
    await clock.advance(0);
    expect(done.filter((kind) => kind === 'public')).toHaveLength(10);
    expect(done.filter((kind) => kind === 'private')).toHaveLength(18);
  });

  it('keeps the order of arrival among kinds that one limit counts', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, [{ capacity: 1, per: '1s' }]);
    const done: string[] = [];
    await request(limiter, 'orders');
    for (const name of ['public 1', 'private 2', 'public 3', 'private 4'] as const) {
      const kind = name.startsWith('public') ? 'public' : 'private';
      void request(limiter, kind).then(() => done.push(name));
    }
    await clock.advance(10_000);
    expect(done).toEqual(['public 1', 'private 2', 'public 3', 'private 4']);
  });

  it('pauses every lane, and lets an aborted request go', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, []);
    limiter.pause(30_000, 'orders');
    const controller = new AbortController();
    const aborted = limiter.take(1, 'orders', controller.signal);
    let isThrough = false;
    void request(limiter, 'orders').then(() => (isThrough = true));
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    await clock.advance(29_999);
    expect(isThrough).toBe(false);
    await clock.advance(1);
    expect(isThrough).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('lets orders go while market data is paused', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, []);
    limiter.pause(30_000, 'market');
    let isThrough = false;
    void request(limiter, 'public').then(() => (isThrough = true));
    await request(limiter, 'orders');
    expect([limiter.pauseLeft('orders'), limiter.pauseLeft('market')]).toEqual([0, 30_000]);
    await clock.advance(29_999);
    expect(isThrough).toBe(false);
    await clock.advance(1);
    expect(isThrough).toBe(true);
  });

  it('lets what counts nothing go ahead of what waits', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, [{ capacity: 1, per: '60s' }]);
    const { signal } = new AbortController();
    (await limiter.take(1, 'orders', signal))();
    let isThrough = false;
    void limiter.take(1, 'orders', signal).then(() => (isThrough = true));
    await limiter.take(0, 'orders', signal);
    expect([isThrough, clock.now()]).toEqual([false, 0]);
  });

  it('lets what is heavier than the limit go alone', async () => {
    const clock = new ManualClock(0);
    const limiter = new RateLimiter(clock, [{ capacity: 10, per: '1s' }]);
    await request(limiter, 'orders');
    let isThrough = false;
    void request(limiter, 'orders', 50).then(() => (isThrough = true));
    await clock.advance(999);
    expect(isThrough).toBe(false);
    await clock.advance(1);
    expect(isThrough).toBe(true);
  });
});

async function request(limiter: RateLimiter, kind: RequestKind, weight = 1): Promise<void> {
  const release = await limiter.take(weight, kind, never);
  release();
}
